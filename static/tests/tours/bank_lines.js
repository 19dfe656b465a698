import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_bank_lines", {
    steps: () => [
        { content: "what came and what went", trigger: ".o_list_view .o_data_row:contains(bank 400)" },
        { trigger: ".o_list_view .o_data_row:contains(bank -150)" },
        {
            content: "no sum of both",
            trigger: ".o_list_view:not(:has(.o_list_footer:contains(550.00), .o_list_footer:contains(850.00)))",
        },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_search_bar_menu .o_filter_menu .o-dropdown-item:contains(Money In)", run: "click" },
        {
            content: "what came has its sum",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(bank -150))) .o_list_footer:contains(700.00)",
        },
    ],
});
