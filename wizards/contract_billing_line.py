from odoo import fields, models


class CommercialContractBillingLine(models.TransientModel):
    _name = "commercial.contract.billing.line"
    _description = "Invoice to Be Made"
    _order = "id"

    billing_id = fields.Many2one("commercial.contract.billing", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Recipient")
    description = fields.Char(string="Contracts")
    count = fields.Integer(string="Lines")
    date_due = fields.Date(string="Earliest Due Date")
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary()
