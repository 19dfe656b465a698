from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Events of before get what they come to without tax, and the expenses of contracts are booked when
    their sources were made."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["commercial.contract"]._book_facts_of_before()
