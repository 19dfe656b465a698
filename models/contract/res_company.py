from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    contract_due_soon_days = fields.Integer(
        string="Due Soon (Days)",
        default=7,
        help="A settlement line counts as due soon this many days before its due date.",
    )

    @api.constrains("contract_due_soon_days")
    def _check_contract_due_soon_days(self):
        for company in self:
            if company.contract_due_soon_days < 0:
                raise ValidationError(
                    self.env._(
                        "The number of days before the due date of %s cannot be negative. Enter 0 or more.",
                        company.display_name,
                    )
                )

    def _get_todays(self):
        """Return {today: companies}: the day in each company's time zone, else in that of the user."""
        found = {}
        for zone, companies in self.grouped(lambda company: company.partner_id.tz).items():
            today = fields.Date.context_today(self.with_context(tz=zone or self.env.user.tz))
            found[today] = found.get(today, self.browse()) | companies
        return found
