from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Expenses tell what was bought under purchase contracts, and count once where contracts share an
    analytic account."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["commercial.contract"]._book_facts_of_before()
