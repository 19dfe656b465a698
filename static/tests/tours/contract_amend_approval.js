import { registry } from "@web/core/registry";

const BUTTON = ".o_statusbar_buttons button";
const goods = ".modal .o_field_widget[name=goods_ids] .o_data_row:first-child td[name=quantity]";
const tours = registry.category("web_tour.tours");

tours.add("contract_amend_request", {
    steps: () => [
        { trigger: `${BUTTON}:contains(Amend)`, run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)", run: "edit Three more pumps" },
        { trigger: goods, run: "click" },
        { trigger: `${goods} input`, run: "edit 9 && press Tab" },
        { content: "who has to agree", trigger: ".modal .o_field_widget[name=approval_text]:contains(Over 200)" },
        { trigger: ".modal .modal-footer .btn-primary:contains(Request Approval)", run: "click" },
        { trigger: `body:not(:has(.modal)) div[name=banner_approval]:contains("Waiting for the approval of Boss")` },
        { trigger: ".o_field_widget[name=goods_preview] td:contains(9)" },
        { trigger: ".o_field_widget[name=plan_preview] td:contains(600.00)" },
    ],
});

tours.add("contract_amend_agree", {
    steps: () => [
        { content: "he may agree in the list", trigger: ".o_data_row:contains(Three more pumps) button[name=action_approve]" },
        { trigger: ".o_action.o_list_view .o_data_row td[name=reason]:contains(Three more pumps)", run: "click" },
        { trigger: `${BUTTON}[name=action_approve].btn-primary`, run: "click" },
        { trigger: `div[name=banner_approved]:contains("Approved by Boss")` },
    ],
});

tours.add("contract_amend_wait", {
    steps: () => [
        { content: "whoever asked cannot agree", trigger: ".o_data_row:contains(Three more pumps):not(:has(button[name=action_approve]))" },
        { trigger: ".o_data_row:contains(Three more pumps) .o_list_record_selector input", run: "click" },
        { trigger: ".o_selection_box:contains(1)" },
        { trigger: ".o_list_view:not(:has(.o_control_panel button[name=action_approve]))" },
    ],
});

tours.add("contract_end_request", {
    steps: () => [
        { trigger: ".o_cp_action_menus .dropdown-toggle:has(.fa-cog)", run: "click" },
        { trigger: ".o-dropdown--menu .o-dropdown-item:contains(Terminate)", run: "click" },
        { content: "who has to agree", trigger: ".modal .o_field_widget[name=approval_text]:contains(All)" },
        { trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)", run: "edit The works closed" },
        { trigger: ".modal .modal-footer:not(:has(button[name=action_confirm])) .btn-primary:contains(Request Approval)", run: "click" },
        { trigger: `body:not(:has(.modal)) div[name=banner_approval]:contains("Waiting for the approval of Boss")` },
        { trigger: ".o_field_widget[name=kind]:contains(Termination)" },
        { trigger: ".o_field_widget[name=plan_preview] td:contains(400.00)" },
    ],
});

tours.add("contract_end_agree", {
    steps: () => [
        { trigger: ".o_data_row:contains(The works closed) button[name=action_approve]", run: "click" },
        { trigger: ".o_data_row:contains(The works closed):not(:has(button[name=action_approve])), .o_nocontent_help" },
    ],
});

tours.add("contract_end_force", {
    steps: () => [
        { trigger: ".nav-link[name=amendments]", run: "click" },
        { trigger: ".o_field_widget[name=amendment_request_ids] .o_data_row button[name=get_formview_action]", run: "click" },
        { trigger: `${BUTTON}[name=action_put_in_force].btn-primary`, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=kind]:contains(Termination)" },
    ],
});

tours.add("contract_amend_force", {
    steps: () => [
        { content: "the contract says that one waits", trigger: "div[name=banner_amendment]" },
        { trigger: ".nav-link[name=amendments]", run: "click" },
        { trigger: ".o_field_widget[name=amendment_request_ids] .o_data_row button[name=get_formview_action]", run: "click" },
        { trigger: `${BUTTON}[name=action_put_in_force].btn-primary`, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=difference]:contains(300.00)" },
        { trigger: ".o_field_widget[name=goods_ids] td[name=quantity_after]:contains(9.00)" },
    ],
});
