import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_facts", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_facts']", run: "click" },
        {
            content: "signed, planned, invoiced and settled side by side",
            trigger:
                ".o_pivot tr:has(th:contains(Seller)):contains(10,000.00):contains(3,000.00):contains(1,200.00)",
        },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { content: "what the figures are the sum of", trigger: ".o_data_row:contains(Settling):contains(1,200.00)" },
        { trigger: ".o_data_row:contains(Settling) [name=date]", run: "click" },
        { content: "who may not open the payment gets to the contract", trigger: ".o_form_view [name=amount_settled]" },
    ],
});
