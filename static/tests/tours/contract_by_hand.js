import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_by_hand", {
    steps: () => [
        { content: "new contract", trigger: ".o_list_button_add", run: "click" },
        {
            content: "its title",
            trigger: ".o_field_widget[name=title] :is(input, textarea)",
            run: "edit Pumps for the tour",
        },
        {
            content: "the customer",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Tour Customer",
        },
        { trigger: ".ui-menu-item a:contains(Tour Customer)", run: "click" },
        { content: "goods", trigger: ".o_notebook_headers a[name=goods]", run: "click" },
        {
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=product_id] input",
            run: "edit Pump",
        },
        { trigger: ".ui-menu-item a:contains(Pump)", run: "click" },
        {
            content: "its price came along",
            trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=price_unit] input:value(500)",
        },
        { content: "plan", trigger: ".o_notebook_headers a[name=plan]", run: "click" },
        {
            trigger: ".o_field_widget[name=quick_plan] input",
            run: "edit 50/50 && press Tab",
        },
        { trigger: ".o_field_widget[name=settlement_ids] .o_data_row:nth-child(2)" },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        {
            content: "sign",
            trigger: ".o_statusbar_buttons button[name=action_sign]",
            run: "click",
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".o_arrow_button_current[data-value=active]" },
    ],
});
