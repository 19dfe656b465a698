from odoo import fields, models


class CommercialContractNudgeLine(models.TransientModel):
    _name = "commercial.contract.nudge.line"
    _description = "One Nudge"
    _order = "id"

    nudge_id = fields.Many2one(
        "commercial.contract.nudge", string="Dialog", required=True, ondelete="cascade"
    )
    contract_id = fields.Many2one("commercial.contract", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Responsible", required=True, ondelete="cascade")
    summary = fields.Char(
        string="Asked For",
        required=True,
        help="What the responsible reads in the list of activities.",
    )
