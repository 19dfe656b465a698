from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import FINANCE, OWN, LedgerCase

# The plan of a contract: A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000 due 31 Mar.
DAY = "2026-01-20"


@tagged("post_install", "-at_install", "slow")
class TestRegisterPayment(LedgerCase):
    """Our own payment dialog and the method behind it."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)

    def register(self, lines, amount=None, **values):
        return lines._register_payment(amount, **{"date": DAY, "journal": self.bank, **values})

    def assertRefused(self, text, lines, amount=None, **values):
        before = self.env["account.payment"].search_count([])
        with self.assertRaisesRegex(UserError, text):
            self.register(lines, amount, **values)
        self.assertEqual(self.env["account.payment"].search_count([]), before)

    def test_one_line_without_invoice_is_an_advance_that_names_it(self):
        payment = self.register(self.b, 1200)
        self.assertEqual(
            (payment.commercial_contract_id, payment.commercial_settlement_id), (self.k, self.b)
        )
        self.assertEqual((payment.amount, payment.payment_type), (1200, "inbound"))
        self.assertEqual((payment.date, payment.journal_id), (date(2026, 1, 20), self.bank))
        self.assertFigures(self.k, "B 0/1200/0")

    def test_the_amount_is_what_is_open_if_nobody_says_otherwise(self):
        self.register(self.b, 1200)
        self.register(self.b)
        self.assertFigures(self.k, "B 0/5000/0")

    def test_an_invoiced_line_pays_its_invoice(self):
        invoice = self.invoice(self.a)
        payment = self.register(self.a)
        self.assertEqual(invoice.payment_state, invoice._get_invoice_in_payment_state())
        self.assertEqual(payment.reconciled_invoice_ids, invoice)
        self.assertFigures(self.k, "A 3000/3000/0")

    def test_a_line_invoiced_in_part_pays_the_invoice_first_and_the_rest_ahead(self):
        invoice = self.invoice((self.b, 2000))
        payment = self.register(self.b, 3500)
        self.assertEqual((invoice.amount_residual, payment.amount), (0, 3500))
        self.assertEqual(payment.commercial_settlement_id, self.b)
        self.assertFigures(self.k, "B 2000/3500/0")

    def test_two_invoices_of_a_line_are_paid_oldest_first(self):
        late = self.invoice((self.b, 2000), date="2026-01-15")
        early = self.invoice((self.b, 1000), date="2026-01-10")
        self.register(self.b, 1700)
        self.assertEqual((early.amount_residual, late.amount_residual), (0, 1300))
        self.assertFigures(self.k, "B 3000/1700/0")

    def test_a_draft_invoice_waits_and_the_money_is_an_advance(self):
        self.invoice(self.a, post=False)
        self.register(self.a)
        self.assertFigures(self.k, "A 0/3000/0")

    def test_several_invoices_of_one_contract_become_one_payment(self):
        first, second = self.invoice(self.a), self.invoice(self.b)
        payment = self.register(self.a | self.b)
        self.assertEqual((len(payment), payment.amount), (1, 8000))
        self.assertEqual(payment.commercial_contract_id, self.k)
        self.assertFalse(payment.commercial_settlement_id)
        self.assertEqual(payment.reconciled_invoice_ids, first | second)
        self.assertFigures(self.k, "A 3000/3000/0, B 5000/5000/0")

    def test_too_little_money_falls_on_the_oldest_line_first(self):
        self.invoice(self.b)
        self.invoice(self.a)
        payment = self.register(self.a | self.b, 5000)
        self.assertEqual(len(payment), 1)
        self.assertFigures(self.k, "A 3000/3000/0, B 5000/2000/0")

    def test_a_split_of_the_younger_line_first_is_kept_to_the_cent(self):
        self.invoice(self.a, date="2026-01-10")
        self.invoice(self.b, date="2026-01-11")
        payment = self.register(self.a | self.b, split={self.b: 5000, self.a: 0.01})
        self.assertEqual(sum(payment.mapped("amount")), 5000.01)
        self.assertFigures(self.k, "A 3000/0.01/0, B 5000/5000/0")

    def test_two_partly_paid_invoices_get_exactly_their_parts(self):
        first, second = self.invoice(self.a), self.invoice(self.b)
        payments = self.register(self.a | self.b, split={self.a: 1000, self.b: 700})
        self.assertEqual(len(payments), 2)
        self.assertEqual((first.amount_residual, second.amount_residual), (2000, 4300))
        self.assertFigures(self.k, "A 3000/1000/0, B 5000/700/0")

    def test_advances_on_the_first_lines_are_one_payment(self):
        payment = self.register(self.a | self.b, 4000)
        self.assertEqual((len(payment), payment.amount), (1, 4000))
        self.assertFalse(payment.commercial_settlement_id)
        self.assertFigures(self.k, "A 0/3000/0, B 0/1000/0")

    def test_advances_on_other_lines_are_one_payment_each(self):
        payments = self.register(self.b | self.c)
        self.assertEqual(payments.commercial_settlement_id, self.b | self.c)
        self.assertFigures(self.k, "B 0/5000/0, C 0/2000/0")

    def test_an_invoice_and_an_advance_together(self):
        invoice = self.invoice(self.b)
        self.register(self.a | self.b)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(self.k, "A 0/3000/0, B 5000/5000/0")

    def test_one_invoice_over_two_lines_pays_the_line_that_is_chosen(self):
        invoice = self.invoice(self.a, self.b)
        self.register(self.b, 2000)
        self.assertEqual(invoice.amount_residual, 6000)
        self.assertFigures(self.k, "A 3000/0/0, B 5000/2000/0")

    def test_money_ahead_does_not_pay_another_line_of_the_same_invoice(self):
        invoice = self.invoice((self.a, 1000), self.b)
        payments = self.register(self.a)
        self.assertEqual((invoice.amount_residual, len(payments)), (5000, 2))
        self.assertFigures(self.k, "A 1000/3000/0, B 5000/0/0")

    def test_invoices_of_several_contracts_of_one_payer_are_one_payment(self):
        other = self.contract(plan=[("A", 1000, "2026-01-15")])
        line = self.lines(other)
        self.invoice(self.a)
        self.invoice(line)
        payment = self.register(self.a | line, 3500)
        self.assertEqual((len(payment), payment.amount), (1, 3500))
        self.assertFalse(payment.commercial_contract_id)
        self.assertFigures(other, "A 1000/1000/0")
        self.assertFigures(self.k, "A 3000/2500/0")

    def test_advances_of_several_contracts_are_one_payment_each(self):
        other = self.contract(plan=[("A", 1000, "2026-01-15")])
        payments = self.register(self.a | self.lines(other))
        self.assertEqual(payments.commercial_contract_id, self.k | other)
        self.assertFigures(other, "A 0/1000/0")
        self.assertFigures(self.k, "A 0/3000/0")

    def test_an_invoice_of_two_contracts_is_refused_where_its_money_would_go_elsewhere(self):
        other = self.contract(plan=[("A", 1000, "2026-04-15")])
        line = self.lines(other)
        self.invoice(self.a, line)
        self.assertRefused("because its invoice bills other lines as well", line)
        self.register(self.a | line)
        self.assertFigures(other, "A 1000/1000/0")
        self.assertFigures(self.k, "A 3000/3000/0")

    def test_a_third_party_pays(self):
        invoice = self.invoice(self.a)
        payment = self.register(self.a | self.b, 4000, payer=self.payer)
        self.assertEqual(payment.partner_id, self.payer)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(self.k, "A 3000/3000/0, B 0/1000/0")

    def test_the_payer_of_the_contract_is_proposed(self):
        self.k.amend({"payer_id": self.payer.id}, "The group pays")
        self.assertEqual(self.register(self.a).partner_id, self.payer)

    def test_money_above_the_lines_goes_on_to_the_next_lines(self):
        self.register(self.a, 3500)
        self.assertFigures(self.k, "A 0/3000/0, B 0/500/0")

    def test_money_above_the_plan_stays_with_the_contract(self):
        invoice = self.invoice(self.b)
        self.register(self.a | self.b | self.c, 10400)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(self.k, "A 0/3000/0, B 5000/5000/0, C 0/2000/0, un 400")

    def test_an_untied_advance_makes_room_for_the_invoice(self):
        self.advance(self.k, 1000)
        invoice = self.invoice(self.a)
        self.register(self.a)
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertFigures(self.k, "A 3000/3000/0")

    def test_undo_and_redo(self):
        self.invoice(self.a)
        payments = self.register(self.a | self.b, 4000)
        payments.action_draft()
        self.assertFigures(self.k, "A 3000/0/0")
        payments.action_post()
        self.assertFigures(self.k, "A 3000/3000/0, B 0/1000/0")

    def test_without_journal_entry_the_same(self):
        self.invoice(self.a)
        with self.without_entries():
            payments = self.register(self.a | self.b, 4000)
            self.assertFalse(payments.move_id)
            self.assertFigures(self.k, "A 3000/3000/0, B 0/1000/0")

    def test_purchase_pays_the_vendor(self):
        contract = self.contract(direction="purchase")
        a, b, _c = self.lines(contract)
        bill = self.invoice(a)
        payments = self.register(a | b, 4000)
        self.assertEqual(set(payments.mapped("payment_type")), {"outbound"})
        self.assertEqual(payments.partner_id, self.vendor)
        self.assertEqual(bill.amount_residual, 0)
        self.assertFigures(contract, "A 3000/3000/0, B 0/1000/0")

    def test_a_contract_in_foreign_currency(self):
        contract = self.contract(currency_id=self.eur.id)
        a, _b, _c = self.lines(contract)
        self.invoice(a)
        payment = self.register(a, 800, date="2026-02-05")
        self.assertEqual(payment.currency_id, self.eur)
        self.assertFigures(contract, "A 3000/800/0")

    def test_drafts_and_cancelled_contracts_take_no_payment(self):
        draft = self.contract(signed=False)
        self.assertRefused(f"{draft.name} .*is a draft", self.lines(draft))
        draft.action_cancel()
        self.assertRefused(f"{draft.name} .*is cancelled", self.lines(draft))

    def test_nothing_open(self):
        self.register(self.a)
        self.assertRefused("Nothing is open", self.a)

    def test_amounts_that_make_no_sense(self):
        self.assertRefused("not above zero", self.a, 0)
        self.assertRefused("not above zero", self.a, -5)
        self.assertRefused("is negative", self.a | self.b, 5, split={self.a: -5, self.b: 10})

    def test_a_part_above_what_the_line_has_open(self):
        self.assertRefused("more than line 'A'", self.a, 3000.01, split={self.a: 3000.01})

    def test_parts_that_do_not_add_up(self):
        self.assertRefused("add up to", self.a | self.b, 100, split={self.a: 60, self.b: 60})
        self.assertRefused("is on no line", self.a | self.b, 100, split={self.a: 60})

    def test_a_locked_period(self):
        self.company.fiscalyear_lock_date = "2026-01-31"
        self.assertRefused("January 2026 is locked .*from 02/01/2026 on", self.a)
        self.company.fiscalyear_lock_date = False
        self.register(self.a)

    def test_a_missing_rate(self):
        contract = self.contract(currency_id=self.eur.id)
        self.assertRefused(
            "There is no EUR rate on or before 12/31/2025", self.lines(contract), date="2025-12-31"
        )

    def test_a_missing_receivable_account(self):
        self.env["ir.default"].search(
            [("field_id.name", "=", "property_account_receivable_id")]
        ).unlink()
        self.k.partner_id.property_account_receivable_id = False
        self.assertRefused("no account receivable", self.a)

    def test_what_does_not_go_together(self):
        purchase = self.contract(direction="purchase")
        self.assertRefused("sales and purchase", self.a | self.lines(purchase))
        euro = self.contract(currency_id=self.eur.id)
        self.assertRefused("different currencies", self.a | self.lines(euro))
        other = self.contract(partner_id=self.other_customer.id)
        self.assertRefused("no payer in common", self.a | self.lines(other)[0])

    def test_several_companies(self):
        other = self.make_company("Other Books")
        self.env.user.company_ids |= other
        contract = self.contract(company_id=other.id)
        lines = self.lines(contract)
        self.assertRefused("different companies", self.a | lines)
        self.assertRefused("no journal of Other Books", lines)

    def test_who_may_not_is_told_whom_to_ask(self):
        with self.assertRaisesRegex(AccessError, "Contracts: Finance"):
            self.a.with_user(self.seller)._register_payment(100)
        with self.assertRaisesRegex(AccessError, self.k.name):
            self.k.with_user(self.seller).action_register_payment()

    def test_finance_without_accounting_rights_registers(self):
        cashier = self.make_user("cashier", OWN, FINANCE)
        self.k.deputy_ids |= cashier
        action = self.k.with_user(cashier).action_register_payment()
        wizard = self._dialog(action, cashier)
        wizard.journal_id = self.bank
        result = wizard.save().action_register()
        self.assertFalse(result["params"]["links"])
        self.assertFigures(self.k, "A 0/3000/0")

    def test_others_see_no_line_through_the_back_door(self):
        stranger = self.make_user("stranger", OWN, FINANCE)
        with self.assertRaises(AccessError):
            self.a.with_user(stranger)._register_payment(100)

    def _dialog(self, action, user=None):
        model = self.env[action["res_model"]].with_user(user or self.accountant)
        return Form(model.with_context(**action["context"]))

    def test_the_dialog_shows_where_the_money_goes(self):
        self.register(self.a, 1000)
        action = (self.a | self.b).with_user(self.accountant).action_register_payment()
        self.assertEqual(action["name"], "Receive Payment")
        dialog = self._dialog(action)
        self.assertEqual((dialog.amount, dialog.payer_id), (7000, self.customer))
        self.assertEqual(self._rows(dialog), [("A", 2000, 2000, 0), ("B", 5000, 5000, 0)])
        dialog.amount = 2500
        self.assertEqual(self._rows(dialog), [("A", 2000, 2000, 0), ("B", 5000, 500, 4500)])
        dialog.amount = 10000
        self.assertEqual(
            self._rows(dialog),
            [("A", 2000, 2000, 0), ("B", 5000, 5000, 0), ("C", 2000, 2000, 0)],
        )
        self.assertEqual(dialog.amount_unallocated, 1000)

    def _rows(self, dialog):
        return [
            (
                self.env["commercial.contract.settlement"].browse(row["settlement_id"]).name,
                row["amount_open"],
                row["amount"],
                row["amount_after"],
            )
            for row in dialog.line_ids._records
        ]

    def test_the_dialog_books_what_it_shows(self):
        invoice = self.invoice(self.b)
        dialog = self._dialog(
            (self.a | self.b).with_user(self.accountant).action_register_payment()
        )
        dialog.amount = 3700
        dialog.date = DAY
        dialog.journal_id = self.bank
        with dialog.line_ids.edit(0) as row:
            row.amount = 500
        with dialog.line_ids.edit(1) as row:
            row.amount = 3200
        self.assertEqual(dialog.amount_unallocated, 0)
        result = dialog.save().action_register()
        self.assertEqual(invoice.amount_residual, 1800)
        self.assertFigures(self.k, "A 0/500/0, B 5000/3200/0")
        self.assertEqual(len(result["params"]["links"]), 2)

    def test_the_contract_asks_for_its_first_open_line(self):
        self.register(self.a)
        action = self.k.with_user(self.accountant).action_register_payment()
        self.assertEqual(action["context"], {"default_settlement_ids": self.b.ids})
        self.register(self.b | self.c)
        with self.assertRaisesRegex(UserError, "Nothing is open"):
            self.k.action_register_payment()

    def test_a_plan_line_may_be_settled_by_a_tagged_invoice_line_with_tax(self):
        contract = self.contract(plan=[("A", 1130, "2026-01-31")], tax=self.tax_13, total=1000)
        line = self.lines(contract)
        invoice = self.invoice((line, 1000), tax=self.tax_13)
        self.register(line)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertFigures(contract, "A 1130/1130/0")

    def test_queries_do_not_grow_with_the_invoices_of_one_payment(self):
        """What the addon adds: one payment over 20 invoices costs hardly more than over 4."""

        def cost(count):
            contract = self.contract(
                plan=[(f"L{n:02}", 100, f"2026-02-{n + 1:02}") for n in range(count)]
            )
            for line in self.lines(contract):
                self.invoice(line)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.register(contract.settlement_ids)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertLess(cost(20) - cost(4), 60)

    def test_the_dialog_made_by_code_fills_itself(self):
        dialog = self.env["commercial.contract.payment"].create(
            {"settlement_ids": [Command.set(self.a.ids)], "date": DAY}
        )
        self.assertEqual(dialog.line_ids.settlement_id, self.a)
        dialog.action_register()
        self.assertFigures(self.k, "A 0/3000/0")
