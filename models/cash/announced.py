"""Payments without a journal entry, as far as the bank has not brought them yet (R13)."""

from collections import defaultdict


def announce(books, payments, bank, opened):
    """Return what announced payments put on documents: ``{(payment, document or None): units}``.

    Units are of the document's currency, or of the payment's where the document is None: what is
    left for the tag. A payment that the bank brought is missing. The result hangs on the documents
    alone, not on the contracts that asked.

    :param books: gives rates and units
    :param payments: rows of ``ledger.announced``
    :param bank: (document, date, units, item) of bank cash on these documents
    :param opened: ``ledger.document_open``
    """
    heads, documents = {}, defaultdict(list)
    for row in payments:
        heads[row[0]] = row
        if row[-1] in opened:
            documents[row[0]].append(row[-1])
    money = {number: units for number, (_move, _date, units, _item) in enumerate(bank)}
    brought = _match(books, heads, documents, bank, money)
    left = {move: books.units(amount, books.documents[move].currency) for move, (amount, _due) in opened.items()}
    found = {}
    for payment in sorted(documents, key=lambda p: (heads[p][3], p)):
        if payment in brought:
            continue
        spare = _Purse(books, heads[payment])
        for number in sorted(money, key=lambda n: (bank[n][1], bank[n][3])):
            move, date, _units, _item = bank[number]
            if move in documents[payment] and date >= heads[payment][3]:
                money[number] -= spare.take(move, money[number])
        for move in documents[payment]:  # the reader gives them by due date
            taken = spare.take(move, left[move])
            if taken:
                found[payment, move] = taken
                left[move] -= taken
        if spare.units:
            found[payment, None] = spare.units
    return found


def _match(books, heads, documents, bank, money):
    """Payments that one bank partial of just their amount brought; each partial serves one payment."""
    brought = set()
    for payment in sorted(documents, key=lambda p: (heads[p][7] != "paid", heads[p][3], p)):
        for number in sorted(money, key=lambda n: bank[n][3]):
            move = bank[number][0]
            if move in documents[payment] and _Purse(books, heads[payment]).worth(move) == money[number]:
                del money[number]
                brought.add(payment)
                break
    return brought


class _Purse:
    """The amount of a payment that is not spent yet, in units of its own currency."""

    def __init__(self, books, row):
        self._books = books
        _payment, _tag, _named, self._date, self._currency, self._company, amount, *_rest = row
        self.units = books.units(abs(amount), self._currency)

    def worth(self, move):
        """The units left, in the currency of a document at the payment's date."""
        return self._convert(self.units, self._currency, self._books.documents[move].currency)

    def take(self, move, wanted):
        """Spend up to ``wanted`` units of the document's currency; return what was spent."""
        taken = max(0, min(wanted, self.worth(move)))
        currency = self._books.documents[move].currency
        self.units -= min(self.units, self._convert(taken, currency, self._currency))
        return taken

    def _convert(self, units, source, target):
        if source == target:
            return units
        books = self._books
        rate = books.rate(source, target, self._company, self._date)
        return books.units(units * books.currency(source).rounding * rate, target)
