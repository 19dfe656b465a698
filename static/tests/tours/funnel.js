import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_funnel", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_funnel']", run: "click" },
        { content: "what was signed this year", trigger: ".o_contract_funnel [data-stage=signed]:contains(10,000.00)" },
        {
            content: "an opportunity that is likely to be won",
            trigger: ".o_contract_funnel [data-stage=opportunities]:contains(5,000.00):contains(2,000.00)",
        },
        { content: "what is to come", trigger: ".o_contract_funnel_ahead [data-row=plan] td:last-child:contains(10,000.00)" },
        { content: "by person", trigger: ".o_contract_funnel_people th button:contains(Seller)", run: "click" },
        { trigger: ".o_contract_funnel button[name=everybody]:contains(Seller)", run: "click" },
        { trigger: ".o_contract_funnel:not(:has(button[name=everybody]))" },
        { trigger: ".o_contract_funnel [data-row=opportunities] button[data-bucket=undated]", run: "click" },
        { content: "the opportunity itself", trigger: ".o_list_view .o_data_row:contains(Pumps for the harbour)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_contract_funnel [data-stage=signed]", run: "click" },
        { content: "the signing that the figure is the sum of", trigger: ".o_list_view .o_data_row:contains(10,000.00)" },
    ],
});
