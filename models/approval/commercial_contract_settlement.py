from odoo import models


class CommercialContractSettlement(models.Model):
    """Another plan than the one that was approved: the approval starts anew."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _check_contract_open(self):
        result = super()._check_contract_open()
        if not self.env["commercial.contract"]._is_unlocked():
            self.contract_id._restart_approval(self.env._("the settlement plan changed"))
        return result

    def reschedule(self, date, reason):
        """Move the due date, also on a signed contract; a draft under approval is asked about anew,
        since rules may look at how late its money is due."""
        result = super().reschedule(date, reason)
        self.contract_id._restart_approval(self.env._("a due date was moved"))
        return result
