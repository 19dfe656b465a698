from odoo import api, models


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    # A constraint is told of the change like a trigger, without an override.
    @api.constrains("payment_account_id")
    def _follow_ledger_accounts(self):
        """Its account holds money that is under way."""
        self.env["commercial.contract"]._follow_ledger_later(self.company_id)
