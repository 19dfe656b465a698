import { registry } from "@web/core/registry";

const MOST = 120; // presses of Tab that anybody would bear

const FOCUSABLE = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex]";

/** What a browser goes to after `here`: the helper of the tours also tries what is hidden, and falls out. */
const after = (here) => {
    const all = [...document.querySelectorAll(FOCUSABLE)].filter(
        (one) => one === here || (one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
    );
    return all[all.indexOf(here) + 1];
};

/** Walk by Tab until the focus is on what is wanted, and is seen there. */
const tabTo = (wanted) => ({
    trigger: "body",
    run: async ({ press }) => {
        const way = [];
        for (let count = 0; count < MOST; count++) {
            const here = document.activeElement;
            if (here.matches(wanted)) {
                const style = getComputedStyle(here);
                // where one types, the caret tells it
                const isSeen = here.matches("input") || style.outlineStyle !== "none" || style.boxShadow !== "none";
                if (!isSeen) {
                    throw new Error(`the focus on ${wanted} is not seen`);
                }
                return;
            }
            way.push(here.getAttribute("name") || here.id || here.className);
            await press("Tab");
            if (document.activeElement === document.body) {
                after(here)?.focus({ focusVisible: true });
            }
        }
        throw new Error(`Tab never comes to ${wanted}, but to ${way.slice(-12).join(" > ")}`);
    },
});
const press = (keys, trigger = "body") => ({ trigger, run: `press ${keys}` });

registry.category("web_tour.tours").add("contract_figures_by_keyboard", {
    steps: () => [
        { trigger: ".o_contract_figures button[name=amount_overdue]" },
        tabTo(".o_contract_figures button[name=amount_overdue]"),
        press("Enter"),
        { content: "the overdue line", trigger: ".o_action.o_list_view .o_data_row:contains(300.00)" },
        press("Alt+b"),
        { trigger: ".o_form_view .o_contract_figures" },
        press("Alt+q", "body:not(:has(.o_blockUI)) .o_form_view button[data-hotkey=q][name=action_create_invoice]:enabled"),
        { content: "the primary button: the draft invoice", trigger: ".o_arrow_button_current[data-value=draft]" },
    ],
});

registry.category("web_tour.tours").add("contract_overview_by_keyboard", {
    steps: () => [
        { content: "the search has the focus", trigger: ".o_contract_overview_search input:focus" },
        tabTo(".btn-group button[name=purchase]"),
        tabTo(".o_contract_overview_box[data-box=plan] a[data-line=overdue]"),
        press("Enter"),
        { trigger: ".o_action.o_list_view .o_data_row:contains(300.00)" },
    ],
});

const plan = ".o_field_widget[name=settlement_ids]";

registry.category("web_tour.tours").add("contract_plan_line_by_keyboard", {
    steps: () => [
        { trigger: `.o_form_view ${plan} .o_field_x2many_list_row_add a` },
        {
            content: "the field before the list",
            trigger: ".o_field_widget[name=quick_plan] input",
            run: ({ anchor }) => anchor.focus(),
        },
        tabTo(`${plan} .o_field_x2many_list_row_add a`),
        press("Enter"),
        { content: "Enter has added a line", trigger: `${plan} .o_data_row:nth-child(2).o_selected_row` },
        { content: "and the focus is in it", trigger: `${plan} .o_data_row:nth-child(2) :focus` },
        tabTo(`${plan} .o_selected_row td[name=name] input`),
        { trigger: `${plan} .o_selected_row td[name=name] input`, run: "edit Rest" },
        tabTo(`${plan} .o_selected_row td[name=amount] input`),
        { trigger: `${plan} .o_selected_row td[name=amount] input`, run: "edit 900" },
        press("Alt+s"),
        { trigger: ".o_form_saved" },
    ],
});
