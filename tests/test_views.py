import re
from ast import literal_eval

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import file_open
from odoo.tools.safe_eval import safe_eval

from .common import ContractCase

MODULE = "commercial_contract"
MONEY_LISTS = ("contract_money_list", "contract_cash_list")


@tagged("post_install", "-at_install")
class TestViews(ContractCase):
    """Every screen opens for each role, and what people type into it does what it says."""

    def roles(self):
        return {"seller": self.seller, "accountant": self.accountant, "leader": self.leader}

    def own(self, model):
        found = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
        return self.env[model].browse(found.mapped("res_id")).exists()

    def windows(self):
        """Every window action of this addon that is not a dialog and no administrator's."""
        return self.own("ir.actions.act_window").filtered(
            lambda action: action.target != "new" and action.res_model != "res.config.settings"
        )

    def of_ours(self):
        models = {action.res_model for action in self.windows()}
        return sorted(name for name in models if self.env[name]._original_module == MODULE)

    def as_reader(self, name):
        """Return a model as a salesperson reads it, or the administrator where it is his alone."""
        model = self.env[name].with_user(self.seller)
        return model if model.has_access("read") else model.with_user(self.manager)

    def test_every_view_opens_for_every_role(self):
        for action in self.windows():
            modes = [*action.view_mode.split(","), "search"]
            for role, user in self.roles().items():
                model = self.env[action.res_model].with_user(user)
                if not model.has_access("read"):
                    continue
                with self.subTest(action=action.xml_id, role=role):
                    model.get_views([(False, mode) for mode in modes])

    def test_extended_forms_open_for_every_role(self):
        for view in self.own("ir.ui.view").filtered(lambda v: v.mode == "extension" and v.model):
            for role, user in self.roles().items():
                model = self.env[view.model].with_user(user)
                if model._transient or not model.has_access("read"):
                    continue
                with self.subTest(view=view.xml_id, role=role):
                    model.get_view(view_type=view.type)

    def test_every_list_reads_its_columns_for_every_role(self):
        k = self.contract()
        self.invoice(self.lines(k)[0])
        self.advance(k, 1000)
        self.env["commercial.contract.progress"].create(
            {"contract_id": k.id, "name": "half", "percent": 50}
        )
        k.prepare_amendment({"date_end": "2026-12-31"}, "Longer", "2026-02-01")
        k.amend({"date_end": "2026-12-31"}, "Longer", "2026-02-01")
        self.lines(k)[1]._promise("2099-01-01")
        self.env["commercial.customer.value"]._rate(self.company)
        self.env["commercial.reminder.log"].create(
            {
                "contract_id": k.id,
                "rule_id": self.env.ref("commercial_contract.reminder_rule_end").id,
                "date_planned": "2026-12-01",
                "date_due": "2026-12-31",
                "state": "sent",
                "user_ids": self.seller.ids,
            }
        )
        for name in self.of_ours():
            for role, user in self.roles().items():
                model = self.env[name].with_user(user)
                if not model.has_access("read"):
                    continue
                with self.subTest(model=name, role=role):
                    arch = etree.fromstring(model.get_view(view_type="list")["arch"])
                    names = {node.get("name") for node in arch.iterfind("./field")}
                    self.assertTrue(model.search_fetch([], [], limit=5).web_read(
                        {field: {} for field in names}
                    ) or name.endswith("category"))  # fmt: skip

    def nodes(self, name):
        arch = etree.fromstring(self.env[name].get_view(view_type="search")["arch"])
        return arch.iter("filter"), {"self": "K", "uid": self.seller.id}

    def test_every_filter_is_searched(self):
        self.contract()
        for name in self.of_ours():
            filters, context = self.nodes(name)
            for node in filters:
                if not node.get("domain"):
                    continue
                with self.subTest(model=name, filter=node.get("name")):
                    domain = safe_eval(node.get("domain"), context)
                    for user in self.roles().values():
                        model = self.env[name].with_user(user)
                        if model.has_access("read"):
                            model.search(domain)

    def test_every_search_field_is_searched(self):
        self.contract()
        for name in self.of_ours():
            arch = etree.fromstring(self.env[name].get_view(view_type="search")["arch"])
            for node in arch.iterfind("./field"):
                with self.subTest(model=name, field=node.get("name")):
                    domain = [(node.get("name"), "ilike", "K")]
                    if self.env[name]._fields[node.get("name")].type == "date":
                        domain = [(node.get("name"), "=", "2026-01-31")]
                    if node.get("filter_domain"):
                        domain = safe_eval(node.get("filter_domain"), {"self": "K"})
                    self.as_reader(name).search(domain)

    def test_every_group_by_is_grouped(self):
        self.contract()
        for name in self.of_ours():
            filters, _context = self.nodes(name)
            for node in filters:
                group = literal_eval(node.get("context") or "{}").get("group_by")
                if not group:
                    continue
                with self.subTest(model=name, group=group):
                    model = self.as_reader(name)
                    model.formatted_read_group([], [group], ["__count"])

    def test_default_filters_of_actions_exist(self):
        for action in self.windows():
            arch = self.env[action.res_model].get_view(action.search_view_id.id, "search")["arch"]
            names = {node.get("name") for node in etree.fromstring(arch).iter("filter", "field")}
            keys = safe_eval(action.context, {"active_id": 0, "uid": 1})
            with self.subTest(action=action.xml_id):
                wanted = {k.removeprefix("search_default_") for k in keys if "search_default" in k}
                self.assertLessEqual(wanted, names)

    def test_charts_and_pivots_group_by_what_can_be_grouped(self):
        self.contract()
        for name in self.of_ours():
            for kind in ("pivot", "graph"):
                if not self.env["ir.ui.view"].search_count(
                    [("model", "=", name), ("type", "=", kind)]
                ):
                    continue
                arch = etree.fromstring(self.env[name].get_view(view_type=kind)["arch"])
                groups, sums = [], ["__count"]
                for node in arch.iterfind("./field"):
                    if node.get("type") == "measure":
                        sums.append(f"{node.get('name')}:sum")
                    else:
                        step = node.get("interval")
                        groups.append(f"{node.get('name')}:{step}" if step else node.get("name"))
                with self.subTest(model=name, kind=kind):
                    rows = self.env[name].with_user(self.seller)
                    rows.formatted_read_group([], groups, sums)

    def test_measures_are_money_or_goods(self):
        """No chart offers the sum of orders, percents or prices."""
        goods = {"quantity", "qty_ordered", "qty_delivered", "qty_invoiced"}
        charts = self.env["ir.ui.view"].search([("type", "in", ("pivot", "graph"))])
        for name in set(charts.mapped("model")) & set(self.of_ours()):
            fields = self.env[name].fields_get(attributes=["type", "aggregator"])
            counted = {
                field
                for field, told in fields.items()
                if told["type"] in ("integer", "float") and told.get("aggregator") == "sum"
            }
            with self.subTest(model=name):
                self.assertLessEqual(counted - {"id"}, goods)

    def test_money_in_and_money_out_share_no_sum(self):
        """A list of both tells them apart; its foot is left out where it would add them up."""
        lists = self.own("ir.ui.view").filtered(lambda v: v.type == "list" and v.mode == "primary")
        for view in lists.filtered(lambda v: v.model in self.of_ours()):
            model = self.env[view.model]
            arch = etree.fromstring(model.get_view(view.id)["arch"])
            if "direction" not in model._fields or not arch.xpath("./field[@sum]"):
                continue
            with self.subTest(view=view.xml_id):
                self.assertIn(arch.get("js_class"), MONEY_LISTS)
                self.assertTrue(arch.xpath("./field[@name='direction']"))

    def test_a_search_that_finds_nothing_says_so(self):
        """Odoo's own list would say that there is nothing yet, or that nothing awaits anybody."""
        telling = {
            "list": {*MONEY_LISTS, "contract_list"},
            "kanban": {"contract_kanban", "contract_money_kanban"},
        }
        for view in self.own("ir.ui.view").filtered(lambda v: v.mode == "primary"):
            if view.type in telling and view.model in self.of_ours():
                with self.subTest(view=view.xml_id):
                    arch = etree.fromstring(self.env[view.model].get_view(view.id)["arch"])
                    self.assertIn(arch.get("js_class"), telling[view.type])

    def test_lists_have_few_attributes(self):
        """With each of them Odoo takes twice as long to check the list, whoever installs the addon waits."""
        for view in self.own("ir.ui.view").filtered(lambda v: v.type == "list"):
            with self.subTest(view=view.xml_id):
                self.assertLessEqual(len(etree.fromstring(view.arch).attrib), 7)

    def test_a_phone_gets_cards_where_it_gets_a_list(self):
        """A list of eight columns cannot be read at 390 px."""
        for action in self.windows():
            modes = action.view_mode.split(",")
            if "list" in modes:
                with self.subTest(action=action.xml_id):
                    self.assertIn("kanban", modes)

    def draft_form(self, user=None, **defaults):
        model = self.env["commercial.contract"].with_user(user or self.seller)
        form = Form(model.with_context(**{f"default_{k}": v for k, v in defaults.items()}))
        form.title = "Pumps"
        form.partner_id = self.customer
        with form.line_ids.new() as line:
            line.product_id = self.pump
            line.quantity = 2
        return form

    def test_quick_plan_in_the_form_gives_three_lines(self):
        form = self.draft_form()
        form.quick_plan = "30/60/10"
        self.assertFalse(form.quick_plan)
        k = form.save()
        self.assertEqual(k.amount_total, 1130)  # 2 x 500 and 13 % tax
        lines = k.settlement_ids.sorted("sequence")
        self.assertEqual(lines.mapped("amount"), [339, 678, 113])
        self.assertEqual(lines.mapped("percent"), [30, 60, 10])
        k.action_sign()
        self.assertEqual(k.state, "active")

    def test_a_plan_that_cannot_be_read_is_refused_in_the_form(self):
        form = self.draft_form()
        with self.assertRaises(UserError):
            form.quick_plan = "30/60"

    def test_percent_and_amount_stay_in_step_in_the_form(self):
        form = self.draft_form()
        with form.settlement_ids.new() as line:
            line.percent = 30
            self.assertEqual(line.amount, 339)
            line.amount = 565
            self.assertEqual(line.percent, 50)
        self.assertEqual(form.amount_unplanned, 565)
        k = form.save()
        self.assertEqual(k.settlement_ids.amount, 565)

    def test_terms_in_the_form_make_the_plan(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "40/60",
                "line_ids": [
                    Command.clear(),
                    Command.create({"value": "percent", "value_amount": 40, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 60, "nb_days": 30}),
                ],
            }
        )
        form = self.draft_form()
        form.payment_term_id = term
        k = form.save()
        self.assertEqual(k.settlement_ids.sorted("date_due").mapped("amount"), [452, 678])

    def test_a_signed_contract_is_locked_in_the_form(self):
        k = self.contract().with_user(self.seller)
        form = Form(k)
        for name, value in (
            ("partner_id", self.other_customer),
            ("payer_id", self.payer),
            ("invoice_partner_id", self.payer),
            ("date_signed", "2026-02-01"),
            ("date_notice", "2026-02-01"),
            ("title", "Other title"),
        ):
            with self.subTest(name), self.assertRaises(AssertionError):
                setattr(form, name, value)
        form.partner_ref = "PO 7"
        form.save()
        self.assertEqual(k.partner_ref, "PO 7")

    def test_a_purchase_contract_starts_from_its_menu(self):
        action = self.env.ref(f"{MODULE}.commercial_contract_action_purchase")
        self.assertEqual(literal_eval(action.context)["default_direction"], "purchase")
        k = self.draft_form(direction="purchase").save()
        self.assertEqual(k.direction, "purchase")
        self.assertEqual(k.amount_total, 565)  # 2 x 250 and 13 % tax

    def test_reschedule_in_its_dialog(self):
        k = self.contract()
        line = self.lines(k)[0]
        wizard = Form(
            self.env["commercial.contract.reschedule"]
            .with_user(self.seller)
            .with_context(default_settlement_ids=line.ids)
        )
        wizard.date = "2026-04-01"
        wizard.reason = "customer asked"
        wizard.save().action_reschedule()
        self.assertEqual(str(line.date_due), "2026-04-01")
        self.assertEqual(str(line.date_due_original), "2026-01-31")

    def test_the_contract_invoices_what_is_due(self):
        k = self.contract(plan=[("A", 100, "2020-01-31"), ("B", 200, "2099-01-31")])
        self.assertEqual(k.amount_to_invoice, 100)
        k.action_create_invoice()
        k.invalidate_recordset()
        self.assertEqual(k.amount_to_invoice, 0)
        self.assertEqual(k.invoice_ids.amount_total, 100)
        with self.assertRaises(UserError):
            k.action_create_invoice()

    def test_lines_to_invoice_are_found_until_a_draft_bills_them(self):
        k = self.contract(
            plan=[("A", 100, "2020-01-31"), ("B", 200, "2020-02-28"), ("C", 300, "2099-01-31")]
        )
        a, b, _c = self.lines(k)
        mine = [("contract_id", "=", k.id), ("is_to_invoice", "=", True)]
        self.assertEqual(k.settlement_ids.search(mine), a | b)
        self.invoice(a)
        self.assertEqual(k.settlement_ids.search(mine), b)
        b.action_create_invoice()
        self.assertFalse(k.settlement_ids.search(mine))
        others = [("contract_id", "=", k.id), ("is_to_invoice", "=", False)]
        self.assertEqual(k.settlement_ids.search(others), k.settlement_ids)

    def primaries(self, record):
        """Return the names of the highlighted buttons that the form of a record shows."""
        record = record.with_user(self.accountant)
        arch = etree.fromstring(record.get_view(view_type="form")["arch"])
        shown = []
        for node in arch.iterfind("./header/button"):
            if "oe_highlight" not in node.get("class", ""):
                continue
            names = {name: record[name] for name in self.read_in(node.get("invisible"), record)}
            if not safe_eval(node.get("invisible"), names):
                shown.append(node.get("name"))
        return shown

    def read_in(self, expression, record):
        return [name for name in re.findall(r"\b[a-z_]+\b", expression) if name in record._fields]

    def test_a_contract_has_one_primary_button_at_most(self):
        draft = self.contract(signed=False)
        self.assertEqual(self.primaries(draft), ["action_sign"])
        k = self.contract(plan=[("A", 100, "2020-01-31"), ("B", 200, "2099-01-31")])
        self.assertEqual(self.primaries(k), ["action_create_invoice"])
        move = self.invoice(self.lines(k)[0])
        self.assertEqual(self.primaries(k), ["action_register_payment"])
        k.action_suspend("waits for the building site")
        self.assertEqual(self.primaries(k), ["action_resume"])
        k.action_resume()
        self.pay(move)
        self.assertEqual(self.primaries(k), [])
        out = self.contract(plan=[("A", 100, "2020-01-31")], direction="purchase")
        self.invoice(self.lines(out)[0])
        self.assertEqual(self.primaries(out), ["action_register_payment"])

    def test_a_line_has_one_primary_button_at_most(self):
        a = self.lines(self.contract(plan=[("A", 100, "2020-01-31")]))
        self.assertEqual(self.primaries(a), ["action_bill"])
        move = self.invoice(a)
        self.assertEqual(self.primaries(a), ["action_register_payment"])
        self.pay(move)
        self.assertEqual(self.primaries(a), [])
        out = self.lines(self.contract(plan=[("A", 100, "2020-01-31")], direction="purchase"))
        self.invoice(out)
        self.assertEqual(self.primaries(out), ["action_register_payment"])

    def test_the_figure_strip_opens_actions_that_are_there(self):
        source = file_open(f"{MODULE}/static/src/figure_strip/figure_strip.js").read()
        endings = re.findall(r"\$\{ACTION\}(_\w+)", source)
        self.assertEqual(len(endings), 4)
        for ending in endings:
            with self.subTest(ending):
                self.assertTrue(self.env.ref(f"{MODULE}.commercial_contract{ending}"))

    def test_a_contract_opens_its_payments(self):
        k = self.contract()
        payment = self.advance(k, 500)
        self.assertEqual(k.with_user(self.accountant).action_view_payments()["res_id"], payment.id)

    def test_a_document_opens_its_contracts(self):
        k = self.contract()
        move = self.invoice(self.lines(k)[0])
        self.assertEqual(move.action_view_commercial_contracts()["res_id"], k.id)
