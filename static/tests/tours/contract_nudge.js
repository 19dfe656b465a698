import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

registry.category("web_tour.tours").add("contract_nudge_overdue", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_settlement']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_settlement_overdue']", run: "click" },
        {
            content: "nudge in the row of the late line",
            trigger: ".o_data_row:contains(Overdue) button[name=action_nudge]",
            run: "click",
        },
        {
            content: "the sentence is ready, for the responsible",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:contains(300.00):contains(Ask)",
        },
        { trigger: ".modal footer button[name=action_nudge]", run: "click" },
        { content: "done", trigger: "body:not(:has(.modal)) .o_notification:contains(nudged)" },
    ],
});

registry.category("web_tour.tours").add("contract_month_start", {
    steps: () => [
        {
            content: "choose all that is due",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        { trigger: ".o_control_panel button[name=action_bill]", run: "click" },
        { trigger: ".modal footer button[name=action_create]", run: "click" },
        { content: "the drafts are open", trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:nth-child(2)" },
        { trigger: ".breadcrumb-item:first-child a, .o_back_button", run: "click" },
        {
            content: "ask for all of it",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        { trigger: ".o_control_panel button[name=action_nudge]", run: "click" },
        {
            content: "two contracts",
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row:nth-child(2)",
        },
        { trigger: ".modal footer button[name=action_nudge]", run: "click" },
        {
            content: "how many were asked",
            trigger: "body:not(:has(.modal)) .o_notification:contains(2 contracts nudged)",
        },
    ],
});

registry.category("web_tour.tours").add("contract_many_responsibles", {
    steps: () => [
        { trigger: ".o_list_view .o_group_header:contains(Responsible 10)" },
        { content: "the foot adds up all groups", trigger: ".o_list_footer:contains(1,110.00)" },
    ],
});
