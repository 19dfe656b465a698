from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import date_utils


class SettlementList(models.TransientModel):
    _name = "commercial.contract.settlement.list"
    _description = "Settlement List of a Period"

    date_from = fields.Date(
        string="First Day",
        required=True,
        default=lambda self: date_utils.start_of(fields.Date.context_today(self), "month"),
    )
    date_to = fields.Date(
        string="Last Day",
        required=True,
        default=lambda self: date_utils.end_of(fields.Date.context_today(self), "month"),
    )
    direction = fields.Selection(
        [("sale", "Money In"), ("purchase", "Money Out")],
        required=True,
        default="sale",
        help="Money in and money out never stand on one list.",
    )
    mode = fields.Selection(
        [("due", "What Is Due"), ("settled", "What Is Due or Was Settled")],
        string="Lines Listed",
        required=True,
        default="due",
        help="The first lists what shall come; the second also what came before or after its date.",
    )
    user_id = fields.Many2one("res.users", string="Responsible", domain="[('share', '=', False)]")
    department_id = fields.Many2one("hr.department")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for asked in self:
            if asked.date_to < asked.date_from:
                raise ValidationError(
                    self.env._(
                        "The settlement list ends (%(last)s) before it begins (%(first)s)."
                        " Correct one of the two days.",
                        first=asked.date_from,
                        last=asked.date_to,
                    )
                )

    def action_print(self):
        return self._print("commercial_contract.report_settlement_list")

    def action_export(self):
        return self._print("commercial_contract.report_settlement_list_xlsx")

    def _print(self, report):
        """Return the action that prints what is asked, by the method that the report reads."""
        self.ensure_one()
        asked = {
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
            "direction": self.direction,
            "mode": self.mode,
            "user_id": self.user_id.id,
            "department_id": self.department_id.id,
        }
        # no ids of whatever was open before: they would be printed instead of the period
        printer = self.env.ref(report).with_context(active_ids=[], active_id=False)
        return {
            **printer.report_action([], data=asked, config=False),
            "close_on_report_download": True,
        }
