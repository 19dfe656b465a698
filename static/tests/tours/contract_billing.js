import { registry } from "@web/core/registry";

const firstLine = ".o_field_widget[name=settlement_ids] .o_data_row:first-child";
const preview = ".modal .o_field_widget[name=line_ids]";
const draft = "body:not(:has(.modal)) .o_arrow_button_current[data-value=draft]";

registry.category("web_tour.tours").add("contract_bill_of_vendor", {
    steps: () => [
        { trigger: `${firstLine} button[name=action_bill]`, run: "click" },
        {
            content: "the number on the vendor's paper is asked first",
            trigger: ".modal .o_field_widget[name=ref] input:focus",
            run: "edit INV-7788",
        },
        { trigger: `${preview} .o_data_row:contains(300.00)` },
        { trigger: ".modal footer button[name=action_create]", run: "click" },
        { content: "the draft bill is open", trigger: draft },
        { trigger: ".o_field_widget[name=ref] input:value(INV-7788)" },
    ],
});

registry.category("web_tour.tours").add("contract_bill_suspended", {
    steps: () => [
        {
            content: "resuming is what the contract asks for; invoicing is still possible",
            trigger: ".o_statusbar_buttons button[name=action_create_invoice]:not(.btn-primary)",
            run: "click",
        },
        {
            content: "what speaks against it is told",
            trigger: ".modal .alert-warning:contains(suspended):contains(Works closed)",
        },
        { content: "a line alone leaves nothing to choose", trigger: `${preview} .o_data_row:contains(300.00)` },
        { trigger: ".modal footer button[name=action_create]", run: "click" },
        { trigger: draft },
    ],
});

registry.category("web_tour.tours").add("contract_bill_aside_phone", {
    steps: () => [
        { trigger: ".o_statusbar_buttons button[name=action_create_invoice]", run: "click" },
        {
            content: "one line is set aside, and it is said why",
            trigger: ".modal .alert-warning:contains(is archived) button[name=action_view_aside]",
        },
        {
            content: "the other is invoiced",
            trigger: `${preview}:contains(700.00):not(:contains(300.00))`,
        },
        {
            content: "nothing is wider than the phone",
            trigger: ".modal .o_form_view",
            run: ({ anchor }) => {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error(`the dialog is ${anchor.scrollWidth} wide, ${anchor.clientWidth} are there`);
                }
            },
        },
        { trigger: ".modal footer button[name=action_create]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_notification:contains(set aside)" },
    ],
});
