import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_performance", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_performance']", run: "click" },
        {
            content: "signed and settled, of this year",
            trigger: ".o_contract_performance [data-person=Seller]:contains(3,000.00):contains(1,200.00):contains(40%)",
        },
        { trigger: ".o_contract_performance button[name=purchase]", run: "click" },
        { content: "no money out", trigger: ".o_contract_performance p:contains(Nothing was signed)" },
        { trigger: ".o_contract_performance button[name=sale]", run: "click" },
        { trigger: ".o_contract_performance [data-person=Seller] [data-figure=settled] button", run: "click" },
        { content: "the money that the figure is the sum of", trigger: ".o_list_view .o_data_row:contains(1,200.00)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_contract_performance [data-person=Seller] [data-figure=overdue] button", run: "click" },
        { content: "what is overdue", trigger: ".o_list_view .o_data_row:contains(1,800.00)" },
    ],
});
