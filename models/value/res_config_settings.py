from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    contract_value_months = fields.Integer(
        related="company_id.contract_value_months", readonly=False
    )
    contract_grade_good_days = fields.Integer(
        related="company_id.contract_grade_good_days", readonly=False
    )
    contract_grade_bad_days = fields.Integer(
        related="company_id.contract_grade_bad_days", readonly=False
    )
