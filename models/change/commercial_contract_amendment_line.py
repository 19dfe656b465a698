from odoo import api, fields, models
from odoo.tools import format_date


class CommercialContractAmendmentLine(models.Model):
    _name = "commercial.contract.amendment.line"
    _description = "Amended Settlement Line"
    _inherit = ["commercial.contract.amendment.row"]
    _rec_name = "settlement_id"

    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(readonly=True, help="What the line was called then.")
    date_before = fields.Date(string="Due Date Before", readonly=True)
    date_after = fields.Date(string="Due Date After", readonly=True)
    event_before = fields.Char(
        readonly=True, export_string_translation=False, help="What the line waited for, as a code."
    )
    event_after = fields.Char(
        readonly=True, export_string_translation=False, help="What the line waits for, as a code."
    )
    due_before = fields.Char(compute="_compute_due_texts")
    due_after = fields.Char(compute="_compute_due_texts")
    amount_held = fields.Monetary(
        string="Invoiced or Settled",
        readonly=True,
        help="The larger of what was invoiced and what was settled: the line does not go below it.",
    )
    amount_open = fields.Monetary(
        string="Unsettled Before", readonly=True, help="What the line still waited for."
    )
    is_cancelled = fields.Boolean(help="The line held nothing and was taken out of the plan.")

    @api.depends("date_before", "date_after", "event_before", "event_after")
    @api.depends_context("lang")
    def _compute_due_texts(self):
        """The day on which the line was and is due, or what it waits for."""
        lines = self.settlement_id
        for row in self:
            for moment in ("before", "after"):
                day, event = row[f"date_{moment}"], row[f"event_{moment}"]
                row[f"due_{moment}"] = (
                    format_date(self.env, day) if day else lines._read_event(event)
                )
