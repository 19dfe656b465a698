from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Signed and Settled shows the report instead of the events: favourites go with it."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    filters = env["ir.filters"].with_context(active_test=False)
    filters = filters.search([("model_id", "=", "commercial.contract.fact")])
    action = env.ref("commercial_contract.commercial_contract_report_action")
    filters.write({"model_id": "commercial.contract.report"})
    filters.filtered("action_id").write({"action_id": action.id})
