from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged

from .common import ALL, ContractCase
from .test_facts import FEB, JAN, FactsCase

# Each posted item once, with no part in the events: revenue on, cost off, whosever account it is on.
EARNED = """
    SELECT SUM(a.amount) FROM account_analytic_line a LEFT JOIN account_move_line l ON l.id = a.move_line_id
     WHERE a.{column} = %s AND (l.id IS NULL OR l.parent_state = 'posted')"""


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestEarnings(FactsCase):
    """Questions 19 and 20, by hand. S sells for 1,000 and P buys for 600 on the account of one project; wages of
    100 are booked on it. S earns 300."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.env["account.analytic.plan"].create({"name": "Jobs"})
        cls.job, cls.other_job = cls.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id} for name in ("Crane", "Other")]
        )
        cls.column = plan._column_name()
        cls.project = cls.env["project.project"].create({"name": "Crane"})
        shared = {"analytic_account_id": cls.job.id, "project_id": cls.project.id}
        cls.s = cls.contract(plan=[("A", 1000, JAN)], **shared)
        cls.p = cls.contract(plan=[("B", 600, FEB)], direction="purchase", **shared)

    def setUp(self):
        super().setUp()
        self.s.settlement_ids._bill("2026-01-10").action_post()
        self.bill = self.p.settlement_ids._bill("2026-02-10")
        self.bill.ref = "B-1"
        self.bill.action_post()
        self.wages = self.item(-100)

    def item(self, amount, **values):
        return self.env["account.analytic.line"].create(
            {
                "name": "Wages",
                "amount": amount,
                "date": "2026-02-20",
                self.column: self.job.id,
                **values,
            }
        )

    def earns(self, contract):
        """Return (expense, purchased, expected, to date, percent) of a contract."""
        contract.invalidate_recordset()
        return (
            contract.amount_expense,
            contract.amount_purchased,
            contract.amount_earned_expected,
            contract.amount_earned,
            contract.earned_percent,
        )

    def reported(self, contracts, user=None):
        """Return {contract: earned} and what all of them earn, as the report has it."""
        report = self.env["commercial.contract.report"].with_user(user or self.env.user)
        domain = [("contract_id", "in", contracts.ids)]
        rows = report.figures(domain, ["contract_id"], ["earned"])
        [whole] = report.figures(domain, [], ["earned"])
        return {row["contract_id"][0]: row["earned"] for row in rows if row["earned"]}, whole[
            "earned"
        ]

    def test_question_19_amount_less_expenses_less_purchases(self):
        self.assertEqual(self.earns(self.s), (700, 600, 300, 300, 30))
        self.assertEqual(self.earns(self.p)[:2], (0, -600))
        self.assertCountEqual(self.net(self.s, "expense").values(), [600, 100])
        self.assertEqual(self.reported(self.s | self.p), ({self.s.id: 300}, 300))
        action = self.s.with_user(self.leader).action_view_earnings()
        rows = (
            self.env["commercial.contract.report"].with_user(self.leader).search(action["domain"])
        )
        self.assertEqual(sum(rows.mapped("invoiced_untaxed")) - sum(rows.mapped("expense")), 300)
        self.assertEqual(sum(rows.mapped("signed_untaxed")), 1000)

    def test_question_20_a_project_with_several_contracts(self):
        """S2 sells for 500 more on the same account; V buys for 50 and is on no account."""
        same = {"project_id": self.project.id}
        s2 = self.contract(plan=[("C", 500, JAN)], analytic_account_id=self.job.id, **same)
        s2.settlement_ids._bill("2026-01-10").action_post()
        v = self.contract(plan=[("D", 50, JAN)], direction="purchase", **same)
        bill = v.settlement_ids._bill("2026-02-11")
        bill.ref = "V-1"
        bill.action_post()
        self.assertEqual(self.earns(self.s), (700, 600, 300, 300, 30))
        self.assertEqual(self.earns(s2), (0, 0, 500, 500, 100))
        self.assertEqual(
            self.reported(self.s | self.p | s2 | v),
            ({self.s.id: 300, s2.id: 500, v.id: -50}, 750),
        )
        report = self.env["commercial.contract.report"].with_user(self.leader)
        [row] = report.figures(
            [("project_id", "=", self.project.id), ("kind", "in", ("invoiced", "expense"))],
            ["project_id"],
            ["earned"],
        )
        self.assertEqual((row["project_id"][0], row["earned"]), (self.project.id, 750))
        self.env.flush_all()
        self.env.cr.execute(EARNED.format(column=self.column), [self.job.id])
        self.assertEqual(float(self.env.cr.fetchone()[0]), 750 + 50, "V is on no account")

    def test_an_item_counts_under_one_contract(self):
        older = self.s
        s2 = self.contract(plan=[("C", 500, JAN)], analytic_account_id=self.job.id)
        self.assertEqual(s2.sharing_contract_ids, older | self.p)
        self.assertEqual(self.earns(s2)[:2], (0, 0))
        older.analytic_account_id = self.other_job
        self.assertEqual(self.earns(older)[:2], (0, 0))
        self.assertEqual(self.earns(s2)[:2], (700, 600))
        self.assertEqual(self.earns(self.p)[:2], (0, -600))
        s2.analytic_account_id = False
        # P alone on the account: its own bill is no expense, the wages are
        self.assertEqual(self.earns(s2)[:2], (0, 0))
        self.assertEqual(self.earns(self.p)[:2], (100, 0))
        self.assertEqual(self.reported(self.p), ({self.p.id: -700}, -700))
        older.analytic_account_id = self.job
        self.assertEqual(self.earns(older), (700, 600, 300, 300, 30))
        self.assertEqual(self.earns(self.p)[:2], (0, -600))

    def test_a_draft_that_is_cancelled_leaves_it_to_the_next(self):
        alone = {"analytic_account_id": self.other_job.id}
        first = self.contract(plan=[("X", 10, JAN)], signed=False, **alone)
        second = self.contract(plan=[("Y", 20, JAN)], signed=False, **alone)
        self.item(-7, **{self.column: self.other_job.id})
        self.assertEqual((self.earns(first)[0], self.earns(second)[0]), (7, 0))
        first.action_cancel()
        self.assertEqual((self.earns(first)[0], self.earns(second)[0]), (0, 7))

    def test_undo(self):
        self.bill.button_draft()
        self.assertEqual(self.earns(self.s), (100, 0, 900, 900, 90))
        self.assertEqual(self.earns(self.p)[:2], (0, 0))
        self.bill.action_post()
        self.wages.unlink()
        self.assertEqual(self.earns(self.s), (600, 600, 400, 400, 40))
        self.assertEqual(self.reported(self.s | self.p), ({self.s.id: 400}, 400))

    def test_a_bill_that_comes_under_a_contract_later(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-02-10",
                "date": "2026-02-10",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "price_unit": 50,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": {str(self.job.id): 60},
                        }
                    )
                ],
            }
        )
        bill.action_post()
        self.assertEqual(self.earns(self.s)[:2], (730, 600))
        bill.invoice_line_ids.commercial_contract_id = self.p
        self.assertEqual(self.earns(self.s)[:2], (730, 630))
        self.assertEqual(self.earns(self.p)[:2], (0, -630))
        # 20 of the 50 are on no account: they stay with P
        self.assertEqual(self.reported(self.s | self.p), ({self.s.id: 270, self.p.id: -20}, 250))

    def test_another_currency_and_another_company(self):
        """1,000 EUR at 0.80 are 1,250 USD; an item of another company counts under a contract of that company."""
        there = self.make_company("Eastwind", self.usd)
        self.other_job.company_id = False
        account = self.other_job.id
        e = self.contract(
            plan=[("E", 1000, JAN)], currency_id=self.eur.id, analytic_account_id=account
        )
        elsewhere = self.contract(
            plan=[("F", 10, JAN)], company_id=there.id, analytic_account_id=account, signed=False
        )
        self.item(-125, **{self.column: account})
        self.item(-33, **{self.column: account}, company_id=there.id)
        self.assertEqual(self.earns(e), (100, 0, 1125, -125, 0))
        self.assertEqual(self.earns(elsewhere)[0], 33)

    def test_where_the_part_is_closed(self):
        user = self.make_user("no_expenses", ALL)
        group = self.env.ref("commercial_contract.group_contract_expenses")
        self.env.ref("base.group_user").implied_ids -= group
        user.group_ids -= group
        self.assertRefused(self.s.with_user(user).action_view_earnings, "closed", error=Exception)
        self.assertNotIn("amount_earned", self.s.with_user(user).fields_get())
        names = self.env["commercial.contract.report"].with_user(user).fields_get()
        self.assertFalse({"earned", "purchased", "expense"} & set(names))

    def test_queries_do_not_grow(self):
        contracts = self.s | self.p
        for number in range(8):
            contracts |= self.contract(
                plan=[("A", 10, JAN)],
                analytic_account_id=(self.job if number % 2 else self.other_job).id,
            )
        self.env.flush_all()
        self.env.cr.flush()

        def read(records):
            self.env.invalidate_all()
            return self.queries(
                lambda: records.mapped(lambda one: (one.amount_expense, one.amount_earned))
            )

        self.assertEqual(read(contracts[:2]), read(contracts))


@tagged("post_install", "-at_install", "tour")
class TestTourEarnings(ContractCase, HttpCase):
    """A leader reads what a project earns, and what a contract does."""

    browser_size = "1440x900"

    def test_project_and_contract(self):
        today = fields.Date.context_today(self.company)
        plan = self.env["account.analytic.plan"].create({"name": "Jobs"})
        job = self.env["account.analytic.account"].create({"name": "Crane", "plan_id": plan.id})
        project = self.env["project.project"].create({"name": "Crane"})
        shared = {"analytic_account_id": job.id, "project_id": project.id}
        s = self.contract(plan=[("A", 1000, today)], **shared)
        s.settlement_ids._bill(today).action_post()
        p = self.contract(plan=[("B", 600, today)], direction="purchase", **shared)
        bill = p.settlement_ids._bill(today)
        bill.ref = "B-1"
        bill.action_post()
        self.env["account.analytic.line"].create(
            {"name": "Wages", "amount": -100, "date": today, plan._column_name(): job.id}
        )
        self.leader.group_ids += self.env.ref("project.group_project_user")
        self.env.cr.flush()  # the browser has a transaction of its own
        self.start_tour("/odoo/discuss", "contract_earnings", login="leader")
        self.start_tour(f"/odoo/contracts/{s.id}", "contract_earnings_form", login="leader")
