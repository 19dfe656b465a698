from odoo import fields, models


class CommercialContractViewAsTotal(models.TransientModel):
    _name = "commercial.contract.view.as.total"
    _description = "Total That a User Reaches"
    _order = "id"

    view_id = fields.Many2one(
        "commercial.contract.view.as", string="Dialog", required=True, ondelete="cascade"
    )
    direction = fields.Selection([("sale", "Money In"), ("purchase", "Money Out")], readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    count = fields.Integer(string="Contracts", readonly=True, aggregator=None)
    # two directions and several currencies have no sum
    amount_total = fields.Monetary(string="Contract Amount", readonly=True, aggregator=None)
    amount_settled = fields.Monetary(string="Settled", readonly=True, aggregator=None)
    amount_unsettled = fields.Monetary(string="Unsettled", readonly=True, aggregator=None)
