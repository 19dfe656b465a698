from odoo import models


class AccountMoveLine(models.Model):
    """A line that comes under a contract is an expense of another one no more, or is one."""

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    def write(self, vals):
        # sudo: facts are of the books, not of what a user may see of them
        items = self.sudo().analytic_line_ids if "commercial_contract_id" in vals else None
        if items:
            items._mark_contracts()  # of the contract from which it goes
        result = super().write(vals)
        if items:
            items._mark_contracts()
        return result
