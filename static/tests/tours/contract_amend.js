import { registry } from "@web/core/registry";

const goods = ".modal .o_field_widget[name=goods_ids] .o_data_row:first-child td[name=quantity]";

registry.category("web_tour.tours").add("contract_amend", {
    steps: () => [
        {
            content: "amend what was signed",
            trigger: ".o_statusbar_buttons button:contains(Amend)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)",
            run: "edit Two more pumps",
        },
        { content: "two more", trigger: goods, run: "click" },
        { trigger: `${goods} input`, run: "edit 8 && press Tab" },
        {
            content: "the open rest of the plan follows",
            trigger: ".modal .o_field_widget[name=plan_ids]:contains(672.00)",
        },
        { trigger: ".modal .o_field_widget[name=amount_planned]:contains(904.00)" },
        { content: "rare terms", trigger: ".modal a.nav-link[name=more]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=title] :is(input, textarea)",
            run: "edit Eight pumps && press Tab",
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        {
            content: "before and after stand side by side",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=difference]:contains(226.00)",
        },
        { trigger: ".o_field_widget[name=goods_ids] td[name=quantity_after]:contains(8.00)" },
        { trigger: ".o_field_widget[name=term_ids]:contains(Eight pumps)" },
    ],
});
