"""From rows of the ledger to what the waterfall lays: documents, flows and items of a batch of contracts.

All that belongs to a document is worked out once per document, before any contract is looked at: so
the figures of one contract never depend on which others share its batch (money rules, section 2).
"""

import hashlib
from collections import defaultdict
from typing import Any, NamedTuple

from odoo import fields

from ...tools.money import cumulative, to_units
from ...tools.waterfall import Flow, Item, Line, Share, lay_document
from . import ledger
from .announced import announce

FAR = fields.Date.to_date("9999-01-01")  # plan lines without a date come last
INVOICES = ("out_invoice", "in_invoice", "out_receipt", "in_receipt")


class Document(NamedTuple):
    """An invoice, bill, receipt or refund. Amounts in its own currency."""

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


class Part(NamedTuple):
    """A partner item of a posted entry."""

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


class Source(NamedTuple):
    """Where an item came from: what its allocation rows say beside the amount."""

    move_line: int | None
    payment: int | None
    document: int | None
    company_units: int  # in the smallest unit of the company's currency, without sign


class Books:
    """The ledger of a batch of contracts. ``items(contract)`` is all that the waterfall needs."""

    def __init__(self, env, contracts):
        self.env = env
        self.heads = {c.id: (c.direction, c.currency_id, c.company_id.currency_id) for c in contracts}
        ids = contracts.ids
        self._rates = {}
        self.lines = _group(ledger.plan(env, ids))
        payments = ledger.announced(env, ids)
        named_documents = {row[-1] for row in payments if row[-1]}
        self.documents = {row[0]: Document(*row) for row in ledger.documents(env, ids, named_documents)}
        near = [d.id for d in self.documents.values() if d.near]
        partials = ledger.partials(env, near) if near else []
        self.plan_of = {row[1]: cid for cid, rows in self.lines.items() for row in [(cid, *rows_) for rows_ in rows]}
        rows = ledger.items(env, ids, {row[1] for row in partials})
        self.parts = {row[0]: Part(*row) for row in rows}
        tagged = [p.id for p in self.parts.values() if p.tag in self.heads and p.move not in self.documents]
        item_partials = ledger.item_partials(env, tagged) if tagged else []
        unknown = {row[1] for row in item_partials if row[7] and not row[5]} - self.parts.keys()
        if unknown:
            self.parts.update((row[0], Part(*row)) for row in ledger.items(env, [], unknown))
        moves = {p.move for p in self.parts.values()} - self.documents.keys()
        self.entries = ledger.entries(env, moves) if moves else {}
        self._read_shares()
        self._read_flows(partials)
        self._read_announced(payments, partials)
        self._lay_documents()
        self._read_tagged(item_partials)

    # What a document carries

    def _read_shares(self):
        """Shares per document; the cents by which they miss its total go to the largest one (L1)."""
        self.shares, self.order_rows = {}, {}
        rows = _group(ledger.shares(self.env, self.documents)) if self.documents else {}
        for move, document in self.documents.items():
            units = [self.units(row[2], document.currency) for row in rows.get(move, ())]
            if units:
                largest = max(range(len(units)), key=lambda i: (units[i], -i))
                units[largest] += self.units(document.total, document.currency) - sum(units)
            self.shares[move] = [
                Share(contract, line, (due or FAR, contract or 0, sequence, line or 0), amount, amount)
                for (contract, line, _total, due, sequence, _planned), amount in zip(rows.get(move, ()), units)
            ]
            for index, (contract, _line, _total, _due, _sequence, planned) in enumerate(rows.get(move, ())):
                if contract in self.heads:
                    value = self._share_value(document, contract, self.shares[move][index], planned)
                    self.shares[move][index] = self.shares[move][index]._replace(value=value)

    def _share_value(self, document, contract, share, planned):
        """The share in the contract's currency (R11): through the document's company amount, at its date."""
        currency = self.heads[contract][1]
        if document.currency == currency.id or not document.total:
            return share.amount
        rounding = self.currency(document.currency).rounding
        company_currency = self.env["res.company"].browse(document.company).currency_id
        company_amount = share.amount * rounding * document.total_company / document.total
        rate = self.rate(company_currency.id, currency.id, document.company, document.invoice_date)
        value = self.units(company_amount * rate, currency.id)
        one = rounding * document.total_company / document.total * rate
        if share.line and abs(planned - value * currency.rounding) <= max(one, currency.rounding) + 1e-9:
            return self.units(planned, currency.id)
        return value

    # What flows into a document

    def _read_flows(self, partials):
        """Per document: its flows, what its own credit notes take (R9), and the company amount of each flow."""
        self.flows, self.own, self.flow_source = defaultdict(list), defaultdict(int), {}
        between = defaultdict(list)
        for move, item, far, far_amount, near_amount, latest in partials:
            document = self.documents[move]
            if far in self.documents:
                between[move, far].append((item, far_amount, near_amount, latest))
            elif item in self.parts:
                part = self.parts[item]
                amount = self.units(near_amount, document.currency)
                cut = self.cut(part, amount)
                if cut:
                    self._add_flow(document, part, far_amount, part.date, amount, cut)
        for (move, far), rows in between.items():
            self._read_transfer(self.documents[move], self.documents[far], rows)

    def _add_flow(self, document, part, far_amount, date, amount, cut):
        key = (0, part.id)
        self.flows[document.id].append(Flow(key, date, amount, cut))
        base = abs(part.amount_currency)
        company = abs(part.balance) * far_amount / base if base else 0.0
        self.flow_source[document.id, key] = (part.id, None, self.company_units(company, part.company))

    def _read_transfer(self, document, far, rows):
        """A partial between two documents: own credit (R9), or a transfer (R17, R21)."""
        if document.state != "posted" or far.state != "posted":
            return
        amount = sum(self.units(row[2], document.currency) for row in rows)
        opposite = (document.sign != far.sign) and document.side == far.side
        own = 0
        if opposite:
            reversal = far.reversed == document.id or document.reversed == far.id
            own = amount if reversal else min(amount, self._common(document, far))
            self.own[document.id] += own
        left = amount - own
        goodwill = opposite and document.sign > 0 and not any(share.contract for share in self.shares[far.id])
        kind = "writeoff" if goodwill else "netting"
        for item, far_amount, near_amount, latest in sorted(rows):
            units = self.units(near_amount, document.currency)
            take = min(left, units)
            if take > 0 and item in self.parts:
                left -= take
                self._add_flow(
                    document, self.parts[item], far_amount * take / units, latest, take, ((kind, take),)
                )

    def _common(self, document, far):
        """What the two documents carry of the same plan lines."""
        mine = {(s.contract, s.line): s.amount for s in self.shares[document.id] if s.contract}
        return sum(
            min(s.amount, mine[s.contract, s.line])
            for s in self.shares[far.id]
            if (s.contract, s.line) in mine
        )

    def _read_announced(self, payments, partials):
        """Payments without journal entry, as far as the bank has not brought them (R13)."""
        self.announced, self.payment_rows = {}, {}
        if not payments:
            return
        documents = {row[-1] for row in payments if row[-1] in self.documents}
        bank = []
        for move, item, _far, _far_amount, near_amount, _latest in partials:
            part = self.parts.get(item)
            if move in documents and part and not part.payment and self.cut(part, 1000000):
                if self.cut(part, 1000000)[0][0] == "cash":
                    bank.append((move, part.date, self.units(near_amount, self.documents[move].currency), part.id))
        opened = ledger.document_open(self.env, documents) if documents else {}
        for row in payments:
            self.payment_rows.setdefault(row[0], row[:-1])
        self.announced = announce(self, payments, bank, opened)
        for (payment, move), amount in self.announced.items():
            if not move:
                continue
            _id, _tag, _named, date, currency, company, *_rest = self.payment_rows[payment]
            document = self.documents[move]
            key = (1, payment)
            self.flows[move].append(Flow(key, date, amount, (("cash", amount),)))
            rate = self.rate(document.currency, self._company_currency(company), company, date)
            company_amount = amount * self.currency(document.currency).rounding * rate
            self.flow_source[move, key] = (None, payment, self.company_units(company_amount, company))

    def _lay_documents(self):
        self.slices = {}
        self.documents_of = defaultdict(list)
        for move, shares in self.shares.items():
            contracts = {share.contract for share in shares if share.contract in self.heads}
            if not contracts or not self.documents[move].near:
                continue
            for contract in contracts:
                self.documents_of[contract].append(move)
            self.slices[move] = lay_document(shares, self.flows[move], self.own[move])

    # Cash that speaks for itself

    def _read_tagged(self, item_partials):
        """Per contract: tagged cash not spoken for by a document (R2, R3, R6), and money paid back (R10)."""
        self.tagged = defaultdict(list)  # contract: (part, units in the part's currency, named, sign)
        partials = _group(item_partials)
        for part in list(self.parts.values()):
            if part.tag not in self.heads or part.move in self.documents or part.move not in self.entries:
                continue
            left = self.units(abs(part.amount_currency), part.currency)
            for far, far_move, near_amount, far_amount, is_document, billed, posted in partials.get(part.id, ()):
                if is_document:
                    gone = billed
                elif not posted:
                    gone = False
                else:
                    cut = self.cut(self.parts[far], 1000000) if far in self.parts else None
                    gone = not cut or cut[0][0] != "cash"
                    if not gone and not self.parts[far].tag:
                        units = self.units(far_amount, self.parts[far].currency)
                        self.tagged[part.tag].append((self.parts[far], (("cash", units),), None))
                if gone:
                    left -= self.units(near_amount, part.currency)
            cut = self.cut(part, left) if left > 0 else None
            if cut:
                kept = tuple((kind, units) for kind, units in cut if kind != "writeoff")
                if kept:
                    self.tagged[part.tag].append((part, kept, part.named))

    def cut(self, part, amount):
        """Cut ``amount`` (units) of a partner item into its (kind, units), or None: counts for nothing.

        Shares of an entry, money rules section 1.
        """
        entry = self.entries.get(part.move)
        if not entry or entry[0]:
            return None
        same = entry[1] == part.currency
        currency = part.currency if same else self._company_currency(part.company)
        credit, debit, liquid = (self.units(value, currency) for value in (entry[3] if same else entry[2]))
        inward = part.balance < 0 or (not part.balance and part.amount_currency < 0)
        whole, across = (credit, debit) if inward else (debit, credit)
        if not whole:
            return None
        cash = max(0, min(whole, liquid if inward else -liquid))
        netting = max(0, min(whole - cash, across))
        cash = cumulative(amount, 0, cash, whole)
        netting = min(amount - cash, cumulative(amount, 0, netting, whole))
        parts = (("cash", cash), ("netting", netting), ("writeoff", amount - cash - netting))
        return tuple((kind, units) for kind, units in parts if units)

    # What a contract gets

    def plan(self, contract):
        """Return the plan lines of a contract as the waterfall takes them."""
        currency = self.heads[contract][1].id
        return [
            Line(
                line,
                self.units(amount, currency),
                (due or FAR, sequence, line),
                self.units(opening, currency),
                cancelled,
            )
            for line, amount, due, sequence, opening, _date, cancelled in self.lines.get(contract, ())
        ]

    def openings(self, contract):
        """Rows (plan line, date, units) of the opening amounts (R23)."""
        currency = self.heads[contract][1].id
        return [
            (row[0], row[5], self.units(row[4], currency)) for row in self.lines.get(contract, ()) if row[4]
        ]

    def invoiced(self, contract):
        """{plan line or None: units} that posted documents carry, refunds taken off."""
        found = defaultdict(int)
        for move in self.documents_of[contract]:
            document = self.documents[move]
            if document.state == "posted":
                for share in self.shares[move]:
                    if share.contract == contract:
                        found[share.line] += document.sign * share.value
        return found

    def items(self, contract):
        """Return ``{item: source}``, all money of the contract before it is laid."""
        own_lines = {row[0] for row in self.lines.get(contract, ())}
        return {**self._document_items(contract, own_lines), **self._tagged_items(contract, own_lines)}

    def _document_items(self, contract, own_lines):
        found = {}
        for move in self.documents_of[contract]:
            document, shares = self.documents[move], self.shares[move]
            siblings = tuple(s.line for s in shares if s.contract == contract and s.line)
            flows = {flow.key: flow for flow in self.flows[move]}
            laid = defaultdict(int)
            for one in self.slices[move]:
                flow = flows[one.flow]
                before, laid[one.flow] = laid[one.flow], laid[one.flow] + one.amount
                share = shares[one.share]
                if share.contract != contract or not one.value:
                    continue
                item, payment, company = self.flow_source[move, one.flow]
                key = (*one.flow, move, one.share, one.kind)
                named = self._named(item, payment)
                source = Source(item, payment, move, cumulative(company, before, laid[one.flow], flow.amount))
                found[
                    Item(
                        key,
                        flow.date,
                        document.sign * one.value,
                        one.kind,
                        named if named in own_lines else None,
                        share.line if share.line in own_lines else None,
                        move,
                        siblings,
                    )
                ] = source
        return found

    def _tagged_items(self, contract, own_lines):
        found = {}
        direction, currency, _company_currency = self.heads[contract]
        sign = 1 if direction == "sale" else -1
        bank = []
        for number, (part, cut, named) in enumerate(self.tagged[contract]):
            inward = 1 if part.balance < 0 else -1
            whole = abs(part.amount_currency)
            for kind, units in cut:
                amount = units * self.currency(part.currency).rounding
                company = abs(part.balance) * amount / whole if whole else 0.0
                value = sign * inward * self._value(part, amount, company, currency)
                if not value:
                    continue
                key = (0, part.id, 0, number, kind)
                source = Source(part.id, None, None, self.company_units(company, part.company))
                found[
                    Item(key, part.date, value, kind, named if named in own_lines else None, None, None, ())
                ] = source
                if kind == "cash" and not part.payment:
                    bank.append((part.date, part.partner, value))
        found.update(self._announced_items(contract, own_lines, sign, bank))
        return found

    def _announced_items(self, contract, own_lines, sign, bank):
        found = {}
        currency = self.heads[contract][1]
        for payment, row in self.payment_rows.items():
            _id, tag, named, date, pay_currency, company, amount, _state, partner = row
            if tag != contract:
                continue
            rate = self.rate(pay_currency, currency.id, company, date)
            inward = 1 if amount > 0 else -1
            if (payment, None) in self.announced:
                left = self.announced[payment, None] * self.currency(pay_currency).rounding
                value = self.units(left * rate, currency.id)
            elif any(key[0] == payment for key in self.announced) or payment in self.announced_done:
                continue
            else:
                value = self.units(abs(amount) * rate, currency.id)
                value -= sum(
                    abs(got)
                    for when, who, got in bank
                    if when >= date and who == partner and (got > 0) == (sign * inward > 0)
                )
            if value > 0:
                whole = self.rate(pay_currency, self._company_currency(company), company, date)
                back = self.rate(currency.id, pay_currency, company, date)
                company_amount = value * currency.rounding * back * whole
                key = (1, payment, 0, 0, "cash")
                source = Source(None, payment, None, self.company_units(company_amount, company))
                found[
                    Item(
                        key, date, sign * inward * value, "cash", named if named in own_lines else None, None, None, ()
                    )
                ] = source
        return found

    def _named(self, item, payment):
        if payment:
            return self.payment_rows[payment][2]
        part = self.parts.get(item)
        return part.named if part else None

    def digest(self, contract):
        """The digest of exactly what makes this contract's figures."""
        inputs = (
            VERSION,
            self.heads[contract][0],
            self.heads[contract][1].id,
            sorted(map(repr, self.lines.get(contract, ()))),
            sorted(map(repr, self.items(contract).items())),
            sorted(map(repr, self.invoiced(contract).items())),
        )
        return hashlib.blake2b(repr(inputs).encode(), digest_size=12).hexdigest()

    # Currencies

    def currency(self, currency_id):
        return self.env["res.currency"].browse(currency_id)

    def units(self, amount, currency_id):
        return to_units(amount or 0.0, self.currency(currency_id).rounding)

    def company_units(self, amount, company_id):
        return self.units(amount, self._company_currency(company_id))

    def _company_currency(self, company_id):
        return self.env["res.company"].browse(company_id).currency_id.id

    def _value(self, part, amount, company, currency):
        """Units of the contract's currency for ``amount`` of an advance (R11)."""
        if part.currency == currency.id:
            return self.units(amount, currency.id)
        rate = self.rate(self._company_currency(part.company), currency.id, part.company, part.date)
        return self.units(company * rate, currency.id)

    def rate(self, source, target, company, date):
        if source == target:
            return 1.0
        key = (source, target, company, date)
        if key not in self._rates:
            self._rates[key] = self.env["res.currency"]._get_conversion_rate(
                self.currency(source), self.currency(target), self.env["res.company"].browse(company), date
            )
        return self._rates[key]


VERSION = 1  # of the rules: a new one rebuilds every contract when it is next marked


def _group(rows):
    found = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found
