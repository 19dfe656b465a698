import { registry } from "@web/core/registry";

const plan = ".o_field_widget[name=settlement_ids]";

registry.category("web_tour.tours").add("contract_keyboard", {
    steps: () => [
        {
            content: "the only click: into the first amount",
            trigger: `${plan} .o_data_row:first-child td[name=amount]`,
            run: "click",
        },
        {
            content: "what is missing follows each key, before the cell is left",
            trigger: `${plan} .o_selected_row td[name=amount] input`,
            run: (helpers) => {
                const input = helpers.anchor;
                input.value = "400";
                input.dispatchEvent(new InputEvent("input", { bubbles: true }));
            },
        },
        { trigger: ".o_contract_plan_total:contains(600.00)" },
        {
            trigger: `${plan} .o_selected_row td[name=amount] input`,
            run: "edit 300 && press Enter",
        },
        {
            content: "Enter has added a line",
            trigger: `${plan} .o_data_row:nth-child(2).o_selected_row`,
        },
        {
            trigger: `${plan} .o_data_row:nth-child(2) td[name=percent] input`,
            run: "edit 70 && press Tab",
        },
        {
            content: "the amount is in step",
            trigger: `${plan} .o_data_row:nth-child(2) td[name=amount] input:value(700.00)`,
        },
        { trigger: ".o_contract_plan_total:contains(complete)" },
        {
            trigger: `${plan} .o_data_row:nth-child(2) td[name=amount] input`,
            run: "press Alt+s",
        },
        { trigger: ".o_form_saved" },
    ],
});

registry.category("web_tour.tours").add("contract_paste", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name=goods]", run: "click" },
        { trigger: "button:contains(Paste Lines)", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: (helpers) =>
                helpers.edit("Name\tQuantity\tPrice\nPipes\tmany\t5\nValves\t2\t1,150.00"),
        },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "press Tab" },
        {
            content: "the row that cannot be read says why",
            trigger: ".modal .o_data_row:contains(is no number)",
        },
        {
            trigger: ".modal .o_field_widget[name=text] textarea",
            run: (helpers) =>
                helpers.edit("Name\tQuantity\tPrice\nPipes\t１0\t5\nValves\t2\t1,150.00"),
        },
        { trigger: ".modal .o_field_widget[name=text] textarea", run: "press Tab" },
        { trigger: ".modal button[name=action_paste]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Valves)" },
    ],
});

registry.category("web_tour.tours").add("partner_contract_figures", {
    steps: () => [
        {
            content: "the strip of the customer",
            trigger: ".o_partner_contract_figures button[name=sale_overdue]:contains(300.00)",
            run: "click",
        },
        { content: "its overdue line", trigger: ".o_list_view .o_data_row:contains(300.00)" },
    ],
});
