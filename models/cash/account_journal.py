from odoo import api, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    # A constraint is told of the change like a trigger, without an override.
    @api.constrains("suspense_account_id")
    def _follow_ledger_accounts(self):
        """Its suspense account holds money of the bank that an entry of its own takes on."""
        self.env["commercial.contract"]._follow_ledger_later(self.company_id)
