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
                if (style.outlineStyle === "none" && style.boxShadow === "none") {
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
