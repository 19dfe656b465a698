from odoo import fields, models


class CommercialContractViewAsReason(models.TransientModel):
    _name = "commercial.contract.view.as.reason"
    _description = "Why a User Reaches Contracts"
    _order = "id"

    view_id = fields.Many2one(
        "commercial.contract.view.as", string="Dialog", required=True, ondelete="cascade"
    )
    reason = fields.Selection(
        selection=lambda self: list(
            self.env["commercial.contract"]._get_access_reason_labels().items()
        ),
        string="Why",
        readonly=True,
    )
    count = fields.Integer(
        string="Contracts",
        readonly=True,
        aggregator=None,
        help="A contract that is reached for two reasons counts in both.",
    )
