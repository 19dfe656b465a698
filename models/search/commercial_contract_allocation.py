from odoo import models
from odoo.fields import Domain


class CommercialContractAllocation(models.Model):
    _name = "commercial.contract.allocation"
    _inherit = ["commercial.contract.allocation"]

    def _named_by(self, word):
        label = Domain("settlement_id.label", "ilike", word)
        return label | self._named_by_figures(word, "amount", "date")
