from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.instalments import parse_quick_plan


class CommercialContractCategory(models.Model):
    """A category is the template of its contracts: how they are planned, billed and held back."""

    _name = "commercial.contract.category"
    _inherit = ["commercial.contract.category"]

    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Default Plan",
        help="A new contract of this category gets its settlement plan from these payment terms.",
    )
    quick_plan = fields.Char(
        string="Default Percents",
        help="30/60/10 for three lines with these percents, 3x for three equal ones. Used where there"
        " is no default plan.",
    )
    retention_percent = fields.Float(
        string="Default Retention (%)",
        help="Held back from each instalment when the plan is built, from 0 to 100.",
    )
    retention_days = fields.Integer(help="How many days after completion the retention is due.")
    note = fields.Html(
        string="Default Notes", help="A new contract of this category starts with this text."
    )

    _retention_within = models.Constraint(
        "CHECK(COALESCE(retention_percent, 0) >= 0 AND COALESCE(retention_percent, 0) < 100"
        " AND COALESCE(retention_days, 0) >= 0)",
        "The retention of a category lies from 0 to below 100 %, and its days are not negative.",
    )

    @api.constrains("quick_plan")
    def _check_quick_plan(self):
        for category in self.filtered("quick_plan"):
            try:
                parse_quick_plan(category.quick_plan)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The default percents '%(text)s' of %(category)s are no plan. Type percents that"
                        " add up to 100, such as 30/60/10, or 3x for three equal lines.",
                        text=category.quick_plan,
                        category=category.display_name,
                    )
                ) from error
