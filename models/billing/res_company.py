from odoo import fields, models

CONSOLIDATE = [
    ("line", "One a settlement line"),
    ("contract", "One a contract"),
    ("recipient", "One a recipient, over several contracts"),
]


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    contract_consolidate = fields.Selection(
        CONSOLIDATE,
        string="Automatic Invoices",
        default="line",
        required=True,
        help="What the daily job puts on one invoice.",
    )
    contract_invoice_dates = fields.Selection(
        [
            ("parts", "Each line on its own day"),
            ("earliest", "All of it on the earliest day"),
        ],
        string="Due Date of Combined Invoices",
        default="parts",
        required=True,
        help="When an invoice over several settlement lines is due.",
    )
