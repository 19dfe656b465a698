from odoo import models


class CommercialReminderLog(models.Model):
    """What a reminder that waits for the daily mail comes to: it is read again at the moment of sending."""

    _name = "commercial.reminder.log"
    _inherit = ["commercial.reminder.log"]

    def _drop_stale(self):
        """Write why those of these reminders are not mailed that nobody needs any more; return the rest.

        What is held back is looked at again by the next run, as if it had never been planned.
        """
        fates = {}
        for today, part in self._group_by_day().items():
            for rule, logs in part.grouped("rule_id").items():
                fates.update(logs._get_fates(rule, today))
        for fate, logs in self.grouped(fates.get).items():
            if fate:
                # whom an activity was given already was told
                told = logs.filtered("activity_ids")
                told.write({"state": "sent"})
                (logs - told).write(dict(zip(("state", "cause", "reason"), fate, strict=True)))
        return self.filtered(lambda log: log not in fates)

    def _get_fates(self, rule, today):
        """Return {row of the log: (state, cause, text)} of those of ``rule`` that are not told any more."""
        records = rule._get_records().union(*(log._get_record() for log in self))
        held = rule._get_hold_reasons(records, today)
        dates = rule._get_told_dates(records)
        fates = {}
        for log in self:
            record = log._get_record()
            if record in held:
                fates[log] = ("held", *held[record])
            elif dates.get(record) != log.date_due:
                fates[log] = ("missed", "changed", False)
            elif not log.user_ids:
                fates[log] = ("held", "nobody", False)
        return fates

    def _settle_mailed(self, mailed, blind):
        """Bring these rows to what became of them, once mails were written.

        :param mailed: ``{row: users who have it in a mail by now}``
        :param blind: ``{row: users who do not see the contract any more}``
        """
        done = self.browse()
        for log, users in blind.items():
            texts = [
                self.env._(
                    "%(person)s: %(reason)s",
                    person=user.name,
                    reason=self.env._("does not see the contract"),
                )
                for user in users
            ]
            log.user_ids -= users
            log.reason = "; ".join(filter(None, [log.reason, *texts]))
            if not log.user_ids:
                log.write({"state": "held", "cause": "nobody"})
        for log in self - self.filtered(lambda log: log.state == "held"):
            if not log._get_mail_users() - mailed.get(log, self.env["res.users"]):
                done |= log
        for today, part in done._group_by_day().items():
            part.write({"state": "sent", "cause": False, "date_sent": today})

    def _group_by_day(self):
        """Return {day that it is for the people of these reminders: reminders}."""
        days = self.env["res.company"]._get_days_of({log: log.user_ids for log in self})
        return self.grouped(days.get)

    def _get_mail_users(self):
        """Return who gets this reminder in the daily mail; who has no address was given an activity."""
        return self.user_ids.filtered(lambda user: user.email and user.active)
