from odoo import fields, models


class CommercialContractAmendmentGoods(models.Model):
    _name = "commercial.contract.amendment.goods"
    _description = "Amended Goods"
    _inherit = ["commercial.contract.amendment.row"]

    goods_id = fields.Many2one(
        "commercial.contract.line",
        string="Contract Goods",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(string="Description", required=True, readonly=True)
    unit = fields.Char(string="Unit of Measure", readonly=True)
    quantity_before = fields.Float(digits="Product Unit", readonly=True)
    quantity_after = fields.Float(digits="Product Unit", readonly=True)
    price_before = fields.Float(
        string="Unit Price Before", min_display_digits="Product Price", readonly=True
    )
    price_after = fields.Float(
        string="Unit Price After", min_display_digits="Product Price", readonly=True
    )
    discount_before = fields.Float(digits="Discount", readonly=True)
    discount_after = fields.Float(digits="Discount", readonly=True)
    taxes_before = fields.Char(readonly=True)
    taxes_after = fields.Char(readonly=True)
