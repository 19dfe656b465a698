"""From a split over plan lines to payments in Odoo's books: which money goes on which invoice."""

from odoo.fields import Command

from .payment_split import PaymentSplit


class PaymentPlan(PaymentSplit):
    """What goes where, and ``book()``, which does it; ``PaymentFaults`` says what forbids it."""

    def get_price(self):
        """Return what is to be paid for the split, in the currency of the payment."""
        amounts, _differences = self._find_amounts(self._bundle())
        return self.pay_currency.round(sum(amounts))

    def get_slack(self):
        """Return by how much what is paid may miss that price: a unit for each part, and one."""
        unit = self.prices.to_payment(self.currency.rounding, self.currency)
        return (len(self._cut()) + 1) * max(unit, self.pay_currency.rounding)

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

    def _is_by_plan(self):
        """The lines are those of one contract that money falls on by itself."""
        if len(self.contracts) > 1:
            return False
        spread = self.contracts.settlement_ids._spread_payment(sum(self.split.values()))
        return {line: part for line, part in spread.items() if part} == self.split

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
        if self.paid is None or not amounts:
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
