import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

/** The ordinary day of each user, as docs/guide tells it. */
const menu = (section, entry) => [
    { trigger: `.o_menu_sections [data-menu-xmlid='commercial_contract.${section}']`, run: "click" },
    { trigger: `[data-menu-xmlid='commercial_contract.${entry}']`, run: "click" },
];
const plan = ".o_field_widget[name=settlement_ids]";
const log = ".o_field_widget[name=progress_ids]";
const cash = ".o_field_widget[name=allocation_ids]";

registry.category("web_tour.tours").add("contract_day_seller", {
    steps: () => [
        {
            content: "the customer said yes to the quotation",
            trigger: ".o_statusbar_buttons button[name=action_create_contract]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=quick_plan] input", run: "edit 50/50 && press Tab" },
        { trigger: `${plan} .o_data_row:nth-child(2)` },
        { trigger: ".o_statusbar_buttons button[name=action_sign]:enabled", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "it is in force", trigger: ".o_arrow_button_current[data-value=active]" },
        ...openApp,
        ...menu("menu_contract", "menu_contract_sale"),
        {
            content: "another day: how far is the work",
            trigger: ".o_data_row:contains(Tour Customer) .o_data_cell[name=title]",
            run: "click",
        },
        { trigger: ".o_notebook_headers a[name=progress]", run: "click" },
        { trigger: `${log} .o_field_x2many_list_row_add a`, run: "click" },
        { trigger: `${log} .o_selected_row td[name=name] input`, run: "edit Foundation poured" },
        { trigger: `${log} .o_selected_row td[name=percent] input`, run: "edit 40 && press Tab" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        { content: "the head tells it", trigger: ".o_contract_figures:contains(40%)" },
    ],
});

registry.category("web_tour.tours").add("contract_day_staff", {
    steps: () => [
        {
            content: "the link of the daily mail leads to the line that it tells of",
            trigger: ".o_form_view:has([name=due_status]:contains(overdue)) [name=amount_residual]:contains(900.00)",
        },
        ...openApp,
        ...menu("menu_settlement", "menu_settlement_due"),
        {
            content: "one group a responsible, with what is open",
            trigger: ".o_list_view .o_group_header:contains(Seller):contains(1,000.00)",
        },
        {
            content: "bill what is due",
            trigger: ".o_data_row:contains(300.00) button[name=action_bill]",
            run: "click",
        },
        { trigger: ".o_statusbar_buttons button[name=action_post]:enabled:visible", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=posted]" },
        { trigger: ".o_back_button, .breadcrumb-item:first-child a", run: "click" },
        { content: "the list says so", trigger: ".o_data_row:contains(300.00):contains(Fully Invoiced)" },
        {
            content: "ask the responsible for the money",
            trigger: ".o_data_row:contains(700.00) button[name=action_nudge]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:contains(700.00)" },
        { trigger: ".modal footer button[name=action_nudge]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_notification:contains(nudged)" },
        ...menu("menu_settlement", "menu_settlement_overdue"),
        {
            content: "the customer of the other one calls and says until when he pays",
            trigger: ".o_data_row:contains(300.00) button[name=action_promise]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=amount] input:value(300.00)" },
        { trigger: ".modal .o_field_widget[name=date] input", run: "edit 12/31/2099" },
        { trigger: ".modal .o_field_widget[name=promised_by] input", run: "edit Ms. Liu && press Tab" },
        { trigger: ".modal footer button[name=action_record]", run: "click" },
        {
            content: "the list tells until when",
            trigger: "body:not(:has(.modal)) .o_data_row:contains(300.00):contains(2099)",
        },
        ...menu("menu_contract", "menu_contract_my_day"),
        {
            content: "what awaits oneself can wait, and why is written down",
            trigger: ".o_data_row:contains(900.00):contains(To Invoice) button[name=action_snooze]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit The acceptance is on Monday && press Tab",
        },
        { trigger: ".modal footer button[name=action_snooze]", run: "click" },
        {
            content: "gone until then; the money is still to be asked for",
            trigger: "body:not(:has(.modal, .o_data_row:contains(To Invoice))) .o_data_row:contains(900.00):contains(Overdue)",
        },
    ],
});

registry.category("web_tour.tours").add("contract_day_accountant", {
    steps: () => [
        ...openApp,
        ...menu("menu_settlement", "menu_settlement_due"),
        {
            content: "a part of the money came",
            trigger: ".o_data_row:contains(1,000.00) button[name=action_register_payment]",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 400 && press Tab" },
        {
            content: "what stays open is told before it is booked",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:contains(600.00)",
        },
        { trigger: ".modal button[name=action_register]", run: "click" },
        {
            content: "it is in the list",
            trigger: "body:not(:has(.modal)) .o_data_row:contains(600.00) .o_data_cell[name=partner_id]",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=contract_id] a", run: "click" },
        { trigger: ".o_notebook_headers a[name=cash]", run: "click" },
        {
            content: "it was another customer's money: to its source",
            trigger: `${cash} .o_data_row:contains(400.00) button[name=action_open_source]`,
            run: "click",
        },
        { trigger: ".o_statusbar_buttons button[name=action_draft]:enabled", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=draft]" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_notebook_headers a[name=plan]", run: "click" },
        {
            content: "all of it is open again",
            trigger: `${plan} .o_data_row:contains(Overdue):not(:contains(400.00))`,
        },
    ],
});

registry.category("web_tour.tours").add("contract_day_leader", {
    steps: () => [
        ...openApp,
        ...menu("menu_contract", "menu_contract_sale"),
        { content: "a part of the name is known", trigger: ".o_searchview_input", run: "edit 钢铁" },
        {
            trigger: ".o_searchview_autocomplete .dropdown-item:first-child, .o_searchview_autocomplete .o-dropdown-item:first-child",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:only-of-type:contains(设备采购安装合同) .o_data_cell[name=title]",
            run: "click",
        },
        { content: "in force", trigger: ".o_arrow_button_current[data-value=active]" },
        { content: "what is wrong", trigger: ".alert[role=alert]:contains(overdue)" },
        {
            content: "what was agreed, what is settled, what is overdue",
            trigger: ".o_contract_figures:contains(1,000.00):contains(400.00):contains(600.00)",
        },
        { trigger: ".o_contract_figures button[name=amount_settled]", run: "click" },
        { content: "the money behind the figure", trigger: ".o_list_view .o_data_row:contains(400.00)" },
    ],
});
