from odoo.tests import tagged

from .common import LedgerCase
from .invariants import snapshot


@tagged("post_install", "-at_install")
class TestRulesMore(LedgerCase):
    """Money rules R12 to R25."""

    def test_r13_announced_payment_gives_way_to_the_bank(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        announced = self.announce(invoice, 1200)
        self.assertFigures(k, "A 3000/1200/0")
        self.assertEqual(k.allocation_ids.payment_id, announced)
        bank = self.bank_line(1200, "2026-01-22", match=invoice)
        self.assertFigures(k, "A 3000/1200/0")
        self.assertFalse(k.allocation_ids.payment_id)
        self.assertEqual(k.allocation_ids.move_line_id.move_id, bank.move_id)
        bank.action_undo_reconciliation()
        self.assertFigures(k, "A 3000/1200/0")
        self.assertEqual(k.allocation_ids.payment_id, announced)
        self.bank_line(1188, "2026-01-23", match=invoice)
        self.assertFigures(k, "A 3000/1200/0")
        self.assertEqual(
            self.rows(k), [("A", "2026-01-20", 12, "cash"), ("A", "2026-01-23", 1188, "cash")]
        )

    def test_r13_announced_after_a_bank_line_and_announced_twice(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        self.bank_line(1000, "2026-01-15", match=invoice)
        first = self.announce(invoice, 2000, "2026-02-01")
        self.assertFigures(k, "A 3000/3000/0")
        second = self.announce(invoice, 2000, "2026-02-01")
        second.commercial_contract_id = False
        self.assertFigures(k, "A 3000/3000/0")
        (first | second).action_reject()
        self.assertFigures(k, "A 3000/1000/0")

    def test_r13_announced_advance_and_its_bank_line(self):
        k = self.contract()
        self.announce(k, 700)
        self.assertFigures(k, "A 0/700/0")
        self.bank_line(700, "2026-01-20", contract=k)
        self.assertFigures(k, "A 0/700/0")

    def test_r16_unreconcile_and_undo_of_a_bank_match(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        empty = snapshot(k)
        payment = self.payment(1000)
        self.match(payment, invoice)
        paid = snapshot(k)
        self.assertFigures(k, "A 3000/1000/0")
        self.unmatch(payment)
        self.assertEqual(snapshot(k), empty)
        bank = self.bank_line(1000, match=invoice)
        self.assertEqual(snapshot(k), paid)
        bank.action_undo_reconciliation()
        self.assertEqual(snapshot(k), empty)
        self.place(bank, self._partner_items(invoice))
        self.assertEqual(snapshot(k), paid)
        bank.unlink()
        self.assertEqual(snapshot(k), empty)

    def test_r16_payment_to_draft_cancelled_and_deleted(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        empty = snapshot(k)
        payment = self.pay(invoice, 1000)
        paid = snapshot(k)
        payment.action_draft()
        self.assertEqual(snapshot(k), empty)
        payment.action_post()
        self.assertEqual(snapshot(k), paid)
        payment.action_cancel()
        self.assertEqual(snapshot(k), empty)
        payment.action_draft()
        payment.unlink()
        self.assertEqual(snapshot(k), empty)

    def test_r16_the_entry_of_a_payment_to_draft_and_cancelled(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        empty = snapshot(k)
        payment = self.pay(invoice, 1000)
        paid = snapshot(k)
        payment.move_id.button_draft()
        self.assertEqual(snapshot(k), empty)
        payment.move_id.action_post()
        self.assertEqual(snapshot(k), paid)
        payment.move_id.button_draft()
        payment.move_id.button_cancel()
        self.assertEqual(snapshot(k), empty)

    def test_r16_a_reversed_payment_entry_takes_back_what_it_brought(self):
        k = self.contract()
        payment = self.advance(k, 4000)
        self.reverse(payment.move_id, "2026-02-03", cancel=True)
        self.assertFigures(k)
        self.assertEqual(
            self.rows(k),
            [
                ("A", "2026-01-20", 3000, "cash"),
                ("A", "2026-02-03", -3000, "cash"),
                ("B", "2026-01-20", 1000, "cash"),
                ("B", "2026-02-03", -1000, "cash"),
            ],
        )

    def test_r16_a_bounced_payment_gives_back_what_it_had_filled(self):
        k = self.contract()
        self.match(self.payment(300), self.invoice(self.lines(k)[1]))
        before = k.settlement_ids.mapped("amount_settled")
        payment = self.advance(k, 70)
        self.assertFigures(k, "A 0/70/0, B 5000/300/0")
        self.reverse(payment.move_id, "2026-02-03", cancel=True)
        self.assertFigures(k, "B 5000/300/0")
        self.assertEqual(k.settlement_ids.mapped("amount_settled"), before)

    def test_r16_a_rejected_payment_counts_by_its_entry(self):
        k = self.contract()
        payment = self.pay(self.invoice(self.lines(k)[0]), 1000)
        payment.action_reject()
        self.assertEqual(payment.move_id.state, "posted")
        self.assertFigures(k, "A 3000/1000/0")

    def test_r16_r25_an_invoice_in_draft_keeps_its_cash(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        self.match(self.payment(1000), invoice)
        posted = snapshot(k)
        invoice.button_draft()
        self.assertFigures(k, "A 0/1000/0")
        invoice.action_post()
        self.assertEqual(snapshot(k), posted)
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 2900
        self.assertFigures(k)
        invoice.invoice_line_ids.price_unit = 3000
        invoice.action_post()
        self.assertFigures(k, "A 3000/0/0")

    def test_r16_a_cancelled_invoice_leaves_its_money_to_the_tag(self):
        for tagged_by_itself, figures in ((True, "A 0/1000/0"), (False, "")):
            with self.subTest(tagged=tagged_by_itself):
                k = self.contract()
                invoice = self.invoice(self.lines(k)[1])
                if tagged_by_itself:
                    self.pay(invoice, 1000)
                else:
                    self.match(self.payment(1000), invoice)
                self.assertFigures(k, "B 5000/1000/0")
                invoice.button_draft()
                invoice.button_cancel()
                self.assertFigures(k, figures)

    def test_r18_company_amounts_of_one_source_add_up(self):
        plan = [("A", 33.33, "2026-01-31"), ("B", 33.33, "2026-02-28"), ("C", 33.34, "2026-03-31")]
        k = self.contract(plan=plan, currency_id=self.eur.id)
        self.advance(k, 100, "2026-02-05")
        self.assertFigures(k, "A 0/33.33/0, B 0/33.33/0, C 0/33.34/0")
        self.assertAlmostEqual(sum(k.allocation_ids.mapped("amount_company")), 111.11)

    def test_r18_the_slices_of_one_document_add_up(self):
        plan = [("A", 10.01, "2026-01-31"), ("B", 10.01, "2026-02-28")]
        k = self.contract(plan=plan)
        invoice = self.invoice(*self.lines(k))
        # cash is 10 of 30, so a third of each slice: 3.34 of 10.01, and what is left of 6.67
        entry = self.entry(
            (self.bank.default_account_id, 6.67, None),
            (self.expense, 13.35, None),
            (self.receivable, -20.02, self.customer),
        )
        self.match(entry, invoice)
        self.assertAlmostEqual(k.amount_settled, 6.67)
        self.assertAlmostEqual(k.amount_adjusted, 13.35)

    def test_r18_yen_and_dinars_keep_their_own_units(self):
        for currency, parts, money, left in (
            (self.jpy, (333, 333, 334), 500, 167),
            (self.kwd, (0.333, 0.333, 0.334), 0.5, 0.167),
        ):
            with self.subTest(currency=currency.name):
                dates = ("2026-01-31", "2026-02-28", "2026-03-31")
                plan = list(zip("ABC", parts, dates, strict=True))
                k = self.contract(plan=plan, currency_id=currency.id)
                invoice = self.invoice(*self.lines(k))
                a, b, c = parts
                self.pay(invoice, money)
                self.assertFigures(k, f"A {a}/{a}/0, B {b}/{left}/0, C {c}/0/0")
                self.pay(invoice)
                self.assertFigures(k, f"A {a}/{a}/0, B {b}/{b}/0, C {c}/{c}/0")
                self.assertEqual(k.settlement_state, "settled")

    def test_r19_terminating_cuts_each_line_to_what_it_holds(self):
        k = self.contract()
        _a, b, c = self.lines(k)
        invoice = self.invoice(b)
        self.pay(invoice, 1000)
        self.advance(k, 3500)
        self.assertFigures(k, "A 0/3000/0, B 5000/1500/0")
        k.action_terminate("the customer closed the site")
        self.assertFigures(k, "A 0/3000/0, B 5000/1500/0")
        self.assertEqual(self.lines(k).mapped("amount"), [3000, 5000, 0])
        self.assertEqual(self.lines(k).mapped("state"), ["settled", "partial", "cancelled"])
        self.assertEqual((c.amount_residual, c.is_cancelled), (0, True))
        credit = self.reverse(invoice, post=False)
        credit.invoice_line_ids.price_unit = 3500
        credit.action_post()
        self.edit(b, amount=1500)
        self.assertFigures(k, "A 0/3000/0, B 1500/1500/0")
        self.assertEqual(k.settlement_state, "settled")
        self.advance(k, 600)
        self.assertFigures(k, "A 0/3000/0, B 1500/1500/0, un 600")

    def test_r24_a_hand_typed_bank_entry_counts_like_a_payment(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        for journal, settled in ((None, 800), (self.bank, 1600)):
            entry = self.entry(
                (self.bank.default_account_id, 800, None),
                (self.receivable, -800, self.customer),
                journal=journal,
            )
            self.match(entry, invoice)
            self.assertFigures(k, f"A 3000/{settled}/0")
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 800, "cash")] * 2)

    def test_r25_money_on_a_document_that_was_never_posted(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0], post=False)
        self.match(self.payment(1000), invoice)
        self.assertFigures(k, "A 0/1000/0")
        invoice.action_post()
        self.assertFigures(k, "A 3000/1000/0")
