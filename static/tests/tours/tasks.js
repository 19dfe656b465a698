import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

/**
 * The ordinary tasks of docs/guide, each within a budget: a click is one press of the mouse, a pick from
 * a list included; a field is one value that is typed.
 */
export function task(name, budget, steps) {
    const runs = steps.map(({ run }) => (typeof run === "string" ? run : "")); // what looks, presses nothing
    const clicks = runs.filter((run) => run.startsWith("click")).length;
    const fields = runs.filter((run) => run.startsWith("edit")).length;
    if (clicks > budget.clicks || fields > budget.fields) {
        throw new Error(
            `${name} takes ${clicks} clicks and ${fields} fields; it may take ${budget.clicks} and ${budget.fields}.`
        );
    }
    registry.category("web_tour.tours").add(name, { steps: () => steps });
}

const sign = [
    { trigger: ".o_statusbar_buttons button[name=action_sign]:enabled", run: "click" },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    { content: "it is in force", trigger: ".o_arrow_button_current[data-value=active]" },
];
const plan = ".o_field_widget[name=settlement_ids]";

task("contract_task_signed_paper", { clicks: 12, fields: 6 }, [
    ...openApp,
    { content: "new contract", trigger: ".o_contract_overview_new", run: "click" },
    {
        trigger: ".o_field_widget[name=partner_id] input",
        run: "edit Tour Customer",
    },
    { trigger: ".ui-menu-item a:contains(Tour Customer)", run: "click" },
    {
        trigger: ".o_field_widget[name=title] :is(input, textarea)",
        run: "edit Steel for the task",
    },
    { trigger: ".o_notebook_headers a[name=goods]", run: "click" },
    { trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a", run: "click" },
    { trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=product_id] input", run: "edit Pump" },
    { trigger: ".ui-menu-item a:contains(Pump)", run: "click" },
    {
        content: "another price was agreed",
        trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=price_unit] input:value(500)",
        run: "edit 1000",
    },
    { trigger: ".o_notebook_headers a[name=plan]", run: "click" },
    { trigger: ".o_field_widget[name=quick_plan] input", run: "edit 30/60/10 && press Tab" },
    { content: "three lines", trigger: `${plan} .o_data_row:nth-child(3)` },
    { trigger: ".o_form_button_save", run: "click" },
    ...sign,
]);

task("contract_task_quotation", { clicks: 3, fields: 0 }, [
    { trigger: ".o_statusbar_buttons button[name=action_create_contract]", run: "click" },
    { content: "the plan came from the payment terms", trigger: `${plan} .o_data_row:nth-child(2)` },
    ...sign,
]);

task("contract_task_advance", { clicks: 6, fields: 2 }, [
    ...openApp,
    { trigger: ".o_contract_overview_search input", run: "edit Task Advance" },
    { trigger: ".o_contract_overview_search .ui-menu-item a:contains(Task Advance)", run: "click" },
    { trigger: ".o_statusbar_buttons button[name=action_register_payment]", run: "click" },
    { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 250 && press Tab" },
    {
        content: "the dialog shows where it goes",
        trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:contains(250.00)",
    },
    { trigger: ".modal button[name=action_register]", run: "click" },
    {
        content: "the first line holds it",
        trigger: `body:not(:has(.modal)) ${plan} .o_data_row:first-child:contains(250.00)`,
    },
]);

task("contract_task_due_date", { clicks: 3, fields: 2 }, [
    { trigger: `${plan} .o_data_row:first-child button:has(.fa-calendar)`, run: "click" },
    { trigger: ".modal .o_field_widget[name=date] input", run: "edit 03/15/2026 && press Tab" },
    {
        trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)",
        run: "edit The site was not ready",
    },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
    { content: "the first date stays readable", trigger: `body:not(:has(.modal)) ${plan}:contains(was)` },
]);

task("contract_task_due", { clicks: 3, fields: 0 }, [
    ...openApp,
    {
        content: "two lines, 300 and 150 open",
        trigger: ".o_contract_overview [data-line=due]:contains(2):contains(450.00)",
        run: "click",
    },
    { content: "one is for Seller", trigger: ".o_group_header:contains(Seller (1)):contains(300.00)" },
    { content: "one for Seller2", trigger: ".o_group_header:contains(Seller2 (1)):contains(150.00)" },
    { content: "together", trigger: ".o_list_footer:contains(450.00)" },
]);

task("contract_task_bill", { clicks: 5, fields: 0 }, [
    ...openApp,
    { trigger: ".o_contract_overview [data-line=to_invoice]:contains(300.00)", run: "click" },
    { trigger: ".o_data_row:contains(300.00) button[name=action_bill]", run: "click" },
    { content: "the draft is open", trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]" },
    { trigger: ".o_statusbar_buttons button[name=action_post]:visible", run: "click" },
    { content: "it is posted", trigger: ".o_arrow_button_current[data-value=posted]" },
]);

task("contract_task_salespeople", { clicks: 4, fields: 0 }, [
    ...openApp,
    { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
    { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_salespeople']", run: "click" },
    {
        content: "signed 1,000, settled 400",
        trigger: ".o_pivot tr:has(th:contains(Seller)):contains(1,000.00):contains(400.00)",
    },
]);
