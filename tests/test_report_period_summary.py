import io
import subprocess
import tempfile

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged

from ..models.contract.parts import EXPENSES
from .common import ALL, FINANCE, ContractCase

REPORT = "commercial_contract.report_period_summary"
EXPENSE = "Contract Expense"
HEAD = 4
SIGNED = """
    SELECT COUNT(*), SUM(round(amount_total / currency_rate, 2)) FROM commercial_contract
    WHERE direction = 'sale' AND company_id = %s AND date_signed BETWEEN %s AND %s
    AND state IN ('active', 'done', 'terminated')"""
SETTLED = """
    SELECT SUM(item.amount_company) FROM commercial_contract_allocation item
    JOIN commercial_contract contract ON contract.id = item.contract_id
    WHERE contract.direction = 'sale' AND contract.company_id = %s
    AND item.date BETWEEN %s AND %s AND item.kind <> 'writeoff'"""
PLANNED = """
    SELECT SUM(round(line.amount / contract.currency_rate, 2)) FROM commercial_contract_settlement line
    JOIN commercial_contract contract ON contract.id = line.contract_id
    WHERE contract.direction = 'sale' AND contract.company_id = %s
    AND line.date_due BETWEEN %s AND %s AND contract.state = 'active'"""
INVOICED = """
    SELECT SUM(-item.balance) FROM account_move_line item
    JOIN account_move move ON move.id = item.move_id
    WHERE item.commercial_contract_id IS NOT NULL AND move.state = 'posted' AND move.company_id = %s
    AND move.move_type IN ('out_invoice', 'out_refund') AND item.display_type = 'product'
    AND move.invoice_date BETWEEN %s AND %s"""


