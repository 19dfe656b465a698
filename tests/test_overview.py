from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .common import OWN, ContractCase

TODAY = "2026-02-10"
# What the date filters of the lists mean on that day.
PERIODS = {
    "date": [("date", ">=", "2026-02-01"), ("date", "<=", "2026-02-28")],
    "date_signed": [("date_signed", ">=", "2026-01-01"), ("date_signed", "<=", "2026-12-31")],
}
COLUMNS = {
    "in_force": "amount_total",
    "draft": "amount_total",
    "due": "amount_residual",
    "overdue": "amount_residual",
    "to_invoice": "amount_to_invoice",
    "draft_invoice": "amount_total_in_currency_signed",
    "settled": "amount",
    "unallocated": "amount_unallocated",
    "signed": "amount_total",
}


@tagged("post_install", "-at_install")
class TestOverview(ContractCase):
    """The landing page on 10 February: figures by hand, each the sum of the list that it opens.

    K, USD, of the seller: A 3,000 on 31 Jan, B 5,000 on 28 Feb, C 2,000 on 31 Mar; 1,000 came on 3 Feb.
    L, USD, of a colleague: 400 on 10 Feb, on a draft invoice; 500 came on 20 Jan, 100 of it too much.
    E, EUR, of a colleague: 700 on 5 Feb. D: a draft of the seller over 250.
    P, a purchase of the seller: 800 on 1 Feb, on a draft bill, 200 on 20 Feb; 300 were paid on 5 Feb.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        colleague = {"user_id": cls.seller2.id}
        cls.k = cls.contract()
        cls.l = cls.contract(plan=[("X", 400, TODAY)], **colleague)
        cls.e = cls.contract(plan=[("E", 700, "2026-02-05")], currency_id=cls.eur.id, **colleague)
        cls.d = cls.contract(plan=[("D", 250, "2026-02-01")], signed=False)
        plan = [("P", 800, "2026-02-01"), ("Q", 200, "2026-02-20")]
        cls.p = cls.contract(plan=plan, direction="purchase")

    def setUp(self):
        super().setUp()
        self.advance(self.k, 1000, "2026-02-03")
        self.advance(self.l, 500, "2026-01-20")
        self.advance(self.p, 300, "2026-02-05")
        self.invoice(self.l.settlement_ids, date=TODAY, post=False)
        self.invoice(self.lines(self.p)[0], date=TODAY, post=False)
        self.env.flush_all()

    def overview(self, user, direction=None):
        return self.env["commercial.contract"].with_user(user).get_overview(direction)

    def figures(self, user, direction):
        """Return {line: {currency: (count, amount[, settled])}} of what the page shows."""
        names = {self.usd.id: "USD", self.eur.id: "EUR"}
        return {
            line: {
                names[row["currency_id"]]: tuple(
                    row[key] for key in ("count", "amount", "settled") if key in row
                )
                for row in rows
            }
            for line, rows in self.overview(user, direction)["lines"].items()
        }

    SALE = {
        "in_force": {"USD": (2, 10400), "EUR": (1, 700)},
        "draft": {"USD": (1, 250)},
        "due": {"USD": (2, 7000), "EUR": (1, 700)},
        "overdue": {"USD": (1, 2000), "EUR": (1, 700)},
        "to_invoice": {"USD": (1, 3000), "EUR": (1, 700)},
        "settled": {"USD": (1, 1000)},
        "unallocated": {"USD": (1, 100)},
        "signed": {"USD": (2, 10400, 1400), "EUR": (1, 700, 0)},
    }
    PURCHASE = {
        "in_force": {"USD": (1, 1000)},
        "draft": {},
        "due": {"USD": (2, 700)},
        "overdue": {"USD": (1, 500)},
        "to_invoice": {},
        "settled": {"USD": (1, 300)},
        "unallocated": {},
        "signed": {"USD": (1, 1000, 300)},
    }

    @freeze_time(TODAY)
    def test_money_in(self):
        self.assertEqual(self.figures(self.leader, "sale"), self.SALE)

    @freeze_time(TODAY)
    def test_money_out(self):
        self.assertEqual(self.figures(self.leader, "purchase"), self.PURCHASE)

    @freeze_time(TODAY)
    def test_the_next_30_days(self):
        """Up to 11 March, the 12th excluded: B of 28 February and what is late, not C of 31 March."""
        self.contract(plan=[("U", 11, "2026-03-11"), ("V", 13, "2026-03-12")])
        contracts = self.env["commercial.contract"].with_user(self.leader)
        days = contracts.get_overview("sale", "days")
        due = {row["currency_id"]: row["amount"] for row in days["lines"]["due"]}
        self.assertEqual(due, {self.usd.id: 7011, self.eur.id: 700})
        self.assertEqual(days["period"], "days")
        self.assertEqual(contracts.get_overview("sale")["lines"]["due"][0]["amount"], 7000)
        listed = self.listed(self.leader, "due", "sale", self.usd.id, "days")
        self.assertEqual(sum(listed.mapped("amount_residual")), 7011)
        self.assertEqual(contracts.get_overview("sale", "odd")["period"], "month")

    @freeze_time(TODAY)
    def test_one_button_invoices_what_is_counted(self):
        """A of K, 3,000, and E, 700; the dialog shows both."""
        contracts = self.env["commercial.contract"].with_user(self.accountant)
        self.assertTrue(contracts.get_overview("sale")["can_invoice"])
        self.assertFalse(self.overview(self.seller, "sale")["can_invoice"])
        action = contracts.action_invoice_overview("sale")
        lines = self.lines(self.k)[0] | self.e.settlement_ids
        self.assertEqual(set(action["context"]["default_settlement_ids"]), set(lines.ids))
        path = "odoo.addons.commercial_contract.models.overview.commercial_contract"
        with patch(f"{path}.INVOICED", 1):
            action = contracts.action_invoice_overview("sale")
        self.assertEqual(action["context"]["search_default_to_invoice"], 1)
        with self.assertRaises(UserError):
            contracts.action_invoice_overview("purchase")

    @freeze_time(TODAY)
    def test_draft_invoices_for_whoever_has_the_menu(self):
        drafts = {"draft_invoice": {"USD": (1, 400)}}
        self.assertEqual(self.figures(self.accountant, "sale"), {**self.SALE, **drafts})
        drafts = {"draft_invoice": {"USD": (1, -800)}}  # as Odoo's list of bills shows it
        self.assertEqual(self.figures(self.accountant, "purchase"), {**self.PURCHASE, **drafts})

    @freeze_time(TODAY)
    def test_a_seller_sees_the_own_contracts(self):
        self.assertEqual(
            self.figures(self.seller, "sale"),
            {
                "in_force": {"USD": (1, 10000)},
                "draft": {"USD": (1, 250)},
                "due": {"USD": (2, 7000)},
                "overdue": {"USD": (1, 2000)},
                "to_invoice": {"USD": (1, 3000)},
                "settled": {"USD": (1, 1000)},
                "unallocated": {},
                "signed": {"USD": (1, 10000, 1000)},
            },
        )

    @freeze_time(TODAY)
    def test_a_department_user_sees_the_department(self):
        department = self.env["hr.department"].create(
            {"name": "Sales", "company_id": self.company.id}
        )
        head = self.make_user("head", "commercial_contract.group_contract_department")
        self.env["hr.employee"].create(
            {
                "name": "Head",
                "user_id": head.id,
                "company_id": self.company.id,
                "department_id": department.id,
            }
        )
        (self.k | self.e | self.p).department_id = department
        found = self.figures(head, "sale")
        self.assertEqual(found["in_force"], {"USD": (1, 10000), "EUR": (1, 700)})
        self.assertEqual(found["due"], {"USD": (2, 7000), "EUR": (1, 700)})
        self.assertEqual(found["settled"], {"USD": (1, 1000)})
        self.assertEqual(self.figures(head, "purchase")["due"], {"USD": (2, 700)})
        self.assert_lists_add_up(head)

    @freeze_time(TODAY)
    def test_each_list_adds_up_to_its_figure(self):
        for user in (self.seller, self.accountant):
            self.assert_lists_add_up(user)

    def assert_lists_add_up(self, user):
        for direction in ("sale", "purchase"):
            shown = self.overview(user, direction)["lines"]
            for name, rows in shown.items():
                if not rows:
                    self.assertFalse(self.listed(user, name, direction, False))
                for row in rows:
                    currency = row["currency_id"] if len(rows) > 1 else False
                    records = self.listed(user, name, direction, currency)
                    total = sum(records.mapped(COLUMNS[name]))
                    with self.subTest(line=name, direction=direction, user=user.login):
                        self.assertEqual((len(records), total), (row["count"], row["amount"]))

    def listed(self, user, name, direction, currency_id, period="month"):
        """Return what the list shows when it is opened: read from its action and its search view."""
        contracts = self.env["commercial.contract"].with_user(user)
        action = contracts.action_view_overview(name, direction, currency_id, period)
        model = self.env[action["res_model"]].with_user(user)
        view = model.get_view(action["search_view_id"] and action["search_view_id"][0], "search")
        arch = etree.fromstring(view["arch"])
        domain = safe_eval(action["domain"]) if action["domain"] else []
        for key, value in action["context"].items():
            facet = key.removeprefix("search_default_")
            if facet == key:
                continue
            if facet == "currency_id":
                self.assertTrue(arch.xpath("//field[@name='currency_id']"), action["xml_id"])
                domain = [*domain, ("currency_id", "=", value)]
            else:
                (node,) = arch.xpath(f"//filter[@name='{facet}']")
                if not node.get("context"):
                    domain = [*domain, *(PERIODS.get(facet) or safe_eval(node.get("domain")))]
        return model.search(domain)

    @freeze_time(TODAY)
    def test_a_long_list_of_odoo_still_has_its_sum(self):
        """Odoo's foot adds up one page: more drafts than it holds stand in one group."""
        contracts = self.env["commercial.contract"].with_user(self.accountant)
        few = contracts.action_view_overview("draft_invoice", "sale")["context"]
        self.assertNotIn("search_default_status", few)
        k = self.contract(plan=[(f"N{number}", 1, "2026-02-11") for number in range(80)])
        k.settlement_ids._bill()  # a draft each
        many = contracts.action_view_overview("draft_invoice", "sale")["context"]
        self.assertEqual(many["search_default_status"], 1)
        due = contracts.action_view_overview("due", "sale")
        self.assertEqual(due["context"]["search_default_group_user"], 1)

    def sums_to_invoice(self, user, groups, **options):
        """Return the groups as the list asks for them: (sum as it is, sum in company money, rows)."""
        lines = self.env["commercial.contract.settlement"].with_user(user)
        found = lines.formatted_read_group(
            [("is_to_invoice", "=", True)],
            groups,
            ["amount_to_invoice:sum", "amount_to_invoice:sum_currency", "__count"],
            **options,
        )
        keys = ("amount_to_invoice:sum", "amount_to_invoice:sum_currency", "__count")
        return [tuple(round(group[key] or 0, 2) for key in keys) for group in found]

    @freeze_time(TODAY)
    def test_what_is_to_be_invoiced_adds_up_in_groups(self):
        """A of 3,000 USD and E of 700 EUR at 0.9 EUR the USD; the draft over X counts as invoiced."""
        self.assertEqual(self.sums_to_invoice(self.leader, ["direction"]), [(3700, 3777.78, 2)])
        self.assertEqual(
            sorted(self.sums_to_invoice(self.leader, ["currency_id"])),
            [(700, 777.78, 1), (3000, 3000, 1)],
        )
        self.assertEqual(self.sums_to_invoice(self.seller, []), [(3000, 3000, 1)])
        largest = {"order": "amount_to_invoice:sum desc", "limit": 1}
        first = self.sums_to_invoice(self.leader, ["contract_id"], **largest)
        self.assertEqual(first, [(3000, 3000, 1)])
        outsider = self.make_user("outsider", OWN)
        self.assertEqual(self.sums_to_invoice(outsider, []), [(0, 0, 0)])

    @freeze_time(TODAY)
    def test_no_sum_that_takes_too_long(self):
        lines = self.env["commercial.contract.settlement"].with_user(self.leader)
        told = lines.fields_get(["amount_to_invoice"])["amount_to_invoice"]
        self.assertEqual(told["aggregator"], "sum")
        path = "odoo.addons.commercial_contract.models.cash.commercial_contract_settlement_sums"
        with patch(f"{path}.AT_ONCE", 1):
            self.assertEqual(self.sums_to_invoice(self.leader, []), [(0, 0, 2)])

    @freeze_time(TODAY)
    def test_my_next_steps(self):
        """Overdue, today and soon: not what is due on 28 February, nor a colleague's."""
        found = self.overview(self.seller, "sale")["next_steps"]
        self.assertEqual(
            [(line["label"], line["amount_residual"]) for line in found], [("A", 2000)]
        )
        found = self.overview(self.seller2, "sale")["next_steps"]
        self.assertEqual(
            [(line["label"], line["due_status"]) for line in found], [("E", "overdue")]
        )
        self.assertEqual(self.overview(self.leader, "sale")["next_steps"], [])
        found = self.overview(self.seller, "purchase")["next_steps"]
        self.assertEqual([line["label"] for line in found], ["P"])

    @freeze_time(TODAY)
    def test_recently_changed(self):
        found = self.overview(self.seller, "sale")["recent"]
        self.assertEqual({row["id"] for row in found}, {self.k.id, self.d.id})
        many = self.env["commercial.contract"].concat(*(self.contract() for _ in range(9)))
        found = self.overview(self.seller, "sale")["recent"]
        self.assertEqual(len(found), 8)
        self.assertLess({row["id"] for row in found}, set(many.ids) | {self.k.id, self.d.id})

    def test_the_direction_of_which_there_are_contracts(self):
        self.assertEqual(self.overview(self.leader)["direction"], "sale")
        buyer = self.make_user("buyer", OWN)
        self.assertEqual(self.overview(buyer)["direction"], "sale")
        self.p.deputy_ids = [Command.link(buyer.id)]
        self.assertEqual(self.overview(buyer)["direction"], "purchase")

    @freeze_time(TODAY)
    def test_only_the_companies_that_are_on(self):
        other = self.make_company("Eastwind")
        self.manager.company_ids = [Command.link(other.id)]
        contracts = self.env["commercial.contract"].with_user(self.manager)
        on = contracts.with_context(allowed_company_ids=[other.id]).get_overview("sale")
        self.assertEqual(on["lines"]["in_force"], [])
        both = contracts.with_context(allowed_company_ids=[self.company.id, other.id])
        self.assertEqual(len(both.get_overview("sale")["lines"]["in_force"]), 2)

    def test_first_steps_of_an_empty_company(self):
        self.assertIsNone(self.overview(self.leader)["first_steps"])
        company = self.make_company("Eastwind")
        self.manager.company_ids = [Command.link(company.id)]
        contracts = self.env["commercial.contract"].with_user(self.manager)
        contracts = contracts.with_context(allowed_company_ids=[company.id])
        found = contracts.get_overview()["first_steps"]
        done = {step["name"]: step["done"] for step in found["steps"]}
        self.assertEqual(done["methods"], True)
        self.assertEqual(done["contract"], False)
        self.assertEqual(found["ways"], ["new", "import", "quotation"])
        admin = self.env.ref("base.user_admin")
        admin.company_ids = [Command.link(company.id)]
        contracts = contracts.with_user(admin)
        names = [step["name"] for step in contracts.get_overview()["first_steps"]["steps"]]
        self.assertEqual(names, ["company", "methods", "people", "contract"])

        def done():
            steps = contracts.get_overview()["first_steps"]["steps"]
            return {step["name"]: step["done"] for step in steps}

        self.assertFalse(done()["company"])
        company.write({"street": "1 Harbour Road", "country_id": self.env.ref("base.cn").id})
        self.assertTrue(done()["company"])

    def test_first_steps_of_a_seller_without_contracts(self):
        newcomer = self.make_user("newcomer", OWN, "sales_team.group_sale_salesman")
        found = self.overview(newcomer)["first_steps"]
        self.assertEqual([step["name"] for step in found["steps"]], ["contract"])
        self.assertEqual(found["ways"], ["new", "quotation"])

    def test_who_may_not_see_contracts_sees_no_overview(self):
        with self.assertRaises(AccessError):
            self.overview(self.nobody)

    @freeze_time(TODAY)
    def test_queries_do_not_grow(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.overview(self.accountant, "sale")
            return self.env.cr.sql_log_count - before

        def more(count):
            for _number in range(count):
                contract = self.contract()
                self.advance(contract, 100, "2026-02-03")
                self.invoice(self.lines(contract)[1], date=TODAY, post=False)

        more(2)
        cost()
        small = cost()
        more(10)
        cost()  # what the registry keeps may have been pushed out
        self.assertLessEqual(cost(), small)
