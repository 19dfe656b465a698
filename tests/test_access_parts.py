from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.contract.parts import PARTS
from .access_parts import BOOKS, PartsCase
from .common import ALL, FINANCE, OWN

# What vanishes with each part: fields of contract and plan line, pages, buttons and menus.
HIDDEN = {
    "goods": {
        "commercial.contract": ["line_ids"],
        "commercial.contract.settlement": ["line_ids"],
        "pages": ["goods"],
        "menus": ["menu_contract_goods"],
    },
    "invoices": {
        "commercial.contract": ["invoice_ids", "invoice_count", "move_line_ids"],
        "commercial.contract.settlement": ["invoice_ids", "move_line_ids"],
        "buttons": [
            "action_create_invoice",
            "action_view_invoices",
            "action_bill",
            "action_link_records",
        ],
        "menus": [
            "menu_contract_invoices_customer",
            "menu_contract_invoices_vendor",
            "menu_settlement_to_invoice",
        ],
    },
    "payments": {
        "commercial.contract": [
            "allocation_ids",
            "payment_ids",
            "payment_count",
            "tagged_payment_ids",
            "tagged_statement_line_ids",
        ],
        "commercial.contract.settlement": ["allocation_ids"],
        "pages": ["cash"],
        "buttons": ["action_register_payment", "action_view_payments", "action_link_records"],
        "menus": [
            "menu_settlement_settled",
            "menu_settlement_unallocated",
            "menu_contract_receipts",
            "menu_contract_payments",
            "menu_contract_bank_lines",
        ],
    },
    "expenses": {
        "commercial.contract": [
            "amount_earned",
            "amount_earned_expected",
            "amount_expense",
            "amount_purchased",
            "earned_percent",
            "sharing_contract_ids",
        ],
        "menus": ["menu_reporting_earnings"],
    },
    "figures": {
        "res.partner": ["commercial_contract_figures", "commercial_contract_exposure"],
        "menus": ["menu_contract_overview", "menu_reporting"],
    },
    "texts": {
        "commercial.contract": ["document_ids", "note", "is_without_text"],
        "pages": ["documents", "notes"],
        "menus": ["menu_contract_without_text"],
    },
}
CLOSED = {"goods": "commercial.contract.line", "payments": "commercial.contract.allocation"}


