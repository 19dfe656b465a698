from odoo import fields, models


class CommercialContractAmendmentLine(models.Model):
    _name = "commercial.contract.amendment.line"
    _description = "Amended Settlement Line"
    _inherit = ["commercial.contract.child"]
    _order = "id"
    _rec_name = "settlement_id"

    amendment_id = fields.Many2one(
        "commercial.contract.amendment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    amount_before = fields.Monetary(readonly=True)
    amount_after = fields.Monetary(readonly=True)
    is_cancelled = fields.Boolean(
        string="Taken Out",
        readonly=True,
        help="The line held nothing and was taken out of the plan.",
    )
