from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import freeze_time, tagged

from .common import ALL, FINANCE, OWN, ContractCase

TODAY = "2026-03-10"
MEASURES = ("signed", "planned", "invoiced", "settled", "expense")
# What the records behind a figure are added up by.
COLUMNS = {
    "commercial_contract_settlement_action": "amount_residual",
    "commercial_contract_settlement_action_overdue": "amount_residual",
    "commercial_contract_settlement_action_to_invoice": "amount_to_invoice",
    "commercial_contract_action_unallocated": "amount_unallocated",
}
SIGNED = """
    SELECT SUM(round(amount_total / currency_rate, 2)) FROM commercial_contract
    WHERE direction = %s AND company_id = %s AND date_signed BETWEEN %s AND %s
    AND state IN ('active', 'done', 'terminated')"""
SETTLED = """
    SELECT SUM(item.amount_company) FROM commercial_contract_allocation item
    JOIN commercial_contract contract ON contract.id = item.contract_id
    WHERE contract.direction = %s AND contract.company_id = %s AND item.date BETWEEN %s AND %s
    AND item.kind <> 'writeoff'"""
OVERDUE = """
    SELECT contract.currency_id, SUM(line.amount) - SUM(COALESCE(laid.amount, 0))
    FROM commercial_contract_settlement line
    JOIN commercial_contract contract ON contract.id = line.contract_id
    LEFT JOIN (SELECT settlement_id, SUM(amount) AS amount FROM commercial_contract_allocation
               GROUP BY settlement_id) laid ON laid.settlement_id = line.id
    WHERE contract.direction = %s AND contract.company_id = %s AND line.date_due < %s
    AND contract.state IN ('active', 'done', 'terminated') AND line.state IN ('open', 'partial')
    GROUP BY contract.currency_id"""


