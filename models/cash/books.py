"""The books of a batch of contracts: from rows of the ledger to what the waterfall lays."""

import hashlib
from collections import defaultdict
from typing import NamedTuple

from ...tools.money import cumulative
from ...tools.waterfall import Item, Line
from ..billing.exchange import Exchange
from . import ledger
from .documents import FAR, Documents
from .entries import Entries

VERSION = 2  # of the rules: a new one rebuilds a contract when it is next marked
KINDS = ("cash", "netting", "writeoff")


class Origin(NamedTuple):
    """What the allocation rows of an item say beside its amount."""

    move_line: int | None
    payment: int | None
    document: int | None
    company_units: int  # of the whole item, in the smallest unit of the company's currency


class Books:
    """``items(contract)`` is all money of a contract, ``plan(contract)`` what it may settle."""

    def __init__(self, env, contracts):
        ids = contracts.ids
        self.exchange = Exchange(env)
        self.signs = {c.id: 1 if c.direction == "sale" else -1 for c in contracts}
        self.currencies = {c.id: c.currency_id.id for c in contracts}
        self.companies = {c.id: c.company_id.id for c in contracts}
        self.lines = defaultdict(list)
        for row in ledger.plan(env, ids):
            self.lines[row[0]].append(row[1:])
        self.documents = Documents(env, self.exchange, self.currencies, ids)
        self.entries = Entries(
            env, self.exchange, ids, self.documents.heads, self.documents.partials
        )
        self.documents.lay(self.entries)
        self._items, self._plans = {}, {}
        self.tagged = defaultdict(list)
        for part in self.entries.tagged:
            self._read_tagged(part)
        self.payments = defaultdict(dict)  # contract: {payment: row}
        for row in self.documents.payments:
            if row[1] in self.currencies:
                self.payments[row[1]][row[0]] = row

    def _read_tagged(self, part):
        """Tagged cash that no document speaks for (R2, R3, R6), and money paid back (R10)."""
        left = self.exchange.units(abs(part.amount_currency), part.currency)
        for far, move, near, far_amount, is_document, billed, posted in self._partials(part):
            amount = self.exchange.units(near, part.currency)
            other = self.entries.parts.get(far)
            if is_document or not posted:
                left -= amount if billed else 0
            elif not (other and self.entries.is_cash(other)):
                left -= amount  # the far side of that entry decides
            elif not other.tag or other.tag == part.tag:
                left -= amount
                pair = (min(part.id, far), max(part.id, far))
                self._add_tagged(part.tag, part, amount, part.named, pair, move)
                if not other.tag:  # it inherits the contract
                    units = self.exchange.units(far_amount, other.currency)
                    self._add_tagged(part.tag, other, units, None, pair, part.move)
        self._add_tagged(part.tag, part, left, part.named)

    def _add_tagged(self, contract, part, units, named, pair=None, move=None):
        cut = self.entries.cut(part, units, move) if units > 0 else None
        kept = tuple((kind, units) for kind, units in cut or () if kind != "writeoff")
        if kept:
            self.tagged[contract].append((part, kept, named, pair))

    def _partials(self, part):
        return self.entries.item_partials.get(part.id, ())

    def plan(self, contract):
        """Return the plan lines of a contract as the waterfall takes them."""
        if contract not in self._plans:
            units, currency = self.exchange.units, self.currencies[contract]
            self._plans[contract] = [
                Line(
                    line,
                    units(amount, currency),
                    (due or FAR, sequence, line),
                    units(opening, currency),
                    cancelled,
                )
                for line, amount, due, sequence, opening, _date, cancelled in self.lines[contract]
            ]
        return self._plans[contract]

    def roundings(self, contract):
        """Return the rounding of the company's currency, and of the contract's."""
        own = self.exchange.company_currency(self.companies[contract])
        return self.exchange.rounding(own), self.exchange.rounding(self.currencies[contract])

    def openings(self, contract):
        """Return the opening amounts (R23) as (plan line, date, units, units of the company's currency)."""
        currency, company = self.currencies[contract], self.companies[contract]
        own = self.exchange.company_currency(company)
        found = []
        for line, _amount, _due, _sequence, opening, date, _cancelled in self.lines[contract]:
            if opening:
                units = self.exchange.units(opening, currency)
                worth = self.exchange.convert(units, currency, own, company, date)
                found.append((line, date, units, worth))
        return found

    def invoiced(self, contract):
        """Return ``{plan line or None: units}`` of posted documents, refunds taken off."""
        found = defaultdict(int)
        for move in self.documents.of_contract[contract]:
            head = self.documents.heads[move]
            for share in self.documents.shares[move] if head.state == "posted" else ():
                if share.contract == contract:
                    found[share.line] += head.sign * share.value
        return found

    def billed(self, contract):
        """Return what ``invoiced`` adds up, document by document, as rows (document, plan line or None, date,
        units, units of the company's currency): the document's own company amount, shared."""
        found = []
        for move in self.documents.of_contract[contract]:
            head, shares = self.documents.heads[move], self.documents.shares[move]
            if head.state != "posted":
                continue
            found += [
                (move, share.line, head.invoice_date, head.sign * share.value, head.sign * worth)
                for share, worth in zip(shares, self.documents.get_worths(move), strict=True)
                if share.contract == contract
            ]
        return found

    def items(self, contract):
        """Return ``{item: origin}``, all money of the contract before it is laid."""
        if contract not in self._items:
            self._items[contract] = self._read_items(contract)
        return self._items[contract]

    def _read_items(self, contract):
        own = {row[0] for row in self.lines[contract]}
        found = {}
        for move in self.documents.of_contract[contract]:
            found.update(self._document_items(contract, move, own))
        bank = []
        for number, tagged in enumerate(self.tagged[contract]):
            found.update(self._tagged_items(contract, number, tagged, own, bank))
        for payment, row in self.payments[contract].items():
            found.update(self._announced_item(contract, payment, row, own, bank))
        return found

    def _document_items(self, contract, move, own):
        documents = self.documents
        head, shares = documents.heads[move], documents.shares[move]
        siblings = tuple(s.line for s in shares if s.contract == contract and s.line in own)
        flows = {flow.key: flow for flow in documents.flows[move]}
        laid = defaultdict(int)
        found = {}
        for one in documents.slices[move]:
            flow, source = flows[one.flow], documents.sources[move, one.flow]
            before = laid[one.flow]
            laid[one.flow] += one.amount
            share = shares[one.share]
            if share.contract != contract or not one.value:
                continue
            company = cumulative(source.company_units, before, laid[one.flow], flow.amount)
            item = _item(
                flow.date,
                head.sign * one.value,
                one.kind,
                source.named if source.named in own else None,
                share.line if share.line in own else None,
                (*one.flow, move, one.share),
                move,
                siblings,
            )
            found[item] = Origin(source.move_line, source.payment, move, company)
        return found

    def _tagged_items(self, contract, number, tagged, own, bank):
        part, cut, named, pair = tagged
        found = {}
        for kind, units in cut:
            company = part.company_amount(self.exchange.amount(units, part.currency))
            value = self._advance_value(part, units, company, self.currencies[contract])
            value *= self.signs[contract] * part.inward
            if value:
                item = _item(
                    part.date,
                    value,
                    kind,
                    named if named in own else None,
                    None,
                    (0, part.id, 0, number),
                    pair=pair,
                )
                company = self.exchange.company_units(company, part.company)
                found[item] = Origin(part.id, None, None, company)
            if kind == "cash" and not part.payment:
                bank.append((part.date, part.partner, value))
        return found

    def _advance_value(self, part, units, company, currency):
        """Return an advance in the contract's currency (R11): as it is, or by its company amount."""
        if part.currency == currency:
            return units
        own = self.exchange.company_currency(part.company)
        rate = self.exchange.rate(own, currency, part.company, part.date)
        return self.exchange.units(company * rate, currency)

    def _announced_item(self, contract, payment, row, own, bank):
        """Return what a tagged payment without entry leaves for its tag (R13), as {item: origin}."""
        _id, _tag, named, date, pay_currency, company, amount, _state, partner, document = row
        currency = self.currencies[contract]
        inward = self.signs[contract] * (1 if amount > 0 else -1)
        announced = self.documents.announced
        if document:
            units = announced.get((payment, None), 0)
            value = self.exchange.convert(units, pay_currency, currency, company, date)
        else:
            units = self.exchange.units(abs(amount), pay_currency)
            value = self.exchange.convert(units, pay_currency, currency, company, date)
            value -= sum(
                abs(got)
                for when, who, got in bank
                if when >= date and who == partner and got * inward > 0
            )
        if value <= 0:
            return {}
        item = _item(
            date, inward * value, "cash", named if named in own else None, None, (1, payment, 0, 0)
        )
        own_currency = self.exchange.company_currency(company)
        back = self.exchange.convert(value, currency, own_currency, company, date)
        return {item: Origin(None, payment, None, back)}

    def digest(self, contract):
        """Return the digest of exactly what makes this contract's figures."""
        inputs = (
            VERSION,
            self.signs[contract],
            self.currencies[contract],
            self.lines[contract],
            self.openings(contract),
            sorted(map(repr, self.items(contract).items())),
            sorted(map(repr, self.invoiced(contract).items())),
        )
        return hashlib.blake2b(repr(inputs).encode(), digest_size=12).hexdigest()


def _item(date, amount, kind, named, billed, ids, document=None, siblings=(), pair=None):
    """Return an item whose key tells alike ones apart by what they are before it asks their ids (I5)."""
    key = (KINDS.index(kind), named or 0, billed or 0, *ids)
    return Item(key, date, amount, kind, named, billed, document, siblings, pair)
