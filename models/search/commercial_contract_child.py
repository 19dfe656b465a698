from odoo import fields, models
from odoo.fields import Domain

from ...tools import typed


class CommercialContractChild(models.AbstractModel):
    """What stands below a contract is found by the words of the contract and by its own."""

    _name = "commercial.contract.child"
    _inherit = ["commercial.contract.child"]

    found_by = fields.Char(
        string="Search",
        store=False,
        search="_search_found_by",
        help="What is written here, an amount or a date, or whatever finds the contract.",
    )

    def _search_found_by(self, operator, value):
        """Find by the words typed, each here or on the contract; where nothing fits, by a typing
        mistake in what stands on the contract."""
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return NotImplemented
        words = typed.words(value)
        contracts = self.env["commercial.contract"]
        named = {word: contracts._named_by(word, dated=False) for word in words}

        def fits(word, domain):
            return self._named_by(word) | Domain("contract_id", "any", domain)

        exact = Domain.AND(fits(word, domain) for word, domain in named.items())
        # as the user, like the search of contracts itself
        seen = self.sudo(False)
        if not words or not seen.has_access("read") or seen.search(exact, limit=1, order="id"):
            return exact
        return Domain.AND(
            fits(word, domain | contracts._named_amiss(word)) for word, domain in named.items()
        )

    def _named_by(self, word):
        """Return the domain of the records that a normal word names by what stands on them. Seam."""
        return Domain.FALSE

    def _named_by_figures(self, word, amount, date):
        """Return the domain of the records that a word names by an amount or a date of theirs."""
        domain = self._named_by_date(word, date)
        if bounds := typed.amounts(word):
            low, high = (float(bound) for bound in bounds)
            domain |= Domain(amount, ">=", low) & Domain(amount, "<", high)
        return domain

    def _named_by_date(self, word, name):
        """Return the domain of the records that a word names by their date of this name."""
        return Domain.OR(
            Domain(name, ">=", first) & Domain(name, "<=", last)
            for first, last in typed.dates(word)
        )
