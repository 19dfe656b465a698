from odoo import api, models


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line"]

    def _check_contract_fits(self, contract):
        result = super()._check_contract_fits(contract)
        move = self.move_id
        contract._check_after_opening(move, move.invoice_date or move.date)
        return result

    @api.constrains("commercial_settlement_id", "price_unit", "quantity", "discount", "tax_ids")
    def _check_opening_billed(self):
        # sudo: an accountant may edit an invoice whose contract he does not see
        self.sudo().commercial_settlement_id._check_opening_billed()
