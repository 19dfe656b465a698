from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """By what the company grades its customers."""

    _inherit = "res.company"

    contract_value_months = fields.Integer(
        string="Months Looked At",
        default=12,
        help="Customers are rated by what was signed and settled in so many months until today.",
    )
    contract_grade_good_days = fields.Integer(
        string="Good Payer up to (Days Late)",
        default=7,
        help="Customers who pay at most so many days late are good payers.",
    )
    contract_grade_bad_days = fields.Integer(
        string="Bad Payer above (Days Late)",
        default=45,
        help="Customers who pay more days late are bad payers; a new contract with one says so.",
    )

    @api.constrains("contract_value_months", "contract_grade_good_days", "contract_grade_bad_days")
    def _check_contract_grades(self):
        for company in self:
            if company.contract_value_months < 1:
                raise ValidationError(
                    self.env._(
                        "Customers of %s are rated by at least one month. Enter 1 or more.",
                        company.display_name,
                    )
                )
            if not 0 <= company.contract_grade_good_days <= company.contract_grade_bad_days:
                raise ValidationError(
                    self.env._(
                        "A good payer of %s cannot pay later than a bad one. Enter fewer days for the good"
                        " payer than for the bad one, and none below zero.",
                        company.display_name,
                    )
                )
