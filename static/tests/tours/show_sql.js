import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_show_sql", {
    steps: () => [
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_list_view .o_cp_action_menus .fa-cog", run: "click" },
        { trigger: ".o_contract_show_sql", run: "click" },
        { content: "what the database is asked", trigger: ".modal .o_contract_sql:contains(SELECT):contains(commercial_contract_fact)" },
        { trigger: ".modal footer button:contains(Close)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
