import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_cash_in_books", {
    steps: () => [
        { content: "what came", trigger: ".o_contract_cash_in_books:contains(450.00)" },
        { content: "what was settled", trigger: ".o_contract_cash_in_books b:contains(400.00)" },
        { content: "by what they differ", trigger: ".o_contract_cash_in_books span:contains(+$ 50.00 above the plan)" },
        { content: "the list is the settled part", trigger: ".o_list_footer:contains(400.00)" },
    ],
});
