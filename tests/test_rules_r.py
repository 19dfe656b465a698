from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRules(LedgerCase):
    """Money rules R1 to R10: what counts, and which plan line it settles."""

    def test_r1_payment_on_an_invoice(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice = self.invoice(a)
        self.assertFigures(k, "A 3000/0/0")
        self.pay(invoice, 1200, "2026-01-20")
        self.assertFigures(k, "A 3000/1200/0")
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 1200, "cash")])
        self.assertEqual(k.settlement_state, "partial")
        self.pay(invoice)
        self.assertFigures(k, "A 3000/3000/0")
        self.assertEqual(a.state, "settled")

    def test_r1_several_partials_of_one_document_are_one_flow(self):
        k = self.contract()
        term = self.env["account.payment.term"].create(
            {
                "name": "30/70",
                "line_ids": [
                    (5, 0, 0),
                    (0, 0, {"value": "percent", "value_amount": 30, "nb_days": 0}),
                    (0, 0, {"value": "percent", "value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        invoice = self.invoice(self.lines(k)[0], invoice_payment_term_id=term.id)
        self.pay(invoice, 1500)
        partials = self.partials(invoice)
        self.assertEqual(sorted(partials.mapped("amount")), [600, 900])
        self.assertFigures(k, "A 3000/1500/0")
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 1500, "cash")])

    def test_r1_a_payment_in_draft_keeps_its_partial_and_counts_nothing(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        payment = self.pay(invoice, 2400)
        payment.action_draft()
        self.assertEqual(invoice.amount_residual, 600)
        self.assertFigures(k, "A 3000/0/0")
        self.assertEqual(self.rows(k), [])

    def test_r1_too_little_money_pays_by_due_date_of_the_documents(self):
        one = self.contract(plan=[("A", 1150, "2026-02-28")])
        two = self.contract(plan=[("A", 575, "2026-01-31")])
        first = self.invoice(one.settlement_ids, invoice_date_due="2026-02-28")
        second = self.invoice(two.settlement_ids, invoice_date_due="2026-01-31")
        self.pay(first | second, 1500)
        self.assertFigures(two, "A 575/575/0")
        self.assertFigures(one, "A 1150/925/0")

    def test_r2_advance(self):
        k = self.contract()
        _a, _b, c = self.lines(k)
        payment = self.advance(k, 4000, post=False)
        self.assertFigures(k)
        payment.action_post()
        self.assertFigures(k, "A 0/3000/0, B 0/1000/0")
        self.bank_line(700, contract=k, named=c)
        self.assertFigures(k, "A 0/3000/0, B 0/1000/0, C 0/700/0")

    def test_r2_a_payment_with_a_draft_entry_counts_nothing(self):
        k = self.contract()
        write_off = {
            "name": "rest",
            "account_id": self.expense.id,
            "partner_id": self.customer.id,
            "currency_id": self.usd.id,
            "amount_currency": 10,
            "balance": 10,
        }
        payment = self.advance(k, 990, post=False, write_off_line_vals=[write_off])
        self.assertEqual(payment.move_id.state, "draft")
        self.assertFigures(k)
        payment.unlink()

    def test_r2_the_tag_counts_on_whatever_receivable_account_it_stands(self):
        k = self.contract()
        other = self.make_account("Other receivable", "asset_receivable", reconcile=True)
        entry = self.entry(
            (self.bank.default_account_id, 800, None), (other, -800, self.customer), post=False
        )
        item = entry.line_ids.filtered(lambda line: line.account_id == other)
        item.write({"commercial_contract_id": k.id})
        self.assertFigures(k)
        entry.action_post()
        self.assertFigures(k, "A 0/800/0")

    def test_r2_tagged_money_on_a_document_of_no_contract_counts_for_the_tag(self):
        k = self.contract()
        payment = self.advance(k, 1000)
        foreign = self.invoice((None, 400))
        self.match(payment, foreign)
        self.assertFigures(k, "A 0/1000/0")

    def test_r3_advance_reconciled_later(self):
        k = self.contract()
        a, b, _c = self.lines(k)
        payment = self.advance(k, 4000)
        invoice = self.invoice(b)
        self.assertFigures(k, "A 0/3000/0, B 5000/1000/0")
        self.match(payment, invoice)
        self.assertFigures(k, "B 5000/4000/0")
        self.unmatch(payment)
        self.assertFigures(k, "A 0/3000/0, B 5000/1000/0")
        payment.commercial_settlement_id = a
        self.match(payment, invoice)
        self.assertFigures(k, "A 0/3000/0, B 5000/1000/0")

    def test_r4_named_first_then_by_document_then_by_due_date(self):
        k = self.contract()
        _a, b, c = self.lines(k)
        self.pay(self.invoice(b), 2000)
        self.advance(k, 1500, named=c)
        self.advance(k, 3500)
        self.assertFigures(k, "A 0/3000/0, B 5000/2500/0, C 0/1500/0")

    def test_r4_what_a_document_leaves_over_goes_to_its_other_lines(self):
        k = self.contract()
        _a, b, c = self.lines(k)
        invoice = self.invoice(b, c)
        self.advance(k, 4500, named=b)
        self.pay(invoice, 2000)
        self.assertFigures(k, "B 5000/5000/0, C 2000/1500/0")

    def test_r5_more_money_than_plan(self):
        k = self.contract(signed=False)
        self.advance(k, 10400)
        self.assertFigures(k, "A 0/3000/0, B 0/5000/0, C 0/2000/0, un 400")
        self.assertEqual(k.settlement_state, "settled")
        self.plan(k, ("D", 300, "2026-04-30"))
        self.assertFigures(k, "A 0/3000/0, B 0/5000/0, C 0/2000/0, D 0/300/0, un 100")

    def test_r5_an_overpayment_reaches_the_contract_through_the_tag(self):
        k = self.contract()
        payment = self.pay(self.invoice(*self.lines(k)), 10400)
        self.assertEqual(payment.commercial_contract_id, k)
        self.assertFigures(k, "A 3000/3000/0, B 5000/5000/0, C 2000/2000/0, un 400")
        payment.commercial_contract_id = False
        self.assertFigures(k, "A 3000/3000/0, B 5000/5000/0, C 2000/2000/0")

    def test_r6_one_payment_over_several_contracts(self):
        one, two = self.contract(), self.contract()
        payment = self.payment(7000)
        self.match(payment, self.invoice(self.lines(one)[0]), self.invoice(self.lines(two)[0]))
        self.assertFigures(one, "A 3000/3000/0")
        self.assertFigures(two, "A 3000/3000/0")
        payment.commercial_contract_id = one
        self.assertFigures(one, "A 3000/3000/0, B 0/1000/0")
        self.assertFigures(two, "A 3000/3000/0")
        self.match(payment, self.invoice((None, 100)))
        self.assertFigures(one, "A 3000/3000/0, B 0/1000/0")

    def test_r7_one_invoice_over_several_contracts(self):
        one = self.contract(plan=[("A", 3000, "2026-01-31")])
        two = self.contract(plan=[("A", 800, "2026-01-20"), ("B", 900, "2026-05-31")])
        invoice = self.invoice((None, 250), *self.lines(one), *self.lines(two))
        self.assertEqual(invoice.amount_total, 4950)
        self.pay(invoice, 2300)
        self.assertFigures(one, "A 3000/1500/0")
        self.assertFigures(two, "A 800/800/0, B 900/0/0")
        with self.subTest("the due date of one contract moves the cash of the other"):
            self.lines(one).reschedule("2026-01-15", "the customer asked")
            self.assertFigures(two, "A 800/0/0, B 900/0/0")
            self.assertFigures(one, "A 3000/2300/0")
            self.lines(one).reschedule("2026-01-31", "and back")
        self.pay(invoice, 2500)
        self.assertFigures(one, "A 3000/3000/0")
        self.assertFigures(two, "A 800/800/0, B 900/900/0")

    def test_r8_third_party_payer(self):
        k = self.contract()
        payment = self.payment(2000, partner_id=self.payer.id)
        self.match(payment, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/2000/0")
        self.advance(k, 1500, partner_id=self.payer.id)
        self.assertFigures(k, "A 3000/3000/0, B 0/500/0")

    def test_r9_credit_note_lowers_what_is_invoiced_and_is_no_cash(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        credit = self.reverse(invoice, post=False)
        credit.invoice_line_ids.price_unit = 500
        self.assertFigures(k, "A 3000/0/0")
        credit.action_post()
        self.assertFigures(k, "A 2500/0/0")
        payment = self.pay(invoice)
        self.assertEqual(payment.amount, 2500)
        self.assertFigures(k, "A 2500/2500/0")

    def test_r9_a_credit_note_in_draft_keeps_its_partial_and_counts_nothing(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        refund = "in_refund" if k.direction == "purchase" else "out_refund"
        credit = self.invoice((None, 1000), kind=refund, partner=invoice.partner_id)
        self.match(credit, invoice)
        self.assertFigures(k, "A 3000/0/1000")
        credit.button_draft()
        self.assertTrue(self.partials(invoice))
        self.assertFigures(k, "A 3000/0/0")
        credit.action_post()
        self.assertFigures(k, "A 3000/0/1000")

    def test_r9_a_reversal_that_bills_no_plan_line_settles_nothing_either(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        credit = self.reverse(invoice, post=False)
        credit.invoice_line_ids.write(
            {
                "price_unit": 500,
                "commercial_contract_id": False,
                "commercial_settlement_id": False,
            }
        )
        credit.action_post()
        self.assertEqual(invoice.amount_residual, 2500)
        self.assertFigures(k, "A 3000/0/0")
        self.pay(invoice)
        self.assertFigures(k, "A 3000/2500/0")

    def test_r9_reversed_with_cancel_sets_the_money_free(self):
        for tagged_by_itself, figures in ((True, "A 0/3000/0"), (False, "")):
            with self.subTest(tagged=tagged_by_itself):
                k = self.contract()
                invoice = self.invoice(self.lines(k)[0])
                if tagged_by_itself:
                    self.pay(invoice)
                else:
                    self.match(self.payment(3000), invoice)
                self.assertFigures(k, "A 3000/3000/0")
                self.reverse(invoice, cancel=True)
                self.assertFigures(k, figures)

    def test_r9_credit_after_full_payment_stays_open(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.pay(self.invoice(a))
        self.refund((a, 400))
        self.assertFigures(k, "A 2600/3000/0")

    def test_r10_money_paid_back_on_a_credit_note(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.pay(self.invoice(a))
        self.advance(k, 1000, "2026-01-25")
        self.assertFigures(k, "A 3000/3000/0, B 0/1000/0")
        credit = self.refund((a, 400), date="2026-02-05")
        self.pay(credit, date="2026-02-10")
        self.assertFigures(k, "A 2600/3000/0, B 0/600/0")
        self.assertEqual(
            self.rows(k),
            [
                ("A", "2026-01-20", 3000, "cash"),
                ("A", "2026-01-25", 400, "cash"),
                ("A", "2026-02-10", -400, "cash"),
                ("B", "2026-01-25", 600, "cash"),
            ],
        )

    def test_r10_money_paid_back_without_a_document(self):
        k = self.contract()
        self.pay(self.invoice(self.lines(k)[0]))
        advance = self.advance(k, 6000, "2026-01-25")
        self.assertFigures(k, "A 3000/3000/0, B 0/5000/0, C 0/1000/0")
        back = self.pay_back(k, 1300)
        left = "A 3000/3000/0, B 0/4700/0"
        self.assertFigures(k, left)
        self.match(back, advance)
        self.assertFigures(k, left)
        back.commercial_contract_id = False
        self.assertFigures(k, left)
        self.pay_back(k, 9000)
        self.assertFigures(k, "A 3000/0/0, un -1300")

    def test_purchase_contracts_turn_the_signs(self):
        k = self.contract(direction="purchase")
        a, _b, _c = self.lines(k)
        self.pay(self.invoice(a), 2000)
        self.assertFigures(k, "A 3000/2000/0")
        self.advance(k, 1500)
        self.pay_back(k, 200)
        self.assertFigures(k, "A 3000/3000/0, B 0/300/0")
