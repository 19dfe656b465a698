import { registry } from "@web/core/registry";

const HEADS = "Contract No.,Customer,Contract Amount,Signed On,Due Date,Amount Due,Settled,As of";
const upload = (due) => ({
    content: "choose a file",
    trigger: ".modal .o_field_widget[name=file] input[type=file]:not(:visible)",
    run: () => {
        const rows = [
            HEADS,
            `TOUR-1,Tour Customer,"1,000.00",2025-11-05,2026-01-31,300,300,2025-12-31`,
            `TOUR-1,Tour Customer,"1,000.00",2025-11-05,${due},700,,`,
        ];
        const input = document.querySelector(".modal .o_field_widget[name=file] input[type=file]");
        const files = new DataTransfer();
        files.items.add(new File([rows.join("\n")], "contracts.csv", { type: "text/csv" }));
        input.files = files.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    },
});
const check = {
    content: "check it",
    trigger: ".modal footer button[name=action_check]:visible",
    run: "click",
};

registry.category("web_tour.tours").add("contract_opening", {
    steps: () => [
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_contract']", run: "click" },
        {
            trigger: ".o-dropdown--menu [data-menu-xmlid='commercial_contract.menu_contract_opening']",
            run: "click",
        },
        {
            content: "the template is one click away",
            trigger: ".modal button[name=action_download_template]",
        },
        upload("2026-13-01"),
        check,
        {
            content: "the message names row, column, value and what mends it",
            trigger:
                ".modal .o_field_widget[name=messages]:contains(row 3):contains(Due Date):contains(2026-13-01):contains(2026-03-05)",
        },
        {
            content: "the file with the messages can be had, and nothing can be taken over",
            trigger:
                ".modal:has(.o_field_widget[name=result_file]):not(:has(footer button[name=action_take_over]))",
        },
        {
            content: "clear the file",
            trigger: ".modal .o_field_widget[name=file] .o_clear_file_button",
            run: "click",
        },
        upload("2026-03-31"),
        check,
        {
            content: "now it can be taken over",
            trigger: ".modal footer button[name=action_take_over]",
            run: "click",
        },
        {
            content: "open what was taken over",
            trigger: ".modal button[name=action_open_contracts]",
            run: "click",
        },
        {
            content: "the contract is in force",
            trigger: ".o_form_view .o_field_widget[name=settlement_ids], .o_form_view .o_notebook",
        },
    ],
});
