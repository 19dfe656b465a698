import { registry } from "@web/core/registry";

const firstLine = ".o_field_widget[name=settlement_ids] .o_data_row:first-child";

registry.category("web_tour.tours").add("contract_from_quotation", {
    steps: () => [
        {
            content: "make the contract",
            trigger: ".o_statusbar_buttons button[name=action_create_contract]",
            run: "click",
        },
        {
            content: "type the plan into one box",
            trigger: ".o_field_widget[name=quick_plan] input",
            run: "edit 30/60/10 && press Tab",
        },
        {
            content: "three lines, and the plan is complete",
            trigger: ".o_field_widget[name=settlement_ids] .o_data_row:nth-child(3)",
        },
        {
            content: "sign",
            trigger: ".o_statusbar_buttons button[name=action_sign]",
            run: "click",
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        {
            content: "it is in force",
            trigger: ".o_arrow_button_current[data-value=active]",
        },
    ],
});

registry.category("web_tour.tours").add("contract_bill_and_receive", {
    steps: () => [
        {
            content: "bill the first line",
            trigger: `${firstLine} button[name=action_bill]`,
            run: "click",
        },
        {
            content: "confirm the invoice",
            trigger: ".o_statusbar_buttons button[name=action_post]:enabled:visible",
            run: "click",
        },
        {
            content: "it is posted",
            trigger: ".o_arrow_button_current[data-value=posted]",
        },
        {
            content: "back to the contract",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "receive the money",
            trigger: `${firstLine} button[name=action_register_payment]`,
            run: "click",
        },
        {
            content: "the dialog shows the split; book it",
            trigger: ".modal button[name=action_register]",
            run: "click",
        },
        {
            content: "the line is settled",
            trigger: `body:not(:has(.modal)) ${firstLine}:contains(Fully Settled)`,
        },
    ],
});
