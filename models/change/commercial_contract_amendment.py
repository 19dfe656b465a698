from odoo import fields, models


class CommercialContractAmendment(models.Model):
    """What was changed after signing: the figures before and after, the reason, the effective date.

    Written by the amending methods of the contract alone, never changed afterwards.
    """

    _name = "commercial.contract.amendment"
    _description = "Contract Amendment"
    _inherit = ["commercial.contract.child"]
    _order = "date desc, id desc"

    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [("change", "Change of the Plan"), ("terminate", "Termination")],
        string="Kind of Amendment",
        required=True,
        readonly=True,
    )
    date = fields.Date(string="Effective On", required=True, readonly=True)
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Amended By", readonly=True, index="btree_not_null"
    )
    amount_before = fields.Monetary(
        string="Plan Before", readonly=True, help="What the plan added up to before, tax included."
    )
    amount_after = fields.Monetary(
        string="Plan After", readonly=True, help="What the plan adds up to since, tax included."
    )
    line_ids = fields.One2many(
        "commercial.contract.amendment.line",
        "amendment_id",
        string="Changed Settlement Lines",
        readonly=True,
    )
