from odoo.fields import Command, Domain
from odoo.tests import freeze_time, tagged

from .test_questions import TestQuestions

WHOLE = {"off": ("date",)}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestQuestionsFigures(TestQuestions):
    """What is asked of the figures, of the contracts of the other questions."""

    def test_09_finished_and_unfinished_by_project(self):
        columns = ["signed", "settled", "overdue"]
        found = {
            tick: self.sums("reporting_projects", ["project_id"], columns, tick, **WHOLE)
            for tick in ("unfinished", "finished")
        }
        # crane and pumps 11,500; 2,600 came in; 1,000 of A and 400 of D are late. training stands alone
        self.assertEqual(
            found["unfinished"], {"Harbour": (11500, 2600, 1400), "": (100, 100, False)}
        )
        self.assertEqual(found["finished"], {"": (400, 400, False)})

    def test_10_figures_by_department_and_month(self):
        found = self.sums(
            "reporting_departments",
            ["department_id", "date:month"],
            ["signed", "settled"],
            "signed",
            "settled",
        )
        self.assertEqual(
            found,
            {
                ("North", "2026-02-01"): (10000, 1200),
                ("North", "2026-03-01"): (1500, 1400),
                ("South", "2026-03-01"): (500, 500),
            },
        )
        rows = self.sql(
            "SELECT d.id, date_trunc('month', a.date)::date::text, SUM(a.amount_company)"
            " FROM commercial_contract_allocation a JOIN commercial_contract k ON k.id = a.contract_id"
            " JOIN hr_department d ON d.id = k.department_id"
            " WHERE k.direction = 'sale' AND k.company_id = %s GROUP BY 1, 2",
            self.company.id,
        )
        names = {self.north.id: "North", self.south.id: "South"}
        self.assertEqual(
            {(names[row[0]], row[1]): float(row[2]) for row in rows},
            {key: settled for key, (_signed, settled) in found.items()},
        )

    def spend(self, contract, *rows):
        """Book bills of so much for such products on an account of the contract."""
        plan = self.env["account.analytic.plan"].create({"name": "Jobs"})
        job = self.env["account.analytic.account"].create({"name": "Job", "plan_id": plan.id})
        contract.analytic_account_id = job
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": {str(job.id): 100},
                        }
                    )
                    for product, amount in rows
                ],
            }
        )
        bill.action_post()
        return bill

    def test_11_expenses_of_projects_by_kind(self):
        travel, hotel = self.env["product.category"].create([{"name": "Travel"}, {"name": "Hotel"}])
        train, room = self.env["product.product"].create(
            [
                {"name": "Train", "categ_id": travel.id, "type": "service"},
                {"name": "Room", "categ_id": hotel.id, "type": "service"},
            ]
        )
        bill = self.spend(self.crane, (train, 60), (room, 200), (train, 40))
        groups = ["project_id", "product_categ_id"]
        found = self.sums("reporting_projects", groups, ["expense"], "expense")
        self.assertEqual(found, {("Harbour", "Travel"): (100,), ("Harbour", "Hotel"): (200,)})
        [[booked]] = self.sql(
            "SELECT SUM(balance) FROM account_move_line WHERE move_id = %s AND display_type = 'product'",
            bill.id,
        )
        self.assertEqual(booked, 300)

    def test_14_and_15_goods_by_class_and_month(self):
        """In December 2 pumps and 5 valves were signed, in January 3 pumps; 13 % of tax on all."""
        pumps, valves = self.env["product.category"].create([{"name": "Pumps"}, {"name": "Valves"}])
        self.pump.categ_id, self.valve.categ_id = pumps, valves
        december, january = (
            self.contract(
                goods=goods,
                tax=self.tax_13,
                date_signed=signed,
                plan=[("A", amount, "2026-06-30")],
            )
            for goods, signed, amount in (
                ([(self.pump, 2, 100), (self.valve, 5, 20)], "2025-12-10", 339),
                ([(self.pump, 3, 100)], "2026-01-10", 339),
            )
        )
        model, domain = self.open_menu("reporting_goods", "signed", **WHOLE)
        domain &= Domain("contract_id", "in", (december | january).ids)
        sums = model._read_group(domain, ["product_categ_id"], ["signed:sum", "signed_untaxed:sum"])
        self.assertEqual(
            {categ.name: tuple(row) for categ, *row in sums},
            {"Pumps": (565, 500), "Valves": (113, 100)},
        )
        in_december = (
            domain & Domain("date", ">=", "2025-12-01") & Domain("date", "<=", "2025-12-31")
        )
        of_class = in_december & Domain("product_categ_id", "child_of", pumps.id)
        rows = model.search(of_class)
        self.assertEqual((rows.contract_id, rows.signed), (december, 226))
        # the quantity stands with the goods
        lines, domain = self.open_menu("contract_goods", off=("in_force",))
        domain &= Domain("contract_id", "in", (december | january).ids)
        found = lines._read_group(domain, ["product_categ_id"], ["quantity:sum", "price_total:sum"])
        self.assertEqual(
            {categ.name: tuple(row) for categ, *row in found},
            {"Pumps": (5, 565), "Valves": (5, 113)},
        )
        rows = self.sql(
            "SELECT t.categ_id, SUM(l.quantity), SUM(l.price_total) FROM commercial_contract_line l"
            " JOIN product_product p ON p.id = l.product_id JOIN product_template t ON t.id = p.product_tmpl_id"
            " WHERE l.contract_id IN (%s, %s) GROUP BY 1 ORDER BY 1",
            december.id,
            january.id,
        )
        self.assertEqual(
            [tuple(map(float, row)) for row in rows], [(pumps.id, 5, 565), (valves.id, 5, 113)]
        )

    def test_16_each_salesperson_this_year_against_last_year(self):
        """Last year the first one signed 700 and collected 300 of it."""
        last = self.contract(
            plan=[("A", 700, "2025-06-30")],
            date_signed="2025-05-05",
            user_id=self.seller.id,
        )
        self.pay(self.invoice(last.settlement_ids, date="2025-06-01"), 300, "2025-06-20")
        columns = ["signed", "invoiced", "settled"]
        found = self.sums("reporting_facts", ["user_id", "date:year"], columns, **WHOLE)
        found = {key: row for key, row in found.items() if any(row)}
        self.assertEqual(
            found,
            {
                ("Seller", "2025-01-01"): (700, 700, 300),
                ("Seller", "2026-01-01"): (10400, 3400, 2400),
                ("Seller2", "2026-01-01"): (1600, False, 700),
            },
        )

    def test_25_as_it_stood_on_a_past_day(self):
        """At the end of 1 March: crane signed, A invoiced, 1,200 paid; 1,800 of A are open and late."""
        self.env.cr.execute(
            "UPDATE commercial_contract_fact SET date_booked = date WHERE kind <> 'planned'"
        )
        self.env.cr.execute(
            "UPDATE commercial_contract_fact SET date_booked = '2026-02-10' WHERE kind = 'planned'"
        )
        self.env.invalidate_all()
        model, domain = self.open_menu("reporting_facts", off=("date",))
        domain &= Domain("date_as_of", "=", "2026-03-01") & Domain(
            "contract_id", "=", self.crane.id
        )
        columns = ("signed", "invoiced", "settled", "overdue")
        [row] = model._read_group(domain, [], [f"{name}:sum" for name in columns])
        self.assertEqual(row, (10000, 3000, 1200, 1800))
        [[settled]] = self.sql(
            "SELECT SUM(amount) FROM commercial_contract_allocation WHERE contract_id = %s AND date <= '2026-03-01'",
            self.crane.id,
        )
        self.assertEqual(settled, 1200)

    def test_26_a_figure_opens_what_it_is_made_of(self):
        model, domain = self.open_menu("reporting_facts", "settled", user=self.accountant)
        rows = model.search(domain & Domain("contract_id", "=", self.crane.id), order="date")
        self.assertEqual(rows.mapped("settled"), [1200, 800])
        opened = [row.action_open_source()["res_id"] for row in rows]
        self.assertEqual(opened, self.receipts[:2].ids)
