"""The steps of the random walk that undo."""

from . import invariants


class UndoSteps:
    """What an accountant takes back at month end."""

    def step_unmatch(self):
        move = self.some(self.moves)
        self.unmatch(move)
        return move

    def step_drop_partial(self):
        items = self._partner_items(self.moves)
        partial = self.some(items.matched_credit_ids | items.matched_debit_ids)
        gone = bool(partial)
        partial.unlink()
        return gone

    def live_payment(self):
        """A payment that counts; made where there is none."""
        live = self.payments.filtered(lambda p: p.state in ("in_process", "paid"))
        return self.some(live) or self.step_advance()

    def step_payment_draft(self):
        payment = self.live_payment()
        payment.action_draft()
        return payment

    def step_payment_post(self):
        payment = self.some(self.payments.filtered(lambda p: p.state == "draft"))
        payment = payment or self.step_payment_draft()
        self.env.flush_all()
        payment.action_post()
        return payment

    def step_payment_cancel(self):
        payment = self.live_payment()
        payment.action_cancel()
        return payment

    def step_payment_reject(self):
        payment = self.live_payment()
        payment.action_reject()
        return payment

    def step_payment_delete(self):
        payment = self.some(self.payments.filtered(lambda p: p.state in ("draft", "canceled")))
        payment = payment or self.live_payment()
        if payment.state != "draft":
            payment.action_draft()
        return payment.unlink()

    def step_payment_reverse(self):
        """Bounced: the entry is reversed, and Odoo matches the two."""
        move = self.some(self.posted_payments()).move_id
        if move:
            self.keep(self.reverse(move, self.day(), cancel=True))
        return move

    def step_entry_draft(self):
        """An entry goes to draft and keeps its partials; some day it is posted again."""
        entries = self.moves | self.payments.move_id | self.bank_lines.move_id
        entry = self.some(entries.filtered(lambda m: m.move_type == "entry"))
        if entry.state == "posted":
            entry.button_draft()
        elif entry:
            entry.action_post()
        return entry

    def step_there_and_back(self):
        """I6: something is done and undone; all stands as before."""
        before = invariants.snapshot(self.all_contracts)
        ways = [
            self.back_payment,
            self.back_draft_payment,
            self.back_draft_invoice,
            self.back_bank_line,
            self.back_invoice,
            self.back_entry,
        ]
        if not self.rng.choice(ways)():
            return False
        self.assertEqual(invariants.snapshot(self.all_contracts), before, "I6")
        return True

    def back_payment(self):
        invoice = self.some(self.open_documents())
        if invoice:
            payment = self.pay(invoice, date=self.day(), **self.terms(invoice))
            payment.action_draft()
            payment.unlink()
        return invoice

    def back_draft_payment(self):
        payment = self.some(self.posted_payments().filtered(lambda p: p.state != "rejected"))
        payment.action_draft()
        self.env.flush_all()
        payment.action_post()
        return payment

    def back_draft_invoice(self):
        invoice = self.some(self.documents())
        invoice.button_draft()
        self.env.flush_all()
        invoice.action_post()
        return invoice

    def back_bank_line(self):
        invoice = self.some(self.open_documents(inbound=True))
        if invoice:
            line = self.bank_line(100, self.day(), match=invoice)
            self.env.flush_all()
            if self.chance(0.5):
                line.action_undo_reconciliation()
            line.unlink()
        return invoice

    def back_invoice(self):
        contract = self.any_contract()
        parts = [(line, self.amount(contract.currency_id)) for line in contract.settlement_ids[:2]]
        invoice = self.invoice(*parts, date=self.day())
        self.env.flush_all()
        invoice.button_draft()
        invoice.unlink()
        return True

    def back_entry(self):
        invoice = self.some(self.open_documents(inbound=True))
        if invoice:
            entry = self.entry((self.expense, 10, None), (self.receivable, -10, self.customer))
            self.match(entry, invoice)
            self.env.flush_all()
            entry.button_draft()
            self.unmatch(entry)
            entry.unlink()
        return invoice

    def undo_all(self):
        """Take back everything, the other way round, and delete it."""
        self.forget_the_gone()
        self.bank_lines.unlink()
        for payment in self.payments.sorted("id", reverse=True):
            if payment.state != "draft":
                payment.action_draft()
            payment.unlink()
        moves = self.moves.exists().sorted("id", reverse=True)
        moves.line_ids.remove_move_reconcile()
        moves.filtered(lambda move: move.state != "draft").button_draft()
        moves.with_context(force_delete=True).unlink()
