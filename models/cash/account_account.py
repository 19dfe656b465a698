from odoo import api, models


class AccountAccount(models.Model):
    _inherit = "account.account"

    # A constraint is told of the change like a trigger, without an override.
    @api.constrains("account_type")
    def _follow_ledger_accounts(self):
        """The type says whether an account holds money, a debt or neither."""
        self.env["commercial.contract"]._follow_ledger_later(self._get_used().company_ids)

    def _get_used(self):
        """Return those of these accounts that have journal items: a new one moves nothing."""
        # sudo: whether there are items does not depend on who looks
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group([("account_id", "in", self.ids)], ["account_id"])
        )
        return self.browse(account.id for (account,) in groups)
