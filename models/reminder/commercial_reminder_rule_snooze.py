from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

SNOOZE = "commercial_contract.reminder_rule_snooze"


class CommercialReminderRule(models.Model):
    """What people put off comes back on the day that they chose, and they hear nothing of it until then."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    what = fields.Selection(
        selection_add=[("snooze", "Put Off by People")], ondelete={"snooze": "cascade"}
    )

    @api.model
    def _get_snooze_rule(self):
        """Return the rule that what people put off is logged under. It cannot be deleted."""
        return self.env.ref(SNOOZE)

    def _follow_open(self, companies, today):
        return None if self.what == "snooze" else super()._follow_open(companies, today)

    def _remind_companies(self, companies, today, workdays, batch):
        if self.what != "snooze":
            return super()._remind_companies(companies, today, workdays, batch)
        logs = self.env["commercial.reminder.log"].search(
            [
                ("rule_id", "=", self.id),
                ("company_id", "in", companies.ids),
                ("state", "=", "snoozed"),
                ("date_planned", "<=", today),
            ]
        )
        here = self._filter_day({log: log.user_ids for log in logs}, today)
        return self.env["commercial.job"]._run_job(
            logs.filtered(lambda log: log in here),
            Domain("state", "=", "snoozed"),
            partial(self._wake, today=today),
            partial(self._set_wake_aside, today=today),
            batch,
        )

    def _wake(self, logs, today):
        """Bring back what was put off until today. Safe to call twice."""
        for fate, part in logs.grouped(lambda log: log._get_wake_fate(today)).items():
            part.write(dict(zip(("state", "cause", "date_sent"), fate, strict=True)))
        self._tell(logs.filtered(lambda log: log.state == "sent" and log._needs_telling()))

    def _set_wake_aside(self, log, error, today):
        log.write({"state": "missed", "cause": "fault", "date_sent": False})
        log.reason = "; ".join(filter(None, [log.reason, str(error)]))

    def _get_channel(self, step):
        return "activity" if self.what == "snooze" else super()._get_channel(step)

    def _get_activity_users(self, log):
        return log.user_ids if self.what == "snooze" else super()._get_activity_users(log)

    def _get_activity_type(self):
        return (
            "mail.mail_activity_data_todo"
            if self.what == "snooze"
            else super()._get_activity_type()
        )

    def _leave_asleep(self, people, today):
        """Take those off who put the money of a plan line off until after today.

        :param people: ``{record: (users, text)}`` of whom a reminder is for; changed here
        :returns: ``{record: text}`` of those of which nobody is left
        """
        asleep = {}
        if not self._is_on_lines() or not people:
            return asleep
        logs = self.env["commercial.reminder.log"].search(
            [
                ("settlement_id", "in", [line.id for line in people]),
                ("state", "=", "snoozed"),
                ("date_planned", ">", today),
            ]
        )
        for log in logs.filtered(lambda log: log._is_about_money()):
            users, reason = people[log.settlement_id]
            if users & log.user_ids:
                people[log.settlement_id] = users - log.user_ids, reason
                if not users - log.user_ids:
                    asleep[log.settlement_id] = format_date(self.env, log.date_planned)
        return asleep
