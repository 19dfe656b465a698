import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_my_day", {
    steps: () => [
        ...openApp,
        { content: "how much awaits me", trigger: ".o_contract_overview_my_day:contains(My Day (3))", run: "click" },
        { content: "what is late first", trigger: ".o_group_header:contains(Overdue (2))" },
        { content: "then what has no date", trigger: ".o_group_header:contains(Without a Date (1))" },
        { trigger: ".o_data_row:contains(300.00):contains(To Invoice) [name=kind]", run: "click" },
        { content: "the plan line is open", trigger: ".o_form_view .o_field_widget[name=amount_residual]:contains(300.00)" },
        { trigger: ".breadcrumb-item:contains(My Day) a, .o_back_button", run: "click" },
        { content: "the team", trigger: ".o_searchview_facet:contains(Awaits Me) .o_facet_remove", run: "click" },
        { content: "of a colleague as well", trigger: ".o_group_header:contains(Overdue (4))" },
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_contract_my_day']", run: "click" },
        { content: "by the menu: mine again", trigger: ".o_group_header:contains(Overdue (2))" },
        {
            content: "the invoice can wait",
            trigger: ".o_data_row:contains(300.00):contains(To Invoice) button[name=action_snooze]",
            run: "click",
        },
        { content: "what it is about", trigger: ".modal .o_field_widget[name=names]:contains(A)" },
        {
            content: "nothing is wrong before it is typed",
            trigger: ".modal .o_field_widget[name=reason]:not(.o_field_invalid) input:focus",
            run: "edit The site opens on Monday && press Tab",
        },
        { trigger: ".modal footer button[name=action_snooze]", run: "click" },
        { content: "it is gone until then", trigger: ".o_group_header:contains(Overdue (1))" },
    ],
});

registry.category("web_tour.tours").add("contract_my_day_phone", {
    steps: () => [
        { content: "cards", trigger: ".o_kanban_record:contains(300.00):contains(Overdue)", run: "click" },
        { content: "the plan line is open", trigger: ".o_form_view .o_field_widget[name=amount_residual]:contains(300.00)" },
    ],
});
