from odoo import api, fields, models


class CommercialContract(models.Model):
    """A draft with a customer who pays badly says so before it is signed."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    payer_warning = fields.Char(compute="_compute_payer_warning")

    @api.depends("partner_id", "direction", "state")
    @api.depends_context("company", "lang")
    def _compute_payer_warning(self):
        for contract in self:
            customer = contract.partner_id.commercial_partner_id
            contract.payer_warning = (
                contract.state == "draft"
                and contract.direction == "sale"
                and customer.commercial_payer_grade == "bad"
                and self.env._(
                    "%(customer)s pays late: %(days)s days on average, weighted by amount.",
                    customer=customer.display_name,
                    days=round(customer.commercial_late_days),
                )
            )
