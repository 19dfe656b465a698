from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import LedgerCase

# The plan of a contract: A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000 due 31 Mar.
DAY = "2026-01-20"


@tagged("post_install", "-at_install", "slow")
class TestPaymentClose(LedgerCase):
    """A payment that is short: the rest stays open, or is written off on an account (R12)."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)
        self.loss = self.make_account("Small Differences", "expense")

    def close(self, lines, amount, account=None, **values):
        account = account or self.loss
        return lines._register_payment(
            amount,
            **{"date": DAY, "journal": self.bank, "close": (account, "rounded"), **values},
        )

    def assertNotBooked(self, text, *args, **values):
        before = self.env["account.payment"].search_count([])
        with self.assertRaisesRegex(UserError, text):
            self.close(*args, **values)
        self.assertEqual(self.env["account.payment"].search_count([]), before)

    def lost(self, payments):
        items = payments.move_id.line_ids.filtered(lambda item: item.account_id == self.loss)
        return [(item.name, item.amount_currency, item.balance) for item in items]

    def test_one_line_is_closed(self):
        invoice = self.invoice(self.a)
        payment = self.close(self.a, 2990)
        self.assertEqual((payment.amount, invoice.amount_residual), (2990, 0))
        self.assertEqual(self.lost(payment), [("rounded", 10, 10)])
        self.assertFigures(self.k, "A 3000/2990/10")

    def test_only_the_line_that_is_short_bears_the_difference(self):
        """In one entry over both invoices each would bear its part: 3.75 and 6.25."""
        self.invoice(self.a)
        self.invoice(self.b)
        payments = self.close(self.a | self.b, 7990)
        self.assertEqual(sorted(payments.mapped("amount")), [3000, 4990])
        self.assertEqual(self.lost(payments), [("rounded", 10, 10)])
        self.assertFigures(self.k, "A 3000/3000/0, B 5000/4990/10")

    def test_lines_of_several_contracts(self):
        other = self.contract(plan=[("A", 1000, "2026-01-15")])
        self.invoice(self.a)
        self.invoice(self.lines(other))
        payments = self.close(self.a | self.lines(other), 3999.50)
        self.assertEqual(sum(payments.mapped("amount")), 3999.50)
        self.assertFigures(other, "A 1000/1000/0")
        self.assertFigures(self.k, "A 3000/2999.5/0.5")

    def test_lines_that_get_nothing_stay_open(self):
        self.invoice(self.a)
        self.invoice(self.b)
        self.close(self.a | self.b, 2990)
        self.assertFigures(self.k, "A 3000/2990/10, B 5000/0/0")

    def test_a_line_on_two_invoices(self):
        self.invoice((self.a, 1000))
        self.invoice((self.a, 2000))
        payment = self.close(self.a, 2990)
        self.assertEqual(len(payment), 1)
        self.assertFigures(self.k, "A 3000/2990/10")

    def test_enough_money_closes_nothing(self):
        self.invoice(self.a)
        payment = self.close(self.a, 3000)
        self.assertFalse(self.lost(payment))
        self.assertFigures(self.k, "A 3000/3000/0")

    def test_money_that_goes_out(self):
        contract = self.contract(direction="purchase")
        line = self.lines(contract)[0]
        bill = self.invoice(line)
        payment = self.close(line, 2990)
        self.assertEqual((bill.amount_residual, self.lost(payment)), (0, [("rounded", -10, -10)]))
        self.assertFigures(contract, "A 3000/2990/10")

    def test_a_foreign_currency(self):
        """9 EUR at 0.90 are 10 USD."""
        contract = self.contract(currency_id=self.eur.id)
        line = self.lines(contract)[0]
        invoice = self.invoice(line)
        payment = self.close(line, 2991, date="2026-02-05")
        self.assertEqual((invoice.amount_residual, self.lost(payment)), (0, [("rounded", 9, 10)]))
        self.assertFigures(contract, "A 3000/2991/9")

    def test_a_fee_that_the_bank_kept_is_paid(self):
        self.company.contract_fee_account_ids = self.loss
        self.invoice(self.a)
        self.close(self.a, 2990)
        self.assertFigures(self.k, "A 3000/3000/0")

    def test_undo_and_redo(self):
        self.invoice(self.a)
        payment = self.close(self.a, 2990)
        payment.action_draft()
        self.assertFigures(self.k, "A 3000/0/0")
        payment.action_post()
        self.assertFigures(self.k, "A 3000/2990/10")

    def test_what_is_not_invoiced_is_not_written_off(self):
        self.assertNotBooked(r"'A' of .*3,000.00 of it is on no posted invoice", self.a, 2990)
        self.invoice((self.b, 2000))
        self.assertNotBooked(r"'B' of .*3,000.00 of it is on no posted invoice", self.b, 1990)

    def test_accounts_where_money_stands_take_no_difference(self):
        self.invoice(self.a)
        cash = self.get_account("asset_cash")
        for account in (self.receivable, self.payable, cash):
            self.assertNotBooked("cannot take the difference", self.a, 2990, account)

    def test_an_invoice_over_two_lines_closes_the_one_that_is_paid(self):
        invoice = self.invoice(self.a, self.b)
        self.close(self.b, 4990)
        self.assertEqual(invoice.amount_residual, 3000)
        self.assertFigures(self.k, "A 3000/0/0, B 5000/4990/10")

    def test_without_journal_entry_nothing_is_booked(self):
        """Such a payment drops its write-off: the line would stay open."""
        self.invoice(self.a)
        with self.without_entries():
            self.assertNotBooked("makes payments without journal entry", self.a, 2990)

    def dialog(self, lines):
        action = lines.with_user(self.accountant).action_register_payment()
        model = self.env[action["res_model"]].with_user(self.accountant)
        dialog = Form(model.with_context(**action["context"]))
        dialog.date, dialog.journal_id = DAY, self.bank
        return dialog

    def test_the_dialog_keeps_the_rest_open(self):
        self.invoice(self.a)
        dialog = self.dialog(self.a)
        self.assertEqual(
            (dialog.amount_difference, dialog.confirm_text), (0, "Receive $\xa03,000.00")
        )
        dialog.amount = 2990
        self.assertEqual((dialog.amount_difference, dialog.difference_handling), (10, "open"))
        self.assertEqual(dialog.confirm_text, "Receive $\xa02,990.00")
        dialog.save().action_register()
        self.assertFigures(self.k, "A 3000/2990/0")

    def test_the_dialog_closes_with_the_difference(self):
        self.invoice(self.a)
        dialog = self.dialog(self.a)
        dialog.amount = 2990
        dialog.difference_handling = "close"
        dialog.writeoff_account_id = self.loss
        dialog.save().action_register()
        self.assertFigures(self.k, "A 3000/2990/10")

    def test_the_dialog_proposes_the_account_of_the_company(self):
        self.company.default_cash_difference_expense_account_id = self.loss
        self.invoice(self.a)
        self.assertEqual(self.dialog(self.a).writeoff_account_id, self.loss)

    def test_a_difference_without_account_is_told(self):
        self.invoice(self.a)
        wizard = self.env["commercial.contract.payment"].create(
            {
                "settlement_ids": [Command.set(self.a.ids)],
                "date": DAY,
                "amount": 2990,
                "difference_handling": "close",
                "writeoff_account_id": False,
            }
        )
        with self.assertRaisesRegex(UserError, r"difference of .*10\.00 has no account"):
            wizard.action_register()

    def test_the_dialog_shows_the_rate(self):
        """3,000 EUR at 0.80 EUR a USD are 3,750 USD."""
        dialog = self.dialog(self.lines(self.contract(currency_id=self.eur.id))[0])
        self.assertIn("3,750.00 in the books: 1 EUR = 1.25", dialog.rate_text)
        self.assertFalse(self.dialog(self.a).rate_text)
