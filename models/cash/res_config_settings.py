from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # of the main company: its branches are one set of books with it
    contract_root_id = fields.Many2one(related="company_id.root_id", string="Main Company")
    contract_fee_account_ids = fields.Many2many(
        related="contract_root_id.contract_fee_account_ids", readonly=False
    )
    contract_deposit_account_ids = fields.Many2many(
        related="contract_root_id.contract_deposit_account_ids", readonly=False
    )
