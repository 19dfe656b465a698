"""From a split over plan lines to payments in Odoo's books: which money goes on which invoice."""

from functools import cached_property
from typing import Any, NamedTuple

from odoo.fields import Command

from .payment_close import PaymentClose


class Piece(NamedTuple):
    """Money of one plan line that goes on one document, or ahead of any (document is empty)."""

    line: Any
    document: Any
    amount: float
    account: Any


class PaymentPlan:
    """What goes where, and ``book()``, which does it; ``PaymentFaults`` says what forbids it.

    All records are superuser's: the method that asks has checked the rights.
    """

    def __init__(self, lines, split, amount, journal, date, payer, memo, close=None):
        """:param close: (account, label) on which the rest of the lines is written off, or none"""
        self.env = lines.env
        self.lines, self.split = lines, split
        self.journal, self.date, self.payer, self.memo = journal, date, payer, memo
        self.contracts = lines.contract_id
        self.company = self.contracts.company_id[:1]
        self.currency = self.contracts.currency_id[:1]
        self.is_purchase = self.contracts[:1].direction == "purchase"
        self.kind = "outbound" if self.is_purchase else "inbound"
        self.asked, self.amount = amount, self.currency.round(amount)
        self.rest = self.currency.round(amount - sum(split.values()))
        self.close = PaymentClose(self, *close or (self.env["account.account"],))

    def contract_of_rest(self):
        """Return the contract whose whole plan is settled by this: only there a rest stays apart."""
        for contract in reversed(self.contracts):
            left = contract.settlement_ids._get_open().filtered(
                lambda line: self.currency.compare_amounts(
                    self.split.get(line, 0.0), line.amount_residual
                )
            )
            if not left:
                return contract
        return self.contracts.browse()

    def partner(self, contract):
        return contract.invoice_partner_id or contract.partner_id

    def partner_account(self, contract):
        """Return the account of the invoices to come, so that an advance of whomever can be
        reconciled with them (R8)."""
        partner = self.partner(contract).with_company(self.company)
        if self.is_purchase:
            return partner.property_account_payable_id
        return partner.property_account_receivable_id

    def _open_items(self, document):
        return document.line_ids.filtered(
            lambda item: item.display_type == "payment_term" and not item.reconciled
        )

    @cached_property
    def documents(self):
        """{plan line: its posted documents, oldest due first}"""
        return self.lines._get_open_documents()

    @cached_property
    def open_amounts(self):
        """{document: what Odoo still lets be paid on it}, in its own currency. Read before booking."""
        found = {}
        for document in self.env["account.move"].union(*self.documents.values()):
            residual = abs(sum(self._open_items(document).mapped("amount_residual_currency")))
            if not document.currency_id.is_zero(residual):
                found[document] = residual
        return found

    def _cut(self):
        """Return the split cut into pieces: on the documents of each line first, oldest first."""
        left, pieces = dict(self.open_amounts), []
        for line in self.lines:
            part = self.currency.round(self.split.get(line, 0.0) + self.close.get(line))
            for document in self.documents.get(line, ()):
                taken = min(part, left.get(document, 0.0), self._share(line, document))
                if self.currency.compare_amounts(taken, 0) > 0:
                    account = self._open_items(document).account_id[:1]
                    pieces.append(Piece(line, document, taken, account))
                    left[document] = self.currency.round(left[document] - taken)
                    part = self.currency.round(part - taken)
            if self.currency.compare_amounts(part, 0) > 0:
                nothing = self.env["account.move"]
                pieces.append(Piece(line, nothing, part, self.partner_account(line.contract_id)))
        return pieces

    def get_invoiced(self):
        """Return {plan line: how much of its part falls on documents}."""
        found = {}
        for piece in self._cut():
            if piece.document:
                found[piece.line] = found.get(piece.line, 0.0) + piece.amount
        return found

    def _share(self, line, document):
        products = document.invoice_line_ids.filtered(lambda item: item.display_type == "product")
        own = products.filtered(lambda item: item.commercial_settlement_id == line)
        return document.amount_total if own == products else sum(own.mapped("price_total"))

    def _is_one(self, pieces):
        """Whether one payment that names no line gives the split exactly."""
        if len({piece.account for piece in pieces}) > 1:
            return False
        if self.rest and len(self.contracts) > 1:
            return False
        if all(piece.document for piece in pieces):
            return self._is_by_documents(pieces)
        if self.close.amounts or any(piece.document for piece in pieces):
            return False
        return self._is_by_plan()

    def _is_by_documents(self, pieces):
        """One document at most is paid in part, and then it bills one line: the rest is paid whole."""
        parts = self._paid_in_part(pieces)
        return not parts or (
            len(parts) == 1
            and self._share(parts[0].invoice_line_ids.commercial_settlement_id[:1], parts[0])
            == parts[0].amount_total
        )

    def _paid_in_part(self, pieces):
        return [
            document
            for document, amount in self._by_document(pieces).items()
            if self.currency.compare_amounts(amount, self.open_amounts[document])
        ]

    def _is_by_plan(self):
        """The lines are those of one contract that money falls on by itself."""
        if len(self.contracts) > 1:
            return False
        spread = self.contracts.settlement_ids._spread_payment(sum(self.split.values()))
        return {line: part for line, part in spread.items() if part} == self.split

    def _by_document(self, pieces):
        found = {}
        for piece in pieces:
            found[piece.document] = found.get(piece.document, 0.0) + piece.amount
        return {
            document: self.currency.round(amount) for document, amount in found.items() if document
        }

    def _bundle(self):
        """Return the pieces that one payment each brings, as (named line or none, pieces)."""
        pieces, closing = [], []
        for piece in self._cut():
            (closing if self.close.get(piece.line) else pieces).append(piece)
        if len({piece.line for piece in pieces}) > 1 and self._is_one(pieces):
            return [(self.lines.browse(), pieces), *self._bundle_by_line(closing)]
        return self._bundle_by_line([*pieces, *closing])

    def _bundle_by_line(self, pieces):
        found, alone = {}, []
        for piece in pieces:
            found.setdefault((piece.line, piece.account), []).append(piece)
        for (line, _account), part in found.items():
            # more money behind it in the same payment would go on that document as well
            parts = self._paid_in_part(part[:-1])
            alone += [(line, [piece]) for piece in part if piece.document in parts]
            part[:] = [piece for piece in part if piece.document not in parts]
        return alone + [(line, part) for (line, _account), part in found.items()]

    def book(self):
        """Create, post and reconcile the payments; return them."""
        bundles = self._bundle()
        payments = (
            self.env["account.payment"]
            .with_company(self.company)
            .create(self._prepare_payments(bundles))
        )
        payments.with_context(skip_sale_auto_invoice_send=True).action_post()
        plan = []
        for payment, (_line, pieces) in zip(payments, bundles, strict=True):
            plan += self._prepare_reconciliation(payment, pieces)
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)
        return payments

    def _prepare_payments(self, bundles):
        method = self.journal._get_available_payment_method_lines(self.kind)[:1]
        owner = self.contract_of_rest() if self.rest else None
        # the last payment on a line that is closed bears what is written off of it
        closes = {
            pieces[0].line: n
            for n, (_line, pieces) in enumerate(bundles)
            if self.close.get(pieces[0].line)
        }
        takes = [
            n for n, (_line, pieces) in enumerate(bundles) if pieces[-1].line.contract_id == owner
        ]
        values = []
        for number, (line, pieces) in enumerate(bundles):
            contract = self.lines.browse().union(*(piece.line for piece in pieces)).contract_id
            amount = sum(piece.amount for piece in pieces)
            if takes and number == takes[-1]:
                amount += self.rest
            documents = self._by_document(pieces)
            closing = closes.get(pieces[0].line) == number
            if closing:
                amount -= self.close.get(line)
            values.append(
                {
                    **({"write_off_line_vals": [self.close.prepare(line)]} if closing else {}),
                    "payment_type": self.kind,
                    "partner_type": "supplier" if self.is_purchase else "customer",
                    "partner_id": self.payer.id,
                    "amount": self.currency.round(amount),
                    "currency_id": self.currency.id,
                    "date": self.date,
                    "journal_id": self.journal.id,
                    "company_id": self.company.id,
                    "payment_method_line_id": method.id,
                    "destination_account_id": pieces[0].account.id,
                    "memo": self.memo or self._memo(pieces),
                    "invoice_ids": [Command.set([document.id for document in documents])],
                    "commercial_contract_id": contract.id if len(contract) == 1 else False,
                    "commercial_settlement_id": line.id,
                }
            )
        return values

    def _memo(self, pieces):
        texts = [piece.document.name or piece.line.display_name for piece in pieces]
        return ", ".join(dict.fromkeys(texts))

    def _prepare_reconciliation(self, payment, pieces):
        """Return the steps of Odoo's reconciliation: what is paid whole first, so that the rest of
        the payment is just what the last document gets."""
        item = payment.move_id.line_ids.filtered(
            lambda item: item.account_id == payment.destination_account_id
        )
        if not item:  # no journal entry: its documents are linked, which is all that Odoo does
            return []
        parts = self._paid_in_part(pieces)
        documents = self._by_document(pieces)
        return [
            item | self._open_items(document)
            for document in (*(d for d in documents if d not in parts), *parts)
        ]
