from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CommercialReminderRule(models.Model):
    """Who is reminded of what, when and how; the daily job follows these rules."""

    _name = "commercial.reminder.rule"
    _description = "Reminder Rule"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(string="In Use", default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: the rule holds for all companies."
    )
    what = fields.Selection(
        [("settlement", "Unsettled Lines")],
        string="Reminds Of",
        required=True,
        default="settlement",
    )
    days = fields.Integer(
        default=7, help="How many days before or after the due date the reminder comes."
    )
    when = fields.Selection(
        [("before", "Before the Due Date"), ("after", "After the Due Date")],
        required=True,
        default="before",
    )
    who = fields.Selection(
        [("responsible", "The Responsible")],
        string="Reminded Person",
        required=True,
        default="responsible",
    )
    how = fields.Selection([("activity", "Activity")], required=True, default="activity")
    log_ids = fields.One2many("commercial.reminder.log", "rule_id", string="Reminders Sent")

    @api.constrains("days")
    def _check_days(self):
        for rule in self:
            if rule.days < 0:
                raise ValidationError(
                    self.env._(
                        "The number of days of rule '%s' cannot be negative. Enter 0 or more.",
                        rule.name,
                    )
                )

    @api.model
    def _cron_remind(self, batch=200):
        """Send what is due by now. What earlier runs missed is caught up, one reminder each (I7)."""
        for rule in self.search(Domain.TRUE):
            concerned = rule.company_id or self.env["res.company"].search(Domain.TRUE)
            for today, companies in concerned._get_todays().items():
                rule._remind_companies(companies, today, batch)

    def _remind_companies(self, companies, today, batch):
        domain = self._get_due_domain(companies, today)
        lines = self.env["commercial.contract.settlement"].search(domain, order="date_due, id")
        lines = lines.browse(self._filter_unsent(lines).ids)
        self.env["commercial.job"]._run_job(lines, domain, self._remind, self._set_aside, batch)

    def _get_due_domain(self, companies, today):
        """Lines that wait for money and whose day has come. A line that was reminded of already is in
        only where its date was moved since: ``_filter_unsent`` looks at these one by one."""
        sent = Domain(
            "reminder_log_ids", "any", [("rule_id", "=", self.id), ("state", "!=", "held")]
        )
        return (
            self._get_awaited_domain(companies)
            & Domain("date_due", "<=", fields.Date.add(today, days=self._get_lead()))
            & (
                Domain("date_due_original", "!=", False)
                | Domain("date_triggered", "!=", False)
                | ~sent
            )
        )

    def _get_awaited_domain(self, companies):
        """Lines whose money somebody should look after. ``_is_reminded`` is its twin."""
        return (
            Domain("company_id", "in", companies.ids)
            & Domain("is_cancelled", "=", False)
            & Domain("state", "in", ("open", "partial"))
            & (
                Domain("contract_id.state", "=", "active")
                & Domain("contract_id.is_suspended", "=", False)
                | Domain("contract_id.state", "=", "done") & Domain("trigger", "=", "completion")
            )
        )

    def _get_told_date(self, line):
        """Return the date of a plan line that this rule reminds of."""
        return line.date_due

    def _get_lead(self):
        return self.days if self.when == "before" else -self.days

    def _filter_unsent(self, lines):
        """Return the lines whose present date no reminder of this rule has told yet."""
        logs = self.env["commercial.reminder.log"]
        told = set(
            logs._read_group(
                [
                    ("rule_id", "=", self.id),
                    ("settlement_id", "in", lines.ids),
                    ("state", "!=", "held"),
                ],
                ["settlement_id", "date_due:day"],
            )
        )
        return lines.filtered(lambda line: (line, self._get_told_date(line)) not in told)

    def _remind(self, lines):
        """Make one activity a line for its contract's responsible, and log it. Safe to call twice.

        Where nobody can be reminded, the log says so, and the next run tries again.
        """
        self.ensure_one()
        lines = self._filter_unsent(lines)
        people = {line: line.contract_id._get_reminded_user() for line in lines}
        found = lines.filtered(lambda line: people[line])
        activities = self.env["mail.activity"]
        # quick update: no mail for each activity; the list of activities tells
        activities = activities.with_context(mail_activity_quick_update=True).create(
            self._prepare_activities({line: people[line] for line in found})
        )
        self._keep_log(found, "sent", activities=activities)
        nobody = self.env._("The contract has no responsible who can log in.")
        self._keep_log(lines - found, "held", nobody)

    def _prepare_activities(self, people):
        """Return the values of one activity a line: {line: user}."""
        kind = self.env.ref(
            "commercial_contract.mail_activity_type_settlement_due", raise_if_not_found=False
        )
        kind = kind or self.env["mail.activity.type"]
        return [line._prepare_reminder(user, kind) for line, user in people.items()]

    def _set_aside(self, line, error):
        self._keep_log(line, "held", str(error))

    def _keep_log(self, lines, state, reason=False, activities=()):
        """Write one row a line; a row that was held back becomes the one that is sent."""
        Log = self.env["commercial.reminder.log"]
        held = {
            log.settlement_id: log
            for log in Log.search(
                [
                    ("rule_id", "=", self.id),
                    ("settlement_id", "in", lines.ids),
                    ("state", "=", "held"),
                ]
            )
        }
        Log.union(*held.values()).unlink()
        ids = [activity.id for activity in activities] or [False] * len(lines)
        Log.create(
            [
                {
                    "contract_id": line.contract_id.id,
                    "settlement_id": line.id,
                    "rule_id": self.id,
                    "date_planned": fields.Date.subtract(
                        self._get_told_date(line), days=self._get_lead()
                    ),
                    "date_due": self._get_told_date(line),
                    "state": state,
                    "reason": reason,
                    "activity_id": activity,
                }
                for line, activity in zip(lines, ids, strict=True)
            ]
        )
