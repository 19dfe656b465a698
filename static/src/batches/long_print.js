import { registry } from "@web/core/registry";

/**
 * Odoo prints all that is ticked in one request, and a server ends a request after two minutes. Many papers
 * of ours are made in batches, and how far they are is shown; few are printed as Odoo prints.
 */
async function printLong(action, options, env) {
    const ids = action.context?.active_ids || [];
    if (
        action.report_type !== "qweb-pdf" ||
        !action.report_name.startsWith("commercial_contract.") ||
        Object.keys(action.data || {}).length ||
        ids.length < 2
    ) {
        return false;
    }
    const run = await env.services.orm.call("commercial.contract.print", "print_long", [action.report_name, ids]);
    if (run) {
        await env.services.action.doAction(run);
    }
    return Boolean(run);
}

registry.category("ir.actions.report handlers").add("commercial_contract.long_print", printLong);
