import logging
from ast import literal_eval
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .commercial_reminder_log import TOLD

_logger = logging.getLogger(__name__)

# What a rule looks at: plan lines, or contracts themselves.
LINE_KINDS = ("settlement", "overdue", "retention")
# These begin with something that has happened; no reminder comes before it.
AFTER_KINDS = ("overdue", "text", "signature", "progress")
CHANNELS = [
    ("activity", "Activity"),
    ("digest", "Daily Mail"),
    ("both", "Activity and Daily Mail"),
]


class CommercialReminderRule(models.Model):
    """Who is reminded of what, when and how; the daily job follows these rules."""

    _name = "commercial.reminder.rule"
    _description = "Reminder Rule"
    _inherit = ["commercial.reminder.ready.made"]
    # what comes later in the life of a line is told first: then what came before it need not be told
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(string="In Use", default=True)
    sequence = fields.Integer(default=50, aggregator=None)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: the rule holds for all companies."
    )
    what = fields.Selection(
        [
            ("settlement", "Unsettled Lines"),
            ("overdue", "Overdue Lines"),
            ("retention", "Retention Money"),
            ("start", "Start of the Contract"),
            ("end", "End of the Contract"),
            ("notice", "Notice Date"),
            ("text", "Missing Text"),
            ("signature", "Missing Signature"),
            ("progress", "Stalled Progress"),
        ],
        string="Reminds Of",
        required=True,
        default="settlement",
    )
    model_name = fields.Char(compute="_compute_model_name", export_string_translation=False)
    days = fields.Integer(
        default=7, help="How many days before or after the date the reminder comes."
    )
    when = fields.Selection(
        [("before", "Before the Date"), ("after", "After the Date")],
        required=True,
        default="before",
    )
    on_workdays = fields.Boolean(
        string="On Working Days",
        help="A reminder that falls on a day off, by the working hours of the company, comes on the working"
        " day before it where it announces a date, else on the one after it.",
    )
    step_ids = fields.One2many(
        "commercial.reminder.step",
        "rule_id",
        string="Steps",
        copy=True,
        help="Several reminders one after the other, each with its wording. None: one reminder.",
    )
    note = fields.Text(
        string="What to Do", translate=True, help="Stands in the activity, below its summary."
    )
    filter_domain = fields.Char(
        string="Only For", help="Empty: for all. Else only for those that fit these conditions."
    )
    how = fields.Selection(
        CHANNELS,
        required=True,
        default="activity",
        help="The daily mail gathers all that is due for a person on that day. Who has no mail address"
        " gets an activity instead.",
    )
    log_ids = fields.One2many("commercial.reminder.log", "rule_id", string="Reminders Sent")

    @api.depends("what")
    def _compute_model_name(self):
        for rule in self:
            rule.model_name = rule._get_records()._name

    @api.onchange("what")
    def _onchange_what(self):
        self.filter_domain = False
        if self.what in AFTER_KINDS:
            self.when = "after"

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

    @api.constrains("filter_domain", "what")
    def _check_filter_domain(self):
        """Search as whoever writes the rule: it may name no field that is closed to him."""
        for rule in self.filtered("filter_domain"):
            try:
                rule._get_records().search(rule._get_filter(), limit=1)
            except (ValueError, SyntaxError, TypeError, UserError) as error:
                raise ValidationError(
                    self.env._(
                        "The conditions of rule '%(rule)s' cannot be read: %(error)s. Choose fields that you"
                        " see, and fixed values.",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    def _get_filter(self):
        return Domain(literal_eval(self.filter_domain)) if self.filter_domain else Domain.TRUE

    def _get_records(self):
        """Return the empty set of what this rule looks at."""
        if self._is_on_lines():
            return self.env["commercial.contract.settlement"]
        return self.env["commercial.contract"]

    def _is_on_lines(self):
        """Whether this rule reminds of plan lines, and not of contracts."""
        return self.what in LINE_KINDS

    def _comes_after(self):
        """Whether the reminders of this rule come after their date."""
        return self.when == "after" or self.what in AFTER_KINDS

    @api.model
    def _cron_remind(self, batch=200):
        """Send what is due by now. What earlier runs missed is caught up, one reminder each (I7)."""
        for rule in self.search(Domain.TRUE):
            try:
                rule._remind_all(batch)
            except ValueError:
                # a field that its conditions name is gone; the other rules go on
                _logger.exception("The conditions of rule %s cannot be read", rule.id)
        self.env["commercial.reminder.digest"]._send_all()

    def _remind_all(self, batch=200):
        """Send what is due by this rule: company by company, to each on his own day."""
        self.ensure_one()
        began = {"reminders_began": fields.Datetime.now()}
        concerned = self.company_id or self.env["res.company"].search(Domain.TRUE)
        concerned = concerned.with_context(**began)
        for own, companies in concerned._get_todays().items():
            days = {
                # whether a promise is broken depends on the day, which depends on the zone
                today: self.with_context(tz=zone, **began)
                for today, zone in companies._get_lived_days(own)
            }
            # first what stands open anywhere: the manager, whose day is another, hears of it in this run
            self.env["commercial.job"]._insist(partial(self._follow_days, days, companies))
            # each company has working days of its own
            for part in companies if self.on_workdays else [companies]:
                for today, rule in days.items():
                    workdays = part._get_workdays(today) if self.on_workdays else None
                    rule._remind_companies(part, today, workdays, batch)

    def _follow_days(self, days, companies):
        """Bring what is open in these companies to what holds on these days.

        :param days: ``{day: this rule as it reads that day}``
        """
        for today, rule in days.items():
            rule._follow_open(companies, today)

    def _remind_companies(self, companies, today, workdays, batch):
        """Send what is due in these companies to those of their people for whom it is today now."""
        lang = companies[:1].partner_id.lang
        rule = self.with_context(lang=lang) if lang else self
        records = rule._get_candidates(companies, today, workdays)
        records = records.browse([one.id for one in rule._plan_steps(records, today, workdays)])
        self.env["commercial.job"]._run_job(
            records,
            Domain.TRUE,  # what changed since is met again by the work itself, and told in the log
            partial(rule._remind, today=today, workdays=workdays),
            partial(rule._set_aside, today=today, workdays=workdays),
            batch,
        )

    def _remind(self, records, today, workdays=None):
        """Tell what is due today of these records, and log it. Safe to call twice.

        What is held back is logged with the reason, and the next run tries again.
        """
        self.ensure_one()
        planned = self._plan_steps(records, today, workdays)
        records = records.filtered(lambda record: record in planned)
        held = self._get_hold_reasons(records, today)
        people = self._get_people(records)
        here = self._filter_day({record: users for record, (users, _text) in people.items()}, today)
        people = {record: people[record] for record in here if record not in held}
        asleep = self._leave_asleep(people, today)
        later = self._get_told_later(planned, people)
        outcomes = {}
        for record in here:
            if record in held:
                outcomes[record] = ("held", *held[record], ())
                continue
            users, reason = people[record]
            if record in asleep:
                outcomes[record] = ("held", "snoozed", asleep[record], users)
            elif not users:
                outcomes[record] = ("held", "nobody", reason, users)
            elif record in later:
                outcomes[record] = ("missed", "later", False, users)
            else:
                state = self._get_told_state(planned[record].step, users)
                outcomes[record] = (state, False, reason, users)
        logs = self.env["commercial.reminder.log"]._claim(self, planned, outcomes, today)
        self._tell(logs.filtered(lambda log: log.state in TOLD))

    def _set_aside(self, record, error, today, workdays=None):
        planned = self._plan_steps(record, today, workdays)
        outcomes = {one: ("held", "fault", str(error), ()) for one in planned}
        self.env["commercial.reminder.log"]._claim(self, planned, outcomes, today)
