from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestSigning(ContractCase):
    """What signing asks for, what it locks, and the ways out of it."""

    def test_signing_puts_in_force(self):
        k = self.contract(signed=False, date_signed=False)
        self.assertEqual(k.state, "draft")
        k.action_sign()
        self.assertEqual(k.state, "active")
        self.assertTrue(k.date_signed)
        self.assertEqual(k.currency_rate, 1)

    def test_signing_freezes_the_rate_of_its_day(self):
        k = self.contract(currency_id=self.eur.id, date_signed="2026-02-05")
        self.assertAlmostEqual(k.currency_rate, 0.9)
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.eur.id,
                "company_id": self.company.id,
                "name": "2026-02-03",
                "rate": 0.5,
            }
        )
        self.assertAlmostEqual(k.currency_rate, 0.9)

    def test_plan_below_the_contract_amount(self):
        k = self.contract(1130000, [("A", 1017000, "2026-01-31")], signed=False)
        with self.assertRaises(UserError) as error:
            k.action_sign()
        text = str(error.exception).replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn(k.name, text)
        for figure in (
            "1,017,000.00",
            "1,130,000.00",
            "Add",
            "113,000.00",
            "to the plan or take the rest",
        ):
            self.assertIn(figure, text)
        self.assertEqual(k.state, "draft")

    def test_plan_above_the_contract_amount(self):
        k = self.contract(1000, [("A", 1000.01, "2026-01-31")], signed=False)
        with self.assertRaises(UserError) as error:
            k.action_sign()
        self.assertIn("0.01", str(error.exception))
        self.assertEqual(k.state, "draft")

    def test_yen_and_dinars_add_up_in_their_own_units(self):
        self.contract(1000, [("A", 333, None), ("B", 667, None)], currency_id=self.jpy.id)
        with self.assertRaises(UserError):
            self.contract(1000, [("A", 333, None), ("B", 666, None)], currency_id=self.jpy.id)
        self.contract(1, [("A", 0.333, None), ("B", 0.667, None)], currency_id=self.kwd.id)
        with self.assertRaises(UserError):
            self.contract(1, [("A", 0.333, None), ("B", 0.666, None)], currency_id=self.kwd.id)

    def test_all_faults_come_in_one_message(self):
        bare = self.env["commercial.contract"].create({"title": "bare", "user_id": self.seller.id})
        short = self.contract(1000, [("A", 900, None)], signed=False)
        with self.assertRaises(UserError) as error:
            (bare | short).action_sign()
        lines = str(error.exception).splitlines()
        self.assertGreaterEqual(len([line for line in lines if bare.name in line]), 2)
        self.assertEqual(len([line for line in lines if short.name in line]), 1)
        self.assertEqual({bare.state, short.state}, {"draft"})

    def test_ten_faults_are_listed_then_the_number_of_the_rest(self):
        bare = self.env["commercial.contract"].create([{"title": "bare"}] * 12)
        with self.assertRaises(UserError) as error:
            bare.action_sign()
        lines = str(error.exception).splitlines()
        self.assertEqual(len(lines), 11)
        self.assertRegex(lines[-1], r"\d+ more")

    def test_no_rate_for_the_currency(self):
        k = self.contract(currency_id=self.cny.id, date_signed="2025-12-31", signed=False)
        with self.assertRaises(UserError) as error:
            k.action_sign()
        for word in ("CNY", self.company.name, "Currencies"):
            self.assertIn(word, str(error.exception))

    def test_a_framework_contract_needs_partner_and_dates_only(self):
        framework = self.env["commercial.contract"].create(
            {"title": "F", "is_framework": True, "partner_id": self.customer.id}
        )
        with self.assertRaises(UserError):
            framework.action_sign()
        framework.write({"date_start": "2026-01-01", "date_end": "2026-12-31"})
        framework.action_sign()
        self.assertEqual(framework.state, "active")
        with self.assertRaises(UserError):
            self.plan(framework, ("A", 10, None))

    def test_states_change_by_actions_only(self):
        k = self.contract(signed=False)
        for user in (self.env.user, self.manager):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                k.with_user(user).state = "active"
        with self.assertRaises(UserError):
            self.env["commercial.contract"].create({"title": "K", "state": "active"})
        k.action_sign()
        with self.assertRaises(UserError):
            k.action_sign()
        with self.assertRaises(UserError):
            k.action_cancel()

    def test_a_context_from_outside_opens_nothing(self):
        k = self.contract()
        for token in (True, "UNLOCK", 1, {}):
            with self.subTest(token=token), self.assertRaises(UserError):
                k.with_context(contract_unlock=token).partner_id = self.payer

    def test_what_was_signed_is_locked(self):
        k = self.contract(currency_id=self.usd.id)
        for name, value in {
            "partner_id": self.payer.id,
            "currency_id": self.eur.id,
            "direction": "purchase",
            "date_signed": "2026-01-06",
            "date_start": "2026-01-06",
            "date_end": "2026-12-31",
            "billing_policy": "order",
            "payer_id": self.payer.id,
            "invoice_partner_id": self.payer.id,
            "title": "Other goods",
            "date_notice": "2026-11-30",
        }.items():
            with self.subTest(name), self.assertRaises(UserError) as error:
                k.write({name: value})
            self.assertIn(k.name, str(error.exception))
        k.write({"partner_id": k.partner_id.id, "partner_ref": "PO 7", "user_id": self.seller2.id})

    def test_an_import_changes_nothing_that_was_signed(self):
        k = self.contract()
        found = k.with_user(self.seller).load([".id", "title"], [[str(k.id), "Other goods"]])
        self.assertIn(k.name, found["messages"][0]["message"])
        self.assertEqual(k.title, "K")

    def test_what_was_cancelled_is_reset_to_draft_first(self):
        k = self.contract(signed=False)
        k.action_cancel()
        with self.assertRaisesRegex(UserError, f"{k.name}.*is cancelled.*Reset it to draft"):
            k.title = "Other goods"
        k.action_draft()
        k.title = "Other goods"

    def test_goods_and_plan_of_a_signed_contract_are_locked(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        goods = k.line_ids
        for text, change in {
            "amount": lambda: a.write({"amount": 1}),
            "percent": lambda: a.write({"percent": 1}),
            "due date": lambda: a.write({"date_due": "2026-12-31"}),
            "plan line deleted": a.unlink,
            "plan line added": lambda: a.create({"contract_id": k.id, "name": "D", "amount": 1}),
            "price": lambda: goods.write({"price_unit": 1}),
            "taxes": lambda: goods.write({"tax_ids": [(6, 0, self.tax_6.ids)]}),
            "goods deleted": goods.unlink,
            "goods added": lambda: goods.create(
                {"contract_id": k.id, "name": "x", "price_unit": 1}
            ),
            "name": lambda: a.write({"name": "Advance"}),
            "kind": lambda: a.write({"kind": "advance"}),
            "new plan": lambda: k.plan_from_text("50/50"),
        }.items():
            with self.subTest(text), self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        a.auto_bill = True  # how it is invoiced is daily work
        self.assertEqual(k.amount_total, 10000)

    def test_a_product_that_changes_later_changes_no_signed_contract(self):
        k = self.contract(plan=[("A", 1130, None)], goods=[(self.pump, 2, 500)], tax=self.tax_13)
        self.pump.list_price = 999
        self.pump.taxes_id = self.tax_6
        self.assertEqual((k.amount_untaxed, k.amount_tax, k.amount_total), (1000, 130, 1130))

    def test_back_to_draft(self):
        k = self.contract()
        k.action_draft()
        self.assertEqual(k.state, "draft")
        self.lines(k)[0].amount = 2900
        self.lines(k)[1].amount = 5100
        k.action_sign()
        k = self.contract(signed=False)
        k.action_cancel()
        self.assertEqual(k.state, "cancelled")
        k.action_draft()
        self.assertEqual(k.state, "draft")

    def test_what_was_ever_signed_is_never_deleted(self):
        k = self.contract()
        with self.assertRaises(UserError):
            k.unlink()
        k.action_draft()
        with self.assertRaises(UserError) as error:
            k.unlink()
        self.assertIn(k.name, str(error.exception))
        never = self.contract(signed=False)
        never.unlink()
        self.assertFalse(never.exists())

    def test_numbers_follow_each_other(self):
        one, two = self.contract(signed=False), self.contract(signed=False)
        self.assertNotEqual(one.name, two.name)
        self.assertRegex(one.name, r"2026")
