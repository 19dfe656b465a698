from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import LedgerCase

OLD = "2025-12-20"


@tagged("post_install", "-at_install")
class TestRulesOpening(LedgerCase):
    """Money rule R23: what happened before Odoo counts once."""

    def opened(self, direction="sale"):
        """Return a contract with A settled and B settled by 1,000 before 2026."""
        k = self.contract(direction=direction)
        a, b, _c = self.lines(k)
        self.open(a, 3000)
        self.open(b, 1000)
        return k

    def open(self, line, amount, date="2025-12-31"):
        line.write({"opening_settled": amount, "opening_invoiced": amount, "opening_date": date})

    def assertRefused(self, action, *words, error=ValidationError):
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            action()
            self.env.flush_all()
        text = str(caught.exception).replace("\N{NO-BREAK SPACE}", " ")
        for word in words:
            self.assertIn(word, text)
        self.env.invalidate_all()

    def test_r23_example(self):
        for direction in ("sale", "purchase"):
            with self.subTest(direction=direction):
                k = self.opened(direction)
                self.assertFigures(k, "A 0/3000/0, B 0/1000/0")
                invoice = self.invoice((self.lines(k)[1], 4000))
                self.pay(invoice, 2500)
                self.assertFigures(k, "A 0/3000/0, B 4000/3500/0")
                self.advance(k, 2600)
                self.assertFigures(k, "A 0/3000/0, B 4000/5000/0, C 0/1100/0")
                self.assertEqual(
                    [row for row in self.rows(k) if row[3] == "opening"],
                    [("A", "2025-12-31", 3000, "opening"), ("B", "2025-12-31", 1000, "opening")],
                )

    def test_r23_what_was_invoiced_before_is_not_billed_again(self):
        k = self.opened()
        _a, b, _c = self.lines(k)
        words = (k.name, "'B'", "1,000.00", "4,000.01", "Lower one of the two")
        self.assertRefused(lambda: self.invoice((b, 4000.01), post=False), *words)
        self.assertRefused(lambda: self.invoice((b, 4000.01)), *words)
        invoice = self.invoice((b, 4000), post=False)
        self.assertRefused(
            lambda: invoice.invoice_line_ids.write({"price_unit": 4000.01}), *words[:3]
        )
        invoice.action_post()
        self.assertRefused(lambda: self.invoice((b, 1), post=False), k.name, "'B'")
        self.refund((b, 500))
        self.invoice((b, 500))
        self.assertFigures(k, "A 0/3000/0, B 4000/1000/0")

    def test_r23_opening_amounts_beside_what_is_billed(self):
        k = self.contract()
        _a, b, c = self.lines(k)
        self.invoice((b, 4500), post=False)
        self.assertRefused(lambda: self.open(b, 501), k.name, "'B'", "501.00", "4,500.00")
        self.open(b, 500)
        self.assertRefused(lambda: self.edit(b, amount=4900), k.name, "'B'")
        self.assertFigures(k, "B 0/500/0")
        self.assertEqual(c.amount_residual, 2000)

    def test_r23_records_of_that_time_are_not_linked(self):
        k = self.opened()
        c = self.lines(k)[2]
        words = (k.name, "12/31/2025", "count twice")
        old = self.invoice((None, 100), date=OLD)
        self.assertRefused(
            lambda: old.invoice_line_ids.write(
                {"commercial_contract_id": k.id, "commercial_settlement_id": c.id}
            ),
            old.name,
            *words,
        )
        payment = self.payment(100, OLD)
        self.assertRefused(
            lambda: payment.write({"commercial_contract_id": k.id}), payment.name, *words
        )
        self.assertRefused(lambda: self.advance(k, 100, "2025-12-31"), *words)
        bank = self.bank_line(100, OLD, partner=self.customer)
        self.assertRefused(lambda: bank.write({"commercial_contract_id": k.id}), "100", *words)
        item = self._partner_items(bank)
        self.assertRefused(lambda: item.write({"commercial_contract_id": k.id}), *words)
        self.assertFigures(k, "A 0/3000/0, B 0/1000/0")
        self.advance(k, 100, "2026-01-01")
        self.assertFigures(k, "A 0/3000/0, B 0/1100/0")

    def test_r23_posting_is_never_refused(self):
        k = self.opened()
        invoice = self.invoice((self.lines(k)[2], 100), date="2026-01-02", post=False)
        invoice.write({"invoice_date": OLD, "date": OLD})
        invoice.action_post()
        self.assertFigures(k, "A 0/3000/0, B 0/1000/0, C 100/0/0")
        payment = self.pay(invoice, date=OLD)  # which is not tagged by itself (L4)
        self.assertFalse(payment.commercial_contract_id)
        self.assertFigures(k, "A 0/3000/0, B 0/1000/0, C 100/100/0")

    def test_r23_before_the_first_cash_of_the_contract(self):
        k = self.contract()
        a, b, _c = self.lines(k)
        self.advance(k, 100)
        self.assertRefused(lambda: self.open(b, 100), k.name, "'B'", "Take the contract off")
        self.assertFigures(k, "A 0/100/0")
        other = self.contract()
        self.invoice((self.lines(other)[0], 100), date=OLD)
        self.assertRefused(lambda: self.open(self.lines(other)[1], 100), other.name, "count twice")
        self.assertEqual(a.opening_settled, 0)

    def test_r23_by_finance_only(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.assertRefused(
            lambda: self.open(a.with_user(self.seller), 100), "finance", error=AccessError
        )
        self.open(a.with_user(self.accountant), 100)
        self.assertFigures(k, "A 0/100/0")

    def test_r23_a_foreign_contract_is_worth_what_it_was_on_that_day(self):
        k = self.contract(plan=[("A", 800, "2026-01-31")], currency_id=self.eur.id)
        self.open(k.settlement_ids, 400, "2026-01-01")
        self.assertEqual(k.allocation_ids.amount_company, 500)
