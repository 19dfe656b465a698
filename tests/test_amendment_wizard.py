from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common import OWN, LedgerCase


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15")
class TestAmendmentWizard(LedgerCase):
    """What is asked for, and the plan as it would be: pumps 678, valves 452; A 339, B 565, C 226."""

    def setUp(self):
        super().setUp()
        self.k = self.contract(
            goods=[(self.pump, 6, 100), (self.valve, 4, 100)],
            tax=self.tax_13,
            plan=[("A", 339, "2026-01-31"), ("B", 565, "2026-02-28"), ("C", 226, "2026-03-31")],
        )
        self.a, self.b, self.c = self.lines(self.k)

    def open(self, contract=None, user=None):
        wizard = self.env["commercial.contract.amend"].with_user(user or self.seller)
        return Form(wizard.with_context(default_contract_id=(contract or self.k).id))

    def edit(self, rows, index, **values):
        with rows.edit(index) as row:
            for name, value in values.items():
                row[name] = value

    def amounts(self, form):
        return [form.plan_ids.edit(index).amount for index in range(len(form.plan_ids))]

    def test_it_opens_as_the_contract_is(self):
        self.advance(self.k, 400)
        form = self.open()
        self.assertEqual((form.total_before, form.total_after), (1130, 1130))
        self.assertEqual((form.amount_planned, form.amount_unplanned), (1130, 0))
        self.assertFalse(form.fault)
        rows = [form.plan_ids.edit(index) for index in range(3)]
        self.assertEqual([row.amount_held for row in rows], [339, 61, 0])

    def test_the_plan_follows_the_goods_and_is_corrected(self):
        self.advance(self.k, 339)
        form = self.open()
        form.reason = "Two more"
        self.edit(form.goods_ids, 0, quantity=8)
        self.assertEqual(form.total_after, 1356)
        self.assertEqual(self.amounts(form), [339, 726.43, 290.57])
        self.assertEqual(form.amount_unplanned, 0)
        self.edit(form.plan_ids, 1, amount=700)
        self.assertEqual(form.amount_unplanned, 26.43)
        self.assertIn("would add up to", form.fault)
        self.edit(form.plan_ids, 2, amount=317)
        self.assertFalse(form.fault)
        action = form.save().action_amend()
        self.assertEqual(action["res_model"], "commercial.contract.amendment")
        self.assertEqual([line.amount for line in self.lines(self.k)], [339, 700, 317])
        amendment = self.env["commercial.contract.amendment"].browse(action["res_id"])
        self.assertEqual((amendment.reason, amendment.user_id), ("Two more", self.seller))
        self.assertEqual(amendment.total_after, 1356)
        self.assertEqual(amendment.goods_ids.name, "Pump")
        self.assertEqual(self.k.line_ids.uom_id, self.pump.uom_id)

    def test_goods_and_lines_are_added_and_taken_out(self):
        self.service.taxes_id = self.tax_13
        form = self.open()
        form.reason = "Service instead of valves"
        form.goods_ids.remove(1)
        with form.goods_ids.new() as row:
            row.product_id = self.service
            row.price_unit = 400
        self.assertEqual(form.total_after, 1130)
        form.plan_ids.remove(2)
        with form.plan_ids.new() as row:
            row.name = "D"
            row.amount = 226
            row.date_due = "2026-05-31"
        form.save().action_amend()
        goods = self.k.line_ids
        self.assertEqual(goods.mapped("is_cancelled"), [False, True, False])
        self.assertEqual(
            {line.name: (line.amount, line.is_cancelled) for line in self.k.settlement_ids},
            {"A": (339, False), "B": (565, False), "C": (0, True), "D": (226, False)},
        )

    def test_a_line_that_waits_for_an_event(self):
        form = self.open()
        form.reason = "The rest after the work"
        with form.plan_ids.edit(2) as row:
            self.assertEqual(row.trigger, "date")
            row.trigger = "progress"
            self.assertFalse(row.date_due)
            row.trigger_percent = 80
            row.amount = 200
        with form.plan_ids.new() as row:
            row.name = "D"
            row.amount = 26
            row.trigger = "completion"
            row.trigger_days = 30
        form.save().action_amend()
        added = self.k.settlement_ids - self.a - self.b - self.c
        self.assertEqual(
            (self.c.trigger, self.c.trigger_percent, self.c.date_due), ("progress", 80, False)
        )
        self.assertEqual(
            (added.trigger, added.trigger_days, added.date_due), ("completion", 30, False)
        )
        rows = {row.name: row.due_after for row in self.k.amendment_ids.line_ids}
        self.assertEqual(rows, {"C": "At 80 % progress", "D": "30 days after completion"})

    def test_terms_alone(self):
        form = self.open()
        form.reason = "Longer"
        form.date_end = "2026-12-31"
        form.partner_id = self.other_customer
        form.save().action_amend()
        self.assertEqual(
            (str(self.k.date_end), self.k.partner_id), ("2026-12-31", self.other_customer)
        )
        self.assertFalse(self.k.amendment_ids.line_ids)

    def test_terms_behind_the_page(self):
        form = self.open()
        form.reason = "Group pays"
        form.title = "Pumps and valves"
        form.payer_id = self.payer
        form.invoice_partner_id = self.other_customer
        form.retention_percent = 5
        form.retention_days = 365
        form.retention_split = True
        form.date_notice = "2026-11-30"
        form.save().action_amend()
        k = self.k
        self.assertEqual((k.payer_id, k.invoice_partner_id), (self.payer, self.other_customer))
        self.assertEqual(
            (k.title, k.retention_percent, k.retention_days, k.retention_split),
            ("Pumps and valves", 5, 365, True),
        )
        self.assertEqual(str(k.date_notice), "2026-11-30")
        self.assertEqual(
            set(k.amendment_ids.term_ids.mapped("field_name")),
            {
                "title",
                "payer_id",
                "invoice_partner_id",
                "retention_percent",
                "retention_days",
                "retention_split",
                "date_notice",
            },
        )

    def test_payer_and_recipient_follow_the_party_until_said_otherwise(self):
        form = self.open()
        form.reason = "Sold"
        form.partner_id = self.other_customer
        self.assertEqual(form.payer_id, self.other_customer)
        self.assertEqual(form.invoice_partner_id, self.other_customer)
        form.payer_id = self.customer  # goes on paying
        form.save().action_amend()
        self.assertEqual(
            (self.k.partner_id, self.k.payer_id, self.k.invoice_partner_id),
            (self.other_customer, self.customer, self.other_customer),
        )

    def test_the_framework_of_a_contract(self):
        framework = self.env["commercial.contract"].create(
            {
                "title": "F",
                "partner_id": self.customer.id,
                "user_id": self.seller.id,
                "is_framework": True,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        framework.action_sign()
        form = self.open()
        form.reason = "Under the framework"
        form.parent_id = framework
        form.save().action_amend()
        self.assertEqual(self.k.parent_id, framework)

    def test_without_the_part_goods(self):
        """Plan and terms are amended; the goods are neither shown nor touched."""
        blind = self.make_user("blind", OWN)
        blind.group_ids = [
            Command.unlink(self.env.ref("commercial_contract.group_contract_goods").id)
        ]
        self.k.deputy_ids = blind
        form = self.open(user=blind)
        self.assertFalse(form.sees_goods)
        self.assertEqual(len(form.goods_ids), 0)
        self.assertEqual((form.total_before, form.total_after), (1130, 1130))
        form.reason = "Later"
        form.date_end = "2026-12-31"
        self.edit(form.plan_ids, 1, amount=500)
        self.assertIn("would add up to", form.fault)
        self.edit(form.plan_ids, 2, amount=291)
        self.assertFalse(form.fault)
        form.save().action_amend()
        self.assertEqual([line.amount for line in self.lines(self.k)], [339, 500, 291])
        self.assertEqual(self.k.line_ids.mapped("quantity"), [6, 4])
        self.assertEqual(self.k.amendment_ids.user_id, blind)
        ties = [Command.update(self.a.id, {"line_ids": [Command.set(self.k.line_ids.ids)]})]
        for vals in ({"line_ids": []}, {"settlement_ids": ties}):
            with self.assertRaises(AccessError):
                self.k.with_user(blind).amend(vals, "Goods")

    def test_what_forbids_it_is_said_before(self):
        self.b._bill("2026-02-01").action_post()
        form = self.open()
        form.reason = "Less"
        self.edit(form.goods_ids, 1, quantity=1)
        self.assertIn("'Valve'", form.fault)
        with self.assertRaisesRegex(UserError, "'Valve'"):
            form.save().action_amend()

    def test_nothing_changed(self):
        form = self.open()
        form.reason = "Nothing"
        with self.assertRaisesRegex(UserError, "changes nothing"):
            form.save().action_amend()

    def test_a_framework(self):
        framework = self.env["commercial.contract"].create(
            {
                "title": "F",
                "partner_id": self.customer.id,
                "user_id": self.seller.id,
                "is_framework": True,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        framework.action_sign()
        form = self.open(framework)
        form.reason = "Ceiling agreed"
        form.amount_ceiling = 5000
        form.save().action_amend()
        self.assertEqual(framework.amount_ceiling, 5000)
