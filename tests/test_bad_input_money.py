from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestBadInputMoney(ContractCase):
    """What people type wrong where money is concerned: one clear text, nothing half written; by
    code and, where people type, through the form."""

    def counts(self):
        """How many records there are of all that could be left half written."""
        models = ("account.move", "account.payment", "commercial.contract.settlement")
        return [self.env[model].search_count([]) for model in models]

    def dialog(self, lines):
        """Return the form of the payment dialog on plan lines, as the accountant."""
        action = lines.with_user(self.accountant).action_register_payment()
        wizard = self.env["commercial.contract.payment"].with_user(self.accountant)
        return Form(wizard.with_context(**action["context"]))

    def register(self, lines, **values):
        def act():
            form = self.dialog(lines)
            for name, value in values.items():
                setattr(form, name, value)
            form.save().action_register()

        return act

    def test_work_in_a_locked_period(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice = self.invoice(a)
        payment = self.pay(invoice, 1000)
        self.company.fiscalyear_lock_date = "2026-02-28"
        before = self.counts()
        words = ("02/28/2026", "03/01/2026", "ask the accountant")
        self.assertRefused(lambda: a._register_payment(100, date="2026-02-10"), *words)
        self.assertRefused(self.register(a, date="2026-02-10"), *words)
        self.assertRefused(
            lambda: self.lines(k)[1]._bill(date="2026-02-10"), k.name, "'B'", "locked"
        )
        # Odoo's own undo in the locked period is refused by Odoo, and the figures stay
        self.assertRefused(payment.action_draft)
        self.assertEqual(self.counts(), before)
        self.assertFigures(k, "A 3000/1000/0")
        a._register_payment(100, date="2026-03-01")
        self.assertFigures(k, "A 3000/1100/0")

    def test_a_partner_without_receivable_account(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.customer.property_account_receivable_id = False
        before = self.counts()
        words = (self.customer.name, k.name, "no account receivable", "on the contact")
        self.assertRefused(lambda: a._register_payment(100), *words)
        self.assertRefused(self.register(a), *words)
        self.assertEqual(self.counts(), before)
        self.customer.property_account_receivable_id = self.receivable
        a._register_payment(100)
        self.assertFigures(k, "A 0/100/0")

    def test_an_archived_product(self):
        k = self.contract(plan=[("A", 500, "2026-01-31")], goods=[(self.pump, 1, 500)])
        self.pump.active = False
        before = self.counts()
        words = (k.name, "'A'", self.pump.display_name, "archived", "Unarchive it")
        self.assertRefused(k.settlement_ids._bill, *words)
        self.assertRefused(k.with_user(self.accountant).action_create_invoice, *words)
        self.assertEqual(self.counts(), before)
        # money may come all the same
        self.register(k.settlement_ids, date="2026-01-20")()
        self.assertFigures(k, "A 0/500/0")

    def test_a_missing_rate(self):
        k = self.contract(currency_id=self.eur.id, signed=False)
        k.date_signed = "2025-12-31"
        self.assertRefused(k.action_sign, k.name, "EUR", "12/31/2025")
        k.date_signed = "2026-01-05"
        k.action_sign()
        a, _b, _c = self.lines(k)
        before = self.counts()
        words = ("EUR", "12/31/2025", self.company.name, "Currencies")
        self.assertRefused(lambda: a._register_payment(100, date="2025-12-31"), *words)
        self.assertRefused(self.register(a, date="2025-12-31"), *words)
        self.assertRefused(lambda: a._bill(date="2025-12-31"), k.name, "'A'", *words)
        self.assertEqual(self.counts(), before)
        self.assertFigures(k)

    def test_a_plan_line_of_another_company(self):
        other = self.make_company("Other Books")
        foreign = self.contract(company_id=other.id)
        k = self.contract()
        line = self.lines(foreign)[0]
        payment, invoice = self.payment(100), self.invoice((None, 100), post=False)
        both = {"commercial_contract_id": foreign.id, "commercial_settlement_id": line.id}
        mixed = {"commercial_contract_id": k.id, "commercial_settlement_id": line.id}
        for vals, words in ((both, (foreign.name, other.name)), (mixed, (foreign.name, "'A'"))):
            for record in (payment, invoice.invoice_line_ids):
                self.assertRefused(
                    lambda record=record, vals=vals: record.write(vals),
                    *words,
                    error=ValidationError,
                )
        with self.assertRaises(ValidationError) as caught:
            with Form(invoice.with_user(self.accountant)) as form:
                with form.invoice_line_ids.edit(0) as row:
                    row.commercial_contract_id = foreign
                    row.commercial_settlement_id = line
        self.assertIn(foreign.name, str(caught.exception))
        self.env.invalidate_all()
        self.assertFalse(payment.commercial_settlement_id or invoice.commercial_contract_ids)
        self.assertFigures(k)

    def test_money_tagged_with_a_contract_of_other_books(self):
        other = self.make_company("Other Books")
        foreign = self.contract(company_id=other.id)
        framework = self.env["commercial.contract"].create({"title": "F", "is_framework": True})
        payment, bank = self.payment(100), self.bank_line(100, partner=self.customer)
        for record in (payment, bank):
            for k, words in ((foreign, (foreign.name, other.name)), (framework, (framework.name,))):
                self.assertRefused(
                    lambda record=record, k=k: record.write({"commercial_contract_id": k.id}),
                    *words,
                    error=ValidationError,
                )
        with self.assertRaises(ValidationError) as caught:
            with Form(payment.with_user(self.manager)) as form:
                form.commercial_contract_id = foreign
        self.assertIn(other.name, str(caught.exception))
        self.env.invalidate_all()
        self.assertFalse(payment.commercial_contract_id or bank.commercial_contract_id)
        self.assertFigures(foreign)

    def test_more_decimals_than_the_currency_in_a_plan_line(self):
        for currency, amount, unit in ((self.usd, 100.005, "0.01"), (self.jpy, 100.5, "1")):
            k = self.contract(
                plan=[("A", 100, None)], currency_id=currency.id, tax=False, signed=False
            )
            words = (str(amount), k.name, currency.name, unit)
            before = self.counts()
            with self.subTest(currency.name):
                self.assertRefused(
                    lambda amount=amount, k=k: k.settlement_ids.write({"amount": amount}),
                    *words,
                    error=ValidationError,
                )
                row = {"contract_id": k.id, "name": "B", "amount": amount}
                self.assertRefused(
                    lambda row=row: self.env["commercial.contract.settlement"].create(row),
                    *words,
                    error=ValidationError,
                )
                opening = {"opening_settled": amount / 10, "opening_date": "2025-12-31"}
                self.assertRefused(
                    lambda opening=opening, k=k: k.settlement_ids.write(opening),
                    k.name,
                    error=ValidationError,
                )

                def type_it(amount=amount, k=k):
                    with Form(k.with_user(self.seller)) as form:
                        with form.settlement_ids.new() as line:
                            line.name = "B"
                            line.amount = amount

                self.assertRefused(type_it, str(amount), currency.name, error=ValidationError)
                self.assertEqual(self.counts(), before)
                self.assertEqual(k.settlement_ids.amount, 100)

    def test_amounts_that_code_worked_out_are_no_typing_errors(self):
        k = self.contract(0.30, [("A", 0.1 + 0.2, None)], signed=False)
        self.assertEqual(k.settlement_ids.amount, 0.30)
        k.settlement_ids.amount = 1e12 / 3 * 3 + 0.07

    def test_prices_keep_all_their_digits(self):
        self.env["decimal.precision"].search([("name", "=", "Product Price")]).digits = 5
        k = self.contract(goods=[(self.pump, 1000, 1.23456)], plan=[], signed=False)
        with Form(k.with_user(self.seller)) as form:
            with form.line_ids.edit(0) as line:
                line.price_unit = 0.00123
        self.assertEqual((k.line_ids.price_unit, k.amount_total), (0.00123, 1.23))

    def test_more_decimals_than_the_currency_in_a_payment(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice = self.invoice(a)
        before = self.counts()
        words = ("100.005", "USD", "0.01")
        self.assertRefused(lambda: self.advance(k, 100.005), *words, error=ValidationError)
        self.assertRefused(lambda: self.pay(invoice, 100.005), *words, error=ValidationError)
        self.assertRefused(lambda: a._register_payment(100.005), *words)
        self.assertRefused(lambda: a._register_payment(split={a: 100.005}), *words)
        self.assertRefused(self.register(a, amount=100.005), *words, error=ValidationError)

        def split():
            form = self.dialog(a)
            with form.line_ids.edit(0) as row:
                row.amount = 100.005
            form.save()

        self.assertRefused(split, *words, error=ValidationError)

        def type_it():
            payments = self.env["account.payment"].with_user(self.accountant)
            with Form(payments.with_context(default_payment_type="inbound")) as form:
                form.partner_id = self.customer
                form.amount = 100.005
                form.commercial_contract_id = k

        self.assertRefused(type_it, *words, error=ValidationError)
        yen = self.contract(plan=[("A", 1000, None)], currency_id=self.jpy.id)
        self.assertRefused(
            lambda: yen.settlement_ids._register_payment(100.5), "100.5", "JPY", yen.name
        )
        before[2] += 1  # the plan line of the yen contract
        self.assertEqual(self.counts(), before)
        self.assertFigures(k, "A 3000/0/0")
        # without a contract Odoo's own rounding holds
        self.assertEqual(self.payment(100.005).amount, 100.01)

    def test_money_of_somebody_else_is_taken_with_a_warning(self):
        k = self.contract(payer_id=self.payer.id)
        stranger = self.other_customer
        payment = self.advance(k, 100, partner_id=stranger.id)
        bank = self.bank_line(50, partner=stranger, contract=k)
        bank.commercial_contract_id = k
        self.assertFigures(k, "A 0/150/0")
        for record in (payment, bank):
            self.assertRegex(
                record.commercial_contract_warning, f"^{stranger.name} is neither.*{k.name}"
            )
        branch = self.env["res.partner"].create({"name": "Site", "parent_id": self.customer.id})
        for partner in (self.payer, self.customer, branch):
            payment = self.advance(k, 1, partner_id=partner.id)
            self.assertFalse(payment.commercial_contract_warning)
        with Form(payment.with_user(self.accountant)) as form:
            self.assertFalse(form.commercial_contract_warning)
            form.commercial_contract_id = self.contract(partner_id=stranger.id)
            self.assertTrue(form.commercial_contract_warning)
        self.assertTrue(payment.commercial_contract_warning)  # it stays

    def test_the_tag_of_a_bank_line_is_set_in_its_list(self):
        k = self.contract()
        line = self.bank_line(700, partner=self.customer)
        view = "commercial_contract.account_bank_statement_line_view_form"
        with Form(line.with_user(self.accountant), view=view) as form:
            form.commercial_contract_id = k
        self.assertFigures(k, "A 0/700/0")
        views = self.env.ref("commercial_contract.account_bank_statement_line_action").view_ids
        self.assertEqual(views.mapped("view_mode"), ["list", "kanban", "form"])

    def test_a_fault_in_one_of_many_books_nothing(self):
        one, two = self.contract(), self.contract(goods=[(self.pump, 1, 10000)])
        self.pump.active = False
        before = self.counts()
        with self.assertRaises(UserError):
            (self.lines(one)[0] | self.lines(two)[0])._bill()
        self.assertEqual(self.counts(), before)
        with self.assertRaises(ValidationError):
            self.env["commercial.contract"].create(
                {
                    "title": "X",
                    "partner_id": self.customer.id,
                    "settlement_ids": [
                        Command.create({"name": "A", "amount": 100}),
                        Command.create({"name": "B", "amount": 33.333}),
                    ],
                }
            )
