"""A payment's split over plan lines, cut into what goes on which document and priced in its currency."""

from functools import cached_property
from typing import Any, NamedTuple

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


class PaymentSplit:
    """What each part of a payment is: money on a document, or ahead of any.

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
                covered = min(part, self.prices.get_worth(line, document, part))
                wanted = self.prices.to_document(line, document, covered)
                paid = min(wanted, left.get(document, 0.0), self._share(line, document))
                if document.currency_id.compare_amounts(paid, 0) > 0:
                    taken = covered
                    if paid < wanted:
                        taken = min(covered, self.prices.from_document(line, document, paid))
                    account = self._open_items(document).account_id[:1]
                    pieces.append(Piece(line, document, taken, account, paid))
                    left[document] = document.currency_id.round(left[document] - paid)
                    part = self.currency.round(part - taken)
            if self.currency.compare_amounts(part, 0) > 0:
                nothing = self.env["account.move"]
                account = self.partner_account(line.contract_id)
                pieces.append(Piece(line, nothing, part, account, part))
        return pieces

    def _share(self, line, document):
        if self.prices.is_foreign(document):
            return self.prices.get_share(line, document)
        products = document.invoice_line_ids.filtered(lambda item: item.display_type == "product")
        own = products.filtered(lambda item: item.commercial_settlement_id == line)
        return document.amount_total if own == products else sum(own.mapped("price_total"))

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

    def _paid_in_part(self, pieces):
        return [
            document
            for document, amount in self._by_document(pieces).items()
            if document.currency_id.compare_amounts(amount, self.open_amounts[document])
        ]

    def get_unit(self, line):
        """Return by how much the books may miss the part of a line: what no unit of the payment or of
        its documents can say."""
        return self.prices.unit(self.env["account.move"].union(*self.documents.get(line, ())))
