from odoo import models
from odoo.fields import Domain


class CommercialContractSettlement(models.Model):
    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _named_by(self, word):
        return Domain("label", "ilike", word) | self._named_by_figures(word, "amount", "date_due")
