import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_reminders", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract_configuration']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_contract_reminder_rules']", run: "click" },
        {
            content: "the list says when each rule reminds",
            trigger: ".o_action.o_list_view .o_data_row:contains(Overdue plan lines):contains(1, 15, and 30 days after)",
        },
        { trigger: ".o_data_row:contains(Overdue plan lines) .o_data_cell[name=name]", run: "click" },
        {
            content: "the wording of each step",
            trigger: ".o_form_view .o_field_widget[name=step_ids] .o_data_row:contains(Final)",
        },
        {
            content: "the firm one comes later",
            trigger: ".o_field_widget[name=step_ids] .o_data_row:contains(Firm) .o_data_cell[name=days]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=step_ids] .o_selected_row .o_field_widget[name=days] input",
            run: "edit 20",
        },
        {
            content: "the manager is reminded as well",
            trigger: ".o_field_widget[name=who] input",
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains(The Responsible and the Manager)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "saved", trigger: "body:has(.o_form_status_indicator_buttons.invisible)" },
        {
            content: "what this rule did",
            trigger: "button[name=action_view_log]",
            run: "click",
        },
        { trigger: ".o_action.o_list_view .o_data_row:contains(Held Back):contains(Line in Dispute)" },
        { trigger: ".o_data_row:contains(Left Out):contains(A Later One Was Due)" },
    ],
});
