from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesDiscount(LedgerCase):
    """Money rule R12: an early-payment discount goes to the document that grants it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "30 days, 2 % within 10",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "included",
                "line_ids": [
                    Command.clear(),
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 30}),
                ],
            }
        )

    def granting(self, *parts, **values):
        return self.invoice(*parts, invoice_payment_term_id=self.term.id, **values)

    def kinds(self, contract):
        contract.env.flush_all()
        rows = contract.allocation_ids.sorted(lambda row: (row.settlement_id.name, row.kind))
        return [(row.settlement_id.name, row.kind, row.amount) for row in rows]

    def both(self):
        """Return a contract, its invoice of A that grants a discount, and C's that grants none."""
        k = self.contract()
        a, _b, c = self.lines(k)
        return k, self.granting(a), self.invoice(c)

    def test_r12_one_payment_over_two_invoices(self):
        k, granting, other = self.both()
        payment = self.pay(granting | other)
        self.assertEqual(payment.amount, 4940)
        self.assertFigures(k, "A 3000/2940/60, C 2000/2000/0")

    def test_r12_one_payment_over_two_contracts(self):
        one, two = self.contract(), self.contract()
        granting, other = self.granting(self.lines(one)[0]), self.invoice(self.lines(two)[2])
        self.pay(granting | other)
        self.assertFigures(one, "A 3000/2940/60")
        self.assertFigures(two, "C 2000/2000/0")

    def test_r12_each_document_takes_its_own_discount(self):
        k = self.contract()
        a, b, c = self.lines(k)
        documents = self.granting(a) | self.granting((b, 1000)) | self.invoice(c)
        payment = self.pay(documents)
        self.assertEqual(payment.amount, 5920)
        self.assertFigures(k, "A 3000/2940/60, B 1000/980/20, C 2000/2000/0")

    def test_r12_undone_on_one_document_the_other_shares_pro_rata(self):
        k, granting, other = self.both()
        payment = self.pay(granting | other)
        payment.commercial_contract_id = False
        self.unmatch(granting)
        # what is left of the entry's write-off is no sum of discounts any more: 60 of 5,000
        self.assertFigures(k, "A 3000/0/0, C 2000/1976/24")
        self.match(payment, granting)
        self.assertFigures(k, "A 3000/2940/60, C 2000/2000/0")

    def test_r12_undone_on_the_other_document_of_another_contract(self):
        one, two = self.contract(), self.contract()
        granting, other = self.granting(self.lines(one)[0]), self.invoice(self.lines(two)[2])
        payment = self.pay(granting | other)
        self.assertFigures(two, "C 2000/2000/0")
        self.unmatch(granting)
        self.assertFigures(two, "C 2000/1976/24")
        self.assertFigures(one, "A 3000/0/0")
        self.match(payment, granting)
        self.assertFigures(two, "C 2000/2000/0")
        self.assertFigures(one, "A 3000/2940/60")

    def test_r12_a_write_off_of_another_sum_is_shared_pro_rata(self):
        k, granting, other = self.both()
        self.pay(
            granting | other,
            4900,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.expense.id,
            writeoff_label="rest",
        )
        self.assertFigures(k, "A 3000/2940/60, C 2000/1960/40")

    def test_r12_too_late_for_the_discount(self):
        k, granting, other = self.both()
        payment = self.pay(granting | other, date="2026-01-21")
        self.assertEqual(payment.amount, 5000)
        self.assertFigures(k, "A 3000/3000/0, C 2000/2000/0")
        k, granting, other = self.both()
        self.pay(
            granting | other,
            4940,
            date="2026-01-21",
            payment_difference_handling="reconcile",
            writeoff_account_id=self.expense.id,
            writeoff_label="granted all the same",
        )
        self.assertFigures(k, "A 3000/2964/36, C 2000/1976/24")

    def test_r12_by_hand_on_a_bank_entry(self):
        k, granting, other = self.both()
        entry = self.entry(
            (self.bank.default_account_id, 4940, None),
            (self.expense, 60, None),
            (self.receivable, -3000, self.customer),
            (self.receivable, -2000, self.customer),
            journal=self.bank,
        )
        small, large = self._partner_items(entry).sorted(lambda item: abs(item.balance))
        self.match(large, granting)
        self.match(small, other)
        self.assertFigures(k, "A 3000/2940/60, C 2000/2000/0")

    def test_r12_the_discount_of_a_document_of_no_contract(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        payment = self.pay(self.invoice(a) | self.granting((None, 1000)))
        self.assertEqual(payment.amount, 3980)
        self.assertFigures(k, "A 3000/3000/0")
        payment.commercial_contract_id = k  # the tag speaks for the document of no contract
        self.assertFigures(k, "A 3000/3000/0, B 0/980/0")

    def test_r12_tax_included(self):
        tax = self.make_tax(15)
        k = self.contract(plan=[("A", 1150, "2026-01-31")])
        invoice = self.granting((k.settlement_ids, 1000), tax=tax)
        payment = self.pay(invoice)
        self.assertEqual(payment.amount, 1127)
        items = payment.move_id.line_ids - self._partner_items(payment)
        # trap: the tax of the discount stands among the write-off lines, all as 'product'
        self.assertEqual(len(items), 3)
        self.assertEqual(set(payment.move_id.line_ids.mapped("display_type")), {"product"})
        self.assertFigures(k, "A 1150/1127/23")
        self.assertEqual(self.kinds(k), [("A", "cash", 1127), ("A", "writeoff", 23)])

    def test_r12_tax_excluded_from_the_discount(self):
        self.term.early_pay_discount_computation = "excluded"
        k = self.contract(plan=[("A", 1130, "2026-01-31"), ("B", 500, "2026-02-28")])
        a, b = self.lines(k)
        payment = self.pay(self.granting((a, 1000), tax=self.tax_13) | self.invoice(b))
        self.assertEqual(payment.amount, 1610)
        self.assertFigures(k, "A 1130/1110/20, B 500/500/0")

    def test_r12_in_a_foreign_currency(self):
        plan = [("A", 1250, "2026-01-31"), ("B", 500, "2026-02-28")]
        k = self.contract(plan=plan)
        a, b = self.lines(k)
        # 1,000 and 400 EUR at 0.80; 980 + 400 come at 0.90, so the entry holds an exchange item
        granting = self.granting((a, 1000), currency=self.eur, date="2026-01-25")
        other = self.invoice((b, 400), currency=self.eur, date="2026-01-25")
        payment = self.pay(granting | other, date="2026-02-02", currency_id=self.eur.id)
        self.assertEqual((payment.amount, payment.currency_id), (1380, self.eur))
        self.assertFigures(k, "A 1250/1225/25, B 500/500/0")

    def test_r12_a_contract_in_dinars(self):
        """Three decimals (never run before): 2 % of 0.335 is 0.007."""
        plan = [("A", 0.335, "2026-01-31"), ("B", 0.5, "2026-02-28")]
        k = self.contract(plan=plan, currency_id=self.kwd.id)
        a, b = self.lines(k)
        payment = self.pay(self.granting(a) | self.invoice(b))
        self.assertAlmostEqual(payment.amount, 0.828)
        self.assertFigures(k, "A 0.335/0.328/0.007, B 0.5/0.5/0")

    def test_r12_a_write_off_on_the_exchange_account(self):
        """790 of 800 EUR, the rest on the exchange loss account: a write-off all the same."""
        k = self.contract(plan=[("A", 1000, "2026-01-31")])
        invoice = self.invoice((k.settlement_ids, 800), currency=self.eur)
        self.pay(
            invoice,
            790,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company.expense_currency_exchange_account_id.id,
            writeoff_label="rest",
            currency_id=self.eur.id,
        )
        self.assertFigures(k, "A 1000/987.5/12.5")

    def test_r12_without_an_entry_the_write_off_is_dropped(self):
        k = self.contract(plan=[("A", 1000, "2026-01-31")])
        invoice = self.invoice(k.settlement_ids)
        with self.without_entries():
            payment = self.pay(
                invoice,
                990,
                payment_difference_handling="reconcile",
                writeoff_account_id=self.expense.id,
                writeoff_label="rest",
            )
        self.assertFalse(payment.move_id)
        self.assertFigures(k, "A 1000/990/0")
        self.assertEqual(k.settlement_ids.state, "partial")

    def test_a_write_off_that_becomes_bank_money_in_a_posted_entry(self):
        """What is edited in other items of the entry changes the shares of its partner items."""
        k = self.contract()
        entry = self.entry(
            (self.bank.default_account_id, 2000, None),
            (self.expense, 1000, None),
            (self.receivable, -3000, self.customer),
        )
        self.match(entry, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/2000/1000")
        line = entry.line_ids.filtered(lambda item: item.account_id == self.expense)
        line.account_id = self.bank.default_account_id
        self.assertFigures(k, "A 3000/3000/0")

    def test_a_rebuild_of_discounts_does_not_grow_with_the_contracts(self):
        contracts = self.env["commercial.contract"]
        for _number in range(6):
            k, granting, other = self.both()
            self.pay(granting | other)
            contracts |= k

        def cost(part):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part.follow_ledger()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(contracts)
        self.assertLessEqual(abs(cost(contracts) - cost(contracts[:1])), 3)
