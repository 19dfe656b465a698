import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_combine_invoices", {
    steps: () => [
        {
            content: "choose all lines that wait for an invoice",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "invoice them",
            trigger: ".o_control_panel button[name=action_bill]",
            run: "click",
        },
        {
            content: "one each at first",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:nth-child(2)",
        },
        {
            content: "all on one invoice",
            trigger: ".modal .o_field_widget[name=consolidate] input[data-value=recipient]",
            run: "click",
        },
        {
            content: "the preview shows one invoice",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:contains(1,000.00)",
        },
        {
            content: "make it",
            trigger: ".modal footer button[name=action_create]",
            run: "click",
        },
        {
            content: "the draft is open",
            trigger: "body:not(:has(.modal)) .o_arrow_button_current[data-value=draft]",
        },
    ],
});
