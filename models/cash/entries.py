"""Posted entries that carry money: their partner items, and what share of each is cash."""

from collections import defaultdict
from typing import Any, NamedTuple

from ...tools.entry import cut, share_entry
from . import ledger_entries


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
        rows = ledger_entries.items(env, ids, {row[1] for row in partials})
        self.parts = {row[0]: Part(*row) for row in rows}
        ours = set(ids)
        self.tagged = [
            part for part in self.parts.values() if part.tag in ours and part.move not in documents
        ]
        rows = (
            ledger_entries.item_partials(env, [part.id for part in self.tagged])
            if self.tagged
            else []
        )
        self.item_partials = {}
        for row in rows:
            self.item_partials.setdefault(row[0], []).append(row[1:])
        unknown = {row[1] for row in rows if row[7] and not row[5]} - self.parts.keys()
        if unknown:
            self.parts.update(
                (row[0], Part(*row)) for row in ledger_entries.items(env, [], unknown)
            )
        moves = {part.move for part in self.parts.values()} - documents.keys()
        self._entries = ledger_entries.entries(env, moves) if moves else {}
        self._sides = {}
        self._granted = self._read_granted(env)

    def cut(self, part, amount, document=None):
        """Cut ``amount`` (units) of a partner item into ((kind, units), ...), without zeros.

        None where the entry counts for nothing: not posted, exchange difference, cash basis (R15).
        Shares of an entry: docs/money.md, "Shares of an entry".

        :param document: the move that it is matched with; None: what its tag speaks for
        """
        shares = self._shares(part)
        if not shares:
            return None
        granted = self._granted.get((part.move, part.inward))
        discount = None if granted is None else min(amount, granted.get((part.id, document), 0))
        return cut(amount, shares, discount)

    def is_cash(self, part):
        """Whether some of this partner item is cash."""
        shares = self._shares(part)
        return bool(shares and shares.cash)

    def _shares(self, part):
        """Return the shares of the item's side of its entry, or None. All items of a side have the same."""
        key = (part.move, part.inward, part.currency)
        if key not in self._sides:
            self._sides[key] = self._read_shares(part)
        return self._sides[key]

    def _read_shares(self, part):
        entry = self._entries.get(part.move)
        if not entry or entry[0]:
            return None
        _nothing, currency, by_balance, by_currency = entry
        if currency == part.currency:
            return self._side(by_currency, currency, part.inward)
        return self._side(by_balance, self.exchange.company_currency(part.company), part.inward)

    def _side(self, amounts, currency, inward):
        credit, debit, liquid = (self.exchange.units(value, currency) for value in amounts)
        whole, across = (credit, debit) if inward > 0 else (debit, credit)
        return share_entry(whole, across, inward * liquid) if whole else None

    def _read_granted(self, env):
        """Find the entries that write off just what the documents that they pay grant (R12).

        {(entry, inward): {(item, document or None): units of the discount}}; None is the sum over
        documents of no contract, which the tag speaks for.
        """
        rest = {
            (move, inward): (currency, side.writeoff)
            for move, (nothing, currency, _by_balance, by_currency) in self._entries.items()
            for inward in ((1, -1) if currency and not nothing else ())
            if (side := self._side(by_currency, currency, inward)) and side.writeoff
        }
        rows = defaultdict(list)
        for move, inward, *row in (
            ledger_entries.discounts(env, {key[0] for key in rest}) if rest else ()
        ):
            rows[move, inward].append(row)
        found = {}
        for key, granted in rows.items():
            currency, writeoff = rest.get(key, (None, 0))
            discounts = defaultdict(int)
            for item, document, billed, other, amount in granted:
                units = self.exchange.units(amount, currency) if other == currency else 0
                discounts[item, document] += units
                discounts[item, None] += 0 if billed else units
            whole = sum(units for (_item, document), units in discounts.items() if document)
            if whole and whole == writeoff:
                found[key] = discounts
        return found
