from odoo import models


class CommercialContractLine(models.Model):
    """Other goods than those that were approved: the approval starts anew."""

    _name = "commercial.contract.line"
    _inherit = ["commercial.contract.line"]

    def _check_contract_open(self):
        result = super()._check_contract_open()
        if not self.env["commercial.contract"]._is_unlocked():
            self.contract_id._restart_approval(self.env._("the goods changed"))
        return result
