from odoo import models

from ..contract.commercial_contract_life import SIGNED


class CommercialContract(models.Model):
    """A draft that falls under approval rules is signed once all its reviewers have agreed."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract", "commercial.approval"]
    _state_to = list(SIGNED)
    _mail_post_access = "read"  # who is to approve a contract only reads it, and may ask

    def _get_sign_faults(self):
        faults = super()._get_sign_faults()
        fault = self._get_approval_fault()
        return [*faults, fault] if fault else faults

    def action_sign(self):
        # not from the cache: goods may have changed since the form was read
        self.invalidate_recordset(["need_validation", "approval_text"], flush=False)
        return super().action_sign()
