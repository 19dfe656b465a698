from odoo import models

from .commercial_reminder_log import TOLD


class CommercialReminderLog(models.Model):
    """Which reminders a promise to pay takes off, and which one tells that it was broken."""

    _name = "commercial.reminder.log"
    _inherit = ["commercial.reminder.log"]

    def _filter_awaited(self):
        return super()._filter_awaited().filtered(lambda log: log._fits_promise())

    def _fits_promise(self):
        """Whether this reminder stands beside what was promised on its line. Promised money is not asked
        for; once the promise is broken, its reminder stands in for those that were due by then."""
        line = self.settlement_id
        chases = self.rule_id.what == "promise"
        if line.promise_state != "broken":
            return not line.promise_state and not chases
        if chases:
            return self.date_due == line.promise_date
        broken = line.reminder_log_ids.filtered(
            lambda log: (
                log.rule_id.what == "promise"
                and log.state in TOLD
                and log.date_due == line.promise_date
            )
        )
        return all(self.date_planned > log.date_planned for log in broken)

    def _tells_of(self, date):
        if self.rule_id.what != "promise":
            return super()._tells_of(date)
        return self.date_due == self.settlement_id.promise_date
