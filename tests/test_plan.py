from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestPlan(ContractCase):
    """A settlement plan: from text, from terms, by hand; percent and amount stay in step."""

    def draft(self, total, plan=(), **values):
        return self.contract(total, plan, signed=False, **values)

    def amounts(self, contract):
        return contract.settlement_ids.sorted("sequence").mapped("amount")

    def test_quick_plan_gives_three_lines(self):
        k = self.draft(1000)
        lines = k.plan_from_text("30/60/10")
        self.assertEqual(lines.mapped("amount"), [300, 600, 100])
        self.assertEqual(lines.mapped("percent"), [30, 60, 10])
        self.assertEqual(lines.mapped("kind"), ["advance", "progress", "final"])
        self.assertEqual(k.amount_planned, 1000)
        self.assertEqual(k.amount_unplanned, 0)

    def test_quick_plan_replaces_what_was_there(self):
        k = self.draft(1000, [("A", 400, "2026-01-31")])
        k.plan_from_text("50/50")
        self.assertEqual(self.amounts(k), [500, 500])

    def test_the_last_line_takes_the_rest(self):
        k = self.draft(100)
        k.plan_from_text("3x")
        self.assertEqual(self.amounts(k), [33.33, 33.33, 33.34])
        k = self.draft(700)
        k.plan_from_text("7x")
        self.assertEqual(sum(self.amounts(k)), 700)
        self.assertEqual(set(self.amounts(k)), {100})

    def test_yen_and_dinars_are_split_in_their_own_units(self):
        k = self.draft(1000, currency_id=self.jpy.id)
        k.plan_from_text("3x")
        self.assertEqual(self.amounts(k), [333, 333, 334])
        k = self.draft(1, currency_id=self.kwd.id)
        k.plan_from_text("3x")
        self.assertEqual(self.amounts(k), [0.333, 0.333, 0.334])

    def test_text_that_is_no_plan_is_refused_and_changes_nothing(self):
        k = self.draft(1000, [("A", 1000, "2026-01-31")])
        for text in ("30/60", "30/60/20", "a/b", "0/0", "-10/110", "/"):
            with self.subTest(text), self.assertRaises(UserError) as error:
                k.plan_from_text(text)
            self.assertIn("30/60/10", str(error.exception))
        self.assertEqual(self.amounts(k), [1000])

    def test_a_contract_without_amount_cannot_be_planned(self):
        k = self.draft(1000)
        k.line_ids.price_unit = 0
        with self.assertRaises(UserError):
            k.plan_from_text("30/60/10")

    def test_percent_sets_the_amount(self):
        k = self.draft(1000, [("A", 300, "2026-01-31"), ("B", 700, "2026-02-28")])
        a, b = self.lines(k)
        self.assertEqual((a.percent, b.percent), (30, 70))
        a.percent = 25
        self.assertEqual(a.amount, 250)
        self.assertEqual(k.amount_unplanned, 50)

    def test_amount_sets_the_percent(self):
        k = self.draft(1000, [("A", 300, "2026-01-31"), ("B", 700, "2026-02-28")])
        a, _b = self.lines(k)
        a.amount = 125
        self.assertEqual(a.percent, 12.5)
        self.assertEqual(k.amount_unplanned, 175)

    def test_an_amount_that_is_no_round_percent_stays_to_the_cent(self):
        k = self.draft(1130000, [("A", 333333.33, "2026-01-31"), ("B", 796666.67, "2026-02-28")])
        k.env.flush_all()
        k.env.invalidate_all()
        self.assertEqual(self.amounts(k), [333333.33, 796666.67])
        self.assertEqual(k.amount_unplanned, 0)

    def test_a_new_contract_amount_moves_a_draft_plan(self):
        k = self.draft(1000)
        k.plan_from_text("30/60/10")
        k.line_ids.price_unit = 1000.01
        self.assertEqual(self.amounts(k), [300.00, 600.01, 100.00])
        self.assertEqual(k.amount_unplanned, 0)

    def test_plan_from_payment_terms(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "30 now, 60 after 30 days, 10 after 60 days",
                "line_ids": [
                    (5, 0, 0),
                    (0, 0, {"value": "percent", "value_amount": 30, "nb_days": 0}),
                    (0, 0, {"value": "percent", "value_amount": 60, "nb_days": 30}),
                    (0, 0, {"value": "percent", "value_amount": 10, "nb_days": 60}),
                ],
            }
        )
        k = self.draft(1000.05)
        lines = k.plan_from_term(term, "2026-01-10").sorted("date_due")
        self.assertEqual(
            lines.mapped("date_due"), [date(2026, 1, 10), date(2026, 2, 9), date(2026, 3, 11)]
        )
        self.assertEqual(lines.mapped("amount"), [300.02, 600.03, 100.00])
        self.assertEqual(k.amount_unplanned, 0)

    def test_plan_from_terms_with_tax_in_foreign_currency(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "thirds",
                "line_ids": [
                    (5, 0, 0),
                    (0, 0, {"value": "percent", "value_amount": 33.33, "nb_days": 0}),
                    (0, 0, {"value": "percent", "value_amount": 33.33, "nb_days": 30}),
                    (0, 0, {"value": "percent", "value_amount": 33.34, "nb_days": 60}),
                ],
            }
        )
        goods = [(self.pump, 1, 1000), (self.valve, 3, 33.33)]
        for currency in (self.eur, self.jpy, self.kwd):
            for direction, tax in (("sale", self.tax_13), ("purchase", self.tax_13_in)):
                with self.subTest(currency=currency.name, direction=direction):
                    k = self.draft(
                        0, goods=goods, tax=tax, currency_id=currency.id, direction=direction
                    )
                    k.plan_from_term(term, "2026-01-10")
                    self.assertEqual(len(k.settlement_ids), 3)
                    self.assertTrue(currency.is_zero(k.amount_unplanned))
                    self.assertTrue(all(amount > 0 for amount in self.amounts(k)))

    def test_quick_plan_in_the_form(self):
        k = self.draft(1000)
        with Form(k) as form:
            form.quick_plan = "30/60/10"
        self.assertEqual(self.amounts(k), [300, 600, 100])

    def test_reschedule_moves_a_date_and_keeps_the_first(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        a.reschedule("2026-04-15", "customer asked")
        a.reschedule("2026-05-15", "and again")
        self.assertEqual(a.date_due, date(2026, 5, 15))
        self.assertEqual(a.date_due_original, date(2026, 1, 31))
        self.assertEqual(a.reschedule_reason, "and again")

    def test_reschedule_needs_a_date_and_a_reason(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        for day, reason in (("2026-04-15", ""), ("2026-04-15", "  "), (False, "customer asked")):
            with self.subTest(reason=reason), self.assertRaises(UserError) as error:
                a.reschedule(day, reason)
            self.assertIn("'A'", str(error.exception))
            self.assertIn(k.name, str(error.exception))
        self.assertEqual(a.date_due, date(2026, 1, 31))
        self.assertFalse(a.date_due_original)

    def test_the_responsible_may_reschedule_his_signed_contract(self):
        k = self.contract()
        self.lines(k)[0].with_user(self.seller).reschedule("2026-04-15", "customer asked")
        self.assertEqual(self.lines(k)[0].date_due, date(2026, 4, 15))

    def test_lines_of_a_plan_come_by_date_then_sequence(self):
        plan = [("late", 1, "2026-03-31"), ("none", 1, None), ("early", 1, "2026-01-31")]
        k = self.draft(3, plan)
        self.assertEqual(
            k.settlement_ids.search([("contract_id", "=", k.id)]).mapped("name"),
            ["early", "late", "none"],
        )

    def test_a_copy_has_the_plan_but_no_history(self):
        k = self.contract()
        self.lines(k)[0].reschedule("2026-04-15", "customer asked")
        copy = k.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(self.amounts(copy), [3000, 5000, 2000])
        self.assertFalse(any(copy.settlement_ids.mapped("date_due_original")))
        self.assertNotEqual(copy.name, k.name)
