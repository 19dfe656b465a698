from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    contract_consolidate = fields.Selection(
        related="company_id.contract_consolidate", readonly=False, required=True
    )
    contract_invoice_dates = fields.Selection(
        related="company_id.contract_invoice_dates", readonly=False, required=True
    )
