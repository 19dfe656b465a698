from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, plaintext2html

TOLD = ("waiting", "sent")  # what is told, or will be with the next daily mail


class CommercialReminderLog(models.Model):
    """What was sent, held back or put off, and why: one row a reminder. Written by the daily job alone."""

    _name = "commercial.reminder.log"
    _description = "Reminder"
    _inherit = ["commercial.contract.child"]
    _order = "id desc"
    _rec_name = "contract_id"

    rule_id = fields.Many2one(
        "commercial.reminder.rule",
        string="Reminder Rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty where the reminder is about the contract itself.",
    )
    step = fields.Integer(
        default=0, readonly=True, aggregator=None, help="0 is the first reminder of the rule."
    )
    step_id = fields.Many2one(
        "commercial.reminder.step",
        string="Tone",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    date_planned = fields.Date(
        string="Planned For",
        required=True,
        readonly=True,
        help="The day on which the reminder was due by the rule.",
    )
    date_due = fields.Date(string="Told Date", readonly=True, help="The date that was reminded of.")
    state = fields.Selection(
        [
            ("waiting", "In the Next Daily Mail"),
            ("sent", "Sent"),
            ("moved", "Moved with the Due Date"),
            ("held", "Held Back"),
            ("missed", "Left Out"),
        ],
        string="Outcome",
        required=True,
        readonly=True,
    )
    cause = fields.Selection(
        [
            ("later", "A Later One Was Due"),
            ("settled", "Settled Meanwhile"),
            ("suspended", "Contract Suspended"),
            ("ended", "Contract Ended or Line Taken Out"),
            ("disputed", "Line in Dispute"),
            ("promised", "Promised"),
            ("nobody", "Nobody Can Be Reminded"),
            ("changed", "No Longer So"),
            ("fault", "A Fault"),
        ],
        string="Reason",
        readonly=True,
        help="Why nothing was sent.",
    )
    reason = fields.Char(string="Details", readonly=True)
    held_before = fields.Char(
        string="Held Back Before",
        readonly=True,
        help="Since when, and why, this reminder was held back before it was sent.",
    )
    date_sent = fields.Date(
        string="Sent On", readonly=True, help="The day on which people were told."
    )
    user_ids = fields.Many2many(
        "res.users", string="Reminded People", readonly=True, help="Who got the reminder."
    )
    activity_ids = fields.One2many(
        "mail.activity",
        "commercial_reminder_log_id",
        string="Activities",
        readonly=True,
        context={"active_test": False},
    )
    is_closed = fields.Boolean(
        string="Closed by Itself",
        readonly=True,
        help="The activity was taken off because the line was settled, or the contract paused or changed.",
    )
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer or Vendor")

    _sent_once = models.UniqueIndex(
        "(rule_id, settlement_id, step, date_planned, date_due) WHERE settlement_id IS NOT NULL AND parent_id IS NULL",
        "A reminder of this settlement line was sent already.",
    )
    _sent_once_contract = models.UniqueIndex(
        "(rule_id, contract_id, step, date_planned, date_due) WHERE settlement_id IS NULL AND parent_id IS NULL",
        "A reminder of this contract was sent already.",
    )

    @api.depends("settlement_id", "contract_id")
    def _compute_display_name(self):
        for log in self:
            log.display_name = log._get_record().display_name

    def _get_record(self):
        """Return what the reminder is about: a plan line, or a contract."""
        return self.settlement_id or self.contract_id

    def _tells_of(self, date):
        """Return whether this reminder was about that date of its plan line."""
        return self.date_due == date

    @api.model
    def _claim(self, rule, planned, outcomes, today):
        """Write what becomes of these reminders, before anything of it is sent; return the new rows.

        A row that was held back becomes the one that is sent; what is held back for the same reason as
        before is not written again.

        :param planned: ``{record: Planned}``
        :param outcomes: ``{record: (state, cause, text, users)}``
        :raises UniqueViolation: another worker tells the same at this moment; nothing is to be sent then
        """
        rows = {}
        for record, (state, cause, reason, users) in outcomes.items():
            plan = planned[record]
            for step in plan.missed:
                rows[record, step] = rule._prepare_log(record, plan, step, "missed", "later")
            rows[record, plan.step] = rule._prepare_log(
                record, plan, plan.step, state, cause, reason, users
            )
            rows[record, plan.step]["date_sent"] = state in TOLD and today
        for held in rule._get_held(outcomes):
            row = rows.get((held._get_record(), held.step))
            if not row or row["date_due"] != held.date_due:
                continue
            if row["state"] == "missed" and row["step"] != planned[held._get_record()].step:
                del rows[held._get_record(), held.step]  # it was held back on its day: that is why
            elif (row["state"], row["cause"], row["reason"]) == ("held", held.cause, held.reason):
                del rows[held._get_record(), held.step]
            else:
                row["held_before"] = held._tell_held()
                held.unlink()
        logs = self.create(list(rows.values()))
        logs.flush_recordset()  # here another worker's row is met, and not after something was sent
        return logs

    def _tell_held(self):
        """Return since when and why these reminders were held back, as text for the rows that replace
        them; False where they were not."""
        causes = dict(self._fields["cause"]._description_selection(self.env))
        texts = []
        for log in self:
            text = self.env._(
                "%(date)s: %(reason)s",
                date=format_date(self.env, log.create_date.date()),
                reason=", ".join(filter(None, [causes.get(log.cause), log.reason])),
            )
            texts += filter(None, [log.held_before, text])
        return "; ".join(texts) or False

    @api.model
    def _follow_lines(self, lines):
        """Take off the reminders of lines that wait for no money any more, bring back those of lines
        that do again (a payment undone, a contract resumed).

        The engine calls it in the middle of its run: nothing here may flush everything, so the
        activities are archived, as done ones are, and not deleted.
        """
        self.env["mail.activity"]._follow_nudged(lines)
        self._follow([("settlement_id", "in", lines.ids)])

    @api.model
    def _follow_contracts(self, contracts):
        """Bring the reminders of these contracts and their lines in step with their life and dates."""
        self.env["mail.activity"]._follow_nudged(contracts.settlement_ids)
        self._follow([("contract_id", "in", contracts.ids)])

    def _follow(self, domain):
        # sudo: reminders of others follow the money as well
        logs = self.sudo().with_context(active_test=False)
        logs = logs.search(Domain(domain) & Domain("activity_ids", "!=", False))
        if not logs:
            return
        awaited = logs._filter_awaited()
        gone = (logs - awaited).activity_ids.filtered("active")
        back = awaited.activity_ids.filtered("is_closed_by_money")
        for part, closed in ((gone, True), (back, False)):
            if part:
                part.write({"active": not closed, "is_closed_by_money": closed})
                part.commercial_reminder_log_id.write({"is_closed": closed})

    def _filter_awaited(self):
        """Return the reminders that still call for somebody: their line waits for money, or what they
        tell of the contract still holds."""
        lines = self.settlement_id.filtered(lambda line: line._is_reminded())
        awaited = self.filtered(lambda log: log.settlement_id in lines and log._is_told_now())
        for rule, logs in (self - self.filtered("settlement_id")).grouped("rule_id").items():
            dates = rule._get_told_dates(logs.contract_id)
            awaited |= logs.filtered(
                lambda log, dates=dates: (
                    log.date_due == dates.get(log.contract_id) and not log.contract_id.is_suspended
                )
            )
        return awaited

    def _is_told_now(self):
        """Whether a reminder of a plan line tells what holds now: one of what is to come moves along with
        the due date, one of what is overdue does not."""
        return self.rule_id.what != "overdue" or self.date_due == self.settlement_id.date_due

    def _speak_to(self, user):
        """Return this reminder in the language of its rule, else in that of ``user``."""
        return self.with_context(lang=self.rule_id._get_lang(user.lang))

    def _prepare_activity(self, user, kind):
        """Return the values of the activity of type ``kind`` that reminds ``user``, in the language of
        the environment."""
        record, step, rule = self._get_record(), self.step_id, self.rule_id
        if self.settlement_id:
            values = record._prepare_told_line(user, kind, rule)
        else:
            values = record._prepare_dated(user, kind, self)
        if step:
            values["summary"] = self.env._(
                "%(tone)s: %(text)s", tone=step.name, text=values["summary"]
            )
        values["note"] = plaintext2html(step.note or rule.note) if step.note or rule.note else False
        return values
