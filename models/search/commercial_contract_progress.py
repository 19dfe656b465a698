from odoo import models
from odoo.fields import Domain

from ...tools import typed


class CommercialContractProgress(models.Model):
    _name = "commercial.contract.progress"
    _inherit = ["commercial.contract.progress"]

    def _named_by(self, word):
        domain = Domain("name", "ilike", word) | Domain("note", "ilike", word)
        for first, last in typed.dates(word):
            domain |= Domain("date", ">=", first) & Domain("date", "<=", last)
        return domain
