from odoo import fields, models
from odoo.tools import format_date, formatLang


class CommercialContractSettlement(models.Model):
    """What the one who chases is told once a promise is broken."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _prepare_told_line(self, user, kind, rule):
        if rule.what == "promise":
            return self._prepare_broken(user, kind)
        return super()._prepare_told_line(user, kind, rule)

    def _prepare_broken(self, user, kind):
        """Return the values of the activity of type ``kind`` that tells ``user`` of a broken promise."""
        env, promise = self.env, self._get_standing_promise()
        values = self._prepare_reminder(user, kind)
        money = self.contract_id.currency_id
        values["summary"] = env._(
            "%(contract)s, %(partner)s: %(promised)s promised for %(date)s is not there, %(amount)s open",
            contract=self.contract_id.display_name,
            partner=self.partner_id.display_name,
            promised=formatLang(env, promise.amount - promise.amount_kept, currency_obj=money),
            date=format_date(env, promise.date),
            amount=formatLang(env, self.amount_residual, currency_obj=money),
        )
        values["date_deadline"] = fields.Date.add(promise.date, days=1)
        return values
