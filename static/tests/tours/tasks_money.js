import { openApp } from "./open_app";
import { task } from "./tasks";

const tick = (amount) => ({
    trigger: `.o_data_row:contains(${amount}) .o_list_record_selector input`,
    run: "click",
});

task("contract_task_two_contracts", { clicks: 8, fields: 2 }, [
    ...openApp,
    { trigger: ".o_contract_overview [data-line=due]", run: "click" },
    { trigger: ".o_list_view .o_data_row:contains(9,000.00)" },
    { content: "whose money is it", trigger: ".o_searchview_input", run: "edit Task Payer" },
    { trigger: ".o_searchview_autocomplete :contains(Customer or Vendor):contains(Task Payer)", run: "click" },
    { content: "his lines alone", trigger: ".o_list_view:not(:contains(9,000.00)) .o_data_row" },
    tick("30,000.00"),
    tick("78,000.00"),
    { trigger: ".o_control_panel button[name=action_register_payment]", run: "click" },
    { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 50000 && press Tab" },
    {
        content: "the older line whole, the rest on the other",
        trigger:
            ".modal .o_data_row:contains(30,000.00):contains(0.00) + .o_data_row:contains(20,000.00):contains(58,000.00)",
    },
    {
        content: "the button says what it books",
        trigger: ".modal button[name=action_register]:contains(Receive):contains(50,000.00)",
        run: "click",
    },
    { content: "done", trigger: "body:not(:has(.modal)) .o_notification" },
]);

task("contract_task_nudge", { clicks: 5, fields: 0 }, [
    ...openApp,
    { trigger: ".o_contract_overview [data-line=overdue]", run: "click" },
    { trigger: ".o_data_row:contains(300.00) button[name=action_nudge]", run: "click" },
    { trigger: ".modal footer button[name=action_nudge]", run: "click" },
    { content: "done", trigger: "body:not(:has(.modal)) .o_notification:contains(nudged)" },
]);

task("contract_task_customer", { clicks: 4, fields: 1 }, [
    { trigger: ".o_navbar_apps_menu button", run: "click" },
    { trigger: ".o-dropdown-item[data-menu-xmlid='contacts.menu_contacts']", run: "click" },
    { content: "another app", trigger: ".o_menu_brand:contains(Contacts)" },
    { trigger: ".o_searchview_input", run: "edit Task Payer && press Enter" },
    { trigger: ".o_data_row:contains(Task Payer) .o_data_cell[name=complete_name]", run: "click" },
    {
        content: "agreed 1,000, settled 400, 300 overdue",
        trigger: ".o_form_view:contains(1,000.00):contains(400.00):contains(300.00)",
    },
]);

task("contract_phone_payment", { clicks: 3, fields: 1 }, [
    { content: "the card of what is late", trigger: ".o_kanban_record:contains(300.00)", run: "click" },
    { trigger: ".o_statusbar_buttons button[name=action_register_payment]", run: "click" },
    { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 120 && press Tab" },
    { content: "what is left", trigger: ".modal .o_kanban_record:contains(180.00)" },
    { trigger: ".modal button[name=action_register]:contains(120.00)", run: "click" },
    { content: "done", trigger: "body:not(:has(.modal)) .o_field_widget[name=amount_residual]:contains(180.00)" },
]);

task("contract_phone_nudge", { clicks: 3, fields: 0 }, [
    { content: "the card of what is late", trigger: ".o_kanban_record:contains(300.00)", run: "click" },
    { trigger: ".o_statusbar_buttons button[name=action_nudge]", run: "click" },
    { content: "the sentence is ready", trigger: ".modal .o_kanban_record:contains(300.00)" },
    { trigger: ".modal button[name=action_nudge]", run: "click" },
    { content: "done", trigger: "body:not(:has(.modal)) .o_notification:contains(nudged)" },
]);
