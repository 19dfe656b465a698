from unittest.mock import patch

from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.cash import commercial_contract_link
from ..models.contract.parts import PARTS
from .common import FINANCE, LedgerCase


@tagged("post_install", "-at_install")
class TestContractLink(LedgerCase):
    """Invoices and payments made by hand are linked with their contract, count, and go again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls.make_user("finance", "commercial_contract.group_contract_all", FINANCE)

    def dialog(self, contract=None, user=None, **context):
        """Return the form of the dialog as ``user`` (the accountant) opens it."""
        if contract:
            action = contract.with_user(user or self.accountant).action_link_records()
            context = action["context"]
        wizards = self.env["commercial.contract.link"].with_user(user or self.accountant)
        return Form(wizards.with_context(**context))

    def ticks(self, rows):
        """Return {amount of a row: name of its plan line, or True where it is ticked without one}."""
        found = {}
        for number in range(len(rows)):
            row = rows.edit(number)
            line = row.settlement_id.name if row.settlement_id else True
            found[row.amount] = line if row.is_linked else False
        return found

    def tick(self, rows, amount, line=None, linked=True):
        for number in range(len(rows)):
            with rows.edit(number) as row:
                if row.amount == amount:
                    row.is_linked = linked
                    if line:
                        row.settlement_id = line

    def old_books(self, contract):
        """Invoices of 3,000 (1,200 paid) and 4,900, a draft of 2,000 and 700 paid in advance."""
        old = self.invoice((None, 3000), date="2026-01-10")
        self.pay(old, 1200)
        self.invoice((None, 4900), date="2026-02-10")
        self.invoice((None, 2000), date="2026-03-20", post=False)
        self.payment(700)
        self.assertFigures(contract)

    def test_that_older_ones_are_not_listed_is_said(self):
        """Of three documents and two payments: with room for three of a kind there may be a fourth."""
        k = self.contract()
        self.old_books(k)
        for most, said in ((4, False), (3, True), (2, True)):
            with self.subTest(most), patch.object(commercial_contract_link, "MAX_ROWS", most):
                dialog = self.dialog(k)
                self.assertEqual(dialog.has_older, said)
                self.assertEqual(len(dialog.item_ids), min(most, 3))

    def test_what_is_proposed_is_linked_counts_and_goes_again(self):
        k = self.contract()
        self.old_books(k)
        before = (self.rows(k), k.settlement_state, k.amount_unsettled)
        dialog = self.dialog(k)
        self.assertEqual(self.ticks(dialog.item_ids), {3000: "A", 4900: False, 2000: "C"})
        self.assertEqual(self.ticks(dialog.cash_ids), {1200: True, 700: False})
        self.tick(dialog.item_ids, 4900)
        self.tick(dialog.cash_ids, 700)
        dialog.save().action_apply()
        # 700 has no document: it goes to what is due first
        self.assertFigures(k, "A 3000/1900/0, B 4900/0/0")
        self.assertEqual(
            self.rows(k), [("A", "2026-01-20", 700, "cash"), ("A", "2026-01-20", 1200, "cash")]
        )
        self.assertEqual(self.lines(k)[2].amount_to_invoice, 0)  # the draft of C
        self.assertIn("Linked with this contract.", self.chatter(k, self.accountant))
        self.assertRegex(self.chatter(k, self.accountant), "INV/2026.*PBNK|PBNK.*INV/2026")

        dialog = self.dialog(k)
        self.assertEqual(self.ticks(dialog.item_ids), {3000: "A", 4900: "B", 2000: "C"})
        self.assertEqual(self.ticks(dialog.cash_ids), {1200: True, 700: True})
        for amount in (3000, 4900, 2000):
            self.tick(dialog.item_ids, amount, linked=False)
        for amount in (1200, 700):
            self.tick(dialog.cash_ids, amount, linked=False)
        dialog.save().action_apply()
        self.assertFigures(k)
        self.assertEqual((self.rows(k), k.settlement_state, k.amount_unsettled), before)
        self.assertFalse(k.invoice_ids or k.payment_ids)
        self.assertIn("Taken off this contract.", self.chatter(k, self.accountant))

    def test_a_closed_part_is_not_named_in_the_chatter(self):
        """Neither in what is written nor by searching it: who sees no invoices reads no name of one."""
        k = self.contract()
        self.old_books(k)
        dialog = self.dialog(k)
        self.tick(dialog.item_ids, 4900)
        self.tick(dialog.cash_ids, 700)
        dialog.save().action_apply()
        for part, seen, hidden in (
            ("invoices", "PBNK", "INV/2026"),
            ("payments", "INV/2026", "PBNK"),
        ):
            with self.subTest(part=part):
                user = self.make_user(f"without {part}", "commercial_contract.group_contract_all")
                user.group_ids = [Command.unlink(self.env.ref(PARTS[part]).id)]
                shown = self.chatter(k, user)
                self.assertIn("Linked with this contract.", shown)
                self.assertIn(seen, shown)
                self.assertNotIn(hidden, shown)
                for word, times in ((seen, 1), (hidden, 0)):
                    found = (
                        self.env["mail.message"]
                        .with_user(user)
                        ._message_fetch(None, thread=k.with_user(user), search_term=word)
                    )
                    self.assertEqual(found["count"], times, word)

    def chatter(self, contract, user):
        """Return what the chatter shows of the newest message, as one text."""
        self.env.flush_all()
        self.env.invalidate_all()
        return str(Store().add(contract.with_user(user).message_ids[0]).get_result())

    def test_an_invoice_of_several_lines_bills_one_plan_line(self):
        k = self.contract(plan=[("A", 1130, "2026-01-31"), ("B", 226, "2026-02-28")])
        invoice = self.invoice((None, 700), (None, 300), (None, 200), tax=self.tax_13, post=False)
        invoice.invoice_line_ids[2].unlink()  # 1,000 and 13 %
        invoice.action_post()
        self.invoice((None, 200), (None, 50), tax=self.tax_13, date="2026-02-20")
        dialog = self.dialog(k)
        self.assertEqual(self.ticks(dialog.item_ids), {791: "A", 339: "A", 226: "B", 56.5: False})
        dialog.save().action_apply()
        self.assertFigures(k, "A 1130/0/0, B 226/0/0")
        self.pay(invoice, 500)
        self.assertFigures(k, "A 1130/500/0, B 226/0/0")

    def test_two_contracts_on_one_invoice(self):
        one = self.contract(plan=[("A", 3000, "2026-01-31")])
        two = self.contract(plan=[("A", 800, "2026-01-20")])
        invoice = self.invoice((None, 3000), (None, 800), (None, 250))
        payment = self.pay(invoice, 2300)
        for k, amount in ((one, 3000), (two, 800)):
            dialog = self.dialog(default_move_ids=invoice.ids)
            dialog.contract_id = k
            self.assertEqual(self.ticks(dialog.item_ids)[amount], "A")
            dialog.save().action_apply()
        # R7: by due date, the line of no contract last
        self.assertFigures(two, "A 800/800/0")
        self.assertFigures(one, "A 3000/1500/0")
        payment.action_draft()
        self.assertFigures(one, "A 3000/0/0")
        payment.action_post()
        dialog = self.dialog(two)
        self.tick(dialog.item_ids, 800, linked=False)
        dialog.save().action_apply()
        self.assertFigures(two)
        self.assertFigures(one, "A 3000/2300/0")

    def test_a_line_of_another_contract_is_not_offered_and_not_taken(self):
        one, two = self.contract(), self.contract()
        item = self.invoice(self.lines(one)[0]).invoice_line_ids
        self.assertFalse(len(self.dialog(two).item_ids))
        with self.assertRaisesRegex(UserError, f"{one.name}.*Take it off there first"):
            two._link_records({item: self.lines(two)[0]}, {})
        self.assertFigures(one, "A 3000/0/0")

    def test_a_credit_note_and_money_paid_back(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice = self.invoice((None, 3000))
        self.pay(invoice)
        credit = self.invoice((None, 400), kind="out_refund", date="2026-02-03")
        self.pay(credit, date="2026-02-10")
        dialog = self.dialog(k)
        self.assertEqual(self.ticks(dialog.item_ids), {3000: "A", -400: False})
        self.assertEqual(self.ticks(dialog.cash_ids), {3000: True, -400: False})
        self.tick(dialog.item_ids, -400, a)
        dialog.save().action_apply()
        self.assertFigures(k, "A 2600/2600/0")

    def test_foreign_currency(self):
        """USD contract, EUR invoice at 0.80 (January): 2,400 EUR are 3,000 USD; 960 EUR paid are 1,200."""
        k = self.contract()
        invoice = self.invoice((None, 2400), currency=self.eur, date="2026-01-10")
        self.pay(invoice, 960, currency_id=self.eur.id)
        dialog = self.dialog(k)
        self.assertEqual(self.ticks(dialog.item_ids), {2400: "A"})
        dialog.save().action_apply()
        self.assertFigures(k, "A 3000/1200/0")
        k._unlink_records(
            invoice.invoice_line_ids,
            self.env["account.payment"],
            self.env["account.bank.statement.line"],
        )
        self.env.flush_all()
        self.assertEqual(k.amount_settled, 1200)  # the payment is tagged still
        k._unlink_records(
            invoice.line_ids.browse(), k.tagged_payment_ids, self.env["account.bank.statement.line"]
        )
        self.assertFigures(k)

    def test_purchase_and_a_bank_line(self):
        k = self.contract(direction="purchase")
        bill = self.invoice((None, 3000), kind="in_invoice", partner=self.vendor)
        self.invoice((None, 3000), partner=self.vendor)  # a customer invoice of the vendor
        self.bank_line(-3000, match=bill)
        advance = self.bank_line(-500, partner=self.vendor)
        advance.line_ids.filtered("account_id.reconcile").account_id = self.payable
        dialog = self.dialog(k)
        self.assertEqual(self.ticks(dialog.item_ids), {3000: "A"})
        self.assertEqual(self.ticks(dialog.cash_ids), {-3000: False, -500: False})
        self.tick(dialog.cash_ids, -500)
        dialog.save().action_apply()
        self.assertFigures(k, "A 3000/3000/0, B 0/500/0")
        self.assertEqual(advance.commercial_contract_id, k)

    def test_a_locked_period_is_no_obstacle(self):
        k = self.contract()
        self.old_books(k)
        self.env["account.move"].search([("state", "=", "draft")]).unlink()
        self.company.fiscalyear_lock_date = "2026-03-31"
        self.company.tax_lock_date = "2026-03-31"
        self.dialog(k).save().action_apply()
        self.assertFigures(k, "A 3000/1200/0")

    def test_more_than_the_plan_line_has_warns(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.invoice((None, 3100))
        dialog = self.dialog(k)
        self.assertFalse(dialog.warning)
        self.tick(dialog.item_ids, 3100, a)
        self.assertRegex(dialog.warning, r"'A' of .*3,000\.00.*3,100\.00")
        dialog.save().action_apply()
        self.assertFigures(k, "A 3100/0/0")
        dialog = self.dialog(k)
        self.assertRegex(dialog.warning, "3,100")
        self.tick(dialog.item_ids, 3100, linked=False)
        self.assertFalse(dialog.warning)
        dialog.save().action_apply()
        self.assertFigures(k)

    def test_who_may_link(self):
        k = self.contract()
        invoice = self.invoice((None, 3000))
        stranger = self.invoice((None, 100), partner=self.payer)
        for user in (self.seller, self.staff):
            with self.assertRaisesRegex(AccessError, "Contracts: Finance"):
                k.with_user(user).action_link_records()
            with self.assertRaises(AccessError):
                k.with_user(user)._link_records({invoice.invoice_line_ids: self.lines(k)[0]}, {})
        with self.assertRaises(AccessError):
            k.with_user(self.nobody).action_link_records()
        # a finance user without rights on invoices: those of the parties only
        dialog = self.dialog(k, self.finance)
        dialog.partner_ids.add(self.payer)
        self.assertEqual(self.ticks(dialog.item_ids), {3000: "A"})
        dialog.save().action_apply()
        self.assertFigures(k, "A 3000/0/0")
        with self.assertRaisesRegex(UserError, f"{stranger.name} .*is of {self.payer.name}"):
            k.with_user(self.finance)._link_records(
                {stranger.invoice_line_ids: self.lines(k)[1]}, {}
            )
        dialog = self.dialog(k)
        dialog.partner_ids.add(self.payer)
        self.assertEqual(self.ticks(dialog.item_ids), {3000: "A", 100: False})

    def test_the_contract_must_fit(self):
        other = self.make_company("Other Books")
        foreign = self.contract(company_id=other.id, partner_id=self.customer.id)
        framework = self.env["commercial.contract"].create({"title": "F", "is_framework": True})
        cancelled = self.contract(signed=False)
        cancelled.action_cancel()
        invoice = self.invoice((None, 3000))
        payment = self.payment(100)
        for k, word in ((framework, "framework"), (cancelled, "cancelled")):
            with self.assertRaisesRegex(UserError, word):
                k.with_user(self.accountant).action_link_records()
            with self.assertRaisesRegex(UserError, word):
                k._link_records({invoice.invoice_line_ids: k.settlement_ids[:1]}, {})
        for records in (
            ({invoice.invoice_line_ids: self.env["commercial.contract.settlement"]}, {}),
            ({}, {payment: self.env["commercial.contract.settlement"]}),
        ):
            with self.assertRaisesRegex(ValidationError, other.name):
                foreign._link_records(*records)
        k = self.contract()
        with self.assertRaisesRegex(UserError, "no line of goods"):
            k._link_records({self._partner_items(invoice): k.settlement_ids[0]}, {})
        with self.assertRaisesRegex(ValidationError, "another contract"):
            k._link_records({invoice.invoice_line_ids: self.contract().settlement_ids[0]}, {})
        bill = self.invoice((None, 10), kind="in_invoice", partner=self.vendor)
        with self.assertRaisesRegex(ValidationError, "purchase"):
            k._link_records({bill.invoice_line_ids: self.lines(k)[0]}, {})
        self.assertFigures(k)
        self.assertFalse(invoice.commercial_contract_ids or payment.commercial_contract_id)

    def test_one_write_per_plan_line(self):
        """Linking 40 invoices takes hardly more queries than linking 10."""

        def cost(count):
            k = self.contract(count * 100, [("A", count * 100, "2026-01-31")])
            invoices = self.env["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": self.customer.id,
                        "invoice_date": "2026-01-10",
                        "invoice_line_ids": [
                            Command.create({"name": "Goods", "price_unit": 100, "tax_ids": []})
                        ],
                    }
                    for _number in range(count)
                ]
            )
            invoices.action_post()
            self.analyze()
            payments = self.pay(invoices, group_payment=False)
            line = k.settlement_ids
            self.analyze()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            k._get_linkable(k.partner_id)
            k._link_records(
                dict.fromkeys(invoices.invoice_line_ids, line), dict.fromkeys(payments, line)
            )
            spent = self.env.cr.sql_log_count - before
            self.assertFigures(k, f"A {count * 100}/{count * 100}/0")
            k._unlink_records(
                invoices.invoice_line_ids, payments, self.env["account.bank.statement.line"]
            )
            return spent

        cost(2)
        small, large = cost(10), cost(40)
        self.assertLessEqual(large - small, 20, f"10 invoices: {small}, 40: {large}")
