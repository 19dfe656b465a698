import logging

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.periods import ended, period

_logger = logging.getLogger(__name__)

UNITS = [
    ("day", "Day"),
    ("week", "Week"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half", "Half-Year"),
    ("year", "Year"),
]
DIRECTIONS = [("sale", "Money In"), ("purchase", "Money Out")]
GROUPS = [
    ("department_id", "Department"),
    ("user_id", "Responsible"),
    ("category_id", "Contract Category"),
    ("commercial_partner_id", "Customer or Vendor"),
]
# Who may read period summaries at all; what is in one, his record rules decide.
READERS = (
    "commercial_contract.group_contract_department,commercial_contract.group_contract_finance,"
    "commercial_contract.group_contract_legal"
)
MISSED = 7  # periods that are made good after the job stood still; older ones nobody waits for


class CommercialSummarySchedule(models.Model):
    """Who gets which period summary by mail, after each period. A daily job sends them."""

    _name = "commercial.summary.schedule"
    _description = "Summary by Mail"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(string="In Use", default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_ids = fields.Many2many(
        "res.users",
        "commercial_summary_schedule_user_rel",
        string="Mailed To",
        required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Each gets his own, in his language: what he sees of contracts, and nothing else.",
    )
    unit = fields.Selection(UNITS, string="Length", required=True, default="month")
    direction = fields.Selection(
        DIRECTIONS,
        required=True,
        default="sale",
        help="Money in and money out never stand in one sum.",
    )
    group_by = fields.Selection(
        GROUPS, string="Summed Up By", required=True, default="department_id"
    )
    with_pdf = fields.Boolean(string="Attach PDF", default=True)
    with_xlsx = fields.Boolean(string="Attach Excel")
    date_from = fields.Date(
        string="Starts On",
        required=True,
        default=fields.Date.context_today,
        help="Periods that ended before this day are not mailed.",
    )
    date_next = fields.Date(
        string="Next Mail",
        compute="_compute_date_next",
        help="The day after the period ends. A period in which nothing happened is not mailed.",
    )
    mail_ids = fields.One2many("commercial.summary.mail", "schedule_id", string="Mails Sent")

    @api.depends("unit", "date_from", "active")
    def _compute_date_next(self):
        today = fields.Date.context_today(self)
        for schedule in self:
            schedule.date_next = False
            if schedule.active and schedule.unit and schedule.date_from:
                last = period(max(today, schedule.date_from), schedule.unit)[1]
                schedule.date_next = fields.Date.add(last, days=1)

    @api.constrains("user_ids", "company_id")
    def _check_user_ids(self):
        for schedule in self:
            for user in schedule.user_ids:
                if not user.has_groups(READERS) or schedule.company_id not in user.company_ids:
                    raise ValidationError(
                        self.env._(
                            "%(person)s reads no period summaries of %(company)s. Take him off, or give him"
                            " the rights of a department, finance or legal there.",
                            person=user.name,
                            company=schedule.company_id.name,
                        )
                    )

    def write(self, vals):
        """What ended while a schedule was archived is not mailed afterwards."""
        if vals.get("active") and "date_from" not in vals:
            vals = {**vals, "date_from": fields.Date.context_today(self)}
        return super().write(vals)

    @api.model
    def _cron_mail_summaries(self, batch=5):
        """Mail the periods that ended, person by person, each on his own day. What earlier runs missed is
        made good, each period once (I7)."""
        mails = self.env["commercial.summary.mail"]
        try:
            with self.env.cr.savepoint():
                self.search(Domain.TRUE)._plan_mails()
        except (SerializationFailure, UniqueViolation):
            _logger.info("Another worker plans these summaries now; what it leaves comes later")
        self.env["commercial.job"]._run_job(
            mails.search(Domain("state", "=", "due")),
            Domain("state", "=", "due"),
            mails.browse()._send_each,
            mails.browse()._set_aside,
            batch,
        )

    def _plan_mails(self):
        """Write down who is to get which period, as far as that was not done."""
        rows = self.env["commercial.summary.mail"]
        last = {
            (schedule, user): day
            for schedule, user, day in rows._read_group(
                [("schedule_id", "in", self.ids)], ["schedule_id", "user_id"], ["date_to:max"]
            )
        }
        days = {user: self._get_day(user) for user in self.user_ids}
        planned = []
        for schedule in self:
            start = fields.Date.subtract(schedule.date_from, days=1)
            for user in schedule.user_ids:
                told = last.get((schedule, user))
                # who was put down today begins with the period that ended last
                spans = ended(
                    days[user], schedule.unit, max(told or start, start), MISSED if told else 1
                )
                planned += [
                    {
                        "schedule_id": schedule.id,
                        "user_id": user.id,
                        "date_from": first,
                        "date_to": end,
                    }
                    for first, end in spans
                ]
        rows.create(planned)
        self.env.flush_all()

    @api.model
    def _get_day(self, user):
        return self.env["commercial.reminder.digest"]._get_day(user)
