import { task } from "./tasks";

/** The tasks that belong on a phone, from the screen on which they begin: two clicks fewer than from anywhere. */
task("contract_phone_due", { clicks: 1, fields: 0 }, [
    {
        content: "two lines, 300 and 150 open",
        trigger: ".o_contract_overview [data-line=due]:contains(2):contains(450.00)",
        run: "click",
    },
    { content: "who chases the one", trigger: ".o_kanban_group:contains(Seller) .o_kanban_record:contains(300.00)" },
    { content: "and the other", trigger: ".o_kanban_group:contains(Seller2) .o_kanban_record:contains(150.00)" },
]);

task("contract_phone_unallocated", { clicks: 0, fields: 0 }, [
    { trigger: ".o_kanban_record:contains(Unallocated) .o_field_widget[name=amount_unallocated]:contains(/\\b20.00/)" },
]);

task("contract_phone_customer", { clicks: 2, fields: 1 }, [
    { trigger: ".o_control_panel button:has(.fa-search)", run: "click" },
    { trigger: ".o_searchview_input", run: "edit Task Payer && press Enter" },
    { trigger: ".o_kanban_record:contains(Task Payer)", run: "click" },
    {
        content: "agreed 1,000, settled 400, 300 overdue",
        trigger: ".o_partner_contract_figures:contains(1,000.00):contains(400.00):contains(300.00)",
    },
]);

/** One click more than on a wide screen: the second button of a form stands behind the dots. */
task("contract_phone_due_date", { clicks: 4, fields: 2 }, [
    { trigger: ".o_kanban_record:contains(300.00)", run: "click" },
    { trigger: ".o_statusbar_buttons button:has(.oi-ellipsis-v)", run: "click" },
    { trigger: ".o-dropdown--menu button:contains(Reschedule)", run: "click" },
    { trigger: ".modal .o_field_widget[name=date] input", run: "edit 03/15/2099 && press Tab" },
    {
        trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)",
        run: "edit The site was not ready",
    },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    { content: "the first date stays readable", trigger: "body:not(:has(.modal)) .o_field_widget[name=date_due_original]" },
]);

/** Under an input there is a line, as in a form: a finger finds where to type. */
const underlined = (trigger) => ({
    content: "a line is under the input",
    trigger,
    run({ anchor }) {
        anchor.blur();
        const { borderBottomColor, borderBottomWidth } = getComputedStyle(anchor);
        if (borderBottomColor === "rgba(0, 0, 0, 0)" || borderBottomWidth === "0px") {
            throw new Error(`No line is under ${trigger}.`);
        }
    },
});
const plan = ".o_field_widget[name=settlement_ids]";

task("contract_phone_line", { clicks: 6, fields: 1 }, [
    { trigger: ".o_notebook_headers a[name=plan]", run: "click" },
    { trigger: `${plan} .o-kanban-button-new:contains(Add Settlement Line)`, run: "click" },
    { trigger: ".modal-title:contains(/^Add Settlement Line$/)" },
    { content: "what is not signed is not settled", trigger: ".modal .o_form_view:not(:contains(Fully Settled))" },
    { trigger: ".modal .o_form_button_cancel", run: "click" },
    { trigger: `body:not(:has(.modal)) ${plan} .o_kanban_record:contains(A)`, run: "click" },
    { content: "called as the line is", trigger: ".modal-title:contains(/^A$/)" },
    underlined(".modal .o_field_widget[name=amount] input"),
    { trigger: ".modal .o_field_widget[name=name] input", run: "edit Advance && press Tab" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    { trigger: `body:not(:has(.modal)) ${plan} .o_kanban_record:contains(Advance)` },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: ".o_form_saved" },
]);

const log = ".o_field_widget[name=progress_ids]";

task("contract_phone_progress", { clicks: 4, fields: 2 }, [
    { trigger: ".o_notebook_headers a[name=progress]", run: "click" },
    { trigger: `${log} .o-kanban-button-new`, run: "click" },
    { trigger: ".modal-title:contains(/^Add Progress$/)" },
    underlined(".modal .o_field_widget[name=percent] input"),
    { trigger: ".modal .o_field_widget[name=name] :is(input, textarea)", run: "edit Foundation poured" },
    { trigger: ".modal .o_field_widget[name=percent] input", run: "edit 40 && press Tab" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    { trigger: `body:not(:has(.modal)) ${log} .o_kanban_record:contains(Foundation poured)` },
    { trigger: ".o_form_button_save", run: "click" },
    { content: "the head tells it", trigger: ".o_form_saved .o_contract_figures:contains(40%)" },
]);
