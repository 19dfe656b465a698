from odoo import api, models
from odoo.fields import Domain


class CommercialContract(models.Model):
    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    def _get_not_billed_domain(self):
        """What is posted whole needs no look at its invoices."""
        lines = self.env["commercial.contract.settlement"]
        return super()._get_not_billed_domain() & Domain.custom(to_sql=lines._sql_not_posted_whole)
