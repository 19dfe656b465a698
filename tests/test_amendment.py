from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15")
class TestAmendment(LedgerCase):
    """What an amendment changes, keeps and refuses.

    Pumps 6 x 100 and valves 4 x 100, both with 13 % tax: 678 and 452, 1,130 in all.
    Plan: A 339, B 565, C 226.
    """

    def setUp(self):
        super().setUp()
        self.k = self.make()
        self.a, self.b, self.c = self.lines(self.k)
        self.pumps, self.valves = self.k.line_ids

    def make(self, **values):
        return self.contract(
            goods=[(self.pump, 6, 100), (self.valve, 4, 100)],
            tax=self.tax_13,
            plan=[("A", 339, "2026-01-31"), ("B", 565, "2026-02-28"), ("C", 226, "2026-03-31")],
            **values,
        )

    def amend(self, reason="More was wanted", date=None, **vals):
        return self.k.amend(vals, reason, date)

    def assertPlan(self, *amounts):
        self.assertEqual(tuple(round(line.amount, 2) for line in self.lines(self.k)), amounts)

    def assertRefused(self, *texts, **vals):
        before = self.k.read(["amount_total", "date_end", "partner_id"])
        plan, goods = self.lines(self.k).read(["amount"]), self.k.line_ids.read(["quantity"])
        with self.assertRaises(UserError) as caught:
            self.amend(**vals)
        for text in (self.k.name, *texts):
            self.assertIn(text, str(caught.exception))
        self.assertEqual(self.k.read(["amount_total", "date_end", "partner_id"]), before)
        self.assertEqual(self.lines(self.k).read(["amount"]), plan)
        self.assertEqual(self.k.line_ids.read(["quantity"]), goods)
        self.assertFalse(self.k.amendment_ids)

    def bill(self, lines):
        moves = lines._bill("2026-02-01")
        moves.action_post()
        return moves

    # --- what it changes ---

    def test_more_goods_spread_over_what_is_open(self):
        self.bill(self.a)
        amendment = self.amend(line_ids=[Command.update(self.pumps.id, {"quantity": 8})])
        self.assertEqual(self.k.amount_total, 1356)
        # 1,356 - 339 = 1,017 over 565 : 226
        self.assertPlan(339, 726.43, 290.57)
        self.assertEqual(self.k.amount_unplanned, 0)
        self.assertAlmostEqual(self.a.percent, 25)
        self.assertEqual(amendment.name, f"{self.k.name}/A1")
        self.assertEqual(
            (amendment.total_before, amendment.total_after, amendment.difference), (1130, 1356, 226)
        )
        self.assertEqual((amendment.untaxed_before, amendment.untaxed_after), (1000, 1200))
        self.assertEqual((amendment.kind, amendment.date), ("change", date(2026, 2, 15)))
        self.assertEqual(amendment.user_id, self.env.user)

    def test_before_and_after_stand_side_by_side(self):
        self.bill(self.a)
        amendment = self.amend(
            "Two more, until June",
            "2026-02-20",
            date_end="2026-06-30",
            line_ids=[Command.update(self.pumps.id, {"quantity": 8, "price_unit": 95})],
        )
        [goods] = amendment.goods_ids
        self.assertEqual((goods.goods_id, goods.name), (self.pumps, "Pump"))
        self.assertEqual((goods.quantity_before, goods.quantity_after), (6, 8))
        self.assertEqual((goods.price_before, goods.price_after), (100, 95))
        self.assertEqual((goods.amount_before, goods.amount_after), (678, 858.8))
        self.assertEqual(goods.difference, 180.8)
        rows = {row.name: row for row in amendment.line_ids}
        # 1,130 + 180.80 - 339 = 971.80 over 565 : 226
        self.assertEqual(
            {name: (row.amount_before, row.amount_after) for name, row in rows.items()},
            {"B": (565, 694.14), "C": (226, 277.66)},
        )
        [term] = amendment.term_ids
        self.assertEqual((term.label, term.text_before), ("Contract End", False))
        self.assertEqual(term.text_after, "06/30/2026")
        self.assertEqual(
            (amendment.reason, amendment.date), ("Two more, until June", date(2026, 2, 20))
        )

    def test_added_goods_get_the_taxes_of_their_product(self):
        self.service.taxes_id = self.tax_6
        self.amend(
            line_ids=[
                Command.create({"product_id": self.service.id, "quantity": 2, "price_unit": 50})
            ]
        )
        added = self.k.line_ids - self.pumps - self.valves
        self.assertEqual((added.tax_ids, added.price_total), (self.tax_6, 106))
        self.assertEqual(self.k.amount_total, 1236)
        [row] = self.k.amendment_ids.goods_ids
        self.assertTrue(row.is_added)
        self.assertEqual((row.quantity_before, row.quantity_after, row.amount_after), (0, 2, 106))
        # 106 over 339 : 565 : 226 of 1,130
        self.assertPlan(370.8, 618, 247.2)

    def test_goods_that_were_taken_out_stay_in_the_records(self):
        self.amend(line_ids=[Command.delete(self.valves.id)])
        self.assertTrue(self.valves.exists())
        self.assertEqual(
            (self.valves.is_cancelled, self.valves.quantity, self.valves.price_total), (True, 0, 0)
        )
        self.assertEqual(self.k.amount_total, 678)
        self.assertPlan(203.4, 339, 135.6)
        [row] = self.k.amendment_ids.goods_ids
        self.assertEqual((row.quantity_before, row.amount_before, row.amount_after), (4, 452, 0))
        self.assertTrue(row.is_cancelled)
        copy = self.k.copy()
        self.assertEqual(copy.line_ids.mapped("name"), ["Pump"])
        self.bill(self.a | self.b | self.c)
        self.assertEqual(sum(self.k.invoice_ids.mapped("amount_total")), 678)

    def test_the_plan_as_it_is_given(self):
        amendment = self.amend(
            line_ids=[Command.update(self.pumps.id, {"quantity": 7})],
            settlement_ids=[
                Command.update(self.b.id, {"amount": 465, "date_due": "2026-04-30"}),
                Command.delete(self.c.id),
                Command.create({"name": "D", "amount": 439, "date_due": "2026-05-31"}),
            ],
        )
        self.assertPlan(339, 465, 0, 439)
        self.assertEqual(self.b.date_due_original, date(2026, 2, 28))
        self.assertEqual(self.c.state, "cancelled")
        rows = {row.name: row for row in amendment.line_ids}
        self.assertEqual(
            {
                name: (row.amount_before, row.amount_after, row.is_added, row.is_cancelled)
                for name, row in rows.items()
            },
            {
                "B": (565, 465, False, False),
                "C": (226, 0, False, True),
                "D": (0, 439, True, False),
            },
        )
        self.assertEqual(
            (rows["B"].date_before, rows["B"].date_after), (date(2026, 2, 28), date(2026, 4, 30))
        )

    def test_payer_and_recipient_go_with_the_party(self):
        self.amend(partner_id=self.other_customer.id)
        for name in ("partner_id", "payer_id", "invoice_partner_id"):
            self.assertEqual(self.k[name], self.other_customer, name)
        self.assertEqual(
            {row.field_name: row.text_before for row in self.k.amendment_ids.term_ids},
            dict.fromkeys(("partner_id", "payer_id", "invoice_partner_id"), "K"),
        )
        self.assertEqual(self.k.amendment_ids.difference, 0)

    def test_another_payer_stays(self):
        self.k = self.make(payer_id=self.payer.id)
        self.amend(partner_id=self.other_customer.id)
        self.assertEqual(self.k.payer_id, self.payer)

    def test_the_rate_of_a_contract_in_foreign_currency(self):
        self.k = self.make(currency_id=self.eur.id)
        self.assertEqual(self.k.currency_rate, 0.8)
        self.amend(currency_rate=0.9)
        self.assertEqual(self.k.currency_rate, 0.9)
        [term] = self.k.amendment_ids.term_ids
        self.assertEqual((term.text_before, term.text_after), ("0.8", "0.9"))

    def test_numbered_a_contract(self):
        self.amend(date_end="2026-06-30")
        self.amend(date_end="2026-07-31")
        self.k.action_terminate("Over")
        names = [f"{self.k.name}/A{number}" for number in (1, 2, 3)]
        self.assertEqual(self.k.amendment_ids.sorted("id").mapped("name"), names)

    def test_a_framework_is_amended_without_a_plan(self):
        framework = self.env["commercial.contract"].create(
            {
                "title": "F",
                "partner_id": self.customer.id,
                "is_framework": True,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "amount_ceiling": 1000,
            }
        )
        framework.action_sign()
        framework.amend(
            {"amount_ceiling": 2000, "date_end": "2027-12-31"}, "Prolonged", "2026-12-01"
        )
        self.assertEqual((framework.amount_ceiling, framework.date_end.year), (2000, 2027))
        self.assertEqual(len(framework.amendment_ids.term_ids), 2)

    # --- what it refuses ---

    def test_the_asking(self):
        self.assertRefused("needs a reason", reason=" ", date_end="2026-06-30")
        self.assertRefused(
            "changes nothing", line_ids=[Command.update(self.pumps.id, {"quantity": 6})]
        )
        self.assertRefused("signed on", date="2026-01-04", date_end="2026-06-30")
        self.assertRefused("direction", "cannot be amended", direction="purchase")
        self.assertRefused(
            "product_id", line_ids=[Command.update(self.pumps.id, {"product_id": self.valve.id})]
        )
        other = self.make()
        self.assertRefused("cannot be amended", line_ids=[Command.delete(other.line_ids[0].id)])
        with self.assertRaisesRegex(UserError, "not signed"):
            self.make(signed=False).amend({"date_end": "2026-06-30"}, "Longer")

    def test_terms_that_make_no_sense(self):
        self.assertRefused("before it starts", date_start="2026-05-01", date_end="2026-04-01")
        self.assertRefused("rate stays 1", currency_rate=2)
        self.assertRefused("customer or vendor", partner_id=False)

    def test_a_later_day_from_which_it_applies(self):
        """The agreement holds at once, and says from when: money and plan know what was agreed."""
        amendment = self.amend(
            date="2026-06-01",
            date_end="2026-12-31",
            line_ids=[Command.update(self.pumps.id, {"quantity": 8})],
        )
        self.assertEqual(amendment.date, date(2026, 6, 1))
        self.assertEqual((self.k.amount_total, self.k.amount_planned), (1356, 1356))
        self.assertEqual(self.k.date_end, date(2026, 12, 31))

    def test_parties_and_rate_take_no_later_day(self):
        """Invoices made before that day would go to the new party, or be worth something else."""
        later = {"date": "2026-02-16"}
        party = self.other_customer.id
        self.assertRefused("02/16/2026", "Invoice Recipient", invoice_partner_id=party, **later)
        self.assertRefused("Customer or Vendor", "Payer", partner_id=party, **later)
        self.k = self.make(currency_id=self.eur.id)
        self.assertRefused("at once", currency_rate=0.9, **later)
        self.amend(currency_rate=0.9, date="2026-02-15")
        self.assertEqual(self.k.currency_rate, 0.9)

    def test_goods_that_make_no_sense(self):
        for values in ({"quantity": 0}, {"quantity": -1}):
            self.assertRefused("'Pump'", line_ids=[Command.update(self.pumps.id, values)])
        self.assertRefused("discount", line_ids=[Command.update(self.pumps.id, {"discount": 101})])
        self.assertRefused("description", line_ids=[Command.create({"price_unit": 5})])
        self.assertRefused(
            "Terminate it", line_ids=[Command.delete(row.id) for row in self.k.line_ids]
        )

    def test_less_than_what_was_invoiced_of_the_goods(self):
        self.bill(self.b)  # half: pumps 339, valves 226
        self.assertRefused("'Valve'", line_ids=[Command.update(self.valves.id, {"quantity": 1.99})])
        self.assertRefused("'Valve'", line_ids=[Command.delete(self.valves.id)])
        self.amend(line_ids=[Command.update(self.valves.id, {"quantity": 2})])
        self.assertEqual(self.k.amount_total, 904)

    def test_taxes_that_were_invoiced_stay(self):
        self.bill(self.a)
        taxes = [Command.set(self.tax_6.ids)]
        self.assertRefused("'Pump'", line_ids=[Command.update(self.pumps.id, {"tax_ids": taxes})])

    def test_taxes_change_before_anything_is_invoiced(self):
        taxes = [Command.set(self.tax_6.ids)]
        self.amend(line_ids=[Command.update(self.pumps.id, {"tax_ids": taxes})])
        self.assertEqual(self.k.amount_total, 636 + 452)

    def test_less_than_what_happened(self):
        self.advance(self.k, 1000)
        self.assertRefused("1,000.00", line_ids=[Command.update(self.pumps.id, {"quantity": 3})])

    def test_a_plan_that_does_not_add_up(self):
        self.assertRefused(
            "would add up to", settlement_ids=[Command.update(self.b.id, {"amount": 500})]
        )
        self.assertRefused(
            "decimals",
            settlement_ids=[
                Command.update(self.b.id, {"amount": 564.995}),
                Command.update(self.c.id, {"amount": 226.005}),
            ],
        )

    def test_a_line_below_what_it_holds(self):
        self.advance(self.k, 400)
        self.assertRefused(
            "'A'",
            "339.00",
            settlement_ids=[
                Command.update(self.a.id, {"amount": 300}),
                Command.update(self.b.id, {"amount": 604}),
            ],
        )

    def test_after_the_end_only_the_plan_is_amended(self):
        self.advance(self.k, 400)
        self.k.action_terminate("Over")
        with self.assertRaisesRegex(UserError, "not in force"):
            self.amend(date_end="2026-06-30")

    def test_nothing_is_written_where_one_of_several_is_wrong(self):
        self.assertRefused(
            "'Pump'",
            "before it starts",
            date_start="2026-05-01",
            date_end="2026-04-01",
            line_ids=[Command.update(self.pumps.id, {"quantity": 0})],
        )

    def test_only_who_may_edit_the_contract(self):
        with self.assertRaises(AccessError):
            self.k.with_user(self.seller2).amend({"date_end": "2026-06-30"}, "Mine")
        amendment = self.k.with_user(self.seller).amend(
            {"line_ids": [Command.update(self.pumps.id, {"quantity": 8})]}, "More"
        )
        self.assertEqual(amendment.user_id, self.seller)
        self.assertEqual(amendment.goods_ids.quantity_after, 8)
        for part in (amendment.goods_ids, amendment.line_ids):
            with self.assertRaises(AccessError):
                part.write({"amount_after": 1})
            self.assertFalse(self.env[part._name].with_user(self.seller2).search([]))

    # --- ties ---

    def test_lines_that_are_tied_keep_to_their_goods(self):
        self.edit(self.a, line_ids=[Command.set(self.pumps.ids)])
        self.amend(line_ids=[Command.update(self.pumps.id, {"quantity": 1})])
        # pumps 113, valves 452: A would be 169.50 in proportion, but pumps come to 113;
        # the other 56.50 go to B and C in proportion
        self.assertEqual(self.k.amount_total, 565)
        self.assertPlan(113, 322.86, 129.14)

    # --- the chatter ---

    def test_the_chatter_says_what_and_why(self):
        self.k = self.k.with_context(tracking_disable=False)
        self.amend("Two more", line_ids=[Command.update(self.pumps.id, {"quantity": 8})])
        body = self.k.message_ids.filtered(lambda m: self.k.amendment_ids.name in (m.body or ""))
        text = str(body.body)
        for part in ("Two more", "1,130.00", "1,356.00", "678.00", "904.00"):
            self.assertIn(part, text)

    def test_each_tracked_field_leaves_what_it_was(self):
        values = {
            "title": "Pumps",
            "partner_id": self.other_customer.id,
            "date_start": "2026-01-01",
            "date_end": "2026-12-31",
        }
        tracked = {
            name for name, field in self.k._fields.items() if getattr(field, "tracking", None)
        }
        self.env.cr.precommit.run()  # what was made in this transaction is not tracked
        contract = self.k.with_context(tracking_disable=False)
        contract.amend(
            {**values, "line_ids": [Command.update(self.pumps.id, {"quantity": 8})]}, "All of it"
        )
        self.env.flush_all()
        self.env.cr.precommit.run()
        contract.invalidate_recordset(["message_ids"])
        found = set(contract.message_ids.tracking_value_ids.field_id.mapped("name"))
        changed = tracked & {*values, "amount_total"}
        self.assertEqual(changed, {*values, "amount_total"})
        self.assertLessEqual(changed, found)
