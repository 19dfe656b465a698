import { registry } from "@web/core/registry";
import { watchBatches } from "./watch_batches";

const progress = watchBatches();

registry.category("web_tour.tours").add("contract_batches", {
    steps: () => [
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name=action_bill]", run: "click" },
        {
            content: "five invoices",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:nth-child(5)",
            run: () => progress.start(),
        },
        { trigger: ".modal footer button[name=action_create]", run: "click" },
        { content: "what came of it", trigger: ".o_notification:contains(5 settlement lines invoiced.)" },
        {
            content: "the five drafts",
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:nth-child(5)",
            run: () => progress.check("0 of 5", "2 of 5", "4 of 5"),
        },
    ],
});
