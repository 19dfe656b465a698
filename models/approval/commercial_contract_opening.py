from odoo import models
from odoo.tools import format_list

from ..cash.commercial_contract_opening import MANAGER

# Compared by identity, as UNLOCK is: a remote caller cannot send this object.
TAKEN_OVER = object()


class CommercialContract(models.Model):
    """Running contracts were signed before anybody could be asked. Whoever sets the rules may take them
    over as signed; nobody else brings a contract past the rules in a file."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _sign_taken_over(self, prepared):
        asked = self._get_open_tiers()
        if not asked:
            return super()._sign_taken_over(prepared)
        if not self.env.su and not self.env.user.has_group(MANAGER):
            self._raise_faults(
                self.env._(
                    "%(sheet)s, row %(row)s: %(contract)s falls under an approval rule (%(rules)s). Whoever holds"
                    " the right 'Settings' of Contracts can take it over as signed.",
                    sheet=prepared[contract].opening.head.sheet,
                    row=prepared[contract].opening.head.row,
                    contract=contract.display_name,
                    rules=format_list(self.env, tiers.mapped("name")),
                )
                for contract, tiers in asked.items()
            )
        opened = self.with_context(contract_taken_over=TAKEN_OVER)
        result = super(CommercialContract, opened)._sign_taken_over(prepared)
        self.browse(contract.id for contract in asked)._log_approval(
            lambda contract: self.env._(
                "Taken over as signed. Not asked for: approval by the rule %s.",
                format_list(self.env, asked[contract].mapped("name")),
            )
        )
        return result

    def _get_approval_fault(self):
        if self.env.context.get("contract_taken_over") is TAKEN_OVER:
            return None
        return super()._get_approval_fault()
