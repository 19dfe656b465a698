import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_earnings", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_earnings']", run: "click" },
        {
            content: "1,000 invoiced less 600 purchased and 100 of wages, over money in and money out",
            trigger: ".o_pivot tr:has(th:contains(Crane)) td:last-child:contains(300.00)",
        },
        { trigger: ".o_pivot tr:has(th:contains(Crane)) td:last-child .o_value", run: "click" },
        { content: "what it is the sum of", trigger: ".o_list_view .o_data_row:contains(Expensing)" },
        { content: "under the name of the report", trigger: ".o_breadcrumb .active:not(:contains(Untitled)):contains(Earnings)" },
    ],
});

registry.category("web_tour.tours").add("contract_earnings_form", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name=details]", run: "click" },
        { trigger: "[name=amount_expense]:contains(700.00)" },
        { trigger: "[name=amount_purchased]:contains(600.00)" },
        { trigger: "[name=amount_earned]:contains(300.00)" },
        { trigger: "button[name=action_view_earnings]", run: "click" },
        { content: "by kind", trigger: ".o_group_header:contains(Expensing)" },
        { trigger: ".o_data_row:contains(600.00)" },
    ],
});
