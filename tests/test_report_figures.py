from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .common import ALL
from .test_facts import FEB, JAN, MAR, FactsCase

MEASURES = ("signed", "planned", "invoiced", "settled", "adjusted", "overdue")
# What stands in contracts, plans, documents and money, in the company's money: it shares nothing with facts.
BOOKS = """
SELECT c.user_id,
       SUM(ROUND(c.amount_total / c.currency_rate, 2)) FILTER (WHERE c.state <> 'draft'),
       SUM(d.billed), SUM(a.got), SUM(o.late)
  FROM commercial_contract c
LEFT JOIN LATERAL (SELECT SUM(-l.balance) AS billed FROM account_move_line l
                    WHERE l.commercial_contract_id = c.id AND l.display_type = 'product'
                      AND l.parent_state = 'posted') d ON TRUE
LEFT JOIN LATERAL (SELECT SUM(amount_company) AS got FROM commercial_contract_allocation
                    WHERE contract_id = c.id AND kind <> 'writeoff') a ON TRUE
LEFT JOIN LATERAL (SELECT SUM(ROUND(s.amount_residual / c.currency_rate, 2)) AS late
                     FROM commercial_contract_settlement s
                    WHERE s.contract_id = c.id AND s.date_due < %s AND s.is_cancelled IS NOT TRUE) o ON TRUE
 WHERE c.id = ANY(%s) GROUP BY 1 ORDER BY 1"""


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestReportFigures(FactsCase):
    """Signed to overdue side by side, in two companies and three currencies.

    ======== ========= ======== ========= ====================== ==========================
    contract company   person   amount    due                    money
    ======== ========= ======== ========= ====================== ==========================
    crane    1st, USD  seller   10000 USD A 3000 (31 Jan),       A invoiced, 1200 on 20 Jan
                                          B 5000 (28 Feb), C
    pumps    1st, USD  seller2  1200 EUR  500 (28 Feb), 700      A invoiced, 250 on 5 Mar
    valves   2nd, EUR  staff    900 USD   900 (31 Jan)           none
    spare    1st, USD  seller   30000 JPY 30000 (31 Jan)         all, on 1 Mar
    ======== ========= ======== ========= ====================== ==========================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        builder = cls()
        cls.other = cls.make_company("Eastport Trading", cls.eur)
        cls._make_rates(cls.other)
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.usd.id,
                "company_id": cls.other.id,
                "name": "2026-01-01",
                "rate": 2.0,
            }
        )
        cls.staff.company_ids |= cls.other
        cls.crane = cls.contract()
        cls.pumps = cls.contract(
            plan=[("A", 500, FEB), ("B", 700, MAR)],
            user_id=cls.seller2.id,
            partner_id=cls.other_customer.id,
            currency_id=cls.eur.id,
        )
        cls.valves = cls.contract(
            plan=[("A", 900, JAN)],
            company_id=cls.other.id,
            currency_id=cls.usd.id,
            user_id=cls.staff.id,
        )
        cls.spare = cls.contract(plan=[("A", 30000, JAN)], currency_id=cls.jpy.id)
        cls.paid = builder.pay(builder.invoice(builder.lines(cls.crane)[0]), 1200)
        builder.pay(builder.invoice(builder.lines(cls.pumps)[0]), 250, "2026-03-05")
        builder.pay(builder.invoice(builder.lines(cls.spare)[0]), date="2026-03-01")
        cls.here = cls.crane | cls.pumps | cls.spare
        cls.env.cr.flush()

    def report(self, user=None, companies=None):
        rows = self.env["commercial.contract.report"].with_user(user or self.staff)
        return rows.with_context(allowed_company_ids=(companies or self.company).ids)

    def figures(self, groupby, domain=(), contracts=None, **options):
        contracts = contracts or self.here
        domain = Domain("contract_id", "in", contracts.ids) & Domain(domain)
        return self.report(companies=contracts.company_id).figures(
            domain, groupby, MEASURES, **options
        )

    def from_books(self, contracts, day="2026-03-10"):
        self.env.flush_all()
        self.env.cr.execute(BOOKS, [day, contracts.ids])
        return [tuple(float(value or 0) for value in row) for row in self.env.cr.fetchall()]

    def assertAsInBooks(self, contracts=None):
        rows = self.figures(["user_id"], contracts=contracts)
        found = [
            (row["user_id"][0], row["signed"], row["invoiced"], row["settled"], row["overdue"])
            for row in rows
        ]
        self.assertEqual(found, self.from_books(contracts or self.here))
        return rows

    def test_side_by_side(self):
        rows = self.assertAsInBooks()
        # 30,000 JPY at 150 are 200 USD; settled at 160 in March: 187.50. Overdue: 1,800 of A and 5,000 of B
        self.assertEqual(
            rows[0] | {"user_id": rows[0]["user_id"][1]},
            {
                "user_id": "Seller", "signed": 10200, "planned": 10200, "invoiced": 3200,
                "settled": 1387.5, "adjusted": 0, "overdue": 6800,
            },
        )  # fmt: skip
        # 1,200 EUR at 0.80; A of 500 EUR was due on 28 February, 250 of it open: 312.50 at the rate of signing
        self.assertEqual((rows[1]["signed"], rows[1]["overdue"]), (1500, 312.5))
        [row] = self.assertAsInBooks(self.valves)
        self.assertEqual((row["signed"], row["overdue"]), (360, 360))

    def test_before_and_after_undo(self):
        before = self.assertAsInBooks()
        self.paid.action_draft()
        rows = self.assertAsInBooks()
        self.assertEqual((rows[0]["settled"], rows[0]["overdue"]), (187.5, 8000))
        self.paid.action_post()
        self.assertEqual(self.assertAsInBooks(), before)
        self.crane.action_terminate("Over", "2026-03-01")
        rows = self.assertAsInBooks()
        self.assertEqual((rows[0]["signed"], rows[0]["overdue"]), (10200, 1800))

    def test_two_companies_at_once(self):
        """A EUR is a USD since March: 360 EUR of the other company are 360 USD."""
        both = self.here | self.valves
        rows = self.figures(["company_id"], contracts=both)
        self.assertEqual([row["signed"] for row in rows], [11700, 360])

    def test_by_month_of_what_is_overdue(self):
        rows = self.figures(["date_month"], [("kind", "=", "overdue")])
        self.assertEqual(
            {str(row["date_month"]): row["overdue"] for row in rows},
            {"2026-01-01": 1800, "2026-02-01": 5312.5},
        )

    def test_a_cell_opens_its_records(self):
        domain = Domain("contract_id", "in", self.here.ids)
        report = self.report()
        for measure in ("overdue", "settled", "planned"):
            rows = report.search(domain & Domain("kind", "=", measure))
            [total] = report.figures(domain, [], [measure])
            self.assertAlmostEqual(sum(rows.mapped(measure)), total[measure])
        late = report.search(domain & Domain("kind", "=", "overdue"), order="date, id desc")
        action = late[0].action_open_source()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            ("commercial.contract.settlement", self.lines(self.crane)[0].id),
        )
        settled = report.search(domain & Domain("kind", "=", "settled"), limit=1)
        self.assertEqual(settled.action_open_source()["res_model"], "commercial.contract")

    def test_as_of_a_past_day(self):
        """On 15 February A was late with 1,800 of 3,000; the 200 USD of spare were open."""
        day = "2026-02-15"
        self.env.cr.execute(
            "UPDATE commercial_contract_fact SET date_booked = date WHERE kind <> 'planned'"
        )
        self.env.cr.execute(
            "UPDATE commercial_contract_fact SET date_booked = '2026-01-06' WHERE kind = 'planned'"
        )
        self.env.invalidate_all()
        [row] = self.figures([], as_of=day)
        self.assertEqual(
            [row[name] for name in ("signed", "invoiced", "settled", "overdue")],
            [11700, 3000 + 625 + 200, 1200, 2000],  # 500 EUR billed in January are 625
        )
        lines = self.here.settlement_ids
        wanted = sum(
            round(found["overdue"] / line.contract_id.currency_rate, 2)
            for line, found in lines.open_as_of(day).items()
        )
        self.assertAlmostEqual(row["overdue"], wanted)
        # the same by the search box, in a list with its foot
        domain = [("contract_id", "in", self.here.ids), ("date_as_of", "=", day)]
        columns = {"overdue": {}, "date": {}, "user_id": {"fields": {"display_name": {}}}}
        shown = self.report().web_search_read(domain, columns)["records"]
        self.assertEqual(sum(row["overdue"] for row in shown), 2000)
        [foot] = self.report().formatted_read_group(domain, [], ["overdue:sum"])
        self.assertEqual(foot["overdue:sum"], 2000)
        self.assertEqual(self.figures([], as_of="2026-01-31")[0]["overdue"], 0)

    def test_what_the_user_may_see(self):
        mine = self.report(self.seller2)
        domain = [("contract_id", "in", self.here.ids)]
        rows = mine.figures(domain, ["user_id"], ["signed", "overdue"])
        self.assertEqual([(row["signed"], row["overdue"]) for row in rows], [(1500, 312.5)])
        user = self.make_user("no_figures", ALL)
        group = self.env.ref("commercial_contract.group_contract_figures")
        self.env.ref("base.group_user").implied_ids -= group
        user.group_ids -= group
        with self.assertRaises(AccessError):
            self.report(user).figures(domain, [], ["signed"])

    def test_every_reporting_menu_opens(self):
        planner = self.make_user("planner", ALL, "project.group_project_user")
        menus = self.env["ir.ui.menu"].search(
            [("parent_id", "=", self.env.ref("commercial_contract.menu_reporting").id)]
        )
        for action in menus.mapped("action"):
            if (
                action._name != "ir.actions.act_window"
                or action.res_model != "commercial.contract.report"
            ):
                continue
            arch = self.report(planner).get_view(action.search_view_id.id, "search")["arch"]
            for name in action.context.split("search_default_")[1:]:
                self.assertIn(f'name="{name.split(chr(39))[0]}"', arch)
