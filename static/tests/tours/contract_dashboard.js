import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

const page = ".o_contract_dashboard";
const cell = (name) => `${page} [data-cell=${name}]`;
const back = { trigger: ".breadcrumb-item:contains(Dashboard) a, .o_back_button", run: "click" };

registry.category("web_tour.tours").add("contract_dashboard_leader", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_dashboard']", run: "click" },
        { content: "what is whose", trigger: `${page} [data-role=leader][aria-pressed=true]` },
        { trigger: `${cell("signed")}:contains(10,000.00)` },
        { content: "nothing to compare with", trigger: `${cell("signed")}:contains(–)` },
        { trigger: `${cell("rate")}:contains(12%)` },
        { trigger: `${cell("settled")} a:contains(1,200.00)`, run: "click" },
        { content: "the list adds up to it", trigger: ".o_list_footer:contains(1,200.00)" },
        back,
        { content: "the chart stands", trigger: `${page} [data-chart=months] canvas` },
        { trigger: `${page} [data-chart=months] button[name=as_list]`, run: "click" },
        { trigger: `${page} [data-chart=months] tbody a:contains(10,000.00)`, run: "click" },
        { content: "a bar is what it opens", trigger: ".o_list_footer:contains(10,000.00)" },
        back,
        { trigger: `${page} [data-list=people] .list-group-item:contains(Seller) a:contains(1,200.00)`, run: "click" },
        { trigger: ".o_list_footer:contains(1,200.00)" },
        back,
        { trigger: `${page} [data-list=largest] .list-group-item:contains(Overdue):contains(300.00)` },
        { content: "the other side of the money", trigger: `${page} button[name=purchase]`, run: "click" },
        { trigger: `${cell("signed")}:contains(90.00):not(:contains(10,000.00))` },
        { trigger: `${page} .o_contract_dashboard_period`, run: "select last_year" },
        { trigger: `${cell("signed")}:contains(–):not(:contains(90.00))` },
        { content: "another page", trigger: `${page} [data-role=contract]`, run: "click" },
        { trigger: `${cell("in_force")} a:contains(1)`, run: "click" },
        { content: "the one purchase", trigger: ".o_data_row:count(1)" },
    ],
});

const favorites = `${page} .o_contract_dashboard_favorites`;

registry.category("web_tour.tours").add("contract_dashboard_favorites", {
    steps: () => [
        { content: "how one is added", trigger: `${favorites}:contains(stand here)` },
        { trigger: `${favorites} a:contains(Add a favorite)`, run: "click" },
        { trigger: ".o_pivot_view, .o_list_view, .o_graph_view" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: ".o_filter_menu .o_menu_item:contains(Settling)", run: "click" },
        { trigger: ".o_favorite_menu .o_add_favorite", run: "click" },
        { trigger: ".o_favorite_menu .o_save_favorite_name, .o_favorite_menu input[type=text]", run: "edit Money that came" },
        { trigger: ".o_favorite_menu .o_save_favorite", run: "click" },
        { trigger: ".o_searchview_facet:contains(Money that came)" },
        back,
        { content: "it stands there", trigger: `${favorites} a:contains(Money that came)`, run: "click" },
        { content: "and is on", trigger: ".o_searchview_facet:count(1):contains(Money that came)" },
    ],
});

registry.category("web_tour.tours").add("contract_dashboard_seller", {
    steps: () => [
        { content: "one page, no choice", trigger: `${page}:not(:has([data-role]))` },
        { trigger: `${cell("settled")}:contains(1,200.00)` },
        { trigger: `${cell("overdue")} a:contains(300.00)`, run: "click" },
        { trigger: ".o_list_footer:contains(300.00)" },
        back,
        { trigger: `${page} [data-list=due] .list-group-item:contains(Overdue 20 days) a`, run: "click" },
        { content: "the contract", trigger: ".o_form_view [name=amount_settled]" },
    ],
});

registry.category("web_tour.tours").add("contract_dashboard_finance", {
    steps: () => [
        { content: "the page of finance", trigger: `${page} [data-role=finance][aria-pressed=true]` },
        { trigger: `${page} [data-list=ages] .list-group-item:contains(0 to 30 days) a:contains(300.00)`, run: "click" },
        { trigger: ".o_list_footer:contains(300.00)" },
        back,
        { trigger: `${cell("to_invoice")} a:contains(10,000.00)`, run: "click" },
        { trigger: ".o_list_footer:contains(10,000.00)" },
    ],
});

registry.category("web_tour.tours").add("contract_dashboard_empty", {
    steps: () => [{ content: "no zeros", trigger: `${page} .o_contract_dashboard_empty` }],
});

registry.category("web_tour.tours").add("contract_dashboard_phone", {
    steps: () => [
        { trigger: `${page} [data-chart=departments] canvas` },
        {
            content: "nothing sticks out",
            trigger: page,
            run: () => {
                const parts = document.querySelectorAll(`${page} a, ${page} section, ${page} button, ${page} select`);
                const out = [...parts].filter((node) => node.getBoundingClientRect().right > window.innerWidth);
                if (out.length) {
                    throw new Error(`${out.length} parts are wider than the screen: ${out[0].outerHTML}`);
                }
            },
        },
        { trigger: `${cell("overdue")} a:contains(300.00)`, run: "click" },
        { content: "its cards", trigger: ".o_kanban_view .o_kanban_record:contains(K)" },
    ],
});
