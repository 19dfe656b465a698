from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesShapes(LedgerCase):
    """Documents that money-rules had not run: three decimals, minus lines, cash rounding."""

    def plan_of(self, *amounts, **values):
        dates = ("2026-01-31", "2026-02-28", "2026-03-31")
        plan = list(zip("ABC", amounts, dates, strict=False))
        k = self.contract(plan=plan, **values)
        return k, *self.lines(k)

    def test_l1_three_decimals_with_tax(self):
        """KWD: 20.011 and 10.033 at 13 % are 22.612 and 11.337 alone, 33.950 together globally."""
        self.company.tax_calculation_rounding_method = "round_globally"
        k, a, b = self.plan_of(22.613, 11.337, currency_id=self.kwd.id)
        invoice = self.invoice((a, 20.011), (b, 10.033), tax=self.tax_13)
        self.assertAlmostEqual(invoice.amount_total, 33.95)
        self.pay(invoice, 22.613)
        self.assertFigures(k, "A 22.613/22.613/0, B 11.337/0/0")
        self.pay(invoice)
        self.assertFigures(k, "A 22.613/22.613/0, B 11.337/11.337/0")
        self.assertEqual(k.settlement_state, "settled")

    def test_l2_to_l4_three_decimals(self):
        k, a, b = self.plan_of(1.005, 2.007, currency_id=self.kwd.id)
        self.advance(k, 0.002, named=b)  # L2
        self.assertFigures(k, "A 0/0/0, B 0/0.002/0")
        payment = self.pay(self.invoice(a), 1.006)  # L4; the fils above it goes to B
        self.assertEqual(payment.commercial_contract_id, k)
        self.assertFigures(k, "A 1.005/1.005/0, B 0/0.003/0")
        other, c = self.plan_of(0.001, currency_id=self.kwd.id)
        third = self.advance(k, 0.001)
        self.match(third, self.invoice(c))  # L3
        self.assertFigures(k, "A 1.005/1.005/0, B 0/0.003/0")
        self.assertFigures(other, "A 0.001/0.001/0")

    def test_r11_dinars_paid_in_dollars(self):
        """0.30 KWD a dollar: 1.000 KWD is 3.33 USD, of which 1.11 are a third."""
        k, a = self.plan_of(1, currency_id=self.kwd.id)
        invoice = self.invoice(a)
        self.pay(invoice, 1.11, "2026-01-20", currency_id=self.usd.id)
        self.assertFigures(k, "A 1/0.333/0")
        self.pay(invoice, date="2026-01-21")
        self.assertFigures(k, "A 1/1/0")

    def test_a_discount_line_of_a_plan_line_lowers_it(self):
        k, a, b = self.plan_of(2800, 500)
        invoice = self.invoice((a, 3000), (a, -200), b)
        self.assertFigures(k, "A 2800/0/0, B 500/0/0")
        self.pay(invoice, 2900)
        self.assertFigures(k, "A 2800/2800/0, B 500/100/0")
        self.pay(invoice)
        self.assertFigures(k, "A 2800/2800/0, B 500/500/0")

    def test_a_discount_line_of_nobody_lowers_the_document_from_its_end(self):
        """A 3,000, B 500 and a rebate of 200 on no plan line: B's part of the document is 300."""
        k, a, b = self.plan_of(3000, 500)
        invoice = self.invoice(a, b, (None, -200))
        self.pay(invoice, 3100)
        self.assertFigures(k, "A 3000/3000/0, B 500/100/0")
        self.pay(invoice)
        self.assertFigures(k, "A 3000/3000/0, B 500/300/0")
        self.assertEqual(self.un(k), 0)

    def test_a_discount_line_on_a_document_of_two_contracts(self):
        one, a = self.plan_of(1000)
        two, b = self.plan_of(600)
        self.edit(b, date_due="2026-02-28")
        invoice = self.invoice(a, b, (two, -100), (None, 50))
        self.assertEqual(invoice.amount_total, 1550)
        self.assertEqual(two.amount_invoiced, 500)
        self.pay(invoice, 1400)
        # the stack: A 1,000, B 600, 50 of nobody; a minus of 100 takes that 50, and 50 of B
        self.assertFigures(one, "A 1000/1000/0")
        self.assertFigures(two, "A 600/400/0")
        self.pay(invoice)
        self.assertFigures(two, "A 600/550/0")

    def test_a_credit_note_with_a_minus_line(self):
        k, a = self.plan_of(3000)
        self.pay(self.invoice(a))
        credit = self.refund((a, 500), (a, -100))
        self.assertEqual(credit.amount_total, 400)
        self.assertFigures(k, "A 2600/3000/0")
        self.pay(credit, date="2026-02-10")
        self.assertFigures(k, "A 2600/2600/0")

    def rounding(self, **values):
        return self.env["account.cash.rounding"].create(
            {
                "name": "5 cents",
                "rounding": 0.05,
                "rounding_method": "HALF-UP",
                "profit_account_id": self.get_account("income_other").id,
                "loss_account_id": self.expense.id,
                **values,
            }
        )

    def test_l1_cash_rounding_goes_to_the_largest_share(self):
        for strategy in ("add_invoice_line", "biggest_tax"):
            with self.subTest(strategy=strategy):
                k, a, b = self.plan_of(22.63, 11.32)
                rounding = self.rounding(strategy=strategy)
                invoice = self.invoice(
                    (a, 20.01),
                    (b, 10.02),
                    tax=self.tax_13,
                    invoice_cash_rounding_id=rounding.id,
                )
                # 22.61 and 11.32 are 33.93, rounded 33.95
                self.assertAlmostEqual(invoice.amount_total, 33.95)
                self.assertFigures(k, "A 22.63/0/0, B 11.32/0/0")
                self.pay(invoice)
                self.assertFigures(k, "A 22.63/22.63/0, B 11.32/11.32/0")

    def test_l1_cash_rounding_down(self):
        k, a, b = self.plan_of(10.02, 10.00)
        invoice = self.invoice(
            a, b, invoice_cash_rounding_id=self.rounding(strategy="add_invoice_line").id
        )
        self.assertEqual(invoice.amount_total, 20)
        self.pay(invoice)
        self.assertFigures(k, "A 10/10/0, B 10/10/0")
        self.assertEqual((a.state, a.amount_residual), ("partial", 0.02))

    def test_r12_an_early_discount_with_cash_rounding(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % within 10 days",
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
        k, a, b = self.plan_of(10.05, 5)
        invoice = self.invoice(
            (a, 10.03),
            invoice_payment_term_id=term.id,
            invoice_cash_rounding_id=self.rounding(strategy="add_invoice_line").id,
        )
        self.assertEqual(invoice.amount_total, 10.05)
        payment = self.pay(invoice | self.invoice(b))
        # 9.849 is rounded to 9.85, so the discount is 0.20
        self.assertAlmostEqual(payment.amount, 14.85)
        self.assertFigures(k, "A 10.05/9.85/0.2, B 5/5/0")


@tagged("post_install", "-at_install")
class TestRulesShapesPurchase(TestRulesShapes):
    allow_inherited_tests_method = True
    direction = "purchase"
