import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_promise", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_settlement']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_settlement_overdue']", run: "click" },
        {
            content: "choose both late lines of the customer",
            trigger: ".o_action.o_list_view thead .o_list_record_selector input, .o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        { trigger: ".o_control_panel button[name=action_promise]", run: "click" },
        {
            content: "all that is open is proposed",
            trigger: ".modal .o_field_widget[name=amount] input:value(1,000.00)",
        },
        { trigger: ".modal .o_field_widget[name=date] input", run: "edit 12/31/2099" },
        { trigger: ".modal .o_field_widget[name=promised_by] input", run: "edit Ms. Liu" },
        { trigger: ".modal footer button[name=action_record]", run: "click" },
        {
            content: "the list tells until when",
            trigger: "body:not(:has(.modal)) .o_data_row [name=promise_date]:contains(2099)",
        },
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_settlement']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_settlement_promises']", run: "click" },
        { content: "both stand there", trigger: ".o_group_header:contains(Promised (2))" },
        { trigger: ".o_data_row button[name=action_cancel]", run: "click" },
        { content: "one was taken back", trigger: ".o_group_header:contains(Taken Back (1))" },
    ],
});