@tagged("post_install", "-at_install")
class TestReportPeriodSummary(ContractCase, HttpCase):
    """10 March 2026. K of North, signed 5 January over 10,000 USD: A 3,000 on 31 January, B 5,000 on 28
    February, C 2,000 on 31 March; A invoiced on 10 January and 4,000 paid on 3 February. E, without a
    department, 800 EUR (1,000 USD at signing) on 5 February. M, signed on 2 March over 50."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls.env["hr.department"].create({"name": "North", "company_id": cls.company.id})
        cls.k = cls.contract(department_id=cls.north.id)
        cls.e = cls.contract(
            plan=[("E", 800, "2026-02-05")], currency_id=cls.eur.id, user_id=cls.seller2.id
        )
        cls.m = cls.contract(
            plan=[("M", 50, "2026-03-31")], date_signed="2026-03-02", department_id=cls.north.id
        )
        cls.contract(plan=[("P", 900, "2026-03-01")], direction="purchase")
        cls.other = cls.make_company("Eastwind", cls.eur)

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time("2026-03-10"))
        self.invoice(self.lines(self.k)[0])
        self.advance(self.k, 4000, "2026-02-03")
        self.env.cr.flush()
        self.env.flush_all()

    def summary(self, user=None, **asked):
        reports = self.env["report.commercial_contract.period_summary"].with_user(
            user or self.leader
        )
        return reports._get_period_summary_data(**asked)

    def rows(self, summary):
        """Return {group: (contracts, signed, planned, settled, invoiced, overdue)}."""
        keys = ("count", "signed", "planned", "settled", "invoiced", "overdue")
        return {row["group"]: tuple(row[key] for key in keys) for row in summary["rows"]}

    def test_year_by_department(self):
        summary = self.summary(unit="year")
        self.assertEqual(
            self.rows(summary),
            {
                "North": (2, 10050, 10050, 4000, 3000, 4000),
                "None": (1, 1000, 1000, 0, 0, 1000),
            },
        )
        self.assertEqual([row["group"] for row in summary["rows"]], ["North", "None"])
        self.assertEqual(summary["totals"]["signed"], 11050)
        self.assertEqual(summary["totals"]["overdue"], 5000)
        self.assertEqual(len(summary["steps"]), 12)
        self.assertEqual([step["settled"] for step in summary["steps"][:3]], [0, 4000, 0])

    def test_each_length(self):
        for unit, day, signed, settled, steps in (
            ("day", "2026-02-03", 0, 4000, 1),
            ("week", "2026-02-06", 0, 4000, 7),
            ("month", "2026-01-20", 11000, 0, 5),
            ("quarter", "2026-02-01", 11050, 4000, 3),
            ("half", "2026-06-30", 11050, 4000, 6),
            ("year", "2025-06-01", 0, 0, 12),
        ):
            with self.subTest(unit=unit):
                summary = self.summary(unit=unit, day=day)
                totals = summary["totals"]
                self.assertEqual((totals["signed"], totals["settled"]), (signed, settled))
                self.assertEqual(len(summary["steps"]), steps)
                for name in ("signed", "planned", "settled", "invoiced"):
                    self.assertEqual(sum(step[name] for step in summary["steps"]), totals[name])

    def test_planned_against_settled(self):
        """February: E of 1,000 and B of 5,000 were planned, 4,000 came, in its first week."""
        summary = self.summary(day="2026-02-15")
        totals = summary["totals"]
        self.assertEqual((totals["planned"], totals["settled"]), (6000, 4000))
        weeks = [(step["planned"], step["settled"]) for step in summary["steps"]]
        self.assertEqual(weeks, [(0, 0), (1000, 4000), (0, 0), (0, 0), (5000, 0)])

    def test_each_grouping(self):
        found = self.rows(self.summary(unit="year", by="user_id"))
        self.assertEqual(
            {name: row[1] for name, row in found.items()}, {"Seller": 10050, "Seller2": 1000}
        )
        found = self.rows(self.summary(unit="year", by="commercial_partner_id"))
        self.assertEqual({name: row[1] for name, row in found.items()}, {"K": 11050})
        found = self.rows(self.summary(unit="year", by="category_id"))
        self.assertEqual({name: row[1] for name, row in found.items()}, {"None": 11050})

    def test_overdue_as_it_stood_at_the_end(self):
        """On 31 January nothing was late: A falls due on the day itself. On 28 February 3,000 of A and
        the 1,000 of E were, less 4,000 that had come on the 3rd: A is settled, B due on that day."""
        self.assertEqual(self.summary(day="2026-01-31")["totals"]["overdue"], 0)
        self.assertEqual(self.summary(day="2026-02-15")["totals"]["overdue"], 1000)
        self.assertEqual(self.summary(day="2026-02-02", unit="day")["totals"]["overdue"], 3000)
        self.assertEqual(self.summary(day="2026-03-15")["totals"]["overdue"], 5000)

    def test_against_sql(self):
        for unit, span in (
            ("year", ("2026-01-01", "2026-12-31")),
            ("month", ("2026-03-01", "2026-03-31")),
            ("quarter", ("2026-01-01", "2026-03-31")),
        ):
            totals = self.summary(unit=unit)["totals"]
            [(count, signed)] = self.ask(SIGNED, span)
            [(settled,)], [(planned,)] = self.ask(SETTLED, span), self.ask(PLANNED, span)
            [(invoiced,)] = self.ask(INVOICED, span)
            with self.subTest(unit=unit):
                self.assertEqual(
                    (
                        totals["count"],
                        totals["signed"],
                        totals["planned"],
                        totals["settled"],
                        totals["invoiced"],
                    ),
                    (
                        count,
                        *(float(amount or 0) for amount in (signed, planned, settled, invoiced)),
                    ),
                )

    def ask(self, query, span):
        self.env.cr.execute(query, [self.company.id, *span])
        return self.env.cr.fetchall()

    def test_what_is_taken_back_was_not_signed(self):
        self.m.action_draft()
        found = self.rows(self.summary(unit="year"))
        self.assertEqual(found["North"][:2], (1, 10000))
        self.assertEqual(self.summary(unit="year")["totals"]["count"], 2)
        self.assertEqual(self.summary(unit="month")["totals"]["count"], 0)

    def test_a_contract_of_two_people_counts_once(self):
        self.k.user_id = self.seller2
        self.env.cr.flush()
        self.k.line_ids.with_env(self.k._unlocked().env).write({"price_unit": 10500})
        self.env.cr.flush()
        summary = self.summary(unit="year", by="user_id")
        found = self.rows(summary)
        self.assertEqual((found["Seller"][:2], found["Seller2"][:2]), ((2, 10050), (2, 1500)))
        self.assertEqual(summary["totals"]["count"], 3)

    def spend(self):
        """Return the leader without the part Expenses; 120 of hours on K in February, 30 in March."""
        plan = self.env["account.analytic.plan"].create({"name": "Jobs"})
        job = self.env["account.analytic.account"].create({"name": "K", "plan_id": plan.id})
        self.k.analytic_account_id = job
        for amount, day in ((-120, "2026-02-10"), (-30, "2026-03-02")):
            self.env["account.analytic.line"].create(
                {"name": "Hours", "amount": amount, "date": day, plan._column_name(): job.id}
            )
        self.env.cr.flush()
        user = self.make_user("frugal", ALL)
        user.group_ids = [Command.unlink(self.env.ref(EXPENSES).id)]
        return user

    def test_expenses(self):
        closed = self.spend()
        summary = self.summary(unit="year")
        self.assertEqual(
            {row["group"]: row["expense"] for row in summary["rows"]}, {"North": 150, "None": 0}
        )
        self.assertEqual(summary["totals"]["expense"], 150)
        self.assertEqual([step["expense"] for step in summary["steps"][:3]], [0, 120, 30])
        self.assertEqual(self.summary(day="2026-02-10")["totals"]["expense"], 120)
        content = self.render(f"{REPORT}_xlsx", unit="year")
        groups, steps = load_workbook(io.BytesIO(content)).worksheets
        self.assertEqual((groups[HEAD][7].value, groups.cell(HEAD + 1, 8).value), (EXPENSE, 150))
        self.assertEqual((steps[HEAD][5].value, steps.cell(HEAD + 3, 6).value), (EXPENSE, 30))
        html = self.render(f"{REPORT}_screen", unit="year").decode()
        self.assertIn(EXPENSE, html)
        self.assertIn("150.00", html)
        summary = self.summary(closed, unit="year")
        self.assertNotIn("expense", str(summary))
        self.assertEqual(summary["totals"]["signed"], 11050)

    def test_money_out(self):
        summary = self.summary(unit="year", direction="purchase")
        self.assertEqual(self.rows(summary), {"None": (1, 900, 900, 0, 0, 900)})

    def test_companies_of_two_currencies_are_not_added(self):
        user = self.make_user("head", ALL, FINANCE)
        user.company_ids = [Command.link(self.other.id)]
        self.contract(
            plan=[("X", 70, "2026-02-01")],
            company_id=self.other.id,
            currency_id=self.eur.id,
            user_id=user.id,
        )
        reports = self.env["report.commercial_contract.period_summary"].with_user(user)
        both = reports.with_context(allowed_company_ids=(self.company | self.other).ids)
        summary = both._get_period_summary_data("year")
        self.assertEqual((summary["totals"]["signed"], summary["currency"]), (11050, self.usd))
        alone = reports.with_context(allowed_company_ids=self.other.ids)
        summary = alone._get_period_summary_data("year")
        self.assertEqual((summary["totals"]["signed"], summary["currency"]), (70, self.eur))

    def test_who_may(self):
        for user in (self.seller, self.nobody):
            with self.assertRaises(AccessError):
                self.summary(user)
        with self.assertRaises(UserError):
            self.summary(by="contract_id")

    def render(self, report, **data):
        reports = self.env["ir.actions.report"].with_user(self.leader)
        return reports._render(report, [], data=data)[0]

    def test_sheet(self):
        content = self.render(f"{REPORT}_xlsx", unit="year")
        groups, steps = load_workbook(io.BytesIO(content)).worksheets
        heads = [cell.value for cell in groups[HEAD]]
        self.assertEqual(
            heads,
            [
                "Department",
                "Contracts Signed",
                "Signed",
                "Planned",
                "Settled",
                "Invoiced",
                "Overdue",
                "Contract Expense",
            ],
        )
        found = [[cell.value for cell in row] for row in groups.iter_rows(HEAD + 1, HEAD + 3)]
        self.assertEqual(
            found,
            [
                ["North", 2, 10050, 10050, 4000, 3000, 4000, 0],
                ["None", 1, 1000, 1000, 0, 0, 1000, 0],
                ["Grand Total", 3, 11050, 11050, 4000, 3000, 5000, 0],
            ],
        )
        self.assertEqual(sum(steps.cell(row, 2).value for row in range(HEAD + 1, HEAD + 13)), 11050)
        self.assertEqual((len(groups._charts), len(steps._charts)), (1, 1))
        [chart] = steps._charts
        self.assertEqual(len(chart.series), 2)
        content = self.render(f"{REPORT}_xlsx", unit="year", day="2020-01-01")
        groups, _steps = load_workbook(io.BytesIO(content)).worksheets
        self.assertEqual(groups.cell(HEAD + 1, 1).value, "Grand Total")

    def test_screen(self):
        html = self.render(f"{REPORT}_screen", unit="year").decode()
        for text in (
            "Period Summary",
            "Money In",
            "North",
            "10,050.00",
            "11,050.00",
            "Tax included",
        ):
            self.assertIn(text, html)

    def test_paper(self):
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = reports.with_user(self.leader)._render_qweb_pdf(
            REPORT, [], data={"unit": "year"}
        )
        self.assertEqual(kind, "pdf")
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            text = subprocess.check_output(["pdftotext", "-layout", file.name, "-"], text=True)
        for part in ("North", "10,050.00", "5,000.00", "Grand Total"):
            self.assertIn(part, text)

    def test_wizard(self):
        asked = self.env["commercial.contract.summary"].with_user(self.leader)
        asked = asked.create({"unit": "quarter", "group_by": "user_id"})
        span = (fields.Date.to_date("2026-01-01"), fields.Date.to_date("2026-03-31"))
        self.assertEqual((asked.date_from, asked.date_to), span)
        for method, kind in (
            ("action_show", "qweb-html"),
            ("action_print", "qweb-pdf"),
            ("action_export", "xlsx"),
        ):
            action = getattr(asked, method)()
            self.assertEqual(action["report_type"], kind)
            self.assertEqual(
                action["data"],
                {"unit": "quarter", "day": "2026-03-10", "direction": "sale", "by": "user_id"},
            )
