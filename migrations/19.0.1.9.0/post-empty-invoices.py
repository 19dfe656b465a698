from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Invoices that come to nothing count on the contracts between which they move an amount; until the
    night these would be told as drift."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        SELECT DISTINCT l.commercial_contract_id FROM account_move_line l JOIN account_move m ON m.id = l.move_id
         WHERE l.commercial_contract_id IS NOT NULL AND m.state = 'posted' AND m.amount_total = 0"""
    )
    contracts = env["commercial.contract"].browse(row[0] for row in cr.fetchall())
    contracts._follow_ledger()
