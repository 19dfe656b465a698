import inspect

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .access_case import AccessCase
from .common import ALL, FINANCE, OWN

SECRET = "Whalesong"
# What a public method of a contract or of something below one is called with; those without a line here
# take nothing. A new one that asks for arguments must be named here, or the test fails.
ARGUMENTS = {
    "action_view_overview": None,  # of no record: see test_overview_and_search_box
    "get_overview": None,
    "get_import_templates": None,
    "check_opening_import": None,
    "take_over_opening": None,
    "plan_from_text": ("100",),
    "plan_from_term": ("TERM", "2026-01-01"),
    "plan_from_contract": ("OWN",),
    "amend": ({"date_end": "2030-01-01"}, "because"),
    "prepare_amendment": ({"date_end": "2030-01-01"}, "because"),
    "reschedule": ("2026-09-09", "because"),
    "finish_bill_batches": lambda rows: ({"made": [], "done": rows.ids, "aside": [], "left": []},),
    "open_as_of": ("2026-02-01",),
    "figures": ([],),
}


@tagged("post_install", "-at_install")
class TestAccessRound(AccessCase, HttpCase):
    """Ways round the rules, each tried as somebody who has every right but that on the contract (I8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thief = cls.make_user(
            "thief",
            OWN,
            FINANCE,
            "base.group_allow_export",
            "commercial_contract.group_contract_legal",
            "account.group_account_manager",
            "sales_team.group_sale_manager",
            "purchase.group_purchase_manager",
            "project.group_project_manager",
        )
        cls.own = cls.contract(title="Mine", user_id=cls.thief.id, partner_id=cls.other_customer.id)
        cls.lead = cls.env["crm.lead"].create({"name": "Lead"})
        cls.secret = cls.contract(
            title=SECRET,
            user_id=cls.seller2.id,
            project_id=cls.project.id,
            opportunity_id=cls.lead.id,
            goods=[(cls.pump, 10, 1000)],
            note=f"<p>{SECRET}</p>",
        )
        cls.line = cls.secret.settlement_ids[0]
        cls.edit(cls, cls.line, name=SECRET)
        cls.pay = cls.payment(cls, 100, contract=cls.secret)
        cls.env["commercial.contract.progress"].create(
            {"contract_id": cls.secret.id, "name": SECRET, "percent": 5}
        )
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET.encode(),
                "res_model": "commercial.contract",
                "res_id": cls.secret.id,
            }
        )
        cls.message = cls.secret.message_post(body=SECRET, attachment_ids=cls.file.ids)
        cls.activity = cls.secret.activity_schedule(
            "mail.mail_activity_data_todo", summary=SECRET, user_id=cls.seller2.id
        )
        cls.order = cls.env["sale.order"].create(
            {"partner_id": cls.customer.id, "commercial_contract_id": cls.secret.id}
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.move = self.invoice(self.line)

    def as_thief(self, records):
        self.next_request()
        return records.with_user(self.thief)

    def below(self):
        """Return the records of each model below the secret contract, with the contract itself."""
        found = [self.secret]
        for name, model in self.registry.items():
            if "is_mine" in model._fields and not (model._abstract or model._transient):
                key = "id" if name == "commercial.contract" else "contract_id"
                rows = self.env[name].search([(key, "=", self.secret.id)])
                if rows and name != "commercial.contract":
                    found.append(rows)
        self.assertGreater(len(found), 4)
        return found

    def test_groups_and_sums_by_rpc(self):
        for rows in self.below():
            mine = self.as_thief(rows)
            key = "id" if rows._name == "commercial.contract" else "contract_id"
            hidden = [(key, "=", self.secret.id)]
            with self.subTest(model=rows._name):
                self.assertFalse(mine.with_context(active_test=False).search(hidden))
                self.assertFalse(mine.search_read(hidden, ["display_name"]))
                self.assertFalse(mine.web_search_read(hidden, {"display_name": {}})["records"])
                self.assertFalse(mine.web_read_group(hidden, ["company_id"], ["__count"])["length"])
                self.assertFalse(mine._read_group(hidden, ["company_id"], ["id:array_agg"]))
                groups = mine.formatted_read_group(hidden, ["department_id"], ["__count"])
                self.assertFalse(sum(group["__count"] for group in groups))
                sets = mine.formatted_read_grouping_sets(hidden, [["company_id"], []], ["__count"])
                self.assertFalse(sum(group["__count"] for part in sets for group in part))
                for refused in (
                    lambda m=mine: m.export_data(["id", "display_name"]),
                    lambda m=mine: m.read(["display_name"]),
                    lambda m=mine: m.web_read({"display_name": {}}),
                    lambda m=mine: m.mapped("display_name"),
                    lambda m=mine: m.copy(),
                    lambda m=mine: m.unlink(),
                    lambda m=mine: m.write({"active": False} if "active" in m._fields else {}),
                    # of a view Odoo tells no more than the number that was asked for
                    *([lambda m=mine: m.get_metadata()] if rows._log_access else ()),
                ):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        refused()

    def test_through_relations(self):
        paths = (
            (self.customer, "commercial_contract_ids"),
            (self.project, "commercial_contract_ids"),
            (self.lead, "commercial_contract_ids"),
            (self.order, "commercial_contract_id"),
            (self.move, "commercial_contract_ids"),
            (self.move.line_ids, "commercial_contract_id"),
            (self.move.line_ids, "commercial_settlement_id.contract_id"),
            (self.pay, "commercial_contract_id"),
        )
        for records, path in paths:
            mine = self.as_thief(records)
            with self.subTest(model=records._name, path=path):
                self.assertTrue(records.search([(f"{path}.title", "=", SECRET)]))
                self.assertFalse(mine.search([(f"{path}.title", "=", SECRET)]))
                self.assertFalse(mine.search([(f"{path}.line_ids.name", "=", "Pump")]))
                field, _dot, _rest = path.partition(".")
                if field.endswith("_ids"):
                    [row] = mine.read([field])
                    self.assertNotIn(self.secret.id, row[field])
                    rows = mine.export_data([f"{field}/title"])["datas"]
                    self.assertNotIn(SECRET, str(rows))
                    self.assertNotIn(SECRET, str(mine.web_read({field: {"fields": {"title": {}}}})))
                else:
                    with self.assertRaises(AccessError):
                        mine.mapped(f"{path}.title")
                    with self.assertRaises(AccessError):
                        mine.export_data([f"{path}/title".replace(".", "/")])
        self.assertFalse(self.customer.with_user(self.thief).commercial_contract_count)
        self.assertFalse(self.customer.with_user(self.thief).commercial_contract_figures)

    def test_messages_activities_and_files(self):
        on_it = [("res_id", "=", self.secret.id)]
        for records, domain in (
            (self.message, [("model", "=", "commercial.contract"), *on_it]),
            (self.activity, [("res_model", "=", "commercial.contract"), *on_it]),
            (self.file, [("res_model", "=", "commercial.contract"), *on_it]),
        ):
            mine = self.as_thief(records)
            with self.subTest(model=records._name):
                self.assertFalse(mine.search(domain))
                self.assertFalse(mine.search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    mine.read(["display_name"])
                with self.assertRaises(AccessError):
                    mine.export_data(["display_name"])
        mine = self.as_thief(self.secret)
        for number, refused in enumerate(
            (
                lambda: mine.message_post(body="hello"),
                lambda: mine.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=self.thief.id
                ),
                lambda: mine.env["ir.attachment"].create(
                    {"name": "x", "raw": b"x", "res_model": mine._name, "res_id": mine.id}
                ),
                lambda: mine.env["mail.message"].create(
                    {"model": mine._name, "res_id": mine.id, "body": "x"}
                ),
            )
        ):
            with (
                self.subTest(way=number),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                refused()
        # whoever follows is told, and yet does not see
        self.assertFalse(mine.message_subscribe(self.thief.partner_id.ids))
        self.assertNotIn(self.thief.partner_id, self.secret.message_partner_ids)
        self.secret.message_subscribe(self.thief.partner_id.ids)
        self.assertFalse(self.as_thief(self.secret).search([("id", "=", self.secret.id)]))

    @mute_logger("odoo.http")
    def test_files_by_their_number(self):
        self.authenticate("seller2", "seller2")
        self.assertEqual(self.url_open(f"/web/content/{self.file.id}").text, SECRET)
        for login in ("thief", "staff", None):
            self.authenticate(login, login)
            answer = self.url_open(f"/web/content/{self.file.id}")
            with self.subTest(login=login):
                self.assertEqual(answer.text == SECRET, login == "staff")

    @mute_logger("odoo.http", "odoo.addons.web.controllers.report")
    def test_papers_by_their_address(self):
        self.authenticate("staff", "staff")
        url = f"/report/html/commercial_contract.contract_paper/{self.secret.id}"
        self.assertIn(SECRET, self.url_open(url).text)
        self.authenticate("thief", "thief")
        for kind in ("html", "pdf"):
            answer = self.url_open(url.replace("html", kind))
            self.assertNotIn(SECRET, answer.text)

    def test_papers_by_rpc(self):
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "commercial_contract.%")]
        )
        self.assertGreater(len(reports), 5)
        records = {rows._name: rows for rows in self.below()} | {"account.payment": self.pay}
        for report in reports:
            rows = records.get(report.model)
            if not rows or report.report_type == "xlsx":
                continue
            rows = rows.filtered(
                lambda row: row._name != "commercial.contract.allocation" or row.kind == "cash"
            )
            name = report.report_name
            with self.subTest(report=name):
                shown = ""
                try:
                    render = self.env["ir.actions.report"].with_user(self.thief)
                    shown = render._render_qweb_html(name, rows.ids)[0].decode()
                except (AccessError, UserError):
                    continue
                self.assertNotIn(SECRET, shown)
                self.assertNotIn(self.secret.name, shown)

    def test_names_and_search_box(self):
        Contract = self.as_thief(self.secret).browse()
        words = (SECRET, "whale", self.secret.name, "Pump", "P-100", self.move.name, self.pay.name)
        for word in words:
            with self.subTest(word=word):
                self.assertNotIn(self.secret.id, [row[0] for row in Contract.name_search(word)])
                found = Contract.search([("found_by", "ilike", word)])
                self.assertNotIn(self.secret.id, found.ids)
                for name in ("settlement", "progress", "allocation"):
                    model = Contract.env[f"commercial.contract.{name}"]
                    if "found_by" in model._fields:
                        rows = model.search([("found_by", "ilike", word)])
                        self.assertNotIn(self.secret, rows.contract_id)

    def test_overview(self):
        page = self.as_thief(self.secret).browse().get_overview("sale")
        self.assertNotIn(SECRET, str(page))
        self.assertEqual(
            [row["amount"] for row in page["lines"]["in_force"]], [self.own.amount_total]
        )
        self.assertFalse(page["lines"]["settled"])

    def test_every_public_method_asks_for_access(self):
        """Buttons work as superuser here and there: whoever may not see the contract may press none."""
        term = self.env["account.payment.term"].search([], limit=1)
        stand_in = {"TERM": term, "OWN": self.own}
        tried = 0
        for rows in self.below():
            for name in self.public_methods(rows):
                arguments = ARGUMENTS.get(name, ())
                if arguments is None:
                    continue
                mine = self.as_thief(rows[:1])
                if callable(arguments):
                    arguments = arguments(rows[:1])
                tried += 1
                arguments = [
                    stand_in.get(value, value) if isinstance(value, str) else value
                    for value in arguments
                ]
                with self.subTest(model=rows._name, method=name):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        getattr(mine, name)(*arguments)
        self.assertGreater(tried, 30)

    def public_methods(self, rows):
        """Return the names of the methods of this addon that a remote caller may call on a record."""
        names = set()
        for cls in type(rows).__mro__:
            if not cls.__module__.startswith("odoo.addons.commercial_contract"):
                continue
            for name, method in vars(cls).items():
                if name.startswith("_") or not inspect.isfunction(method):
                    continue
                if getattr(method, "_api_private", False) or getattr(method, "_api_model", False):
                    continue
                if name in ("create", "write", "unlink", "copy", "copy_data", "browse"):
                    continue
                names.add(name)
        return sorted(names)

    def test_a_link_that_is_typed_in_names_no_contract(self):
        """Whoever writes the number of a hidden contract into a link would read its name there."""
        framework = self.foreign(SECRET)
        framework.settlement_ids.unlink()
        framework.is_framework = True
        draft = self.contract(signed=False, user_id=self.thief.id)
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": self.thief.id}
        )
        for refused in (
            lambda: draft.with_user(self.thief).write({"parent_id": framework.id}),
            lambda: draft.with_user(self.thief).copy({"parent_id": framework.id}),
            lambda: order.with_user(self.thief).write({"commercial_contract_id": self.secret.id}),
            lambda: order.with_user(self.thief).create(
                {"partner_id": self.customer.id, "commercial_contract_id": self.secret.id}
            ),
        ):
            self.next_request()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                refused()
        # what was linked by somebody else may be edited all the same
        self.order.with_user(self.thief).write(
            {"client_order_ref": "x", "commercial_contract_id": self.secret.id}
        )

    def test_a_company_that_is_not_allowed(self):
        other = self.make_company("Other Books")
        there = self.contract(title=SECRET, company_id=other.id, user_id=self.thief.id)
        for user in (self.thief, self.manager):
            self.next_request()
            mine = there.with_user(user)
            self.assertFalse(mine.search([("id", "=", there.id)]))
            plan = mine.env["commercial.contract.settlement"]
            self.assertFalse(plan.search([("contract_id", "=", there.id)]))
            for refused in (
                lambda m=mine: m.read(["title"]),
                lambda m=mine: m.with_company(other).title,
                lambda m=mine: m.with_context(allowed_company_ids=other.ids).search([]),
                lambda m=mine: m.with_context(allowed_company_ids=other.ids).read(["title"]),
                lambda m=mine: m.action_view_siblings(),
            ):
                with self.assertRaises(AccessError):
                    refused()
        with self.assertRaises(AccessError):
            self.own.with_user(self.thief).copy({"company_id": other.id})

    def test_amounts_yes_journal_items_no(self):
        """Who has no rights on the books sees what settled his contract, and nothing of the books."""
        staff = self.make_user("no-books", ALL, "base.group_allow_export")
        row = self.secret.allocation_ids[0]
        self.next_request()
        mine = row.with_user(staff)
        self.assertTrue(mine.amount)
        self.assertTrue(mine.payer_id)
        for name in ("move_line_id", "entry_id", "payment_id", "invoice_id"):
            with self.subTest(field=name):
                self.assertNotIn(name, mine.fields_get())
                for refused in (
                    lambda n=name: mine.read([n]),
                    lambda n=name: mine.export_data([f"{n}/name"]),
                    lambda n=name: mine.search([(f"{n}.name", "ilike", "a")]),
                ):
                    with self.assertRaises(AccessError):
                        refused()
                # the entry is a link through another record, which Odoo groups by for nobody
                with self.assertRaises(ValueError if name == "entry_id" else AccessError):
                    mine.formatted_read_group([], [name], ["__count"])
        for rows in self.below():
            with self.subTest(model=rows._name):
                self.next_request()
                mine = rows.with_user(staff)
                names = [
                    name
                    for name, field in mine.fields_get().items()
                    if field["type"] not in ("one2many", "many2many")
                ]
                whole = str(mine.read(names))
                for number in (self.move.name, self.pay.name):
                    self.assertNotIn(number, whole)
