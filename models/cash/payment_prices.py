"""What plan lines cost in other currencies than their contract's (R11).

A document keeps the rate that it was made at: what it bills of a plan line is worth there what the
engine counts it as. Odoo then converts between the document and the payment at the day's rate.
"""

from functools import cached_property

from ...tools.money import divide, from_units, to_units
from . import ledger
from .books import Books


class Prices:
    """Amounts of one payment in three currencies: the contract's, the document's, the payment's."""

    def __init__(self, contracts, currency, date):
        """:param currency: of the payment"""
        self.env, self.contracts = contracts.env, contracts
        self.currency, self.date = currency, date
        self.own = contracts.currency_id[:1]
        self.company = contracts.company_id[:1]

    @cached_property
    def _documents(self):
        """The documents as the engine reads them; only asked where one has another currency."""
        ledger.flush(self.env)
        return Books(self.env, self.contracts).documents

    @cached_property
    def _shares(self):
        """{(document, plan line): what is not paid yet, as (amount on it, worth for the contract)}"""
        found, documents = {}, self._documents
        for move, slices in documents.slices.items():
            left = [[share.amount, share.value] for share in documents.shares[move]]
            for piece in slices:
                left[piece.share][0] -= piece.amount
                left[piece.share][1] -= piece.value
            for share, (amount, value) in zip(documents.shares[move], left, strict=True):
                before = found.get((move, share.line), (0, 0))
                found[move, share.line] = (before[0] + amount, before[1] + value)
        return found

    def is_foreign(self, document):
        """Whether a document is in another currency than its contract."""
        return document.currency_id != self.own

    def _share(self, line, document):
        return self._shares.get((document.id, line.id), (0, 0))

    def get_share(self, line, document):
        """Return what a foreign document has left of a plan line, in its own currency."""
        amount, _value = self._share(line, document)
        return from_units(max(amount, 0), document.currency_id.rounding)

    def get_worth(self, line, document, amount):
        """Return what a foreign document has left of a plan line, as the contract counts it; of one in
        the contract's currency ``amount``: the share there is the worth."""
        if not self.is_foreign(document):
            return amount
        _amount, value = self._share(line, document)
        return from_units(max(value, 0), self.own.rounding)

    def to_document(self, line, document, amount):
        """Return what must be paid on the document for this amount of the contract."""
        if not self.is_foreign(document):
            return amount
        left, value = self._share(line, document)
        wanted = to_units(amount, self.own.rounding)
        paid = left if wanted >= value else divide(wanted * left, value)
        return from_units(max(paid, 0), document.currency_id.rounding)

    def from_document(self, line, document, paid):
        """Return what the contract gets for this payment on the document."""
        if not self.is_foreign(document):
            return paid
        left, value = self._share(line, document)
        units = to_units(paid, document.currency_id.rounding)
        return from_units(
            value if units >= left else divide(units * value, left), self.own.rounding
        )

    def rate(self, source, target):
        """Return what one unit of ``source`` is worth in ``target`` on the day of the payment."""
        return source._get_conversion_rate(source, target, self.company, self.date)

    def to_payment(self, amount, currency):
        """Return an amount of another currency in that of the payment, at the rate of its day.

        Not less than what converts back to it: a coarse unit would leave a cent of a document open.
        """
        if currency == self.currency:
            return amount
        rate = self.rate(currency, self.currency)
        paid = self.currency.round(amount * rate)
        if currency.compare_amounts(paid / rate, amount) < 0:
            paid += self.currency.rounding
        return self.currency.round(paid)

    def unit(self, documents):
        """Return by how much a line may miss its part: the worth of the smallest unit that the payment
        or these documents can say, zero where all are in the contract's currency."""
        others = (self.currency | documents.currency_id) - self.own
        units = [currency.rounding * self.rate(currency, self.own) for currency in others]
        return max([0.0, *(self.own.round(unit) or self.own.rounding for unit in units)])
