from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import ContractCase

PLAN_5 = [(f"L{n}", 100 + n, f"2026-02-{n:02}") for n in range(1, 6)]


@tagged("post_install", "-at_install")
class TestReportSettlementList(ContractCase):
    """The list of February, seen on the 15th. K: A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000
    due 31 Mar; A is invoiced, 1,200 of it came on 20 Jan and 800 on 10 Feb."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.k = cls.contract()
        builder = cls()  # the builders of documents are no class methods
        cls.a, cls.b, cls.c = builder.lines(cls.k)
        cls.bill = builder.invoice(cls.a)
        builder.pay(cls.bill, 1200, "2026-01-20")
        builder.pay(cls.bill, 800, "2026-02-10")

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time("2026-02-15"))

    def asked(
        self, direction="sale", mode="due", user=None, first="2026-02-01", last="2026-02-28", **more
    ):
        report = self.env["report.commercial_contract.settlement_list"].with_user(
            user or self.leader
        )
        return report._get_settlement_list_data(first, last, direction, mode, **more)

    def rows(self, *args, **kwargs):
        """Return (line, amount, settled before, settled in the period, open, days late) of all rows."""
        keys = ("line", "amount", "settled_before", "settled_period", "open", "days_late")
        lists = self.asked(*args, **kwargs)["lists"]
        return [tuple(row[key] for key in keys) for part in lists for row in part["rows"]]

    def test_what_is_due_and_what_is_late(self):
        self.assertEqual(
            self.rows(), [("A", 3000, 1200, 800, 1000, 15), ("B", 5000, 0, 0, 5000, 0)]
        )

    def test_totals(self):
        [part] = self.asked()["lists"]
        wanted = {
            "amount": 8000,
            "settled_before": 1200,
            "settled_period": 800,
            "adjusted": 0,
            "open": 6000,
        }
        self.assertEqual(part["totals"], wanted)
        self.assertEqual(part["groups"][0]["totals"], wanted)
        self.assertEqual(part["cash_in_books"], 800)
        self.assertEqual(part["cash_elsewhere"], 0)

    def test_money_on_lines_of_later_is_listed_when_asked_for(self):
        self.advance(self.k, 500, "2026-02-05", self.c)
        [due], [settled] = self.asked()["lists"], self.asked(mode="settled")["lists"]
        self.assertEqual((due["cash_in_books"], due["cash_elsewhere"]), (1300, 500))
        self.assertEqual([row["line"] for row in settled["rows"]], ["A", "B", "C"])
        self.assertEqual(settled["totals"]["settled_period"], 1300)
        self.assertEqual((settled["cash_in_books"], settled["cash_elsewhere"]), (1300, 0))

    def test_a_list_of_the_past_is_what_it_was(self):
        january = self.rows(first="2026-01-01", last="2026-01-31")
        self.assertEqual(january, [("A", 3000, 0, 1200, 1800, 0)])

    def test_a_late_line_that_was_paid_in_the_period_stays(self):
        self.pay(self.bill, 1000, "2026-02-12")
        self.assertEqual(self.rows()[0], ("A", 3000, 1200, 1800, 0, 0))
        self.assertEqual(self.rows(first="2026-03-01", last="2026-03-31")[0][0], "B")

    def test_money_over_the_plan_is_told(self):
        self.advance(self.k, 9000, "2026-02-14")
        [part] = self.asked()["lists"]
        self.assertEqual(part["unallocated"], 1000)
        self.assertEqual(part["cash_in_books"], 8800)

    def test_what_was_written_off_is_neither_settled_nor_open(self):
        loss = self.entry(
            (self.expense, 300, None), (self.receivable, -300, self.customer), date="2026-02-11"
        )
        self.match(loss, self.bill)
        [part] = self.asked()["lists"]
        self.assertEqual(self.rows()[0], ("A", 3000, 1200, 800, 700, 15))
        self.assertEqual(part["totals"]["adjusted"], 300)

    def test_money_in_and_money_out_never_meet(self):
        self.contract(400, [("Out", 400, "2026-02-20")], direction="purchase")
        self.assertEqual([row[0] for row in self.rows()], ["A", "B"])
        self.assertEqual(self.rows("purchase"), [("Out", 400, 0, 0, 400, 0)])

    def test_one_list_a_currency(self):
        self.contract(70, [("E", 70, "2026-02-20")], currency_id=self.eur.id)
        lists = self.asked()["lists"]
        self.assertEqual([part["currency"].name for part in lists], ["USD", "EUR"])
        self.assertEqual([part["totals"]["open"] for part in lists], [6000, 70])

    def test_drafts_and_lines_taken_out_are_not_listed(self):
        self.contract(400, [("Draft", 400, "2026-02-20")], signed=False)
        self.edit(self.b, is_cancelled=True, amount=0)
        self.assertEqual([row[0] for row in self.rows()], ["A"])

    def test_chosen_lines_only(self):
        rows = self.rows(line_ids=(self.b | self.c).ids)
        self.assertEqual([row[0] for row in rows], ["B", "C"])

    def test_a_salesperson_sees_own_contracts(self):
        self.contract(400, [("Other", 400, "2026-02-20")], user_id=self.seller2.id)
        self.assertEqual([row[0] for row in self.rows(user=self.seller)], ["A", "B"])
        self.assertEqual([row[0] for row in self.rows(user=self.seller2)], ["Other"])
        self.assertEqual(self.rows(user=self.seller2, line_ids=self.k.settlement_ids.ids), [])

    def test_groups_and_filters_of_the_responsible(self):
        self.contract(400, [("Other", 400, "2026-02-20")], user_id=self.seller2.id)
        [part] = self.asked()["lists"]
        sums = [(group["responsible"], group["totals"]["open"]) for group in part["groups"]]
        self.assertEqual(sums, [("Seller", 6000), ("Seller2", 400)])
        self.assertEqual([row[0] for row in self.rows(user_id=self.seller2.id)], ["Other"])

    def test_filter_of_the_department_takes_those_below_it(self):
        above = self.env["hr.department"].create({"name": "Sales", "company_id": self.company.id})
        below = above.create(
            {"name": "North", "parent_id": above.id, "company_id": self.company.id}
        )
        self.contract(400, [("North", 400, "2026-02-20")], department_id=below.id)
        self.assertEqual([row[0] for row in self.rows(department_id=above.id)], ["North"])

    def test_invoice_numbers_for_people_of_the_books(self):
        def numbers(user):
            return [row["invoices"] for row in self.asked(user=user)["lists"][0]["rows"]]

        self.assertEqual(numbers(self.accountant), [self.bill.name, ""])
        self.assertEqual(numbers(self.staff), ["", ""])

    def test_a_period_that_ends_before_it_starts_is_refused(self):
        with self.assertRaises(UserError):
            self.asked(first="2026-03-01", last="2026-02-01")

    def test_queries_do_not_grow_with_the_lines(self):
        few = self.contract(plan=PLAN_5) | self.contract(plan=PLAN_5)
        many = few.union(*(self.contract(plan=PLAN_5) for _number in range(18)))
        for contract in many[::3]:
            self.advance(contract, 150, "2026-02-03")
        self.assertEqual(len(many.settlement_ids), 100)

        def count(contracts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.asked(user=self.accountant, line_ids=contracts.settlement_ids.ids)
            self.assertEqual(len(found["lists"][0]["rows"]), len(contracts.settlement_ids))
            return self.env.cr.sql_log_count - before

        count(few)
        self.assertLessEqual(count(many) - count(few), 0)

    def html(self, data=None, ids=None):
        report = self.env["ir.actions.report"].with_user(self.leader)
        name = "commercial_contract.report_settlement_list"
        return report._render_qweb_html(name, ids, data=data)[0].decode()

    def test_paper_says_what_it_holds(self):
        html = self.html()
        texts = ("February 2026", "Money In", "USD", "Tax included", "All that Leader may see", "Page 1 of 1",
                 "printed by Leader", "Six Thousand Dollars", "Prepared", "Reviewed", "Approved")  # fmt: skip
        for text in texts:
            self.assertIn(text, html)
        for amount in ("3,000.00", "1,200.00", "800.00", "6,000.00", "–"):
            self.assertIn(f">{amount}<", html)

    def test_paper_of_ticked_lines_keeps_the_directions_apart(self):
        out = self.contract(400, [("Out", 400, "2026-02-20")], direction="purchase")
        html = self.html(ids=(self.b | out.settlement_ids).ids)
        self.assertIn("Chosen lines only", html)
        self.assertLess(html.index("Money In"), html.index("Money Out"))
        self.assertIn(">5,000.00<", html)
        self.assertIn(">400.00<", html)
        self.assertNotIn("5,400.00", html)

    def test_paper_of_nothing(self):
        self.assertIn("Nothing stands on this list.", self.html({"direction": "purchase"}))

    def test_paper_repeats_its_head_and_keeps_a_subtotal_with_its_rows(self):
        self.contract(plan=[(f"N{n:02}", 10, "2026-02-20") for n in range(60)])
        html = self.html()
        pages = html.count("Contract No.")
        self.assertGreater(pages, 1)
        self.assertIn(f"Page {pages} of {pages}", " ".join(html.split()))
        last = html.rsplit("Contract No.", 1)[1]
        self.assertLess(last.index(">N59<"), last.index("Subtotal"))

    def test_reading_writes_nothing(self):
        self.env.flush_all()
        stamp = fields.Datetime.from_string("2020-01-01 00:00:00")
        self.env.cr.execute("UPDATE commercial_contract_settlement SET write_date = %s", [stamp])
        self.html()
        self.env.flush_all()
        self.env.cr.execute("SELECT DISTINCT write_date FROM commercial_contract_settlement")
        self.assertEqual(self.env.cr.fetchall(), [(stamp,)])
