from odoo import api, fields, models


class CommercialContractPaymentLine(models.TransientModel):
    _name = "commercial.contract.payment.line"
    _description = "Part of a Contract Payment"
    _inherit = ["commercial.exact"]
    _order = "id"

    payment_id = fields.Many2one("commercial.contract.payment", required=True, ondelete="cascade")
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        required=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    date_due = fields.Date(related="settlement_id.date_due")
    amount_open = fields.Monetary(related="settlement_id.amount_residual", string="Open Amount")
    amount = fields.Monetary(string="This Payment")
    amount_after = fields.Monetary(string="Open After", compute="_compute_amount_after")

    @api.depends("amount", "amount_open")
    def _compute_amount_after(self):
        for line in self:
            line.amount_after = line.amount_open - line.amount
