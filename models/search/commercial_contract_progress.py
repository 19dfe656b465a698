from odoo import models
from odoo.fields import Domain


class CommercialContractProgress(models.Model):
    _name = "commercial.contract.progress"
    _inherit = ["commercial.contract.progress"]

    def _named_by(self, word):
        text = Domain("name", "ilike", word) | Domain("note", "ilike", word)
        return text | self._named_by_date(word, "date")
