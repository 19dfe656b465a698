from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesCurrency(LedgerCase):
    """Money rules R11 and R15: foreign currencies, exchange differences, cash-basis taxes; R18's trap."""

    def one(self, amount, currency=None, due="2026-01-31", **values):
        currency = currency or self.usd
        k = self.contract(plan=[("A", amount, due)], currency_id=currency.id, **values)
        return k, k.settlement_ids

    def company_amounts(self, contract):
        contract.env.flush_all()
        rows = contract.allocation_ids.sorted(lambda row: (row.date, row.amount))
        return [round(row.amount_company, 2) for row in rows]

    def test_r11_a_dollar_contract_invoiced_and_paid_in_euro(self):
        for direction in ("sale", "purchase"):
            with self.subTest(direction=direction):
                k, a = self.one(3000, direction=direction)
                invoice = self.invoice((a, 2400), currency=self.eur)
                self.assertFigures(k, "A 3000/0/0")
                self.pay(invoice, 1200, "2026-02-05", currency_id=self.eur.id)
                self.assertFigures(k, "A 3000/1500/0")
                self.assertEqual(self.company_amounts(k), [1333.33])
                self.assertEqual(self.rows(k), [("A", "2026-02-05", 1500, "cash")])
                # trap: the partial holds the cash's value and an exchange entry makes up the rest
                exchange = self.partials(invoice).exchange_move_id
                self.assertEqual(
                    max(exchange.line_ids.mapped(lambda line: abs(line.balance))), 166.67
                )
                self.pay(invoice, date="2026-03-05", currency_id=self.eur.id)
                self.assertFigures(k, "A 3000/3000/0")
                self.assertEqual(self.company_amounts(k), [1333.33, 1200])

    def test_r11_a_euro_contract_invoiced_in_dollars_and_paid_in_yen(self):
        plan = [("A", 1000, "2026-01-31"), ("B", 500, "2026-02-28")]
        k = self.contract(plan=plan, currency_id=self.eur.id)
        a, _b = self.lines(k)
        invoice = self.invoice((a, 1250), currency=self.usd)
        self.pay(invoice, 60000, "2026-03-05", currency_id=self.jpy.id)
        self.assertFigures(k, "A 1000/300/0")
        self.advance(k, 180, "2026-02-10", currency_id=self.usd.id)
        self.assertFigures(k, "A 1000/462/0")

    def test_r11_an_advance_changes_its_value_when_it_is_reconciled(self):
        k, a = self.one(3000)
        advance = self.advance(k, 460, "2026-02-05", currency_id=self.eur.id)
        self.assertFigures(k, "A 0/511.11/0")
        self.match(advance, self.invoice((a, 2400), currency=self.eur))
        self.assertFigures(k, "A 3000/575/0")
        self.unmatch(advance)
        self.assertFigures(k, "A 3000/511.11/0")

    def test_r11_a_euro_invoice_paid_in_dollars(self):
        """450 EUR and 500 USD on one partial: the document's side is read."""
        k, a = self.one(1000, self.eur)
        invoice = self.invoice((a, 900), currency=self.eur, date="2026-02-02")
        self.pay(invoice, 500, "2026-02-05", currency_id=self.usd.id)
        partial = self.partials(invoice)
        found = {partial.debit_amount_currency, partial.credit_amount_currency}
        self.assertEqual(found, {450, 500})
        self.assertFigures(k, "A 900/450/0")
        self.assertEqual(self.company_amounts(k), [500])

    def test_r11_a_rate_typed_by_hand_on_the_invoice(self):
        """2,400 EUR at 0.75 instead of 0.80 are 3,200 USD (never run before)."""
        k, a = self.one(3200)
        invoice = self.invoice((a, 2400), currency=self.eur, post=False)
        invoice.invoice_currency_rate = 0.75
        invoice.action_post()
        self.assertEqual(abs(invoice.amount_total_signed), 3200)
        self.assertFigures(k, "A 3200/0/0")
        self.pay(invoice, 1200, "2026-02-05", currency_id=self.eur.id)
        self.assertFigures(k, "A 3200/1600/0")
        self.pay(invoice, date="2026-03-05", currency_id=self.eur.id)
        self.assertFigures(k, "A 3200/3200/0")

    def test_r11_a_document_that_comes_to_nothing(self):
        """It moves 800 EUR, 1,000 USD at 0.80, from one contract to another; the books show no total."""
        one, two = self.contract(), self.contract()
        a_one, a_two = self.lines(one)[0], self.lines(two)[0]
        self.invoice((a_one, 2400), currency=self.eur)
        self.invoice((a_two, 800), (a_one, -800), currency=self.eur)
        self.assertFigures(one, "A 2000/0/0")
        self.assertFigures(two, "A 1000/0/0")
        self.assertEqual((a_one.amount_to_invoice, a_two.amount_to_invoice), (1000, 2000))
        self.invoice((a_two, 500), (a_one, -500))  # and 500 USD
        for contract, amount in ((one, 1500), (two, 1500)):
            facts = self.env["commercial.contract.fact"].search(
                [("contract_id", "=", contract.id), ("kind", "=", "invoiced")]
            )
            self.assertEqual(sum(facts.mapped("amount")), amount)
            self.assertEqual(sum(facts.mapped("invoiced")), amount)

    def test_b4_what_a_foreign_invoice_bills_goes_by_its_own_rate(self):
        """2,400 EUR at 0.80, typed in February (0.90 in the table), are 3,000 USD: nothing is left. And
        333.34 USD at 0.30 are 100.002 KWD: one unit of USD is no reason to bill 100.001 once more."""
        k = self.contract()
        a, b, _c = self.lines(k)
        self.invoice(
            (a, 2400), currency=self.eur, date="2026-02-10", invoice_currency_rate=0.8, post=False
        )
        self.invoice((b, 900), currency=self.eur, date="2026-02-10")
        self.assertEqual((a.amount_to_invoice, b.amount_to_invoice), (0, 4000))
        k.move_line_ids.move_id.filtered(lambda move: move.state == "draft").action_post()
        self.assertFigures(k, "A 3000/0/0, B 1000/0/0")
        self.assertEqual((a.amount_to_invoice, b.amount_to_invoice), (0, 4000))
        dinars = self.contract(plan=[("A", 100.001, "2026-01-31")], currency_id=self.kwd.id)
        self.invoice((dinars.settlement_ids, 333.34), currency=self.usd)
        self.assertFigures(dinars, "A 100.001/0/0")
        self.assertEqual(dinars.settlement_ids.amount_to_invoice, 0)

    def test_r11_a_rate_typed_by_hand_on_an_invoice_of_a_euro_contract(self):
        k, a = self.one(1000, self.eur)
        invoice = self.invoice((a, 150000), currency=self.jpy, post=False)
        invoice.invoice_currency_rate = 120  # 1,250 USD, so 1,000 EUR at 0.80
        invoice.action_post()
        self.assertFigures(k, "A 1000/0/0")
        self.pay(invoice, 75000, "2026-03-05", currency_id=self.jpy.id)
        self.assertFigures(k, "A 1000/500/0")

    def test_r11_a_bill_counts_at_its_own_date_and_not_at_that_of_its_entry(self):
        """1,250 USD of January are 1,000 EUR at 0.80; booked in February they are no 1,125."""
        k, a = self.one(1000, self.eur, direction="purchase")
        bill = self.invoice((a, 1250), currency=self.usd, date="2026-01-15", post=False)
        bill.date = "2026-02-10"
        bill.action_post()
        self.assertEqual(
            [str(day) for day in (bill.invoice_date, bill.date)], ["2026-01-15", "2026-02-10"]
        )
        self.assertFigures(k, "A 1000/0/0")
        self.pay(bill, 625, "2026-02-12", currency_id=self.usd.id)
        self.assertFigures(k, "A 1000/500/0")

    def test_r11_what_misses_the_plan_line_by_less_than_a_cent_is_the_plan_line(self):
        """333.34 USD are 100.002 KWD at 0.30, but no sum of cents comes nearer to 100.001."""
        k, a = self.one(100.001, self.kwd)
        invoice = self.invoice((a, 333.34), currency=self.usd)
        self.assertFigures(k, "A 100.001/0/0")
        self.pay(invoice)
        self.assertFigures(k, "A 100.001/100.001/0")
        self.assertEqual(k.amount_unallocated, 0)

    def test_r18_cents_that_a_foreign_unit_cannot_say(self):
        """50,001 JPY are 333.34 USD, 150,001 are 1,000.01 at once: each share is its plan line."""
        plan = [
            ("A", 333.33, "2026-01-31"),
            ("B", 333.33, "2026-02-28"),
            ("C", 333.34, "2026-03-31"),
        ]
        k = self.contract(plan=plan)
        a, b, c = self.lines(k)
        invoice = self.invoice((a, 50000), (b, 50000), (c, 50001), currency=self.jpy)
        self.assertFigures(k, "A 333.33/0/0, B 333.33/0/0, C 333.34/0/0")
        for amount in (1, 33333, 66667):
            self.pay(invoice, amount, "2026-01-20", currency_id=self.jpy.id)
        self.assertFigures(k, "A 333.33/333.33/0, B 333.33/333.33/0, C 333.34/0.01/0")
        self.pay(invoice, date="2026-01-21", currency_id=self.jpy.id)
        self.assertFigures(k, "A 333.33/333.33/0, B 333.33/333.33/0, C 333.34/333.34/0")

    def cash_basis_tax(self):
        transition = self.make_account("Tax in transit", "liability_current", reconcile=True)
        final = self.make_account("Tax", "liability_current")
        self.company.tax_exigibility = True
        parts = [
            Command.clear(),
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "account_id": final.id}),
        ]
        return self.make_tax(
            15,
            tax_exigibility="on_payment",
            cash_basis_transition_account_id=transition.id,
            invoice_repartition_line_ids=parts,
            refund_repartition_line_ids=parts,
        )

    def test_r15_exchange_and_cash_basis_entries_are_no_cash(self):
        """920 EUR, tax in, are 1,150 USD; 460 EUR come when the euro is weaker."""
        k, a = self.one(1150)
        invoice = self.invoice((a, 800), currency=self.eur, tax=self.cash_basis_tax())
        self.assertEqual(invoice.amount_total, 920)
        self.assertFigures(k, "A 1150/0/0")
        payment = self.pay(invoice, 460, "2026-02-05", currency_id=self.eur.id)
        self.assertFigures(k, "A 1150/575/0")
        self.assertEqual(self.rows(k), [("A", "2026-02-05", 575, "cash")])
        entries = self.env["account.move"].search(
            [("tax_cash_basis_origin_move_id", "=", invoice.id)]
        )
        exchange = self.env["account.move"].search(
            [("journal_id", "=", self.company.currency_exchange_journal_id.id)]
        )
        self.assertTrue(entries)
        self.assertIn(63.89, exchange.line_ids.mapped(lambda line: round(abs(line.balance), 2)))
        with self.subTest("taken apart: Odoo posts the reversals of all three"):
            payment.commercial_contract_id = False
            self.unmatch(payment)
            found = self.env["account.move"].search_count(
                [("journal_id", "=", self.company.currency_exchange_journal_id.id)]
            )
            self.assertGreater(found, len(exchange))
            self.assertFigures(k, "A 1150/0/0")
            self.assertEqual(self.rows(k), [])
        with self.subTest("and together again"):
            self.match(payment, invoice)
            self.assertFigures(k, "A 1150/575/0")

    def test_r15_entries_without_a_partner_item_count_for_nothing(self):
        """A transfer between two banks, and the bank line that clears an outstanding account."""
        k, a = self.one(3000)
        self.entry(
            (self.bank.default_account_id, 500, None),
            (self.bank_outstanding.default_account_id, -500, None),
        )
        payment = self.pay(self.invoice(a), 1000, journal=self.bank_outstanding)
        line = self.bank_line(1000, journal_id=self.bank_outstanding.id)
        _liquidity, suspense, _other = line._seek_for_lines()
        outstanding = payment.move_id.line_ids.filtered(
            lambda item: item.account_id == payment.outstanding_account_id
        )
        suspense.with_context(force_delete=True, skip_readonly_check=True).write(
            {"account_id": outstanding.account_id.id}
        )
        (suspense | outstanding).reconcile()
        self.assertFigures(k, "A 3000/1000/0")
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 1000, "cash")])
