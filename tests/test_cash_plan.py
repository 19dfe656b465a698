from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import freeze_time, tagged

from .common import ALL, FINANCE, ContractCase

TODAY = "2026-03-10"
BANKS = """
    SELECT SUM(item.balance) FROM account_move_line item
    JOIN account_account account ON account.id = item.account_id
    WHERE item.parent_state = 'posted' AND item.company_id = %s
    AND (account.account_type = 'asset_cash'
         OR account.id IN (SELECT outstanding_account_id FROM account_payment))"""
LATE = """
    SELECT SUM(item.amount_company * (item.date - line.date_due)) / SUM(item.amount_company)
    FROM commercial_contract_allocation item
    JOIN commercial_contract_settlement line ON line.id = item.settlement_id
    JOIN commercial_contract contract ON contract.id = item.contract_id
    WHERE contract.partner_id = %s"""


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestCashPlan(ContractCase):
    """10 March 2026, a Tuesday; 2,900 USD in the bank. K paid 600 USD in two halves, 10 and 20 days late,
    which no bank statement shows yet.
    K owes 3,000 since 1 March and 5,000 on the 18th; another customer 900 EUR (900 USD by now) on the
    25th; 4,000 are to be paid on the 12th, and 70 without a date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.contract(plan=[("L", 600, "2025-06-01")], date_signed="2025-05-05")
        cls.k = cls.contract(
            plan=[("A", 3000, "2026-03-01"), ("B", 5000, "2026-03-18"), ("C", 70, None)]
        )
        cls.e = cls.contract(
            plan=[("E", 900, "2026-03-25")],
            currency_id=cls.eur.id,
            partner_id=cls.other_customer.id,
        )
        cls.p = cls.contract(plan=[("P", 4000, "2026-03-12")], direction="purchase")
        cls.other = cls.make_company("Eastwind", cls.eur)

    def setUp(self):
        super().setUp()
        self.advance(self.old, 300, "2025-06-11")
        self.advance(self.old, 300, "2025-06-21")
        self.entry(
            (self.bank.default_account_id, 2900, None),
            (self.expense, -2900, None),
            date="2026-03-02",
        )
        self.env.flush_all()

    def plan_of(self, user, **asked):
        return self.env["commercial.contract.cash.plan"].with_user(user).get_cash_plan(**asked)

    def column(self, plan, name):
        """Return a column of the first four periods."""
        return [row[name] for row in plan["periods"][:4]]

    def ask_sql(self, query, value):
        self.env.flush_all()
        self.env.cr.execute(query, [value])
        return float(self.env.cr.fetchone()[0] or 0)

    def test_by_week(self):
        plan = self.plan_of(self.accountant)
        self.assertEqual(len(plan["periods"]), 13)
        spans = [(row["first"], row["last"]) for row in plan["periods"][:2]]
        self.assertEqual(spans, [("2026-03-10", "2026-03-15"), ("2026-03-16", "2026-03-22")])
        self.assertEqual(plan["opening"], 3500)
        self.assertEqual(plan["opening"], self.ask_sql(BANKS, self.company.id))
        self.assertEqual(self.column(plan, "in"), [3000, 5000, 900, 0])
        self.assertEqual(self.column(plan, "out"), [4000, 0, 0, 0])
        self.assertEqual(self.column(plan, "balance"), [2500, 7500, 8400, 8400])
        self.assertIsNone(plan["short"])
        self.assertEqual(plan["rates"], ["EUR"])
        self.assertEqual(plan["undated"], {"in": 70, "out": 0})
        self.assertEqual(plan["later"], {"in": 0, "out": 0})

    def test_as_late_as_before(self):
        """15 days late on average: A of 1 March on the 16th, B of the 18th on 2 April."""
        self.assertEqual(self.ask_sql(LATE, self.customer.id), 15)
        plan = self.plan_of(self.accountant)
        self.assertEqual(self.column(plan, "expected_in"), [0, 3000, 900, 5000])
        self.assertEqual(self.column(plan, "expected_balance"), [-500, 2500, 3400, 8400])
        self.assertEqual(plan["expected_short"], 0)
        found = {line["note"]: line["expected"] for line in plan["lines"]}
        self.assertEqual(found["A · K"], "2026-03-16")
        self.assertEqual(found["E · K2"], "2026-03-25")

    def test_early_money_makes_other_money_no_less_late(self):
        """600 came 15 days late, 600 come 30 days early: 7.5 days on average, not 7.5 early."""
        early = self.contract(plan=[("F", 600, "2026-04-09")])
        self.advance(early, 600, "2026-03-10")
        plan = self.plan_of(self.accountant)
        found = {line["note"]: line["expected"] for line in plan["lines"]}
        self.assertEqual(found["B · K"], "2026-03-26")

    def test_a_moved_date_counts_from_what_was_agreed(self):
        k = self.contract(
            plan=[("M", 100, "2025-07-01")],
            partner_id=self.other_customer.id,
            date_signed="2025-06-01",
        )
        k.settlement_ids.reschedule("2025-07-09", "because")
        self.advance(k, 100, "2025-07-09")
        plan = self.plan_of(self.accountant)
        found = {line["note"]: line["expected"] for line in plan["lines"]}
        self.assertEqual(found["E · K2"], "2026-04-02")

    def test_move_on_trial(self):
        line = self.p.settlement_ids
        plan = self.plan_of(self.accountant, moves=[[line.id, "2026-03-20"]])
        self.assertEqual(self.column(plan, "out"), [0, 4000, 0, 0])
        self.assertEqual(self.column(plan, "expected_balance"), [3500, 2500, 3400, 8400])
        self.assertIsNone(plan["expected_short"])
        [shown] = [row for row in plan["lines"] if row["id"] == line.id]
        self.assertEqual(shown["moved"], "2026-03-20")
        a = self.lines(self.k)[0]
        plan = self.plan_of(self.accountant, moves=[[a.id, "2026-03-27"]])
        self.assertEqual(self.column(plan, "in"), [0, 5000, 3900, 0])
        self.assertEqual(self.column(plan, "expected_in"), [0, 0, 3900, 5000])
        self.assertEqual((str(line.date_due), str(a.date_due)), ("2026-03-12", "2026-03-01"))
        hidden = self.contract(plan=[("X", 5, "2026-03-12")], signed=False).settlement_ids
        plan = self.plan_of(self.accountant, moves=[[hidden.id, "2026-03-20"]])
        self.assertEqual(self.column(plan, "in"), [3000, 5000, 900, 0])

    def test_finance_is_warned(self):
        boards = self.env["commercial.contract.dashboard"]
        page = boards.with_user(self.accountant).get_dashboard("finance")
        self.assertIn("Mar 10", page["warning"])
        self.assertIn("500.00", page["warning"])
        self.assertIsNone(boards.with_user(self.leader).get_dashboard("leader")["warning"])
        self.p.settlement_ids.reschedule("2026-03-20", "because")
        self.assertIsNone(boards.with_user(self.accountant).get_dashboard("finance")["warning"])

    def test_by_month(self):
        plan = self.plan_of(self.accountant, unit="month")
        self.assertEqual(len(plan["periods"]), 12)
        self.assertEqual(self.column(plan, "in"), [8900, 0, 0, 0])
        self.assertEqual(self.column(plan, "expected_in"), [3900, 5000, 0, 0])
        self.assertEqual(plan["periods"][0]["last"], "2026-03-31")
        self.assertEqual(self.plan_of(self.accountant, unit="odd")["unit"], "week")

    def test_money_changes_it(self):
        payment = self.advance(self.k, 1000, "2026-03-05")
        self.assertEqual(self.column(self.plan_of(self.accountant), "in"), [2000, 5000, 900, 0])
        payment.action_draft()
        self.assertEqual(self.column(self.plan_of(self.accountant), "in"), [3000, 5000, 900, 0])

    def test_each_figure_is_the_sum_of_what_it_opens(self):
        plan = self.plan_of(self.accountant)
        lines = self.env["commercial.contract.settlement"].with_user(self.accountant)
        for row in plan["periods"]:
            for name, side in (("in", "sale"), ("out", "purchase")):
                found = lines.search(Domain(row["domains"][side]))
                self.assertEqual(sum(found.mapped("amount_residual")), row[name])

    def test_who_sees_what(self):
        plan = self.plan_of(self.leader)
        self.assertIsNone(plan["opening"])
        self.assertEqual(self.column(plan, "balance"), [None] * 4)
        self.assertEqual(self.column(plan, "in"), [3000, 5000, 900, 0])
        for user in (self.seller, self.nobody):
            with self.assertRaises(AccessError):
                self.plan_of(user)

    def test_two_companies(self):
        user = self.make_user("head", ALL, FINANCE, "account.group_account_user")
        user.company_ids = [Command.link(self.other.id)]
        self.contract(
            plan=[("X", 70, "2026-03-11")],
            company_id=self.other.id,
            currency_id=self.eur.id,
            user_id=user.id,
        )
        plans = self.env["commercial.contract.cash.plan"].with_user(user)
        both = plans.with_context(allowed_company_ids=(self.company | self.other).ids)
        self.assertEqual(self.column(both.get_cash_plan(), "in"), [3000, 5000, 900, 0])
        plan = both.get_cash_plan(company_id=self.other.id)
        self.assertEqual(self.column(plan, "in"), [70, 0, 0, 0])
        self.assertEqual((plan["opening"], plan["currency_id"]), (0, self.eur.id))

    def test_as_many_queries_for_many_contracts(self):
        def count():
            self.env.cr.flush()
            return self.queries(lambda: self.plan_of(self.accountant))

        def grow(number):
            for turn in range(number):
                partner = self.env["res.partner"].create({"name": f"P{turn}"})
                k = self.contract(plan=[("A", 100, "2026-03-14")], partner_id=partner.id)
                self.advance(k, 40, "2026-03-03")

        grow(3)
        count()
        few = count()
        grow(30)
        count()  # what Odoo keeps in its caches is there again
        self.assertEqual(few, count())
