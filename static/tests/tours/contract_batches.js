import { registry } from "@web/core/registry";

const seen = [];

registry.category("web_tour.tours").add("contract_batches", {
    steps: () => [
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name=action_bill]", run: "click" },
        {
            content: "five invoices",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:nth-child(5)",
            run() {
                const watch = new MutationObserver(() => {
                    const words = document.querySelector(".o_contract_batches")?.innerText;
                    if (words && seen.at(-1) !== words) {
                        seen.push(words);
                    }
                });
                watch.observe(document.body, { childList: true, subtree: true, characterData: true });
            },
        },
        { trigger: ".modal footer button[name=action_create]", run: "click" },
        { content: "what came of it", trigger: ".o_notification:contains(5 settlement lines invoiced.)" },
        {
            content: "the five drafts",
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:nth-child(5)",
            run() {
                if (!["0 of 5", "2 of 5", "4 of 5"].every((words) => seen.includes(words))) {
                    throw new Error(`Seen on the way: ${seen.join(", ")}`);
                }
            },
        },
    ],
});
