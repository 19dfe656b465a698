from odoo import api, fields, models

from ..models.summary.commercial_summary_schedule import DIRECTIONS, GROUPS, UNITS
from ..tools.periods import period


class PeriodSummary(models.TransientModel):
    _name = "commercial.contract.summary"
    _description = "Period Summary"

    unit = fields.Selection(UNITS, string="Length", required=True, default="month")
    day = fields.Date(
        string="Any Day of It",
        required=True,
        default=fields.Date.context_today,
        help="The period that holds this day.",
    )
    date_from = fields.Date(string="First Day", compute="_compute_dates")
    date_to = fields.Date(string="Last Day", compute="_compute_dates")
    direction = fields.Selection(
        DIRECTIONS,
        required=True,
        default="sale",
        help="Money in and money out never stand in one sum.",
    )
    group_by = fields.Selection(
        GROUPS, string="Summed Up By", required=True, default="department_id"
    )

    @api.depends("unit", "day")
    def _compute_dates(self):
        for asked in self:
            span = period(asked.day, asked.unit) if asked.day and asked.unit else (False, False)
            asked.date_from, asked.date_to = span

    def action_show(self):
        return self._print("commercial_contract.report_period_summary_screen")

    def action_print(self):
        return self._print("commercial_contract.report_period_summary")

    def action_export(self):
        return self._print("commercial_contract.report_period_summary_xlsx")

    @api.model
    def get_screen(self, unit, day, direction, by, company_id):
        """Return the action that shows the summary of an address in a mail, which is of one company."""
        asked = {"unit": unit, "day": day, "direction": direction, "by": by}
        source = self.with_context(allowed_company_ids=[company_id])
        source.env["report.commercial_contract.period_summary"]._check_asked(unit, direction, by)
        return source._print_asked("commercial_contract.report_period_summary_screen", asked)

    def _print(self, report):
        self.ensure_one()
        asked = {
            "unit": self.unit,
            "day": fields.Date.to_string(self.day),
            "direction": self.direction,
            "by": self.group_by,
        }
        return self._print_asked(report, asked)

    def _print_asked(self, report, asked):
        """Return the action that shows or prints what is asked, by the method that the report reads."""
        # no ids of whatever was open before: the report would be of them
        printer = self.env.ref(report).with_context(active_ids=[], active_id=False)
        return {
            **printer.report_action([], data=asked, config=False),
            "close_on_report_download": True,
        }
