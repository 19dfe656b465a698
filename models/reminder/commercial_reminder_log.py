from odoo import api, fields, models


class CommercialReminderLog(models.Model):
    """What was sent, held back or put off, and why. Written by the daily job alone."""

    _name = "commercial.reminder.log"
    _description = "Reminder"
    _inherit = ["commercial.contract.child"]
    _order = "id desc"
    _rec_name = "settlement_id"

    rule_id = fields.Many2one(
        "commercial.reminder.rule", required=True, readonly=True, ondelete="cascade"
    )
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    step = fields.Integer(
        default=0, readonly=True, aggregator=None, help="0 is the first reminder of the rule."
    )
    date_planned = fields.Date(
        string="Planned For",
        required=True,
        readonly=True,
        help="The day on which the reminder was due by the rule.",
    )
    date_due = fields.Date(string="Told Due Date", readonly=True)
    state = fields.Selection(
        [("sent", "Sent"), ("moved", "Moved with the Due Date"), ("held", "Held Back")],
        string="Outcome",
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, index="btree_not_null", ondelete="set null"
    )
    is_closed = fields.Boolean(
        string="Closed by Itself",
        readonly=True,
        help="The activity was taken off because the line was settled or the contract paused.",
    )

    _sent_once = models.UniqueIndex(
        "(rule_id, settlement_id, step, date_planned)",
        "A reminder of this settlement line was sent already.",
    )

    @api.model
    def _follow_lines(self, lines):
        """Take off the reminders of lines that wait for no money any more, bring back those of lines
        that do again (a payment undone, a contract resumed).

        The engine calls it in the middle of its run: nothing here may flush everything, so the
        activities are archived, as done ones are, and not deleted.
        """
        self.env["mail.activity"]._follow_nudged(lines)
        logs = self.sudo().search(  # sudo: reminders of others follow the money as well
            [("settlement_id", "in", lines.ids), ("activity_id", "!=", False)]
        )
        if not logs:
            return
        logs = logs.with_context(active_test=False)
        awaited = logs._filter_awaited()
        gone = (logs - awaited).filtered(lambda log: log.activity_id.active)
        back = awaited.filtered("is_closed")
        for part, closed in ((gone, True), (back, False)):
            if part:
                part.activity_id.write({"active": not closed})
                part.write({"is_closed": closed})

    def _filter_awaited(self):
        """Return the reminders whose line still calls for somebody to look after it."""
        awaited = self.settlement_id.filtered(lambda line: line._is_reminded())
        return self.filtered(lambda log: log.settlement_id in awaited)
