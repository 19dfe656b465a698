from odoo import fields, models


class CommercialSettlementMethod(models.Model):
    _name = "commercial.settlement.method"
    _description = "Settlement Method"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(string="In Use", default=True)
    note = fields.Text(string="Notes", translate=True)
