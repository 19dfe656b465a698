import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_kanban_directions", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row" },
        { content: "sales and purchase beside each other", trigger: ".o_switch_view.o_kanban", run: "click" },
        {
            content: "no sum of both: the column counts",
            trigger: ".o_kanban_group .o_animated_number b:only-child:contains(/^3$/)",
        },
        { trigger: ".o_kanban_group .o_kanban_record:contains(300.00)" },
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_contract_sale']", run: "click" },
        { content: "the other list stands", trigger: ".o_breadcrumb:contains(Sales Contracts)" },
        { trigger: ".o_list_view .o_data_row" },
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        {
            content: "sales alone have a sum",
            trigger: ".o_kanban_group .o_animated_number b:contains($)",
        },
    ],
});
