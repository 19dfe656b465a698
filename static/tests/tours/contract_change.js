import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("contract_reschedule", {
    steps: () => [
        {
            content: "move the first due date",
            trigger: ".o_field_widget[name=settlement_ids] .o_data_row:first-child button:has(.fa-calendar)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] input",
            run: "edit 03/15/2026 && press Tab",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)",
            run: "edit The site was not ready",
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        {
            content: "the first date stays readable",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=settlement_ids]:contains(was)",
        },
    ],
});

const reason = (button, text) => [
    { trigger: ".o_cp_action_menus .dropdown-toggle:has(.fa-cog)", run: "click" },
    { trigger: `.o-dropdown--menu .o-dropdown-item:contains(${button})`, run: "click" },
    { trigger: ".modal .o_field_widget[name=reason] :is(input, textarea)", run: `edit ${text}` },
    { trigger: ".modal .modal-footer .btn-primary", run: "click" },
];

registry.category("web_tour.tours").add("contract_suspend_and_terminate", {
    steps: () => [
        ...reason("Suspend", "Waiting for a permit"),
        {
            content: "resume",
            trigger: "body:not(:has(.modal)) .o_statusbar_buttons button[name=action_resume]",
            run: "click",
        },
        { trigger: ".o_form_view:not(:has(button[name=action_resume]))" },
        ...reason("Terminate", "The project was given up"),
        { trigger: "body:not(:has(.modal)) .ribbon:contains(Terminated)" },
    ],
});
