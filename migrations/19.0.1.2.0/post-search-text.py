from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make the texts by which contracts are found, a thousand contracts at a time."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    contracts = env["commercial.contract"].with_context(active_test=False)
    ids = contracts.search([("search_text", "=", False)], order="id").ids
    for start in range(0, len(ids), 1000):
        part = contracts.browse(ids[start : start + 1000])
        env.add_to_compute(part._fields["search_text"], part)
        env.flush_all()
        env.invalidate_all()
