from datetime import date

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestPlanBuild(ContractCase):
    """A plan from a recurrence, from another contract, beside lines there are; the retention."""

    def draft(self, total, plan=(), **values):
        return self.contract(total, plan, signed=False, **values)

    def rows(self, contract):
        plan = contract.settlement_ids.sorted("sequence")
        return [(line.label, str(line.date_due or ""), line.amount) for line in plan]

    def test_every_month_from_the_last_of_january(self):
        k = self.draft(1000, date_start="2027-01-31", date_end="2027-04-29")
        lines = k.plan_from_recurrence(months=1)
        self.assertEqual(
            self.rows(k),
            [
                ("Jan 2027", "2027-01-31", 333.33),
                ("Feb 2027", "2027-02-28", 333.33),
                ("Mar 2027", "2027-03-31", 333.34),
            ],
        )
        self.assertEqual(set(lines.mapped("kind")), {"regular"})
        self.assertEqual(k.amount_unplanned, 0)

    def test_every_second_week(self):
        k = self.draft(100)
        k.plan_from_recurrence(weeks=2, start="2027-01-04", end="2027-02-01")
        self.assertEqual(
            self.rows(k),
            [
                ("Jan 4, 2027", "2027-01-04", 33.33),
                ("Jan 18, 2027", "2027-01-18", 33.33),
                ("Feb 1, 2027", "2027-02-01", 33.34),
            ],
        )

    def test_uplift_of_five_percent_a_year(self):
        """100,000.00 over three years: 100,000 / (1 + 1.05 + 1.1025) = 31,720.856 for the first,
        33,306.898 for the second, and the rest for the third."""
        k = self.draft(100000)
        k.plan_from_recurrence(months=12, start="2027-05-01", end="2029-05-01", uplift_percent=5)
        self.assertEqual(
            [amount for _name, _day, amount in self.rows(k)], [31720.86, 33306.90, 34972.24]
        )
        self.assertEqual(k.amount_unplanned, 0)

    def test_uplift_in_yen_and_in_dinar(self):
        """10 % a year on two years of two: 2 x + 2.2 x = 1,000, so x = 238.095 and 261.905."""
        k = self.draft(1000, currency_id=self.jpy.id)
        k.plan_from_recurrence(months=6, start="2027-01-01", end="2028-12-31", uplift_percent=10)
        self.assertEqual([row[2] for row in self.rows(k)], [238, 238, 262, 262])
        k = self.draft(1000, currency_id=self.kwd.id)
        k.plan_from_recurrence(months=6, start="2027-01-01", end="2028-12-31", uplift_percent=10)
        self.assertEqual([row[2] for row in self.rows(k)], [238.095, 238.095, 261.905, 261.905])

    def test_a_recurrence_that_cannot_be_says_so_and_changes_nothing(self):
        k = self.draft(1000, [("A", 1000, "2026-01-31")])
        for wrong in (
            {"months": 1},
            {"start": "2027-01-01", "end": "2027-12-31"},
            {"months": 1, "start": "2027-02-01", "end": "2027-01-01"},
            {"weeks": 1, "start": "2027-01-01", "end": "2047-01-01"},
            {"months": 1, "start": "2027-01-01", "end": "2028-01-01", "uplift_percent": -100},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(UserError) as error:
                k.plan_from_recurrence(**wrong)
            self.assertIn(k.name, str(error.exception))
        self.assertEqual(self.rows(k), [("A", "2026-01-31", 1000)])

    def test_one_shot_costs_stand_beside_recurring_lines(self):
        """OCA/contract#201: a setup fee of 400.00 and quarters of the other 800.00."""
        k = self.draft(1200, [("Setup", 400, "2027-01-15")])
        k.plan_from_recurrence(months=3, start="2027-01-31", end="2027-12-31", append=True)
        self.assertEqual([row[2] for row in self.rows(k)], [400, 200, 200, 200, 200])
        self.assertEqual(k.settlement_ids.sorted("sequence")[0].name, "Setup")
        self.assertEqual(k.amount_unplanned, 0)
        k.action_sign()
        self.assertEqual(k.state, "active")

    def test_what_is_appended_takes_what_the_plan_lacks(self):
        k = self.draft(1000, [("A", 200, "2026-01-31")])
        k.plan_from_text("25/75", append=True)
        self.assertEqual([row[2] for row in self.rows(k)], [200, 200, 600])
        self.assertEqual(k.settlement_ids.sorted("sequence").mapped("percent"), [20, 20, 60])
        with self.assertRaises(UserError) as error:
            k.plan_from_text("50/50", append=True)
        self.assertIn("lacks nothing", str(error.exception))

    def test_terms_for_the_rest_with_tax(self):
        """113.00 of 226.00 are planned; the terms split the other 113.00 in halves."""
        term = self.env["account.payment.term"].create(
            {
                "name": "halves",
                "line_ids": [
                    Command.clear(),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                ],
            }
        )
        k = self.draft(0, [("A", 113, "2026-01-05")], goods=[(self.pump, 1, 200)], tax=self.tax_13)
        k.plan_from_term(term, "2026-02-01", append=True)
        self.assertEqual(
            [row[1:] for row in self.rows(k)],
            [("2026-01-05", 113), ("2026-02-01", 56.5), ("2026-03-03", 56.5)],
        )

    def test_retention_is_held_from_each_instalment(self):
        """5 % of 33.33, 33.33, 33.34 on the running total: 1.67, 1.66, 1.67."""
        k = self.draft(100, retention_percent=5, retention_days=365)
        k.plan_from_text("3x")
        self.assertEqual([row[2] for row in self.rows(k)], [31.66, 31.67, 31.67, 5])
        kept = k.settlement_ids.filtered(lambda line: line.kind == "retention")
        self.assertEqual(
            (kept.label, kept.trigger, kept.trigger_days), ("Retention", "completion", 365)
        )
        self.assertFalse(kept.date_due)
        self.assertEqual(k.amount_unplanned, 0)

    def test_retention_on_a_line_for_each_instalment(self):
        k = self.draft(1000, retention_percent=10, retention_split=True)
        k.plan_from_text("30/60/10")
        self.assertEqual(
            [(name, amount) for name, _day, amount in self.rows(k)],
            [
                ("Advance", 270),
                ("Progress Payment", 540),
                ("Final", 90),
                ("Retention of Advance", 30),
                ("Retention of Progress Payment", 60),
                ("Retention of Final", 10),
            ],
        )

    def test_retention_outside_of_nought_to_a_hundred_is_refused(self):
        for percent in (-1, 100):
            with self.subTest(percent=percent), mute_logger("odoo.sql_db"):
                with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                    self.draft(100, retention_percent=percent).flush_recordset()

    def test_the_quick_plan_in_the_form_holds_back_as_well(self):
        k = self.draft(1000, retention_percent=5)
        with Form(k) as form:
            form.quick_plan = "50/50"
        self.assertEqual([row[2] for row in self.rows(k)], [475, 475, 50])

    def test_a_plan_is_copied_from_another_contract(self):
        """30/60/10 of 10,000.00, moved by two years and to 555.55: 166.67, 333.33, and the rest."""
        method = self.env["commercial.settlement.method"].search([], limit=1)
        other = self.draft(
            0, goods=[(self.pump, 1, 6000), (self.valve, 1, 4000)], date_start="2026-01-05"
        )
        other.settlement_ids.create(
            [
                {
                    "contract_id": other.id,
                    "sequence": 10,
                    "kind": "advance",
                    "amount": 3000,
                    "date_due": "2026-02-05",
                    "method_id": method.id,
                },
                {
                    "contract_id": other.id,
                    "sequence": 20,
                    "name": "The pump itself",
                    "kind": "delivery",
                    "trigger": "delivery",
                    "trigger_days": 15,
                    "amount": 6000,
                    "line_ids": [Command.set(other.line_ids[0].ids)],
                },
                {
                    "contract_id": other.id,
                    "sequence": 30,
                    "kind": "retention",
                    "trigger": "progress",
                    "trigger_percent": 80,
                    "amount": 1000,
                },
            ]
        )
        other.action_sign()
        other.settlement_ids.filtered("date_due").reschedule("2026-06-30", "asked for")
        k = self.draft(
            0, goods=[(self.service, 1, 55.55), (self.pump, 1, 500)], date_start="2028-03-10"
        )
        lines = k.plan_from_contract(other).sorted("sequence")
        self.assertEqual(
            self.rows(k),
            [
                ("Advance", "2028-04-10", 166.67),
                ("The pump itself", "", 333.33),
                ("Retention", "", 55.55),
            ],
        )
        self.assertEqual(lines.mapped("kind"), ["advance", "delivery", "retention"])
        self.assertEqual(lines.mapped("trigger"), ["date", "delivery", "progress"])
        self.assertEqual(lines.mapped("trigger_days"), [0, 15, 0])
        self.assertEqual(lines[2].trigger_percent, 80)
        self.assertEqual(lines[0].method_id, method)
        self.assertEqual([line.line_ids.product_id for line in lines], [
            self.env["product.product"], self.pump, self.env["product.product"],
        ])  # fmt: skip
        self.assertFalse(any(lines.mapped("date_due_original")))

    def test_the_months_of_a_copied_plan_are_named_anew(self):
        other = self.draft(300, date_start="2026-01-01", date_end="2026-03-31")
        other.plan_from_recurrence(months=1)
        k = self.draft(30)
        k.plan_from_contract(other, "2027-07-01")
        self.assertEqual(
            self.rows(k),
            [
                ("Jul 2027", "2027-07-01", 10),
                ("Aug 2027", "2027-08-01", 10),
                ("Sep 2027", "2027-09-01", 10),
            ],
        )

    def test_a_contract_without_plan_cannot_be_copied(self):
        k = self.draft(1000, [("A", 1000, None)])
        with self.assertRaises(UserError) as error:
            k.plan_from_contract(self.draft(10))
        self.assertIn("no plan", str(error.exception))
        self.assertEqual(self.rows(k), [("A", "", 1000)])

    def test_names_are_read_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese = {"lang": "zh_CN"}
        k = self.draft(1000, date_start="2027-01-31", date_end="2027-02-28")
        k.with_context(**chinese).plan_from_recurrence(months=1)
        k.settlement_ids.create({"contract_id": k.id, "name": "Setup", "amount": 0})
        self.assertEqual(k.settlement_ids.mapped("name"), ["2027年1月", "2027年2月", "Setup"])
        self.assertEqual(k.settlement_ids.mapped("label"), ["Jan 2027", "Feb 2027", "Setup"])
        k.plan_from_text("30/70")
        advance = k.settlement_ids.with_context(**chinese)[0]
        labels = dict(advance._fields["kind"]._description_selection(advance.env))
        self.assertEqual((advance.name, advance.label), ("Advance", labels["advance"]))
        advance.name = labels["final"]  # a word for a kind, in whatever language
        self.assertEqual(advance.with_context(lang="en_US").label, "Final")
        self.assertEqual(
            k.settlement_ids.search([("label", "ilike", "fin"), ("contract_id", "=", k.id)]),
            k.settlement_ids,
        )

    def test_a_plan_that_one_may_not_see_is_not_copied(self):
        other = self.contract(user_id=self.seller2.id)
        k = self.draft(100).with_user(self.seller)
        with self.assertRaises(AccessError):
            k.plan_from_contract(other.with_user(self.seller))
        self.assertFalse(k.settlement_ids)
        self.assertEqual(len(k.sudo().plan_from_contract(other.sudo())), 3)

    def test_a_line_that_is_told_to_wait_loses_its_date(self):
        k = self.draft(100, [("A", 100, "2026-01-31")])
        with Form(k) as form, form.settlement_ids.edit(0) as line:
            line.trigger = "delivery"
            self.assertFalse(line.date_due)
        self.assertEqual((k.settlement_ids.trigger, k.settlement_ids.date_due), ("delivery", False))

    def test_take_the_rest(self):
        k = self.draft(1000, [("A", 300, "2026-01-31"), ("B", 600, "2026-02-28")])
        k.action_take_rest()
        self.assertEqual([row[2] for row in self.rows(k)], [300, 700])
        k.action_take_rest()
        self.assertEqual([row[2] for row in self.rows(k)], [300, 700])
        kept = self.draft(1000, [("A", 300, None), ("B", 100, None)])
        kept.settlement_ids[1].kind = "retention"
        kept.action_take_rest()
        self.assertEqual([row[2] for row in self.rows(kept)], [900, 100])
        empty = self.draft(50)
        empty.action_take_rest()
        self.assertEqual(self.rows(empty), [("Final", "", 50)])

    def test_building_plans_costs_as_many_queries_for_ten_contracts_as_for_two(self):
        def cost(count):
            contracts = self.env["commercial.contract"].union(
                *(self.draft(1000 + n) for n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contracts.plan_from_recurrence(months=1, start="2027-01-01", end="2027-12-31")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        # 120 lines instead of 24: Odoo writes a hundred rows in a statement
        self.assertLessEqual(cost(10) - cost(2), 5)

    def test_the_amount_changed_after_the_first_instalment_was_billed(self):
        """OCA/purchase-workflow#1462: what is billed stays, the rest is spread anew, both are shown."""
        k = self.contract()
        a, b, c = self.lines(k)
        self.invoice(a)
        amendment = k._amend("later", {b: 3000, c: 4000})
        self.assertEqual([line.amount for line in (a, b, c)], [3000, 3000, 4000])
        self.assertEqual(amendment.line_ids.mapped("amount_before"), [5000, 2000])
        with self.assertRaises(UserError):
            k._amend("below what is billed", {a: 2000, b: 4000})
        self.assertEqual(date(2026, 1, 31), a.date_due)
