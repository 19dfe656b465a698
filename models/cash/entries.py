"""Posted entries that carry money: their partner items, and what share of each is cash."""

from typing import Any, NamedTuple

from ...tools.money import cumulative
from . import ledger


class Part(NamedTuple):
    """A partner item of a posted entry, or of a document that another one is matched with."""

    id: int
    move: int
    date: Any
    currency: int
    company: int
    balance: float
    amount_currency: float
    tag: int | None
    named: int | None
    payment: int | None
    partner: int | None

    @property
    def inward(self):
        """1 where the item brings money in (a credit), else -1."""
        return 1 if (self.balance or self.amount_currency) < 0 else -1

    def company_amount(self, amount):
        """Return what ``amount`` (of the item's currency, above zero) is in company currency."""
        whole = abs(self.amount_currency)
        return abs(self.balance) * amount / whole if whole else 0.0


class Entries:
    """The partner items of a batch, and how each entry is cut into cash, netting and write-off."""

    def __init__(self, env, exchange, ids, documents, partials):
        self.exchange = exchange
        rows = ledger.items(env, ids, {row[1] for row in partials})
        self.parts = {row[0]: Part(*row) for row in rows}
        self.tagged = [
            part
            for part in self.parts.values()
            if part.tag in set(ids) and part.move not in documents
        ]
        rows = ledger.item_partials(env, [part.id for part in self.tagged]) if self.tagged else []
        self.item_partials = {}
        for row in rows:
            self.item_partials.setdefault(row[0], []).append(row[1:])
        unknown = {row[1] for row in rows if row[7] and not row[5]} - self.parts.keys()
        if unknown:
            self.parts.update((row[0], Part(*row)) for row in ledger.items(env, [], unknown))
        moves = {part.move for part in self.parts.values()} - documents.keys()
        self._entries = ledger.entries(env, moves) if moves else {}

    def cut(self, part, amount):
        """Cut ``amount`` (units) of a partner item into ((kind, units), ...), without zeros.

        None where the entry counts for nothing: not posted, exchange difference, cash basis (R15).
        Shares of an entry: docs/money.md, "Shares of an entry".
        """
        found = self._shares(part)
        if not found:
            return None
        cash, netting, whole = found
        cash = cumulative(amount, 0, cash, whole)
        netting = min(amount - cash, cumulative(amount, 0, netting, whole))
        parts = (("cash", cash), ("netting", netting), ("writeoff", amount - cash - netting))
        return tuple((kind, units) for kind, units in parts if units)

    def is_cash(self, part):
        """Whether some of this partner item is cash."""
        found = self._shares(part)
        return bool(found and found[0])

    def _shares(self, part):
        """Return (cash, netting, whole) of the item's side of its entry, or None."""
        entry = self._entries.get(part.move)
        if not entry or entry[0]:
            return None
        _nothing, currency, by_balance, by_currency = entry
        same = currency == part.currency
        if not same:
            currency = self.exchange.company_currency(part.company)
        credit, debit, liquid = (
            self.exchange.units(value, currency) for value in (by_currency if same else by_balance)
        )
        whole, across = (credit, debit) if part.inward > 0 else (debit, credit)
        if not whole:
            return None
        cash = max(0, min(whole, part.inward * liquid))
        return cash, max(0, min(whole - cash, across)), whole