@tagged("post_install", "-at_install")
class TestAccessParts(PartsCase):
    """Parts of the app are open to who has a right on contracts, until the administrator closes them."""

    def test_a_part_alone_opens_no_contract(self):
        user = self.make_user("partial", *PARTS.values())
        self.assertEqual(self.parts_of(user), set(PARTS))
        for name in CLOSED.values():
            self.assertTrue(self.env[name].search_count([]))
            self.assertFalse(self.env[name].with_user(user).search([]))
            self.assertFalse(self.env[name].search([], limit=1).with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self.env["commercial.contract"].with_user(user).search([])
        self.assertFalse(self.customer.with_user(user).commercial_contract_figures)

    def test_a_closed_part_vanishes_and_the_server_refuses_it(self):
        Menu = self.env["ir.ui.menu"]
        seeing = self.make_user("seeing", ALL, FINANCE, *BOOKS)
        shown = Menu.with_user(seeing)._visible_menu_ids()
        for part, hidden in HIDDEN.items():
            blind = self.make_blind(part)
            menus = Menu.with_user(blind)._visible_menu_ids()
            for name in hidden.get("menus", ()):
                with self.subTest(part=part, menu=name):
                    menu = self.env.ref(f"commercial_contract.{name}").id
                    self.assertIn(menu, shown)
                    self.assertNotIn(menu, menus)
            self.check_views(part, hidden, seeing, blind)
            for model in ("commercial.contract", "commercial.contract.settlement", "res.partner"):
                self.check_fields(part, model, hidden.get(model, ()), blind)
            if part in CLOSED:
                self.check_model(CLOSED[part], blind)

    def check_views(self, part, hidden, seeing, blind):
        def nodes(user):
            found = set()
            for model in ("commercial.contract", "commercial.contract.settlement"):
                views = (
                    self.env[model]
                    .with_user(user)
                    .get_views([(False, "form"), (False, "list"), (False, "search")])
                )
                for view in views["views"].values():
                    found |= {text.partition('"')[0] for text in view["arch"].split('name="')[1:]}
            return found

        before, after = nodes(seeing), nodes(blind)
        for name in (
            *hidden.get("pages", ()),
            *hidden.get("buttons", ()),
            *(n for n in hidden.get("commercial.contract", ()) if n in before),
        ):
            with self.subTest(part=part, node=name):
                self.assertIn(name, before)
                if name not in ("line_ids", "note"):  # amendments and progress have theirs
                    self.assertNotIn(name, after)

    def check_fields(self, part, model, names, user):
        record = {
            "commercial.contract": self.running,
            "commercial.contract.settlement": self.running.settlement_ids[0],
            "res.partner": self.customer,
        }[model].with_user(user)
        for name in names:
            with self.subTest(part=part, model=model, field=name):
                self.assertNotIn(name, record.fields_get())
                for refused in (
                    lambda name=name: record.read([name]),
                    lambda name=name: record.export_data([name]),
                    lambda name=name: record.web_read({name: {}}),
                    lambda name=name: record[name],
                    lambda name=name: record.search([(name, "!=", False)]),
                ):
                    with self.assertRaises(AccessError):
                        refused()
                if model != "res.partner":  # Odoo's own contacts are read whole by nobody
                    self.assertNotIn(name, record.read()[0])

    def check_model(self, name, user):
        rows = self.env[name].search([("contract_id", "=", self.running.id)])
        self.assertTrue(rows)
        rows = rows.with_user(user)
        for refused in (
            lambda: rows.search([]),
            lambda: rows.search_count([]),
            lambda: rows.read(["contract_id"]),
            lambda: rows.export_data(["display_name"]),
            lambda: rows.name_search(""),
            lambda: rows.formatted_read_group([], ["contract_id"], ["__count"]),
            lambda: rows._read_group([], [], ["__count"]),
        ):
            with self.subTest(model=name), self.assertRaises(AccessError):
                refused()

    def test_actions_of_a_closed_part_are_refused(self):
        line = self.running.settlement_ids[0]
        paper = "report.commercial_contract.contract_paper"
        Contract = self.env["commercial.contract"]
        for part, actions in {
            "goods": [
                lambda user: self.env[paper].with_user(user)._get_report_values(self.running.ids)
            ],
            "invoices": [
                lambda user: self.running.with_user(user).action_create_invoice(),
                lambda user: self.running.with_user(user).action_view_invoices(),
                lambda user: self.running.settlement_ids[1].with_user(user).action_bill(),
                lambda user: self.running.settlement_ids[1].with_user(user).bill_batch(),
                self.link_as,
            ],
            "payments": [
                lambda user: self.running.with_user(user).action_register_payment(),
                lambda user: self.running.with_user(user).action_view_payments(),
                lambda user: line.with_user(user)._register_payment(1),
                self.link_as,
            ],
            "figures": [
                lambda user: Contract.with_user(user).get_overview(),
                lambda user: Contract.with_user(user).action_view_overview("in_force", "sale"),
                lambda user: self.customer.with_user(user).action_view_contract_figure(
                    "signed", "sale", self.usd.id
                ),
            ],
            "texts": [
                lambda user: self.env[paper].with_user(user)._get_report_values(self.running.ids)
            ],
        }.items():
            blind = self.make_blind(part)
            for number, action in enumerate(actions):
                with self.subTest(part=part, action=number):
                    action(self.accountant)  # who sees it may
                    with self.assertRaisesRegex(AccessError, "closed to you"):
                        action(blind)

    def link_as(self, user):
        dialog = self.env["commercial.contract.link"].with_user(user)
        return dialog.create({"contract_id": self.running.id}).cash_ids

    def test_all_else_goes_on_without_the_parts(self):
        """Open, make, plan, save, sign, copy, suspend, bring back, cancel: with all parts closed."""
        blind = self.make_blind(groups=(OWN, "sales_team.group_sale_salesman"))
        self.running.user_id = blind
        running = self.running.with_user(blind)
        with Form(running) as form:
            form.partner_ref = "PO 7"
        self.assertEqual(self.running.partner_ref, "PO 7")
        for model, record in (
            ("commercial.contract", running),
            ("commercial.contract.settlement", running.settlement_ids),
        ):
            views = self.env[model].with_user(blind).get_views([(False, "form"), (False, "list")])
            names = list(views["models"][model]["fields"])
            self.assertIn("currency_id", names)
            self.assertTrue(record.read(names))
        copy = running.copy()
        whole = copy.sudo()
        self.assertEqual(whole.line_ids.product_id, self.pump)
        self.assertEqual(whole.amount_total, 10000)
        self.assertEqual(whole.settlement_ids.mapped("amount"), [3000, 5000, 2000])
        copy.settlement_ids[0].date_due = "2026-06-30"
        copy.plan_from_text("50/50")
        copy.plan_from_contract(running)
        copy.action_sign()
        self.assertEqual(copy.state, "active")
        self.assertTrue(copy.amount_unsettled)
        copy.action_draft()
        copy.action_cancel()
        running.copy().unlink()
        self.advance(self.running, 50)
        self.assertEqual(running.amount_settled, 150)
        self.assertTrue(running._filtered_access("write"))

    def test_ties_to_goods_are_copied_without_seeing_them(self):
        draft = self.contract(goods=[(self.pump, 1, 5000), (self.valve, 1, 5000)], signed=False)
        draft.settlement_ids[0].line_ids = draft.line_ids[0]
        blind = self.make_blind("goods", groups=(OWN,))
        draft.user_id = blind
        copy = draft.with_user(blind).copy()
        tied = copy.sudo().settlement_ids.sorted("id")[0].line_ids
        self.assertEqual((tied.product_id, tied.contract_id.id), (self.pump, copy.id))
        copy.plan_from_contract(draft.with_user(blind))
        tied = copy.sudo().settlement_ids.line_ids
        self.assertEqual((tied.product_id, tied.contract_id.id), (self.pump, copy.id))

    def test_a_contract_is_amended_without_seeing_its_goods(self):
        blind = self.make_blind("goods", groups=(OWN,))
        self.running.user_id = blind
        running = self.running.with_user(blind)
        with self.assertRaises(AccessError):
            running.amend({"line_ids": [Command.delete(self.running.line_ids.id)]}, "less")
        amendment = running.amend({"date_end": "2030-12-31"}, "longer")
        self.assertEqual(str(running.date_end), "2030-12-31")
        self.assertEqual(amendment.env.uid, blind.id)
        self.assertFalse(amendment.env.su)
        self.assertTrue(amendment.term_ids)
        self.assertNotIn("goods_ids", amendment.fields_get())
        with self.assertRaises(AccessError):
            self.env["commercial.contract.amendment.goods"].with_user(blind).search([])

    def test_who_sees_no_goods_writes_none(self):
        blind = self.make_blind("goods", groups=(OWN,))
        draft = self.contract(signed=False, user_id=blind.id).with_user(blind)
        goods = [Command.create({"name": "More", "price_unit": 1})]
        for refused in (
            lambda: draft.write({"line_ids": goods}),
            lambda: draft.copy({"line_ids": goods}),
            lambda: draft.create({"partner_id": self.customer.id, "line_ids": goods}),
            lambda: draft.settlement_ids.write({"line_ids": [Command.clear()]}),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_an_order_becomes_a_contract_without_seeing_its_goods(self):
        blind = self.make_blind("goods", groups=(OWN, "sales_team.group_sale_salesman"))
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": blind.id,
                "order_line": [Command.create({"product_id": self.pump.id, "product_uom_qty": 2})],
            }
        )
        order.with_user(blind).action_create_contract()
        contract = order.commercial_contract_id
        self.assertEqual(contract.line_ids.product_id, self.pump)
        self.assertEqual(order.order_line.commercial_contract_line_id, contract.line_ids)
        self.assertEqual(contract.user_id, blind)

    def test_the_settlement_list_tells_the_same_without_the_part(self):
        report = self.env["report.commercial_contract.settlement_list"]
        lists = [
            report.with_user(user)._get_settlement_list_data(
                "2026-01-01", "2026-01-31", "sale", "settled"
            )["lists"]
            for user in (self.accountant, self.make_blind("payments"))
        ]
        self.assertTrue(lists[0][0]["rows"])
        self.assertEqual(lists[0][0]["totals"], lists[1][0]["totals"])
        self.assertEqual(lists[0][0]["cash_in_books"], lists[1][0]["cash_in_books"])

    def test_files_of_contracts_are_never_public(self):
        files = self.env["ir.attachment"].create(
            [
                {"name": "a", "raw": b"x", "public": True, "res_model": model, "res_id": record.id}
                for model, record in (
                    ("commercial.contract", self.running),
                    ("commercial.contract.settlement", self.running.settlement_ids[0]),
                )
            ]
        )
        self.assertEqual(files.mapped("public"), [False, False])
        for user in (self.env.user, self.manager):
            with self.assertRaises(ValidationError):
                files[0].with_user(user).public = True
        loose = self.env["ir.attachment"].create({"name": "b", "raw": b"x", "public": True})
        self.assertTrue(loose.public)
        loose.write({"res_model": "commercial.contract", "res_id": self.running.id})
        self.assertFalse(loose.public)
        with self.assertRaises(AccessError):
            loose.with_user(self.seller2).read(["raw"])
