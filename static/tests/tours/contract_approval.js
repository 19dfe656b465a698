import { registry } from "@web/core/registry";

const BUTTON = ".o_statusbar_buttons button";
const tours = registry.category("web_tour.tours");

tours.add("contract_approval_request", {
    steps: () => [
        { trigger: `.o_form_view:not(:has(${BUTTON}[name=action_sign])) div[name=banner_approval]:contains("Boss (Over 100)")` },
        { trigger: `${BUTTON}[name=action_request_approval].btn-primary`, run: "click" },
        { trigger: `div[name=banner_approval]:contains("Waiting for the approval of Boss")` },
        { trigger: `.o_form_view:not(:has(${BUTTON}.btn-primary))` },
    ],
});

tours.add("contract_approval_reject", {
    steps: () => [
        { trigger: ".o_data_row td[name=title]", run: "click" },
        // he reads, writes messages and decides, and is offered nothing else
        { trigger: ".o_form_readonly div[name=banner_only_read]" },
        { trigger: ".o_form_view:not(:has([name=title] textarea, [name=quick_plan] input, [name=settlement_ids] .o_field_x2many_list_row_add))" },
        { trigger: ".o-mail-Chatter-sendMessage:enabled" },
        { trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: ".o-dropdown--menu:contains(Customer Preview):not(:contains(Cancel Contract)):not(:contains(Delete))" },
        { trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: `${BUTTON}:contains("Reject")`, run: "click" },
        { trigger: ".modal [name=reason] input", run: "edit too dear" },
        { trigger: ".modal-footer .btn-primary:contains(Reject)", run: "click" },
        { trigger: `body:not(:has(.modal)) div[name=banner_rejected]:contains("too dear")` },
    ],
});

tours.add("contract_approval_again", {
    steps: () => [
        { trigger: `div[name=banner_rejected]:contains("Rejected by Boss")` },
        { trigger: `${BUTTON}[name=action_request_approval].btn-primary`, run: "click" },
        { trigger: `div[name=banner_approval]:contains("Waiting for the approval of Boss")` },
    ],
});

tours.add("contract_approval_approve", {
    steps: () => [
        { trigger: ".o_data_row td[name=title]", run: "click" },
        { trigger: `${BUTTON}[name=action_approve].btn-primary`, run: "click" },
        { trigger: `div[name=banner_approved]:contains("Approved by Boss")` },
    ],
});

tours.add("contract_approval_sign", {
    steps: () => [
        { trigger: `div[name=banner_approved]:contains("Approved by Boss")` },
        { trigger: `${BUTTON}[name=action_sign].btn-primary`, run: "click" },
        { trigger: ".modal-footer .btn-primary:contains(Sign)", run: "click" },
        { trigger: ".o_arrow_button_current:contains(In Force)" },
    ],
});

tours.add("contract_approval_many", {
    steps: () => [
        { trigger: ".o_action.o_list_view .o_data_row:eq(1)" },
        { trigger: ".o_action.o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: `.o_control_panel button[name=action_approve]`, run: "click" },
        { trigger: ".o_action.o_list_view .o_view_nocontent" },
    ],
});
