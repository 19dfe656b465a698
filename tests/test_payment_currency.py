from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import LedgerCase

# Units per USD: EUR 0.80 from 1 Jan, 0.90 from 1 Feb, 1.00 from 1 Mar; JPY 150, 160 from 1 Mar; CNY 7.


@tagged("post_install", "-at_install", "slow")
class TestPaymentCurrency(LedgerCase):
    """Our payment dialog where contract, invoice and payment are in different currencies (R11)."""

    def one(self, amount, currency=None, **values):
        currency = currency or self.usd
        plan = [("A", amount, "2026-01-31")]
        k = self.contract(plan=plan, currency_id=currency.id, **values)
        return k, k.settlement_ids

    def two(self, currency=None):
        plan = [("A", 3000, "2026-01-31"), ("B", 500, "2026-02-28")]
        k = self.contract(plan=plan, currency_id=(currency or self.usd).id)
        return k, *self.lines(k)

    def register(self, lines, amount=None, date="2026-02-05", **values):
        return lines._register_payment(amount, date=date, journal=self.bank, **values)

    def assertRefused(self, text, *args, **values):
        before = self.env["account.payment"].search_count([])
        with self.assertRaisesRegex(UserError, text):
            self.register(*args, **values)
        self.assertEqual(self.env["account.payment"].search_count([]), before)

    def paid(self, payments):
        return sorted((payment.currency_id.name, payment.amount) for payment in payments)

    def test_an_invoice_in_euro_of_a_dollar_contract_is_paid_in_euro(self):
        """2,400 EUR of January are the 3,000 USD: 1,500 of them are 1,200 EUR whatever the day."""
        for direction in ("sale", "purchase"):
            with self.subTest(direction=direction):
                k, a = self.one(3000, direction=direction)
                invoice = self.invoice((a, 2400), currency=self.eur)
                payment = self.register(a, 1500)
                self.assertEqual(self.paid(payment), [("EUR", 1200)])
                self.assertEqual(invoice.amount_residual, 1200)
                self.assertFigures(k, "A 3000/1500/0")
                self.assertEqual(self.paid(self.register(a, date="2026-03-05")), [("EUR", 1200)])
                self.assertEqual(invoice.amount_residual, 0)
                self.assertFigures(k, "A 3000/3000/0")

    def test_what_was_paid_in_euro_says_what_it_settles(self):
        """800 of 2,400 EUR are a third of 3,000 USD; what is above the invoice counts at 0.90."""
        k, a, b = self.two()
        self.invoice((a, 2400), currency=self.eur)
        self.assertEqual((a | b)._get_price(self.eur, date(2026, 2, 5)), 2850)
        self.register(a, paid=800, currency=self.eur)
        self.assertFigures(k, "A 3000/1000/0")
        self.register(a, paid=1600 + 90, currency=self.eur)
        self.assertFigures(k, "A 3000/3000/0, B 0/100/0")

    def test_a_line_invoiced_in_part_pays_the_rest_ahead(self):
        """1,200 EUR of January are 1,500 USD; the other 1,500 USD cost 1,350 EUR at 0.90."""
        k, a = self.one(3000)
        invoice = self.invoice((a, 1200), currency=self.eur)
        payment = self.register(a)
        self.assertEqual(self.paid(payment), [("EUR", 2550)])
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(k, "A 1500/3000/0")

    def test_a_dollar_invoice_in_euro_contract_is_paid_in_dollars(self):
        """1,250 USD are the 1,000 EUR of January."""
        k, a = self.one(1000, self.eur)
        self.invoice((a, 1250), currency=self.usd)
        self.assertEqual(self.paid(self.register(a, 400)), [("USD", 500)])
        self.assertFigures(k, "A 1000/400/0")

    def test_a_euro_invoice_paid_into_a_dollar_account(self):
        """900 EUR of 5 February are 1,000 USD at 0.90."""
        k, a = self.one(900, self.eur)
        invoice = self.invoice(a, date="2026-02-02")
        payment = self.register(a, 450, currency=self.usd)
        self.assertEqual(self.paid(payment), [("USD", 500)])
        self.assertEqual(invoice.amount_residual, 450)
        self.assertFigures(k, "A 900/450/0")
        self.register(a, paid=500, currency=self.usd)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(k, "A 900/900/0")

    def test_a_dollar_invoice_paid_into_a_yuan_account(self):
        """3,000 USD are 21,000 CNY; the journal's own currency is what comes in."""
        k, a = self.one(3000)
        invoice = self.invoice(a)
        yuan = self.bank.copy({"currency_id": self.cny.id, "code": "YUAN"})
        payment = a._register_payment(journal=yuan, date="2026-01-20")
        self.assertEqual(self.paid(payment), [("CNY", 21000)])
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(k, "A 3000/3000/0")

    def test_an_advance_in_yuan(self):
        """700 CNY are 100 USD on the day; so are 700 CNY ahead of a dollar contract's plan line B."""
        k, _a, b = self.two()
        payment = self.register(b, 100, currency=self.cny)
        self.assertEqual(self.paid(payment), [("CNY", 700)])
        self.assertEqual(payment.commercial_settlement_id, b)
        self.assertFigures(k, "B 0/100/0")

    def test_yen_that_cannot_say_a_cent(self):
        """6.66 USD are 999 JPY at 150."""
        k, a = self.one(6.66)
        invoice = self.invoice(a)
        payment = self.register(a, currency=self.jpy, date="2026-01-20")
        self.assertEqual(self.paid(payment), [("JPY", 999)])
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(k, "A 6.66/6.66/0")

    def test_a_yen_invoice_paid_whole_in_dollars(self):
        """999 JPY at 160 are 6.24 USD, which are 998 JPY: one cent more pays the last yen, and stays."""
        k, a = self.one(6.66)
        invoice = self.invoice((a, 999), currency=self.jpy)
        payment = self.register(a, currency=self.usd, date="2026-03-05")
        self.assertEqual(self.paid(payment), [("USD", 6.25)])
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(k, "A 6.66/6.66/0, un 0.01")

    def test_invoices_in_two_currencies_in_one_payment(self):
        """2,400 EUR of January cost 2,666.67 USD in February, 500 USD cost themselves."""
        k, a, b = self.two()
        self.invoice((a, 2400), currency=self.eur)
        self.invoice(b)
        payment = self.register(a | b, currency=self.usd)
        self.assertEqual(self.paid(payment), [("USD", 3166.67)])
        self.assertFigures(k, "A 3000/3000/0, B 500/500/0")

    def test_a_small_difference_is_closed_in_the_currency_of_the_payment(self):
        """2,390 of 2,400 EUR: 10 EUR are written off, 11.11 USD in the books, 12.50 of the contract."""
        k, a = self.one(3000)
        loss = self.make_account("Small Differences", "expense")
        invoice = self.invoice((a, 2400), currency=self.eur)
        payment = self.register(a, paid=2390, currency=self.eur, close=(loss, "rounded"))
        self.assertEqual(self.paid(payment), [("EUR", 2390)])
        items = payment.move_id.line_ids.filtered(lambda item: item.account_id == loss)
        self.assertEqual((items.amount_currency, items.balance), (10, 11.11))
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(k, "A 3000/2987.5/12.5")

    def test_undo_and_redo(self):
        k, a = self.one(3000)
        self.invoice((a, 2400), currency=self.eur)
        payment = self.register(a, 1500)
        payment.action_draft()
        self.assertFigures(k, "A 3000/0/0")
        payment.action_post()
        self.assertFigures(k, "A 3000/1500/0")

    def test_two_foreign_currencies_without_a_rate_between_them_are_refused(self):
        """Odoo would match by what the invoice was booked at: no rule decides, and nothing is booked."""
        _k, a = self.one(3000)
        self.invoice((a, 2400), currency=self.eur)
        self.assertRefused("is in EUR, and the payment in JPY", a, currency=self.jpy)
        self.assertRefused("Choose EUR or USD", a, currency=self.jpy)

    def test_a_missing_rate_of_the_payment(self):
        _k, a = self.one(3000)
        self.assertRefused(
            "There is no CNY rate on or before 12/31/2025", a, date="2025-12-31", currency=self.cny
        )

    def test_a_price_that_the_parts_do_not_come_to(self):
        _k, a = self.one(3000)
        self.invoice((a, 2400), currency=self.eur)
        self.assertRefused(
            "parts come to 1,200.00.* the payment is 1,300.00",
            a,
            1500,
            paid=1300,
            currency=self.eur,
        )
        self.assertRefused("more decimals than EUR", a, 1500, paid=1200.001, currency=self.eur)

    def test_the_dialog_asks_for_what_the_invoice_says(self):
        k, a = self.one(3000)
        self.invoice((a, 2400), currency=self.eur)
        dialog = self.dialog(a)
        self.assertEqual((dialog.payment_currency_id, dialog.amount_paid), (self.eur, 2400))
        self.assertEqual(dialog.amount, 3000)
        dialog.amount_paid = 1200
        self.assertEqual((dialog.amount, dialog.amount_difference), (1500, 1500))
        self.assertIn("1,333.33 in the books: 1 EUR = 1.11", dialog.rate_text)
        self.assertEqual(dialog.confirm_text, "Receive 1,200.00\xa0€")
        dialog.date = "2026-03-05"  # what was typed stays
        self.assertEqual((dialog.amount_paid, dialog.amount), (1200, 1500))
        dialog.save().action_register()
        self.assertFigures(k, "A 3000/1500/0")

    def test_the_dialog_follows_the_bank_account(self):
        """21,000 CNY for 3,000 USD, until the money comes into a dollar account again."""
        k, a = self.one(3000)
        dialog = self.dialog(a)
        self.assertEqual((dialog.is_foreign, dialog.amount, dialog.rate_text), (False, 3000, False))
        dialog.journal_id = self.bank.copy({"currency_id": self.cny.id, "code": "YUAN"})
        self.assertEqual((dialog.payment_currency_id, dialog.amount_paid), (self.cny, 21000))
        self.assertIn("3,000.00 in the books: 1 CNY = 0.142857", dialog.rate_text)
        dialog.amount_paid = 700
        self.assertEqual(dialog.amount, 100)
        dialog.save().action_register()
        self.assertFigures(k, "A 0/100/0")

    def test_the_day_changes_the_price_of_an_advance_and_keeps_typed_parts(self):
        k, a, b = self.two(self.eur)
        dialog = self.dialog(a | b, date="2026-01-20")
        with dialog.line_ids.edit(0) as row:
            row.amount = 2900
        dialog.date = "2026-02-05"
        self.assertEqual(dialog.line_ids._records[0]["amount"], 2900)
        dialog.payment_currency_id = self.usd
        self.assertEqual(dialog.amount_paid, 3888.89)  # 3,500 EUR at 0.90
        dialog.date = "2026-03-05"
        self.assertEqual((dialog.amount_paid, dialog.amount), (3500, 3500))
        self.assertEqual(k.amount_settled, 0)

    def test_the_dialog_made_by_code_fills_itself(self):
        k, a = self.one(3000)
        self.invoice((a, 2400), currency=self.eur)
        dialog = self.env["commercial.contract.payment"].create(
            {"settlement_ids": [Command.set(a.ids)], "date": "2026-02-05"}
        )
        self.assertEqual((dialog.amount_paid, dialog.amount), (2400, 3000))
        dialog.action_register()
        self.assertFigures(k, "A 3000/3000/0")

    def dialog(self, lines, date="2026-02-05"):
        self.env.ref("base.group_multi_currency").user_ids |= self.accountant
        action = lines.with_user(self.accountant).action_register_payment()
        model = self.env[action["res_model"]].with_user(self.accountant)
        dialog = Form(model.with_context(**action["context"]))
        dialog.date = date
        dialog.journal_id = self.bank
        return dialog
