from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Contracts of before get their facts, booked when their sources were made."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["commercial.contract"]._book_facts_of_before()
