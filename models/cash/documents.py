"""Invoices, bills and refunds of a batch of contracts: what each carries, and what flows into it.

All of it is worked out once per document, before any contract is looked at: so the figures of one
contract never depend on which others share its batch (docs/money.md, "How it is laid").
"""

from collections import defaultdict
from typing import Any, NamedTuple

from odoo import fields

from ...tools.money import prorate
from ...tools.waterfall import Flow, Share, lay_document
from . import ledger
from .announced import announce

FAR = fields.Date.to_date("9999-01-01")  # plan lines without a date come last
INVOICES = ("out_invoice", "in_invoice", "out_receipt", "in_receipt")


class Document(NamedTuple):
    """An invoice, bill, receipt or refund. Amounts in its own currency, without sign."""

    id: int
    type: str
    currency: int
    company: int
    date: Any
    invoice_date: Any
    state: str
    total: float
    total_company: float
    reversed: int | None
    near: bool  # it bills a contract of this batch, or an announced payment names it

    @property
    def sign(self):
        return 1 if self.type in INVOICES else -1

    @property
    def side(self):
        return self.type.split("_")[0]


class Source(NamedTuple):
    """Where money came from: a partner item, or a payment without entry."""

    move_line: int | None
    payment: int | None
    named: int | None  # the plan line that it names
    company_units: int  # in the smallest unit of the company's currency, without sign


