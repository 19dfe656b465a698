from odoo import fields, models

from .res_company import CONSOLIDATE


class CommercialContractCategory(models.Model):
    _name = "commercial.contract.category"
    _inherit = ["commercial.contract.category"]

    consolidate = fields.Selection(
        CONSOLIDATE,
        string="Automatic Invoices",
        help="What the daily job puts on one invoice. Empty: as the company says.",
    )
