import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_plan_builder", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name=plan].active" },
        { content: "build", trigger: "button:contains(Build Plan)", run: "click" },
        {
            content: "every three months",
            trigger: ".modal .o_field_widget[name=interval] input",
            run: "edit 3 && press Tab",
        },
        { content: "two lines are shown", trigger: ".modal .o_data_row:contains(Apr 2027)" },
        {
            content: "five percent are held",
            trigger: ".modal .o_field_widget[name=retention_percent] input",
            run: "edit 5 && press Tab",
        },
        { content: "the retention is shown", trigger: ".modal .o_data_row:contains(Retention)" },
        { content: "take it", trigger: ".modal button[name=action_build]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "the plan is there",
            trigger: ".o_field_widget[name=settlement_ids] .o_data_row:contains(Retention)",
        },
    ],
});

registry.category("web_tour.tours").add("contract_take_the_rest", {
    steps: () => [
        {
            content: "something is missing",
            trigger: ".o_contract_plan_total:contains(missing)",
        },
        { content: "take it", trigger: "button[name=action_take_rest]", run: "click" },
        { trigger: ".o_contract_plan_total:contains(complete)" },
    ],
});