class Documents:
    """Shares, flows and slices per document."""

    def __init__(self, env, exchange, currencies, ids):
        """Read the documents.

        :param currencies: {contract: id of its currency} of the batch
        """
        self.env, self.exchange, self.currencies = env, exchange, currencies
        self.payments = ledger.announced(env, ids)
        named = {row[-1] for row in self.payments if row[-1]}
        self.heads = {row[0]: Document(*row) for row in ledger.documents(env, ids, named)}
        near = [head.id for head in self.heads.values() if head.near]
        self.partials = ledger.partials(env, near) if near else []
        self.shares = {move: [] for move in self.heads}
        self.flows, self.own, self.sources = defaultdict(list), defaultdict(int), {}
        self.slices, self.of_contract = {}, defaultdict(list)
        self.announced = {}

    def lay(self, entries):
        """Lay all flows on all documents."""
        self.entries = entries
        self._read_shares()
        self._read_flows()
        if self.payments:
            self._read_announced()
        for move, shares in self.shares.items():
            contracts = {share.contract for share in shares if share.contract in self.currencies}
            if contracts and self.heads[move].near:
                self.slices[move] = lay_document(shares, self.flows[move], self.own[move])
                for contract in contracts:
                    self.of_contract[contract].append(move)

    def _read_shares(self):
        """Shares per document; the cents by which they miss its total go to the largest one (L1)."""
        rows = defaultdict(list)
        for row in ledger.shares(self.env, self.heads) if self.heads else ():
            rows[row[0]].append(row[1:])
        for move, found in rows.items():
            head = self.heads[move]
            units = [self.exchange.units(row[2], head.currency) for row in found]
            largest = max(range(len(units)), key=lambda index: (units[index], -index))
            units[largest] += self.exchange.units(head.total, head.currency) - sum(units)
            self.shares[move] = [
                self._share(head, row, amount) for row, amount in zip(found, units, strict=True)
            ]

    def _share(self, head, row, amount):
        contract, line, _total, due, sequence, planned = row
        order = (due or FAR, contract or 0, sequence, line or 0)
        currency = self.currencies.get(contract, head.currency)
        value = amount
        if currency != head.currency:
            value = self._value(head, amount, currency, planned if line else None)
        return Share(contract, line, order, amount, value)

    def _value(self, head, amount, currency, planned):
        """Return a share in the contract's currency (R11): by the company amount, at the document's date.

        Where that misses the plan line by no more than one unit of the document, it is the plan line's.
        """
        exchange = self.exchange
        company_currency = exchange.company_currency(head.company)
        rate = exchange.rate(company_currency, currency, head.company, head.invoice_date)
        rate *= self._rate(head)
        value = exchange.amount(amount, head.currency) * rate
        one = exchange.amount(1, head.currency) * rate
        return exchange.worth(value, currency, planned, one)

    def _rate(self, head):
        """Return what one unit of the document is worth in its books. Where it comes to nothing, what is
        booked does not say it, and the rate of its day does."""
        if head.total:
            return head.total_company / head.total
        own = self.exchange.company_currency(head.company)
        return self.exchange.rate(head.currency, own, head.company, head.invoice_date)

    def get_worths(self, move):
        """Return what each share of a document is worth in its books, in units; they add up to it."""
        head, amounts = self.heads[move], [share.amount for share in self.shares[move]]
        if head.total:
            return prorate(self.exchange.company_units(head.total_company, head.company), amounts)
        # it moves amounts from some of its lines to others
        gained, lost = ([max(sign * units, 0) for units in amounts] for sign in (1, -1))
        gross = self.exchange.amount(sum(gained), head.currency) * self._rate(head)
        gross = self.exchange.company_units(gross, head.company)
        parts = zip(prorate(gross, gained), prorate(gross, lost), strict=True)
        return [plus - minus for plus, minus in parts]

    def _read_flows(self):
        """Per document: what flows in, and what its own credit notes take (R9)."""
        between = defaultdict(list)
        for move, item, far, far_amount, near_amount, latest in self.partials:
            head = self.heads[move]
            part = self.entries.parts.get(item)
            if far in self.heads:
                between[move, far].append((item, far_amount, near_amount, latest))
            elif part:
                amount = self.exchange.units(near_amount, head.currency)
                cut = self.entries.cut(part, amount, move)
                if cut:
                    self._add_flow(
                        head, part, far_amount, Flow((0, part.id), part.date, amount, cut)
                    )
        for (move, far), rows in between.items():
            self._read_transfer(self.heads[move], self.heads[far], sorted(rows))

    def _add_flow(self, head, part, far_amount, flow):
        self.flows[head.id].append(flow)
        company = self.exchange.company_units(part.company_amount(far_amount), part.company)
        self.sources[head.id, flow.key] = Source(part.id, None, part.named, company)

    def _read_transfer(self, head, far, rows):
        """Take a match between two documents as own credit (R9) or as a transfer (R17, R21)."""
        if head.state != "posted" or far.state != "posted":
            return
        units = [self.exchange.units(row[2], head.currency) for row in rows]
        opposite = head.sign != far.sign and head.side == far.side
        own = 0
        if opposite:
            reversal = far.reversed == head.id or head.reversed == far.id
            own = sum(units) if reversal else min(sum(units), self._common(head, far))
            self.own[head.id] += own
        left = sum(units) - own
        billed = any(share.contract for share in self.shares[far.id])
        kind = "writeoff" if opposite and head.sign > 0 and not billed else "netting"
        for (item, far_amount, _near_amount, latest), whole in zip(rows, units, strict=True):
            take = min(left, whole)
            part = self.entries.parts.get(item)
            if take > 0 and part:
                left -= take
                flow = Flow((0, part.id), latest, take, ((kind, take),))
                self._add_flow(head, part, far_amount * take / whole, flow)

    def _common(self, head, far):
        """Return what the two documents carry of the same plan lines."""
        mine = {(s.contract, s.line): s.amount for s in self.shares[head.id] if s.contract}
        return sum(
            min(s.amount, mine[s.contract, s.line])
            for s in self.shares[far.id]
            if (s.contract, s.line) in mine
        )

    def _read_announced(self):
        """Add payments without journal entry, as far as the bank has not brought them (R13)."""
        documents = {row[-1] for row in self.payments if row[-1] in self.heads}
        bank = [
            (move, part.date, self.exchange.units(near_amount, self.heads[move].currency), part.id)
            for move, item, _far, _far_amount, near_amount, _latest in self.partials
            if move in documents
            and (part := self.entries.parts.get(item))
            and not part.payment
            and self.entries.is_cash(part)
        ]
        opened = ledger.document_open(self.env, documents) if documents else {}
        self.announced = announce(self.exchange, self.heads, self.payments, bank, opened)
        rows = {row[0]: row for row in self.payments}
        for (payment, move), amount in self.announced.items():
            if not move:
                continue
            _id, _tag, named, date, _currency, company, *_rest = rows[payment]
            currency = self.heads[move].currency
            flow = Flow((1, payment), date, amount, (("cash", amount),))
            self.flows[move].append(flow)
            units = self.exchange.convert(
                amount, currency, self.exchange.company_currency(company), company, date
            )
            self.sources[move, flow.key] = Source(None, payment, named, units)
