from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesAnnounced(LedgerCase):
    """Money rule R13: payments without a journal entry, as they arise in Community and under
    Enterprise accounting (by letting ``_get_invoice_in_payment_state`` answer as it does)."""

    def test_r13_community_makes_an_entry(self):
        """Trap 1: ``create`` forces an outstanding account where the method line has none."""
        k = self.contract()
        payment = self.advance(k, 500, post=False)
        self.assertFalse(payment.payment_method_line_id.payment_account_id)
        self.assertTrue(payment.outstanding_account_id)
        payment.action_post()
        self.assertEqual(payment.move_id.state, "posted")
        self.assertFigures(k, "A 0/500/0")
        self.assertFalse(k.allocation_ids.payment_id)

    def test_r13_community_too_announces_when_the_method_of_a_draft_is_changed(self):
        k = self.contract()
        payment = self.advance(k, 500, post=False, journal_id=self.bank_outstanding.id)
        self.assertTrue(payment.outstanding_account_id)
        payment.journal_id = self.bank
        self.assertFalse(payment.outstanding_account_id)
        self.assertFigures(k)
        payment.action_post()
        self.assertFalse(payment.move_id)
        self.assertEqual(payment.state, "in_process")
        self.assertFigures(k, "A 0/500/0")
        self.assertEqual(k.allocation_ids.payment_id, payment)

    def test_r13_validated_without_money(self):
        """Trap 2: ``action_validate`` says paid; it counts as announced all the same."""
        k = self.contract()
        payment = self.announce(self.invoice(self.lines(k)[0]), 1200)
        payment.action_validate()
        self.assertEqual(payment.state, "paid")
        self.assertFigures(k, "A 3000/1200/0")
        self.assertEqual(k.allocation_ids.payment_id, payment)

    def test_r13_the_bank_match_of_one_of_two_invoices_is_undone(self):
        """Trap 2: Odoo leaves such a payment paid. By due date it is 3,000 of A and 500 of B."""
        k = self.contract()
        a, b, _c = self.lines(k)
        invoices = self.invoice(a) | self.invoice(b, invoice_date_due="2026-02-28")
        payment = self.announce(invoices, 3500)
        self.assertFigures(k, "A 3000/3000/0, B 5000/500/0")
        bank = self.bank_line(3500, "2026-01-22", match=invoices)
        self.assertFigures(k, "A 3000/3000/0, B 5000/500/0")
        self.assertFalse(k.allocation_ids.payment_id)
        bank.action_undo_reconciliation()
        self.assertFigures(k, "A 3000/3000/0, B 5000/500/0")
        self.assertEqual(k.allocation_ids.payment_id, payment)

    def test_r13_a_bank_line_of_another_amount_leaves_it_in_process(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        payment = self.announce(invoice, 1200)
        self.bank_line(1188, "2026-01-22", match=invoice)
        self.assertEqual(payment.state, "in_process")
        self.assertFigures(k, "A 3000/1200/0")

    def test_r13_numbers_of_two_currencies_are_not_the_same_money(self):
        """Trap 3: 1,200 EUR (1,333.33 USD on that day) are not brought by 1,200 USD."""
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        with self.without_entries():
            self.pay(invoice, 1200, "2026-02-05", currency_id=self.eur.id)
        self.assertFigures(k, "A 3000/1333.33/0")
        self.bank_line(1200, "2026-02-06", match=invoice)
        self.assertFigures(k, "A 3000/1333.33/0")
        self.assertEqual([row[2] for row in self.rows(k)], [133.33, 1200])

    def test_r13_registered_twice_in_full(self):
        """Trap 4: the wizard lets one."""
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        first, second = self.announce(invoice, 3000), self.announce(invoice, 3000)
        (first | second).commercial_contract_id = False
        self.assertFigures(k, "A 3000/3000/0")
        self.bank_line(3000, "2026-01-22", match=invoice)
        self.assertFigures(k, "A 3000/3000/0")

    def test_r13_cancelled_and_rejected(self):
        """Trap 5: ``matched_payment_ids`` survives both."""
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        for action in ("action_cancel", "action_reject"):
            with self.subTest(action=action):
                payment = self.announce(invoice, 1200)
                self.assertFigures(k, "A 3000/1200/0")
                getattr(payment, action)()
                self.assertIn(payment, invoice.matched_payment_ids)
                self.assertFigures(k, "A 3000/0/0")

    def test_r13_what_is_over_counts_for_the_tag(self):
        k = self.contract()
        payment = self.announce(self.invoice(self.lines(k)[0]), 3500)
        self.assertEqual(payment.commercial_contract_id, k)
        self.assertFigures(k, "A 3000/3000/0, B 0/500/0")
        payment.commercial_contract_id = False
        self.assertFigures(k, "A 3000/3000/0")

    def test_r13_earlier_bank_money_is_not_this_payment(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        self.bank_line(1000, "2026-01-15", match=invoice)
        self.announce(invoice, 2000, "2026-02-01")
        self.assertFigures(k, "A 3000/3000/0")

    def test_r13_an_announced_advance_and_the_bank_money_of_others(self):
        k = self.contract()
        self.announce(k, 700)
        self.bank_line(100, "2026-01-19", contract=k)  # the day before
        self.assertFigures(k, "A 0/800/0")
        self.bank_line(100, "2026-01-21", contract=k, partner=self.payer)
        self.assertFigures(k, "A 0/900/0")
        self.bank_line(300, "2026-01-21", contract=k)
        self.assertFigures(k, "A 0/900/0")
        self.bank_line(500, "2026-01-22", contract=k)
        self.assertFigures(k, "A 0/1000/0")

    def test_r13_on_a_document_of_two_contracts(self):
        one = self.contract(plan=[("A", 1000, "2026-01-31")])
        two = self.contract(plan=[("A", 500, "2026-02-28")])
        invoice = self.invoice(one.settlement_ids, two.settlement_ids)
        self.announce(invoice, 1200)
        self.assertFigures(one, "A 1000/1000/0")
        self.assertFigures(two, "A 500/200/0")


@tagged("post_install", "-at_install")
class TestRulesAnnouncedPurchase(TestRulesAnnounced):
    allow_inherited_tests_method = True
    direction = "purchase"
