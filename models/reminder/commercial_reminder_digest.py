from odoo import api, fields, models
from odoo.fields import Command, Domain


class CommercialReminderDigest(models.Model):
    """The daily mail of one person: all that is due for him on that day of his, in one."""

    _name = "commercial.reminder.digest"
    _description = "Daily Mail"
    _order = "date desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True, readonly=True)
    log_ids = fields.Many2many(
        "commercial.reminder.log",
        "commercial_reminder_digest_log_rel",
        string="Reminders",
        readonly=True,
    )

    _once_a_day = models.UniqueIndex(
        "(user_id, date)", "This person has had the daily mail of this day already."
    )

    @api.model
    def _send_all(self, batch=50):
        """Mail what waits for the daily mail, person by person. A person whose mail of today is out gets
        the rest tomorrow."""
        job = self.env["commercial.job"]
        job._insist(
            lambda: self._get_waiting().filtered(lambda log: not log.user_ids)._drop_stale()
        )
        job._run_job(self._get_waiting().user_ids, Domain.TRUE, self._send, self._set_aside, batch)

    @api.model
    def _get_waiting(self, users=None):
        logs = self.env["commercial.reminder.log"].with_context(active_test=False)
        domain = Domain("state", "=", "waiting")
        if users is not None:
            domain &= Domain("user_ids", "in", users.ids)
        return logs.search(domain)

    @api.model
    def _send(self, users):
        """Write the mails of these people into the outgoing queue, and what became of each reminder into
        its row of the log. Safe to call twice.

        The number of queries grows neither with the people nor with the reminders.
        """
        # who paid since the job began is asked for nothing
        self.env.invalidate_all()
        days = {user: self._get_day(user) for user in users}
        former = self.search([("log_ids.state", "=", "waiting"), ("user_id", "in", users.ids)])
        had = self._get_served(days)
        logs = self._get_waiting(users)._drop_stale()
        mailed = {}
        for one in former:
            for log in one.log_ids & logs:
                mailed[log] = mailed.get(log, users.browse()) | one.user_id
        seen = logs.contract_id._get_seen_by(users)
        parts, blind = {}, {}
        for log in logs:
            for user in (log._get_mail_users() & users) - mailed.get(log, users.browse()):
                if log.contract_id not in seen[user]:
                    blind[log] = blind.get(log, users.browse()) | user
                elif user not in had and log.date_planned <= days[user]:
                    parts[user] = parts.get(user, logs.browse()) | log
                    mailed[log] = mailed.get(log, users.browse()) | user
        digests = self.create(
            [
                {"user_id": user.id, "date": days[user], "log_ids": [Command.set(part.ids)]}
                for user, part in parts.items()
            ]
        )
        digests.flush_recordset()  # here another worker's mail is met, and not after ours was written
        self.env["mail.mail"].create([digest._prepare_mail() for digest in digests])
        logs._settle_mailed(mailed, blind)

    @api.model
    def _get_served(self, days):
        """Return who of these people has had the mail of his day.

        :param days: ``{user: day}``
        """
        users = self.env["res.users"].union(*days)
        digests = self.search([("user_id", "in", users.ids), ("date", ">=", min(days.values()))])
        return {one.user_id for one in digests if one.date >= days[one.user_id]}

    @api.model
    def _set_aside(self, user, error):
        """Say on each reminder why it could not be mailed to ``user``; the next run tries again."""
        text = self.env._("%(person)s: %(reason)s", person=user.name, reason=error)
        self._get_waiting(user).write({"cause": "fault", "reason": text})

    @api.model
    def _get_day(self, user):
        """Return the day that it is for this person now."""
        return user.company_id._get_day_of(user)
