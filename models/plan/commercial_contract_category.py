from odoo import fields, models


class CommercialContractCategory(models.Model):
    _name = "commercial.contract.category"
    _inherit = ["commercial.contract.category"]

    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Default Plan",
        help="A new contract of this category gets its settlement plan from these payment terms.",
    )
