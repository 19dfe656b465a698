import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

const line = (name) => `.o_contract_overview [data-line=${name}]`;

registry.category("web_tour.tours").add("contract_overview", {
    steps: () => [
        ...openApp,
        { content: "in force: two, 1,400", trigger: `${line("in_force")}:contains(2):contains(1,400.00)` },
        { content: "my own money first", trigger: ".o_contract_overview_steps a:contains(Overdue):contains(300.00)" },
        { trigger: `${line("overdue")}:contains(300.00)`, run: "click" },
        { content: "the filter can be taken off", trigger: ".o_searchview_facet:contains(Overdue)" },
        { content: "the list adds up to the figure", trigger: ".o_list_footer:contains(300.00)" },
        { trigger: ".breadcrumb-item:contains(Overview) a, .o_back_button", run: "click" },
        { content: "the other side of the money", trigger: ".o_contract_overview button[name=purchase]", run: "click" },
        {
            content: "no sum of both",
            trigger: ".o_contract_overview:not(:contains(1,400.00)) [data-line=in_force]:contains(1):contains(90.00)",
        },
        { trigger: line("in_force"), run: "click" },
        { content: "a purchase", trigger: ".o_list_footer:contains(90.00)" },
        { trigger: ".breadcrumb-item:contains(Overview) a, .o_back_button", run: "click" },
        {
            content: "the page remembers its side",
            trigger: ".o_contract_overview button[name=purchase][aria-pressed=true]",
        },
        { trigger: ".o_contract_overview_search input", run: "edit Yesterday's Pumps" },
        { trigger: ".o_contract_overview_search .ui-menu-item a:contains(Yesterday's Pumps)", run: "click" },
        { content: "one click and one field", trigger: ".o_form_view .o_field_widget[name=settlement_ids]" },
    ],
});

registry.category("web_tour.tours").add("contract_overview_many", {
    steps: () => [
        { trigger: `${line("due")}:contains(91):contains(905.00)`, run: "click" },
        { content: "who chases what", trigger: ".o_group_header:contains(Seller2 (1)):contains(5.00)" },
        { content: "the sum of all people", trigger: ".o_list_footer:contains(905.00)" },
        { trigger: ".breadcrumb-item:contains(Overview) a, .o_back_button", run: "click" },
        { trigger: `${line("to_invoice")}:contains(91):contains(905.00)`, run: "click" },
        { content: "the first page", trigger: ".o_control_panel .o_pager_value:contains(1-80)" },
        { content: "the sum of all pages", trigger: ".o_list_footer:contains(905.00)" },
    ],
});

registry.category("web_tour.tours").add("contract_overview_next", {
    steps: () => [
        { trigger: ".o_contract_overview button[name=days]", run: "click" },
        { trigger: `${line("due")}:contains(30 Days):contains(2):contains(1,000.00)`, run: "click" },
        { content: "the list adds up to it", trigger: ".o_list_footer:contains(1,000.00)" },
        { trigger: ".breadcrumb-item:contains(Overview) a, .o_back_button", run: "click" },
        {
            content: "the page remembers what it looked at",
            trigger: ".o_contract_overview button[name=days][aria-pressed=true]",
        },
        { trigger: ".o_contract_overview button[name=invoice]:contains((1))", run: "click" },
        { content: "the draft is open", trigger: ".o_arrow_button_current[data-value=draft]" },
    ],
});

registry.category("web_tour.tours").add("contract_apart", {
    steps: () => [
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { content: "each its own", trigger: ".o_pivot tbody tr:contains(Purchase Contract) td:contains(90.00)" },
        { content: "each its own", trigger: ".o_pivot tbody tr:contains(Sales Contract) td:contains(1,000.00)" },
        { content: "no total of both", trigger: ".o_pivot tbody tr:first-child td:last-child.o_empty:not(:contains(0))" },
        { trigger: ".o_switch_view.o_graph", run: "click" },
        { content: "the chart stands", trigger: ".o_graph_renderer canvas" },
    ],
});

registry.category("web_tour.tours").add("contract_overview_first_steps", {
    steps: () => [
        ...openApp,
        { content: "no zeros", trigger: ".o_contract_first_steps:not(:has(nav)) [data-step=contract]" },
        { trigger: ".o_contract_first_steps button[name=new]", run: "click" },
        { content: "a new contract", trigger: ".o_form_view .o_field_widget[name=partner_id] input" },
    ],
});

registry.category("web_tour.tours").add("contract_overview_phone", {
    steps: () => [
        { content: "the boxes stand below each other", trigger: ".o_contract_overview nav" },
        {
            content: "nothing sticks out",
            trigger: ".o_contract_overview",
            run: () => {
                const wide = [...document.querySelectorAll(".o_contract_overview a, .o_contract_overview section")];
                const out = wide.filter((node) => node.getBoundingClientRect().right > window.innerWidth);
                if (out.length) {
                    throw new Error(`${out.length} parts are wider than the screen: ${out[0].innerText}`);
                }
            },
        },
        { trigger: line("unallocated"), run: "click" },
        { content: "its cards", trigger: ".o_kanban_view .o_kanban_record:contains(K)" },
    ],
});
