"""Payments without a journal entry, as far as the bank has not brought them yet (R13)."""

from collections import defaultdict


def announce(exchange, heads, payments, bank, opened):
    """Return what announced payments put on documents: ``{(payment, document or None): units}``.

    Units are of the document's currency, or of the payment's where the document is None: that is
    left for the tag. A payment that the bank brought is missing. The result hangs on the documents
    alone, not on the contracts that asked.

    :param heads: the documents by id
    :param payments: rows of ``ledger.announced``
    :param bank: (document, date, units, item) of bank cash on these documents
    :param opened: ``ledger.document_open``
    """
    rows, documents = {}, defaultdict(list)
    for row in payments:
        rows[row[0]] = row
        if row[-1] in opened:
            documents[row[0]].append(row[-1])
    purses = {payment: _Purse(exchange, heads, rows[payment]) for payment in documents}
    money = {number: units for number, (_move, _date, units, _item) in enumerate(bank)}
    brought = _match(purses, rows, documents, bank, money)
    left = {
        move: exchange.units(amount, heads[move].currency)
        for move, (amount, _due) in opened.items()
    }
    found = {}
    for payment in sorted(purses.keys() - brought, key=lambda p: (rows[p][3], p)):
        purse, date = purses[payment], rows[payment][3]
        for number in sorted(money, key=lambda n: (bank[n][1], bank[n][3])):
            if bank[number][0] in documents[payment] and bank[number][1] >= date:
                money[number] -= purse.take(bank[number][0], money[number])
        for move in documents[payment]:  # the reader gives them by due date
            taken = purse.take(move, left[move])
            if taken:
                found[payment, move] = taken
                left[move] -= taken
        if purse.units:
            found[payment, None] = purse.units
    return found


def _match(purses, rows, documents, bank, money):
    """Return the payments that one bank partial of just their amount brought, and use these up.

    Each partial serves one payment; paid ones first.
    """
    brought = set()
    for payment in sorted(purses, key=lambda p: (rows[p][7] != "paid", rows[p][3], p)):
        for number in sorted(money, key=lambda n: bank[n][3]):
            move = bank[number][0]
            if move in documents[payment] and purses[payment].worth(move) == money[number]:
                del money[number]
                brought.add(payment)
                break
    return brought


class _Purse:
    """What is not spent yet of a payment, in units of its own currency."""

    def __init__(self, exchange, heads, row):
        self._exchange, self._heads = exchange, heads
        _payment, _tag, _named, self._date, self._currency, self._company, amount, *_rest = row
        self.units = exchange.units(abs(amount), self._currency)

    def worth(self, move):
        """Return the units left, in the currency of a document at the payment's date."""
        return self._convert(self.units, self._currency, self._heads[move].currency)

    def take(self, move, wanted):
        """Spend up to ``wanted`` units of the document's currency; return what was spent."""
        taken = max(0, min(wanted, self.worth(move)))
        currency = self._heads[move].currency
        self.units -= min(self.units, self._convert(taken, currency, self._currency))
        return taken

    def _convert(self, units, source, target):
        return self._exchange.convert(units, source, target, self._company, self._date)
