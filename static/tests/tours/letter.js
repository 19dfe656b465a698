import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_letter", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_settlement']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_settlement_overdue']", run: "click" },
        {
            content: "choose all late lines",
            trigger: ".o_action.o_list_view thead .o_list_record_selector input, .o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        { trigger: ".o_control_panel button[name=action_letter]", run: "click" },
        { content: "what is held back says why", trigger: ".modal .alert:contains(in dispute)" },
        {
            content: "one letter, with its step and sum",
            trigger: ".modal .o_field_widget[name=row_ids] .o_data_row:contains(First Letter):contains(1,000.00) [name=partner_id]",
            run: "click",
        },
        {
            content: "its words",
            trigger: ".modal:contains(According to our books) .o_field_widget[name=subject] input",
            run: "edit Our Reminder",
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".modal footer button[name=action_send]", run: "click" },
        { content: "sent", trigger: "body:not(:has(.modal)) .o_notification:contains(1 letters sent)" },
    ],
});
