from odoo import api, fields, models


class CommercialContractAmendmentRow(models.AbstractModel):
    """One thing that an amendment changed: what it came to before, and what since."""

    _name = "commercial.contract.amendment.row"
    _description = "Row of an Amendment"
    _inherit = ["commercial.contract.child"]
    _order = "id"

    amendment_id = fields.Many2one(
        "commercial.contract.amendment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    amount_before = fields.Monetary(string="Before", readonly=True)
    amount_after = fields.Monetary(string="After", readonly=True)
    difference = fields.Monetary(compute="_compute_difference")
    is_added = fields.Boolean(string="Added", readonly=True)
    is_cancelled = fields.Boolean(string="Taken Out", readonly=True)

    @api.depends("amount_before", "amount_after")
    def _compute_difference(self):
        for row in self:
            row.difference = row.amount_after - row.amount_before
