from odoo import fields, models


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
    date_before = fields.Date(string="Due Before", readonly=True)
    date_after = fields.Date(string="Due After", readonly=True)
    amount_held = fields.Monetary(
        string="Invoiced or Settled",
        readonly=True,
        help="The larger of what was invoiced and what was settled: the line does not go below it.",
    )
    amount_open = fields.Monetary(
        string="Unsettled Before", readonly=True, help="What the line still waited for."
    )
    is_cancelled = fields.Boolean(help="The line held nothing and was taken out of the plan.")
