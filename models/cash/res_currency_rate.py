from odoo import api, models


class ResCurrencyRate(models.Model):
    _inherit = "res.currency.rate"

    @api.constrains("rate", "name", "currency_id", "company_id")
    def _follow_ledger_rates(self):
        """A rate that is typed or corrected later changes what was converted by it (R11)."""
        self.env["commercial.contract"]._follow_rates_later(self)

    def write(self, vals):
        self._follow_ledger_rates()  # the days on which the old rate held
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _follow_ledger_without_rates(self):
        self._follow_ledger_rates()
