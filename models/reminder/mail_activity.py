from odoo import api, fields, models


class MailActivity(models.Model):
    """A nudge knows the plan lines that it asks for, a reminder the row of the log that tells of it; both
    go when nobody needs to look after them any more."""

    _name = "mail.activity"
    _inherit = ["mail.activity"]

    commercial_settlement_ids = fields.Many2many(
        "commercial.contract.settlement",
        "mail_activity_commercial_settlement_rel",
        string="Nudged for",
        readonly=True,
        copy=False,
    )
    is_closed_by_money = fields.Boolean(
        string="Closed by Money",
        readonly=True,
        copy=False,
        help="Taken off because nobody needs to look after it: it is settled, or the contract rests.",
    )
    commercial_snoozed_until = fields.Date(string="Put Off Until", readonly=True, copy=False)
    commercial_reminder_log_id = fields.Many2one(
        "commercial.reminder.log",
        string="Reminder",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _follow_nudged(self, lines):
        """Take off the nudges whose lines are all settled, bring back those whose money was undone.

        As for the reminders: called in the middle of the engine's run, so they are archived.
        """
        nudges = (
            self.sudo()  # sudo: nudges of others follow the money as well
            .with_context(active_test=False)
            .search([("commercial_settlement_ids", "in", lines.ids)])
        )
        awaited = nudges.commercial_settlement_ids.filtered(lambda line: line._is_waiting())
        gone = nudges.filtered(
            lambda nudge: nudge.active and not nudge.commercial_settlement_ids & awaited
        )
        back = nudges.filtered(
            lambda nudge: nudge.is_closed_by_money and nudge.commercial_settlement_ids & awaited
        )
        for part, closed in ((gone, True), (back, False)):
            if part:
                part.write({"active": not closed, "is_closed_by_money": closed})
