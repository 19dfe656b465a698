import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_view_as", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract_configuration']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_contract_view_as']", run: "click" },
        { trigger: ".modal .o_field_widget[name=user_id] input", run: "edit Seller2" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Seller2)", run: "click" },
        {
            content: "one contract, as the responsible, with its amount",
            trigger: ".modal .o_field_widget[name=reason_ids] .o_data_row:contains(Responsible)",
        },
        { trigger: ".modal .o_field_widget[name=total_ids] .o_data_row:contains(10,000.00)" },
        { trigger: ".modal button[name=action_open_contracts]:contains(1)", run: "click" },
        { content: "the list of what that user reaches", trigger: ".o_list_view .o_data_row:contains(Pumps)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(Crane))) .o_data_row .o_data_cell[name=title]", run: "click" },
        { content: "the form is open", trigger: ".o_form_view .o_field_widget[name=partner_id]" },
        { trigger: ".o_form_view .o_cp_action_menus .dropdown-toggle:has(.fa-cog)", run: "click" },
        { trigger: ".o-dropdown--menu .o-dropdown-item:contains(Who Sees It)", run: "click" },
        { content: "who, and why", trigger: ".o_list_view .o_data_row:contains(Seller2):contains(Responsible)" },
        { trigger: ".o_list_view .o_data_row:contains(Leader):contains(All Contracts)" },
    ],
});
