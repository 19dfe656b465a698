import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_dates", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_contract_dates']", run: "click" },
        { content: "two people have a date this month", trigger: ".o_calendar_view .o_calendar_filter[data-name=user_id] .o_calendar_filter_item:eq(1)" },
        { trigger: ".fc-event:contains(Due Date)", run: "click" },
        { trigger: ".o_cw_popover:contains(300.00) .o_cw_popover_edit", run: "click" },
        { content: "the plan line is open", trigger: ".o_form_view .o_field_widget[name=amount_residual]:contains(300.00)" },
        { trigger: ".breadcrumb-item:contains(Team Calendar) a, .o_back_button", run: "click" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { content: "two of the seller on one day", trigger: ".o_data_row:contains(Notice By) td[name=same_day]:contains(2)" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_filter_menu .o_menu_item:contains(Clashes)", run: "click" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(700.00))) .o_data_row:contains(300.00)" },
    ],
});
