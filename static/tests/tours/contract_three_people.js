import { registry } from "@web/core/registry";

const APPROVE = ".o_statusbar_buttons button[name=action_approve]";
const tours = registry.category("web_tour.tours");

/** Open what waits for me, agree, and see that my part is done and who is next, or that nobody is. */
const approve = (row, after) => [
    { content: "it waits for me", trigger: row, run: "click" },
    { trigger: `${APPROVE}.btn-primary`, run: "click" },
    { content: "mine is done", trigger: `.o_form_view:not(:has(${APPROVE})) ${after}` },
];
const CONTRACT = ".o_data_row td[name=title]";
const AMENDMENT = ".o_data_row td[name=reason]:contains(Three more pumps)";

tours.add("contract_three_manager", {
    steps: () => approve(CONTRACT, `div[name=banner_approval]:contains("Law")`),
});

tours.add("contract_three_lawyer", {
    steps: () => approve(CONTRACT, `div[name=banner_approved]:contains("Lawyer")`),
});

tours.add("contract_three_amend_manager", {
    steps: () => approve(AMENDMENT, `div[name=banner_approval]:contains("Law")`),
});

tours.add("contract_three_amend_lawyer", {
    steps: () => approve(AMENDMENT, `div[name=banner_approved]:contains("Lawyer")`),
});
