"""From a split over plan lines to payments in Odoo's books: which money goes on which invoice."""

from functools import cached_property
from typing import Any, NamedTuple

from odoo.fields import Command

from .payment_close import PaymentClose
from .payment_prices import Prices


class Piece(NamedTuple):
    """Money of one plan line that goes on one document, or ahead of any (document is empty).

    ``amount`` is in the contract's currency, ``paid`` the same in the document's.
    """

    line: Any
    document: Any
    amount: float
    account: Any
    paid: float


class PaymentPlan:
    """What goes where, and ``book()``, which does it; ``PaymentFaults`` says what forbids it.

    All records are superuser's: the method that asks has checked the rights.
    """

    def __init__(
        self,
        lines,
        split,
        amount,
        journal,
        date,
        payer,
        memo=None,
        close=None,
        currency=None,
        paid=None,
    ):
        """
        :param close: (account, label) on which the rest of the lines is written off, or none
        :param currency: of the payment; default: what ``lines`` are paid in
        :param paid: amount of the payment in that currency; default: what the split comes to
        """
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
        self.pay_currency = currency or lines._get_payment_currency(journal)
        self.prices = Prices(self.contracts, self.pay_currency, date)
        self.paid = paid
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
                wanted = self.prices.to_document(line, document, part)
                paid = min(wanted, left.get(document, 0.0), self._share(line, document))
                if document.currency_id.compare_amounts(paid, 0) > 0:
                    taken = self.prices.from_document(line, document, paid)
                    taken = min(part, taken) if paid < wanted else part
                    account = self._open_items(document).account_id[:1]
                    pieces.append(Piece(line, document, taken, account, paid))
                    left[document] = document.currency_id.round(left[document] - paid)
                    part = self.currency.round(part - taken)
            if self.currency.compare_amounts(part, 0) > 0:
                nothing = self.env["account.move"]
                account = self.partner_account(line.contract_id)
                pieces.append(Piece(line, nothing, part, account, part))
        return pieces

    def get_price(self):
        """Return what is to be paid for the split, in the currency of the payment."""
        amounts, _differences = self._find_amounts(self._bundle())
        return self.pay_currency.round(sum(amounts))

    def get_slack(self):
        """Return by how much what is paid may miss that price: a unit for each part, and one."""
        unit = self.prices.to_payment(self.currency.rounding, self.currency)
        return (len(self._cut()) + 1) * max(unit, self.pay_currency.rounding)

    def get_unit(self, line):
        """Return by how much the books may miss the part of a line: what no unit of the payment or of
        its documents can say."""
        return self.prices.unit(self.env["account.move"].union(*self.documents.get(line, ())))

    def _price(self, pieces):
        """Return what these pieces come to in one payment: each document is converted as a whole."""
        ahead = sum(piece.amount for piece in pieces if not piece.document)
        return self.pay_currency.round(
            sum(
                self.prices.to_payment(paid, document.currency_id)
                for document, paid in self._by_document(pieces).items()
            )
            + self.prices.to_payment(self.currency.round(ahead), self.currency)
        )

    def get_bands(self):
        """Return [(price in the payment's currency, amount in the contract's)] of the split, in the
        order in which money falls on it."""
        return [(self._price([piece]), piece.amount) for piece in self._cut()]

    def get_invoiced(self):
        """Return {plan line: how much of its part falls on documents}."""
        found = {}
        for piece in self._cut():
            if piece.document:
                found[piece.line] = found.get(piece.line, 0.0) + piece.amount
        return found

    def _share(self, line, document):
        if self.prices.is_foreign(document):
            return self.prices.get_share(line, document)
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
        return not parts or (len(parts) == 1 and self._bills_one_line(parts[0]))

    def _bills_one_line(self, document):
        products = document.invoice_line_ids.filtered(lambda item: item.display_type == "product")
        lines = products.commercial_settlement_id
        return len(lines) == 1 and all(item.commercial_settlement_id for item in products)

    def _paid_in_part(self, pieces):
        return [
            document
            for document, amount in self._by_document(pieces).items()
            if document.currency_id.compare_amounts(amount, self.open_amounts[document])
        ]

    def _is_by_plan(self):
        """The lines are those of one contract that money falls on by itself."""
        if len(self.contracts) > 1:
            return False
        spread = self.contracts.settlement_ids._spread_payment(sum(self.split.values()))
        return {line: part for line, part in spread.items() if part} == self.split

    def _by_document(self, pieces):
        """Return {document: what these pieces pay on it}, in its own currency."""
        found = {}
        for piece in pieces:
            found[piece.document] = found.get(piece.document, 0.0) + piece.paid
        return {
            document: document.currency_id.round(amount)
            for document, amount in found.items()
            if document
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
        amounts, differences = self._find_amounts(bundles)
        self._meet_paid(amounts, differences)
        values = []
        for number, (line, pieces) in enumerate(bundles):
            contract = self.lines.browse().union(*(piece.line for piece in pieces)).contract_id
            closing = differences.get(number)
            values.append(
                {
                    **({"write_off_line_vals": [self.close.prepare(closing)]} if closing else {}),
                    "payment_type": self.kind,
                    "partner_type": "supplier" if self.is_purchase else "customer",
                    "partner_id": self.payer.id,
                    "amount": amounts[number],
                    "currency_id": self.pay_currency.id,
                    "date": self.date,
                    "journal_id": self.journal.id,
                    "company_id": self.company.id,
                    "payment_method_line_id": method.id,
                    "destination_account_id": pieces[0].account.id,
                    "memo": self.memo or self._memo(pieces),
                    "invoice_ids": [
                        Command.set([document.id for document in self._by_document(pieces)])
                    ],
                    "commercial_contract_id": contract.id if len(contract) == 1 else False,
                    "commercial_settlement_id": line.id,
                }
            )
        return values

    def _find_amounts(self, bundles):
        """Return ([amount of each payment], {number of the payment: what is written off in it}), in
        the currency of the payment."""
        amounts = [self._price(pieces) for _line, pieces in bundles]
        # the last payment on a line that is closed bears what is written off of it
        closes = {
            pieces[0].line: number
            for number, (_line, pieces) in enumerate(bundles)
            if self.close.get(pieces[0].line)
        }
        differences = {}
        for line, number in closes.items():
            whole = sum(piece.amount for piece in bundles[number][1])
            part = self.pay_currency.round(amounts[number] * self.close.get(line) / whole)
            differences[number] = part
            amounts[number] -= part
        owner = self.contract_of_rest() if self.rest else None
        takes = [
            n for n, (_line, pieces) in enumerate(bundles) if pieces[-1].line.contract_id == owner
        ]
        if takes:
            amounts[takes[-1]] += self.prices.to_payment(self.rest, self.currency)
        return [self.pay_currency.round(amount) for amount in amounts], differences

    def _meet_paid(self, amounts, differences):
        """Lay on the last payment what no part of what was typed says to the cent."""
        if self.paid is None:
            return
        missing = self.pay_currency.round(self.paid - sum(amounts))
        last = len(amounts) - 1
        amounts[last] = self.pay_currency.round(amounts[last] + missing)
        if last in differences:
            differences[last] = self.pay_currency.round(differences[last] - missing)

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
