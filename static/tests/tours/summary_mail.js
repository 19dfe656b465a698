import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_summary_mail", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract_configuration']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_contract_summary_schedules']", run: "click" },
        { content: "nobody yet", trigger: ".o_view_nocontent:contains(Nobody gets period summaries)" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Week to the leader" },
        { trigger: ".o_field_widget[name=unit] input", run: "click" },
        { trigger: ".o_select_menu_item:contains(Week), .o-dropdown-item:contains(Week)", run: "click" },
        { content: "who gets it", trigger: ".o_field_widget[name=user_ids] input", run: "edit Leader" },
        { trigger: ".ui-menu-item a:contains(Leader)", run: "click" },
        { trigger: ".o_field_widget[name=user_ids] .o_tag:contains(Leader)" },
        { trigger: ".o_field_widget[name=with_xlsx] input", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "saved, and when it comes", trigger: ".o_form_saved .o_field_widget[name=date_next]:not(:empty), .o_field_widget[name=date_next]:not(:empty)" },
        { trigger: ".breadcrumb-item a, .o_back_button", run: "click" },
        { trigger: ".o_data_row:contains(Week to the leader):contains(Department)" },
    ],
});

registry.category("web_tour.tours").add("contract_summary_link", {
    steps: () => [
        { content: "the app is around it", trigger: ".o_menu_brand:contains(Contracts)" },
        { content: "January", trigger: ":iframe .o_contract_paper:contains(01/01/2026 to 01/31/2026)" },
        { content: "what was signed", trigger: ":iframe .o_contract_paper:contains(10,000.00)" },
    ],
});
