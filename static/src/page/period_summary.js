import { registry } from "@web/core/registry";

const APP = "commercial_contract.menu_contract_root";

/** The address in a mail, /odoo/period-summary?unit=…: opens the summary that it names, with the menus of the app. */
function openPeriodSummary({ services }, { params }) {
    const { unit, day, direction, by, company } = params;
    services.menu.setCurrentMenu(services.menu.getApps().find(({ xmlid }) => xmlid === APP));
    return services.orm.call("commercial.contract.summary", "get_screen", [unit, day, direction, by, company]);
}
openPeriodSummary.path = "period-summary";

registry.category("actions").add("contract_period_summary", openPeriodSummary);
