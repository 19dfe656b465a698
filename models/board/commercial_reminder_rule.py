from odoo import api, models


class CommercialReminderRule(models.Model):
    """The daily job warns finance of the cash plan as well."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    @api.model
    def _cron_remind(self, batch=200):
        result = super()._cron_remind(batch)
        self.env["commercial.contract.cash.plan"]._warn_all()
        return result
