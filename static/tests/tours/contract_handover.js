import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_handover", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Crane)" },
        {
            content: "tick all contracts of the list",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        { trigger: ".o_cp_action_menus .dropdown-toggle:contains(Actions)", run: "click" },
        { trigger: ".o-dropdown--menu .o_menu_item:contains(Hand Over)", run: "click" },
        { trigger: ".modal .o_field_widget[name=contract_ids] .o_data_row:contains(Pumps)" },
        {
            content: "to whom",
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit Seller2",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(Seller2)", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Moves to another region" },
        { trigger: ".modal footer button[name=action_hand_over]", run: "click" },
        {
            content: "said, and seen in the list",
            trigger: "body:not(:has(.modal)) .o_notification:contains(2 contracts handed over to Seller2)",
        },
    ],
});
