import { registry } from "@web/core/registry";

const row = (list, text) => `.modal .o_field_widget[name=${list}] .o_data_row:contains(${text})`;

registry.category("web_tour.tours").add("contract_link", {
    steps: () => [
        { trigger: ".o_notebook .nav-link[name=cash]", run: "click" },
        {
            content: "look for what was made by hand",
            trigger: ".tab-pane button[name=action_link_records]",
            run: "click",
        },
        {
            content: "the invoice of 3,000 is proposed for the advance",
            trigger: `${row("item_ids", "3,000.00")}:contains(Advance)`,
        },
        {
            content: "the advance money is not: tick it",
            trigger: `${row("cash_ids", "700.00")} .o_boolean_toggle input:not(:checked)`,
            run: "click",
        },
        { trigger: `${row("cash_ids", "700.00")} .o_boolean_toggle input:checked` },
        {
            content: "link it",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal)) .o_notebook .nav-link[name=plan]", run: "click" },
        {
            content: "the line is partly settled",
            trigger: ".o_field_widget[name=settlement_ids] .o_data_row:contains(1,900.00)",
        },
    ],
});
