import { registry } from "@web/core/registry";
import { openApp } from "./open_app";

const plan = ".o_contract_cash_plan";
const bill = `${plan} [data-line]:contains(P)`;

registry.category("web_tour.tours").add("contract_cash_plan", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_cash_plan']", run: "click" },
        { content: "it falls short", trigger: `${plan} .o_contract_cash_plan_short:contains(500.00)` },
        { content: "the chart stands", trigger: `${plan} canvas` },
        {
            content: "the bill is paid three weeks later, on trial",
            trigger: `${plan} [data-line]:contains(Money Out) input`,
            run: ({ anchor }) => {
                anchor.value = luxon.DateTime.local().plus({ days: 29 }).toISODate();
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { content: "now it is enough", trigger: `${plan} .o_contract_cash_plan_enough` },
        { trigger: `${plan} button[name=end_trial]`, run: "click" },
        { content: "short as before", trigger: `${plan}:not(:has([name=end_trial])) .o_contract_cash_plan_short` },
        { trigger: `${plan} tbody a:contains(900.00)`, run: "click" },
        { content: "the list adds up to it", trigger: ".o_list_footer:contains(900.00)" },
        { trigger: ".breadcrumb-item:contains(Cash Plan) a, .o_back_button", run: "click" },
        { trigger: `${plan} button[name=month]`, run: "click" },
        { trigger: `${plan} button[name=month][aria-pressed=true]` },
    ],
});

registry.category("web_tour.tours").add("contract_cash_plan_phone", {
    steps: () => [
        { trigger: `${plan} canvas` },
        { trigger: `${plan} .o_contract_cash_plan_short` },
        {
            content: "nothing but the table sticks out, which scrolls",
            trigger: bill,
            run: () => {
                const parts = document.querySelectorAll(`${plan} section, ${plan} button, ${plan} input, ${plan} .table-responsive`);
                const out = [...parts].filter((node) => node.getBoundingClientRect().right > window.innerWidth);
                if (out.length) {
                    throw new Error(`${out.length} parts are wider than the screen: ${out[0].outerHTML}`);
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("contract_period_summary", {
    steps: () => [
        ...openApp,
        { trigger: ".o_menu_sections [data-menu-xmlid='commercial_contract.menu_reporting']", run: "click" },
        { trigger: "[data-menu-xmlid='commercial_contract.menu_reporting_summary']", run: "click" },
        { trigger: ".modal [name=action_show]", run: "click" },
        { content: "on the screen", trigger: ":iframe .o_contract_paper:contains(Period Summary):contains(900.00)" },
    ],
});
