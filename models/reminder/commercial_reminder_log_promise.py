from odoo import models


class CommercialReminderLog(models.Model):
    """Which reminders a promise to pay takes off, and which one tells that it was broken."""

    _name = "commercial.reminder.log"
    _inherit = ["commercial.reminder.log"]

    def _filter_awaited(self):
        awaited = super()._filter_awaited()
        broken = awaited.filtered(lambda log: log.settlement_id.promise_state == "broken")
        told = broken.filtered(
            lambda log: (
                log.rule_id.what == "promise" and log.date_due == log.settlement_id.promise_date
            )
        )
        free = awaited.filtered(
            lambda log: not log.settlement_id.promise_state and log.rule_id.what != "promise"
        )
        if broken - told and not self.env["commercial.reminder.rule"]._tells_broken_promises():
            free |= broken.filtered(lambda log: log.rule_id.what != "promise")
        return told | free
