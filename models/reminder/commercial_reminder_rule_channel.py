from odoo import models


class CommercialReminderRule(models.Model):
    """By which channel a reminder comes: an activity at once, a line in the daily mail, or both."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    def _get_channel(self, step):
        """Return the channel of one step: its own, else that of the rule.

        :param step: as ``Planned.step``
        """
        return self._get_steps()[step : step + 1].how or self.how

    def _get_told_state(self, step, users):
        """Return the state of the row that tells ``users`` of a step: it waits for the daily mail where
        somebody gets one."""
        if self._get_channel(step) != "activity" and any(user.email for user in users):
            return "waiting"
        return "sent"

    def _tell(self, logs):
        """Give each of these reminders the activities that its channel asks for; what is to be mailed is
        gathered later, and read again then."""
        people = {log: self._get_activity_users(log) for log in logs}
        logs = logs.filtered(lambda log: people[log])
        if logs:
            self._replace_former(logs)
            # quick update: no mail for each activity; the list of activities tells
            activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
            activities.create(self._prepare_activities(people))

    def _get_activity_users(self, log):
        """Return who is told by an activity: who gets no mail in any case."""
        if (log.step_id.how or self.how) == "digest":
            return log.user_ids.filtered(lambda user: not user.email)
        return log.user_ids
