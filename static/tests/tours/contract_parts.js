import { registry } from "@web/core/registry";

const absent = (selector) => `.o_form_view:has(.o_contract_figures):not(:has(${selector}))`;

/** A user to whom all parts are closed opens a contract, its plan, and a figure. */
registry.category("web_tour.tours").add("contract_parts_closed", {
    steps: () => [
        { content: "the contract", trigger: ".o_form_view .o_contract_figures" },
        ...["goods", "cash", "documents", "notes"].map((page) => ({
            content: `no page ${page}`,
            trigger: absent(`a.nav-link[name=${page}]`),
        })),
        ...["action_create_invoice", "action_register_payment", "action_view_invoices"].map((button) => ({
            content: `no button ${button}`,
            trigger: absent(`button[name=${button}]`),
        })),
        { content: "the plan is there", trigger: "a.nav-link[name=plan]", run: "click" },
        { trigger: ".o_field_widget[name=settlement_ids] .o_data_row" },
        { content: "a figure opens the plan", trigger: "button[name=amount_total]", run: "click" },
        { trigger: ".o_list_view .o_data_row td[name=amount]" },
    ],
});
