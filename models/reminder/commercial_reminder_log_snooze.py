from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

# What is put off, as the rows of My Day have it: of these ``step`` keeps one in the log.
MATTERS = {
    "reminder": 0,
    "activity": 1,
    "due": 3,
    "overdue": 3,
    "promise": 3,
    "approval": 5,
    "to_invoice": 6,
    "text": 7,
}
MONEY = {MATTERS["reminder"], MATTERS["due"]}
LISTED = {
    MATTERS[name] for name in ("approval", "to_invoice", "text")
}  # My Day alone tells of them


class CommercialReminderLog(models.Model):
    """What people put off, until when, and why."""

    _name = "commercial.reminder.log"
    _inherit = ["commercial.reminder.log"]

    state = fields.Selection(
        selection_add=[("snoozed", "Put Off")], ondelete={"snoozed": "cascade"}
    )
    cause = fields.Selection(selection_add=[("snoozed", "Put Off")])

    def action_snooze(self):
        """Open the dialog that asks until when these reminders are put off, and why.

        :raises UserError: one of them was sent to others only
        """
        self.check_access("read")
        for log in self:
            if self.env.user not in log.user_ids:
                raise UserError(
                    self.env._(
                        "%s was not sent to this user: only who got a reminder puts it off.",
                        log.display_name,
                    )
                )
        return self.env["commercial.contract.snooze"]._open(log_ids=[Command.set(self.ids)])

    def _get_matter(self):
        """Return what is put off with this reminder, as My Day has it."""
        return "due" if self.settlement_id else "reminder"

    def _is_about_money(self):
        """Whether the money of the plan line was put off, and not its invoice."""
        return bool(self.settlement_id) and self.step in MONEY

    @api.model
    def _put_off(self, matters, day, reason):
        """Write that the user hears nothing of these matters before ``day``; return the rows.

        :param matters: list of ``(what, contract, plan line or none, open activities of the user)``;
            ``what`` as in ``MATTERS``
        """
        user = self.env.user
        rule = self.env["commercial.reminder.rule"]._get_snooze_rule()
        # sudo: the log is written by code alone, after the right to the contracts was checked
        logs = self.sudo()
        found = logs.browse()
        for what, contract, line, activities in matters:
            if activities.user_id - user:
                raise AccessError(
                    self.env._("Only what awaits oneself can be put off. Choose rows of one's own.")
                )
            key = {
                "rule_id": rule.id,
                "contract_id": contract.id,
                "settlement_id": line.id,
                "step": MATTERS[what],
            }
            former = logs.search(
                [*((name, "=", value) for name, value in key.items()), ("state", "=", "snoozed")]
            )
            for log in former.filtered(lambda log: user in log.user_ids):
                log._leave(user)
            same = former.filtered(lambda log: log.state == "snoozed" and log.date_planned == day)
            told = line.date_due or day
            same = same.filtered(lambda log, told=told: log.date_due == told)[:1]
            if same:
                same.user_ids |= user
                same.reason = f"{same.reason}; {user.name}: {reason}"
                found |= same
            else:
                found |= logs.create(
                    {
                        **key,
                        "date_planned": day,
                        "date_due": told,
                        "state": "snoozed",
                        "reason": reason,
                        "user_ids": [Command.set(user.ids)],
                    }
                )
            # quick update: the same person goes on with it, nobody is told
            activities.with_context(mail_activity_quick_update=True).write(
                {"date_deadline": day, "commercial_snoozed_until": day}
            )
        return found

    def _leave(self, user):
        """Take ``user`` off what was put off: it is put off anew."""
        if self.user_ids - user:
            self.user_ids -= user
        else:
            self.write({"state": "missed", "cause": "later"})

    def _get_wake_fate(self, today):
        """Return (state, reason, day sent) of what was put off until today."""
        if self.step in LISTED:
            return "sent", False, today
        held = self.rule_id._get_hold_reason(self._get_record(), today)
        if held:
            return "missed", held[0], False
        if self.contract_id.state not in ("draft", "active") and not self.settlement_id:
            return "missed", "ended", False
        return "sent", False, today

    def _needs_telling(self):
        """Whether people are told of what was put off: not of what stands in My Day again by itself, where
        an activity is open, or where another rule tells of it now."""
        if self.step in LISTED:
            return False
        record = self._get_record()
        standing = record.activity_ids.filtered("commercial_snoozed_until").user_id
        # what was held back for a date that was moved since is told by none
        held = record.reminder_log_ids.filtered(
            lambda log: (
                log.state == "held"
                and log.cause == "snoozed"
                and log._tells_of(log.settlement_id.date_due)
            )
        )
        return not held and bool(self.user_ids - standing)

    def _filter_awaited(self):
        mine = self.filtered(lambda log: log.rule_id.what == "snooze" and not log.settlement_id)
        awaited = super(CommercialReminderLog, self - mine)._filter_awaited()
        return awaited | mine.filtered(
            lambda log: (
                log.contract_id.state in ("draft", "active") and not log.contract_id.is_suspended
            )
        )

    def _prepare_activity(self, user, kind):
        values = super()._prepare_activity(user, kind)
        if self.rule_id.what == "snooze":
            values["date_deadline"] = self.date_planned
            values["note"] = plaintext2html(self.reason or "")
        return values
