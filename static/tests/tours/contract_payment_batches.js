import { registry } from "@web/core/registry";
import { watchBatches } from "./watch_batches";

const progress = watchBatches();

registry.category("web_tour.tours").add("contract_payment_batches", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:nth-child(6)" },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name=action_register_payment]", run: "click" },
        {
            content: "two lines each of three payers",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:nth-child(6):contains(P3)",
            run: () => progress.start(),
        },
        { trigger: ".modal footer button[name=action_register]:contains(450.00)", run: "click" },
        { content: "what came of it", trigger: ".o_notification:contains(6 settlement lines paid.)" },
        {
            content: "the payments",
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:nth-child(3):contains(P)",
            run: () => progress.check("0 of 6", "2 of 6", "4 of 6"),
        },
    ],
});
