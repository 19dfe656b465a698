from lxml import etree

from odoo import fields
from odoo.fields import Command, Domain
from odoo.tests import freeze_time, tagged
from odoo.tools import date_utils
from odoo.tools.safe_eval import safe_eval

from .common import ALL, ContractCase

MODULE = "commercial_contract"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestQuestions(ContractCase):
    """What people ask, answered by the menus and filters that docs/guide/questions.md names.

    Money in, all for the customer K but the last two:

    ======== ======= ======= ========== ===================== ===============================
    contract project depart. signed     plan (due)            money
    ======== ======= ======= ========== ===================== ===============================
    crane    Harbour North   10 Feb     A 3000 (28 Feb),      A invoiced; 1200 on 20 Feb,
                                        B 5000 (20 Mar),      800 on 5 Mar
                                        C 2000 (30 Apr)
    pumps    Harbour North   3 Mar      D 1000 (10 Mar),      advance of 600 on 12 Mar
                                        E 500 (31 Mar)
    service          South   5 Mar      F 400 (31 Jan)        invoiced, paid on 8 Mar, done
    training         South   6 Mar      H 100 (30 Apr)        130 on 9 Mar: 30 above the plan
    ======== ======= ======= ========== ===================== ===============================

    Money out: steel (Harbour, North, 4 Mar) of the vendor S, G 700 (25 Mar) billed and paid on
    11 Mar, I 300 (28 Mar) open. pumps and training belong to the second salesperson.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = cls.make_user("planner", ALL, "project.group_project_user")
        cls.north, cls.south = cls.env["hr.department"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("North", "South")]
        )
        cls.harbour = cls.env["project.project"].create({"name": "Harbour"})
        rows = (
            ("crane", "2026-02-10", cls.north, cls.harbour, cls.seller, cls.customer,
             [("A", 3000, "2026-02-28"), ("B", 5000, "2026-03-20"), ("C", 2000, "2026-04-30")]),
            ("pumps", "2026-03-03", cls.north, cls.harbour, cls.seller2, cls.customer,
             [("D", 1000, "2026-03-10"), ("E", 500, "2026-03-31")]),
            ("service", "2026-03-05", cls.south, None, cls.seller, cls.other_customer,
             [("F", 400, "2026-01-31")]),
            ("training", "2026-03-06", cls.south, None, cls.seller2, cls.other_customer,
             [("H", 100, "2026-04-30")]),
            ("steel", "2026-03-04", cls.north, cls.harbour, cls.seller, cls.vendor,
             [("G", 700, "2026-03-25"), ("I", 300, "2026-03-28")]),
        )  # fmt: skip
        for name, signed, department, project, user, partner, plan in rows:
            contract = cls.contract(
                plan=plan,
                title=name.title(),
                direction="purchase" if partner == cls.vendor else "sale",
                partner_id=partner.id,
                user_id=user.id,
                department_id=department.id,
                project_id=project.id if project else False,
                date_signed=signed,
            )
            setattr(cls, name, contract)
        builder = cls()  # the builders of documents are no class methods
        cls.bill = builder.invoice(builder.lines(cls.crane)[0], date="2026-02-10")
        cls.receipts = builder.pay(cls.bill, 1200, "2026-02-20")
        cls.receipts += builder.pay(cls.bill, 800, "2026-03-05")
        cls.receipts += builder.advance(cls.pumps, 600, "2026-03-12")
        cls.receipts += builder.pay(builder.invoice(cls.service.settlement_ids), date="2026-03-08")
        cls.receipts += builder.advance(cls.training, 130, "2026-03-09")
        builder.pay(builder.invoice(builder.lines(cls.steel)[0]), date="2026-03-11")
        cls.env.flush_all()
        cls.service.action_complete()

    # --- the screens ---

    def open_menu(self, menu, *ticked, off=(), user=None, period=None):
        """Return (model, domain) of the list behind a menu, as the web client opens it: filters of one
        part of the search view widen each other, filters of two parts narrow each other.

        :param ticked: names of further filters
        :param off: names of filters that are taken off
        :param period: "month" or "year" of a ticked date filter, where its own is another one
        """
        action = self.env.ref(f"{MODULE}.menu_{menu}").action
        model = self.env[action.res_model].with_user(user or self.planner)
        own = safe_eval(action.domain or "[]", {"uid": model.env.uid})
        context = safe_eval(action.context or "{}", {"uid": model.env.uid})
        names = {key.removeprefix("search_default_") for key in context if "search_default" in key}
        names = (names | set(ticked)) - set(off)
        arch = etree.fromstring(model.get_view(action.search_view_id.id, "search")["arch"])
        parts, known = [[]], set()
        for node in arch:
            if node.tag != "filter":
                parts.append([])
                known |= {one.get("name") for one in node.iter("filter")}
                continue
            known.add(node.get("name"))
            if node.get("name") in names:
                parts[-1].append(self.read_filter(node, period))
        self.assertLessEqual(names, known)
        return model, Domain.AND([Domain(own), *(Domain.OR(part) for part in parts if part)])

    def read_filter(self, node, period):
        if not node.get("date"):
            return Domain(safe_eval(node.get("domain"), {"uid": self.planner.id}))
        today = fields.Date.today()
        period = period or node.get("default_period")
        return Domain(node.get("date"), ">=", date_utils.start_of(today, period)) & Domain(
            node.get("date"), "<=", date_utils.end_of(today, period)
        )

    def records(self, menu, *ticked, **options):
        model, domain = self.open_menu(menu, *ticked, **options)
        return model.search(domain)

    def sums(self, menu, groups, columns, *ticked, **options):
        """Return {group: sums} of a grouped list; a record as its name, a date as its text."""
        model, domain = self.open_menu(menu, *ticked, **options)
        rows = model._read_group(domain, groups, [f"{name}:sum" for name in columns])
        found = {}
        for row in rows:
            keys = [
                (key.display_name or "") if hasattr(key, "_name") else str(key)
                for key in row[: len(groups)]
            ]
            found[keys[0] if len(keys) == 1 else tuple(keys)] = row[len(groups) :]
        return found

    def sql(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        return self.env.cr.fetchall()

    # --- the questions ---

    def test_01_contracts_of_a_project_and_of_a_customer(self):
        found = self.records("contract_sale", user=self.planner).filtered_domain(
            [("project_id", "=", self.harbour.id)]
        )
        self.assertEqual(found, self.crane | self.pumps)
        everything = self.records("contract_sale", off=("in_force", "draft"))
        self.assertEqual(everything, self.crane | self.pumps | self.service | self.training)
        contracts = self.env["commercial.contract"].with_user(self.planner)
        by_button = {
            self.harbour: self.crane | self.pumps | self.steel,
            self.customer: self.crane | self.pumps,
            self.vendor: self.steel,
        }
        for record, wanted in by_button.items():
            action = record.with_user(self.planner).action_view_commercial_contracts()
            self.assertEqual(contracts.search(action["domain"]), wanted)
            self.assertEqual(record.commercial_contract_count, len(wanted))

    def test_04_due_this_month_by_responsible(self):
        """Seller: A and B of crane, 1000 and 5000 open. Seller2: D and E of pumps, 400 and 500."""
        columns = ["amount", "amount_settled", "amount_residual"]
        self.assertEqual(
            self.sums("settlement_due", ["user_id"], columns, user=self.staff),
            {"Seller": (8000, 2000, 6000), "Seller2": (1500, 600, 900)},
        )
        self.assertEqual(
            self.sums("settlement_due", ["user_id"], columns, "money_out", off=("money_in",)),
            {"Seller": (300, 0, 300)},
        )

    def test_05_settled_this_month_and_against_what(self):
        rows = self.records("settlement_settled", user=self.staff)
        self.assertEqual(
            sorted((row.contract_id.title, row.settlement_name, row.amount) for row in rows),
            [("Crane", "A", 800), ("Pumps", "D", 600), ("Service", "F", 400), ("Training", "H", 100)],
        )  # fmt: skip
        # the books know nothing of plans: 1,900.00 on plan lines, and 30.00 above the plan of training
        self.assertEqual(self.sum_of_receipts("2026-03-01"), 1930)
        out = self.records("settlement_settled", "money_out", off=("money_in",))
        self.assertEqual(out.mapped("amount"), [700])

    def sum_of_receipts(self, first):
        [[amount]] = self.sql(
            "SELECT -SUM(i.balance) FROM account_move_line i JOIN account_account a ON a.id = i.account_id"
            " WHERE a.account_type = 'asset_receivable' AND i.parent_state = 'posted' AND i.credit > 0"
            " AND i.date >= %s AND i.payment_id = ANY(%s)",
            first,
            self.receipts.ids,
        )
        return amount

    def test_06_overdue_how_long_and_who_chases(self):
        rows = self.records("settlement_overdue", user=self.staff)
        today = fields.Date.to_date("2026-03-15")
        self.assertEqual(
            [(row.label, row.amount_residual, (today - row.date_due).days, row.user_id) for row in rows],
            [("A", 1000, 15, self.seller), ("D", 400, 5, self.seller2)],
        )  # fmt: skip
        self.assertFalse(self.records("settlement_overdue", "money_out", off=("money_in",)))
        mine = self.records("settlement_overdue", user=self.seller)
        self.assertEqual(mine.mapped("label"), ["A"])

    def test_06_what_was_promised(self):
        """K promised 700 of A until 12 Mar, of which 800 came on 5 Mar, before it was said; 400 of D until the 20th."""
        a, d = self.lines(self.crane)[0], self.lines(self.pumps)[0]
        with freeze_time("2026-03-09"):
            a.with_user(self.seller)._promise("2026-03-12", 700)
        d._promise("2026-03-20")
        self.env.invalidate_all()
        rows = self.records("settlement_overdue", user=self.staff)
        self.assertEqual(
            [(row.label, str(row.promise_date), row.promise_amount, row.promise_state) for row in rows],
            [("A", "2026-03-12", 700, "broken"), ("D", "2026-03-20", 400, "open")],
        )  # fmt: skip
        broken = self.records("settlement_overdue", "promise_broken", user=self.staff)
        self.assertEqual(broken, rows[0])
        promises = self.records("settlement_promises", "broken", user=self.staff)
        self.assertEqual(promises.settlement_id, a)
        with freeze_time("2026-03-18"):
            payment = self.advance(self.pumps, 400, "2026-03-18")
            self.env.invalidate_all()
            self.assertEqual(self.records("settlement_promises", "kept").settlement_id, d)
            payment.action_draft()

    def test_07_how_far_a_contract_is(self):
        """Four pumps of 500.00 + 13 % are 2,260.00; three were delivered, 40 % of the work is done."""
        order = (
            self.env["sale.order"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create({"product_id": self.pump.id, "product_uom_qty": 4})
                    ],
                }
            )
        )
        order.action_create_contract()
        contract = order.commercial_contract_id
        contract.settlement_ids.unlink()
        self.plan(contract, ("Half", 1130, "2026-03-31"), ("Rest", 1130, "2026-04-30"))
        contract.action_sign()
        order.action_confirm()
        order.order_line.qty_delivered = 3
        self.env["commercial.contract.progress"].with_user(self.seller).create(
            {"contract_id": contract.id, "name": "Foundation", "percent": 40}
        )
        half = contract.settlement_ids[0]
        self.pay(self.invoice(half, date="2026-03-15"), 130, "2026-03-15")
        self.env.invalidate_all()
        mine = contract.with_user(self.seller)
        self.assertEqual(
            (mine.state, str(mine.date_signed), mine.amount_total, mine.progress),
            ("active", "2026-03-15", 2260, 40),
        )
        self.assertEqual((mine.amount_invoiced, mine.amount_settled), (1130, 130))
        self.assertEqual((mine.line_ids.quantity, mine.line_ids.qty_delivered), (4, 3))
        self.assertEqual(mine.next_settlement_id.label, "Half")

    def test_09_done_and_not_done_with_amounts(self):
        options = {"off": ("in_force", "draft")}
        by_project = self.sums(
            "contract_sale", ["project_id"], ["amount_total"], "not_done", **options
        )
        self.assertEqual(by_project, {"Harbour": (11500,), "": (100,)})
        done = self.sums("contract_sale", ["state"], ["amount_total"], "done", **options)
        self.assertEqual(done, {"done": (400,)})

    def test_10_amounts_by_department_and_period(self):
        options = {"off": ("in_force", "draft"), "period": "year"}
        groups = ["department_id", "date_signed:month"]
        found = self.sums("contract_sale", groups, ["amount_total"], "date_signed", **options)
        self.assertEqual(
            found,
            {
                ("North", "2026-02-01"): (10000,),
                ("North", "2026-03-01"): (1500,),
                ("South", "2026-03-01"): (500,),
            },
        )
        rows = self.sql(
            "SELECT d.id, to_char(k.date_signed, 'YYYY-MM-01'), SUM(k.amount_total)"
            " FROM commercial_contract k JOIN hr_department d ON d.id = k.department_id"
            " WHERE k.direction = 'sale' AND k.company_id = %s AND k.date_signed BETWEEN '2026-01-01' AND '2026-12-31'"
            " GROUP BY 1, 2",
            self.company.id,
        )
        names = {self.north.id: "North", self.south.id: "South"}
        self.assertEqual({(names[row[0]], row[1]): (float(row[2]),) for row in rows}, found)
        options["period"] = "month"
        self.assertEqual(
            self.sums(
                "contract_sale", ["department_id"], ["amount_total"], "date_signed", **options
            ),
            {"North": (1500,), "South": (500,)},
        )

    def test_12_totals_of_a_project_and_of_a_customer(self):
        columns = ["amount_total", "amount_settled", "amount_unsettled"]
        options = {"off": ("in_force", "draft")}
        self.assertEqual(
            self.sums("contract_sale", ["project_id"], columns, **options),
            {"Harbour": (11500, 2600, 8900), "": (500, 500, 0)},
        )
        self.assertEqual(
            self.sums("contract_purchase", ["project_id"], columns, **options),
            {"Harbour": (1000, 700, 300)},
        )
        self.assertEqual(
            self.sums("contract_sale", ["partner_id"], columns, **options),
            {"K": (11500, 2600, 8900), "K2": (500, 500, 0)},
        )
        [strip] = self.customer.with_user(self.staff).commercial_contract_figures
        self.assertEqual((strip["signed"], strip["settled"], strip["overdue"]), (11500, 2600, 1400))

    def test_13_all_money_that_came_in(self):
        """3,100.00 on plan lines and 30.00 above a plan are the 3,130.00 of the books."""
        rows = self.records("settlement_settled", off=("date",), user=self.accountant)
        self.assertEqual(
            sorted((str(row.date), row.settlement_name, row.amount) for row in rows),
            [
                ("2026-02-20", "A", 1200),
                ("2026-03-05", "A", 800),
                ("2026-03-08", "F", 400),
                ("2026-03-09", "H", 100),
                ("2026-03-12", "D", 600),
            ],
        )
        self.assertEqual(rows.entry_id, self.receipts.move_id)
        self.assertEqual(self.sum_of_receipts("2026-01-01"), 3130)
        above = self.records("settlement_unallocated", user=self.accountant)
        self.assertEqual(above.mapped("amount_unallocated"), [30])

    def test_24_what_invoices_and_money_do_not_share(self):
        wanted = {
            "invoiced_not_settled": self.crane,
            "settled_not_invoiced": self.pumps | self.training,
            "unallocated": self.training,
        }
        for menu, contracts in wanted.items():
            with self.subTest(menu):
                found = self.records(f"settlement_{menu}", user=self.accountant)
                self.assertEqual(found, contracts)

    def test_26_the_journal_items_behind_a_figure(self):
        action = self.env.ref(f"{MODULE}.commercial_contract_allocation_action_contract")
        domain = safe_eval(action.domain, {"active_id": self.crane.id})
        rows = self.env["commercial.contract.allocation"].with_user(self.accountant).search(domain)
        self.assertEqual(sum(rows.mapped("amount")), self.crane.amount_settled)
        # the books: which items are matched with the invoice, and by how much
        items = self.sql(
            "SELECT p.credit_move_id, p.amount FROM account_partial_reconcile p"
            " JOIN account_move_line i ON i.id = p.debit_move_id WHERE i.move_id = %s",
            self.bill.id,
        )
        self.assertEqual(
            sorted((row.move_line_id.id, row.amount) for row in rows),
            sorted((item, float(amount)) for item, amount in items),
        )
        for row in rows:
            source = row.action_open_source()
            self.assertEqual(source["res_model"], "account.payment")
            self.assertEqual(self.receipts.browse(source["res_id"]).amount, row.amount)