class DashboardCase(ContractCase):
    """10 March 2026. K of the seller: 10,000 USD, A 3,000 on 31 Jan, B 5,000 on 28 Feb, C 2,000 on 31 Mar;
    A and 1,000 of B came. E of a colleague: 800 EUR (1,000 USD at signing) on 5 Feb, J: 15,000 JPY
    (100 USD), 4,800 JPY of it came (30 USD). L: 600 USD of last year, all paid in February 2025.
    P, a purchase of the seller: 900 on 1 Mar, 400 paid. The other company keeps its books in EUR: 70."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        department = cls.env["hr.department"].create(
            {"name": "North", "company_id": cls.company.id}
        )
        category = cls.env["commercial.contract.category"].create({"name": "Pumps"})
        colleague = {"user_id": cls.seller2.id}
        cls.k = cls.contract(department_id=department.id, category_id=category.id)
        cls.e = cls.contract(plan=[("E", 800, "2026-02-05")], currency_id=cls.eur.id, **colleague)
        cls.j = cls.contract(plan=[("J", 15000, "2026-03-20")], currency_id=cls.jpy.id, **colleague)
        cls.l = cls.contract(plan=[("L", 600, "2025-02-01")], date_signed="2025-01-15")
        cls.d = cls.contract(plan=[("D", 250, "2026-02-01")], signed=False)
        cls.p = cls.contract(plan=[("P", 900, "2026-03-01")], direction="purchase")
        cls.other = cls.make_company("Eastwind", cls.eur)
        cls.head = cls.make_user("head", ALL, FINANCE, "account.group_account_user")
        cls.head.company_ids = [Command.link(cls.other.id)]
        cls.contract(
            plan=[("X", 70, "2026-02-01")],
            company_id=cls.other.id,
            currency_id=cls.eur.id,
            user_id=cls.head.id,
        )

    def setUp(self):
        super().setUp()
        self.advance(self.k, 4000, "2026-02-03")
        self.advance(self.j, 4800, "2026-03-02")
        self.advance(self.l, 600, "2025-02-10")
        self.advance(self.p, 400, "2026-03-05")
        self.env.flush_all()

    def page(self, user, role=None, **asked):
        return (
            self.env["commercial.contract.dashboard"].with_user(user).get_dashboard(role, **asked)
        )

    def cells(self, page):
        """Return {cell: figures}: amounts by the name of their currency, counts or percents."""
        names = {c.id: c.name for c in (self.usd, self.eur, self.jpy)}
        found = {}
        for cell in page["strip"]:
            rows = cell["rows"]
            if "amount" in rows[0]:
                found[cell["name"]] = {names[row["currency_id"]]: row["amount"] for row in rows}
            else:
                found[cell["name"]] = rows[0].get("percent", rows[0].get("count"))
        return found

    def bars(self, page, name):
        """Return {series: {label: amount}} of a chart, without what is nothing."""
        [chart] = [chart for chart in page["charts"] if chart["name"] == name]
        return {
            part["name"]: {
                label: bar["amount"]
                for label, bar in zip(chart["labels"], part["bars"], strict=True)
                if bar["amount"]
            }
            for part in chart["series"]
        }

    def ask_sql(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        return self.env.cr.fetchall()


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDashboard(DashboardCase):
    """Each figure by hand and by SQL that knows no facts; each is the sum of what it opens."""

    def test_the_page_of_each(self):
        for user, role, roles in (
            (self.seller, "sales", ["sales"]),
            (self.leader, "leader", ["sales", "contract", "leader"]),
            (self.accountant, "finance", ["sales", "contract", "finance", "leader"]),
        ):
            page = self.page(user)
            self.assertEqual((page["role"], [r["name"] for r in page["roles"]]), (role, roles))
        self.assertEqual(self.page(self.seller, "leader")["role"], "sales")
        legal = self.make_user("lawyer", OWN, "commercial_contract.group_contract_legal")
        self.assertEqual(self.page(legal)["role"], "contract")
        with self.assertRaises(AccessError):
            self.page(self.nobody)
        self.seller.group_ids = [
            Command.unlink(self.env.ref("commercial_contract.group_contract_figures").id)
        ]
        with self.assertRaises(AccessError):
            self.page(self.seller)

    def test_leader(self):
        page = self.page(self.leader)
        self.assertEqual(
            self.cells(page),
            {
                "signed": {"USD": 11100},
                "settled": {"USD": 4030},
                "overdue": {"USD": 4000, "EUR": 800},
                "expense": {"USD": 0},
                "rate": 100 * 4030 / 11100,
            },
        )
        before = {cell["name"]: cell["rows"][0].get("before") for cell in page["strip"]}
        self.assertEqual((before["signed"], before["settled"]), (600, 600))
        self.assertEqual(
            self.bars(page, "months"),
            {"signed": {"Jan": 11100}, "settled": {"Feb": 4000, "Mar": 30}},
        )
        self.assertEqual(
            self.bars(page, "departments"),
            {
                "signed": {"North": 10000, "No Department": 1100},
                "settled": {"North": 4000, "No Department": 30},
            },
        )
        largest, people = page["lists"]
        self.assertEqual([row["figures"][0]["amount"] for row in largest["rows"]], [4000, 800])
        self.assertEqual(
            [(row["text"], *(f["amount"] for f in row["figures"])) for row in people["rows"]],
            [("Seller", 10000, 4000), ("Seller2", 1100, 30)],
        )

    def test_money_out(self):
        page = self.page(self.leader, direction="purchase")
        self.assertEqual(
            self.cells(page),
            {
                "signed": {"USD": 900},
                "settled": {"USD": 400},
                "overdue": {"USD": 500},
                "expense": {"USD": 0},
                "rate": 100 * 400 / 900,
            },
        )

    def test_seller(self):
        page = self.page(self.seller)
        self.assertEqual(
            self.cells(page),
            {
                "signed": {"USD": 10000},
                "settled": {"USD": 4000},
                "overdue": {"USD": 4000},
                "rate": 40.0,
            },
        )
        [due] = page["lists"]
        self.assertEqual([row["note"] for row in due["rows"]], ["B · K"])
        page = self.page(self.seller2)
        self.assertEqual(self.cells(page)["overdue"], {"EUR": 800})
        self.assertEqual(self.cells(page)["signed"], {"USD": 1100})
        page = self.page(self.leader, "sales")
        self.assertEqual(self.cells(page)["rate"], None)

    def test_periods(self):
        page = self.page(self.leader, period="last_year")
        self.assertEqual(self.cells(page)["signed"], {"USD": 600})
        self.assertEqual(self.bars(page, "months")["settled"], {"Feb": 600})
        page = self.page(self.leader, period="month")
        self.assertEqual(self.cells(page)["settled"], {"USD": 30})
        self.assertEqual(self.bars(page, "months")["settled"], {"Mar 2": 30})
        page = self.page(self.leader, period="quarter")
        self.assertEqual(self.cells(page)["signed"], {"USD": 11100})
        self.assertEqual(self.page(self.leader, period="odd")["period"], "year")

    def test_contract_work(self):
        page = self.page(self.staff, "contract")
        self.assertEqual(self.cells(page), {"in_force": 4, "ending": 0, "missing": 5, "waiting": 0})
        self.assertEqual(
            self.bars(page, "categories"), {"signed": {"Pumps": 10000, "No Category": 1100}}
        )
        drafts, ending = page["lists"]
        self.assertEqual([row["id"] for row in drafts["rows"]], self.d.ids)
        self.assertFalse(ending["rows"])
        self.contract(date_end="2026-04-01")
        page = self.page(self.staff, "contract")
        self.assertEqual(self.cells(page)["ending"], 1)
        self.assertEqual(page["lists"][1]["rows"][0]["date"], "2026-04-01")

    def test_finance(self):
        page = self.page(self.accountant)
        self.assertEqual(
            self.cells(page),
            {
                "due": {"USD": 6000, "EUR": 800, "JPY": 10200},
                "settled": {"USD": 4030},
                "unallocated": {"USD": 0},
                "to_invoice": {"USD": 8600, "EUR": 800},
            },
        )
        bars = self.bars(page, "weeks")
        self.assertEqual(bars["planned"], {"Feb 23": 5000, "Mar 16": 100, "Mar 30": 2000})
        self.assertEqual(bars["settled"], {"Mar 2": 30})
        to_invoice, ages = page["lists"]
        self.assertEqual(
            [row["figures"][0]["amount"] for row in to_invoice["rows"]], [600, 3000, 800, 5000]
        )
        self.assertEqual(
            [[figure["amount"] for figure in row["figures"]] for row in ages["rows"]],
            [[4000], [800]],
        )

    def test_against_sql_in_two_companies(self):
        both = (self.company | self.other).ids
        for company in (self.company, self.other):
            for direction in ("sale", "purchase"):
                boards = self.env["commercial.contract.dashboard"].with_user(self.head)
                page = boards.with_context(allowed_company_ids=both).get_dashboard(
                    "leader", direction=direction, company_id=company.id
                )
                cells = self.cells(page)
                span = (direction, company.id, "2026-01-01", "2026-12-31")
                currency = company.currency_id.name
                with self.subTest(company=company.name, direction=direction):
                    for name, query in (("signed", SIGNED), ("settled", SETTLED)):
                        [(amount,)] = self.ask_sql(query, *span)
                        self.assertAlmostEqual(cells[name][currency], float(amount or 0))
                    late = self.ask_sql(OVERDUE, direction, company.id, TODAY)
                    names = {c.id: c.name for c in (self.usd, self.eur, self.jpy)}
                    self.assertEqual(
                        {name: amount for name, amount in cells["overdue"].items() if amount},
                        {names[key]: float(amount) for key, amount in late},
                    )

    def test_companies(self):
        both = (self.company | self.other).ids
        boards = self.env["commercial.contract.dashboard"].with_user(self.head)
        page = boards.with_context(allowed_company_ids=both).get_dashboard("leader")
        self.assertFalse(page["can_add"], "their currencies differ")
        self.assertEqual(page["company_id"], self.company.id)
        page = boards.with_context(allowed_company_ids=both).get_dashboard(
            "leader", company_id=self.other.id
        )
        self.assertEqual(self.cells(page)["signed"], {"EUR": 70})
        third = self.make_company("Westwind", self.usd)
        self.head.company_ids = [Command.link(third.id)]
        self.contract(plan=[("X", 33, "2026-02-01")], company_id=third.id, user_id=self.head.id)
        both = (self.company | third).ids
        page = boards.with_context(allowed_company_ids=both).get_dashboard("leader")
        self.assertTrue(page["can_add"])
        self.assertEqual(self.cells(page)["signed"], {"USD": 11133})

    def test_expenses_of_the_leader(self):
        """70 of travelling on the analytic account of K; who is not shown expenses sees none."""
        self.k.analytic_account_id = self.env["account.analytic.account"].create(
            {
                "name": "K",
                "plan_id": self.env["account.analytic.plan"].create({"name": "Jobs"}).id,
                "company_id": self.company.id,
            }
        )
        self.env["account.analytic.line"].create(
            {
                "name": "Travelling",
                self.k.analytic_account_id.plan_id._column_name(): self.k.analytic_account_id.id,
                "amount": -70,
                "date": "2026-02-20",
                "company_id": self.company.id,
            }
        )
        self.env.cr.flush()
        page = self.page(self.leader)
        self.assertEqual(self.cells(page)["expense"], {"USD": 70})
        self.assert_adds_up(page, self.leader)
        self.leader.group_ids = [
            Command.unlink(self.env.ref("commercial_contract.group_contract_expenses").id)
        ]
        self.assertNotIn("expense", self.cells(self.page(self.leader)))

    def test_undo_takes_it_out_again(self):
        payment = self.advance(self.k, 1000, "2026-03-03")
        self.assertEqual(self.cells(self.page(self.leader))["settled"], {"USD": 5030})
        payment.action_draft()
        self.assertEqual(self.cells(self.page(self.leader))["settled"], {"USD": 4030})

    def test_each_figure_is_the_sum_of_what_it_opens(self):
        self.invoice(self.lines(self.k)[0])
        self.advance(self.k, 90000, "2026-03-03")
        for role in ("sales", "contract", "finance", "leader"):
            for direction in ("sale", "purchase"):
                for period in ("month", "year"):
                    page = self.page(self.accountant, role, direction=direction, period=period)
                    with self.subTest(role=role, direction=direction, period=period):
                        self.assert_adds_up(page, self.accountant)

    def assert_adds_up(self, page, user):
        figures = [row for cell in page["strip"] for row in cell["rows"]]
        figures += [
            bar for chart in page["charts"] for part in chart["series"] for bar in part["bars"]
        ]
        figures += [f for part in page["lists"] for row in part["rows"] for f in row["figures"]]
        for figure in figures:
            if "domain" not in figure:
                continue
            action = self.env.ref(figure["action"])
            found = self.env[action.res_model].with_user(user).search(Domain(figure["domain"]))
            if "percent" in figure:
                signed, settled = (sum(found.mapped(name)) for name in ("signed", "settled"))
                rate = 100 * settled / signed if signed else None
                self.assertEqual(figure["percent"], rate)
                continue
            if "count" in figure:
                self.assertEqual(len(found), figure["count"])
            if "amount" in figure:
                name = figure["action"].removeprefix("commercial_contract.")
                columns = [COLUMNS[name]] if name in COLUMNS else MEASURES
                total = sum(sum(found.mapped(column)) for column in columns)
                self.assertAlmostEqual(total, figure["amount"])

    def test_empty(self):
        page = self.page(self.make_user("newcomer", OWN))
        self.assertTrue(page["is_empty"])
        self.assertFalse(page["strip"] or page["charts"] or page["lists"])

    def test_as_many_queries_for_many_contracts(self):
        def count(role):
            user = self.accountant
            self.env.cr.flush()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.page(user, role)
            return self.env.cr.sql_log_count - before

        def grow(number):
            for turn in range(number):
                partner = self.env["res.partner"].create({"name": f"P{turn}"})
                user = self.make_user(f"u{turn}-{number}", OWN)
                department = self.env["hr.department"].create({"name": f"D{turn}-{number}"})
                k = self.contract(
                    plan=[("A", 100, "2026-02-01"), ("B", 50, "2026-03-12")],
                    partner_id=partner.id,
                    user_id=user.id,
                    department_id=department.id,
                )
                self.advance(k, 40, "2026-02-03")

        def costs():
            roles = ("sales", "contract", "finance", "leader")
            for role in roles:
                count(role)  # new users empty the caches of Odoo
            return {role: count(role) for role in roles}

        grow(12)
        page = self.page(self.accountant, "leader")
        [chart] = [chart for chart in page["charts"] if chart["name"] == "departments"]
        self.assertEqual((len(chart["labels"]), chart["labels"][-1]), (9, "Others (6)"))
        self.assert_adds_up(page, self.accountant)
        few = costs()
        grow(30)
        self.assertEqual(few, costs())
