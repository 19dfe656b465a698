from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import OWN, LedgerCase

# The plan of a contract: A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000 due 31 Mar.
DAY = "2026-02-10"


@tagged("post_install", "-at_install")
class TestNudge(LedgerCase):
    """A supervisor asks the responsible: one activity a contract, due today, never doubled."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)

    def nudges(self, contract):
        kind = self.env.ref("commercial_contract.mail_activity_type_nudge")
        return contract.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    @freeze_time(DAY)
    def test_the_responsible_gets_it_today_and_not_who_clicks(self):
        self.advance(self.k, 1000)
        activities, aside = self.a.with_user(self.leader)._nudge()
        self.assertEqual(aside, [])
        self.assertEqual(activities.user_id, self.seller)
        self.assertEqual(str(activities.date_deadline), DAY)
        self.assertEqual((activities.res_model, activities.res_id), (self.k._name, self.k.id))
        for text in (self.customer.name, "A", "2,000.00", "overdue since 01/31/2026"):
            self.assertIn(text, activities.summary)

    @freeze_time(DAY)
    def test_lines_of_one_contract_are_one_nudge(self):
        activities, _aside = (self.a | self.b)._nudge()
        self.assertEqual(len(activities), 1)
        self.assertIn("8,000.00", activities.summary)

    @freeze_time(DAY)
    def test_a_second_one_takes_the_place_of_the_first(self):
        self.a._nudge()
        self.b.with_user(self.leader)._nudge()
        self.assertEqual(len(self.nudges(self.k)), 1)
        self.assertIn("5,000.00", self.nudges(self.k).summary)
        self.assertIn("due on 02/28/2026", self.nudges(self.k).summary)

    def test_one_that_was_done_stays_done(self):
        first, _aside = self.a._nudge()
        first.action_done()
        self.a._nudge()
        self.assertEqual(len(self.nudges(self.k)), 1)

    def test_it_goes_when_all_its_money_has_come(self):
        nudge, _aside = (self.a | self.b)._nudge()
        self.advance(self.k, 3000)
        self.env.flush_all()
        self.assertTrue(nudge.active)
        payment = self.advance(self.k, 5000)
        self.env.flush_all()
        self.assertFalse(self.nudges(self.k))
        self.assertTrue(nudge.is_closed_by_money)
        payment.action_draft()
        self.env.flush_all()
        self.assertEqual(self.nudges(self.k), nudge)
        self.assertFalse(nudge.is_closed_by_money)

    def test_money_of_other_lines_leaves_it(self):
        nudge, _aside = self.b._nudge()
        self.advance(self.k, 3000)
        self.env.flush_all()
        self.assertTrue(nudge.active)

    def test_money_that_is_undone_brings_back_no_nudge_that_was_done(self):
        nudge, _aside = self.a._nudge()
        nudge.action_done()
        self.advance(self.k, 3000).action_draft()
        self.env.flush_all()
        self.assertFalse(self.nudges(self.k))

    def test_a_new_one_takes_the_place_of_one_that_the_money_closed(self):
        self.a._nudge()
        payment = self.advance(self.k, 3000)
        self.env.flush_all()
        self.b._nudge()
        payment.action_draft()
        self.env.flush_all()
        self.assertEqual(len(self.nudges(self.k)), 1)
        self.assertIn("5,000.00", self.nudges(self.k).summary)

    def test_what_waits_for_no_money_is_set_aside(self):
        self.advance(self.k, 3000)
        draft = self.contract(signed=False)
        activities, aside = (self.a | self.b | self.lines(draft)[0])._nudge()
        self.assertEqual(activities.res_id, self.k.id)
        self.assertEqual(len(aside), 2)
        with self.assertRaisesRegex(UserError, "waits for no money"):
            self.a._nudge()

    def test_nobody_to_ask(self):
        other = self.contract(user_id=self.seller2.id)
        self.seller2.active = False
        with self.assertRaisesRegex(UserError, f"{other.name} .*no responsible who can log in"):
            self.lines(other)[0]._nudge()
        activities, aside = (self.a | self.lines(other)[0])._nudge()
        self.assertEqual((activities.res_id, len(aside)), (self.k.id, 1))

    def test_purchase_says_what_to_do(self):
        contract = self.contract(direction="purchase")
        activities, _aside = self.lines(contract)[0]._nudge()
        self.assertIn("See to the payment of A to S", activities.summary)

    def test_a_line_that_waits_for_an_event(self):
        contract = self.contract(plan=[("A", 100, None)])
        activities, _aside = self.lines(contract)._nudge()
        self.assertEqual(
            activities.summary.replace("\N{NO-BREAK SPACE}", " "), "Ask K for A: $ 100.00."
        )

    def test_others_ask_for_nothing_that_they_do_not_see(self):
        stranger = self.make_user("stranger", OWN)
        with self.assertRaises(AccessError):
            self.a.with_user(stranger).action_nudge()
        with self.assertRaises(AccessError):
            self.a.with_user(stranger)._nudge()

    @freeze_time(DAY)
    def test_the_contract_asks_for_what_is_overdue(self):
        action = self.k.action_nudge()
        self.assertEqual(action["context"], {"default_settlement_ids": self.a.ids})
        self.advance(self.k, 3000)
        action = self.k.action_nudge()
        self.assertEqual(action["context"], {"default_settlement_ids": self.b.ids})

    @freeze_time(DAY)
    def test_the_dialog_asks_as_edited(self):
        other = self.contract(user_id=self.seller2.id)
        lines = self.a | self.lines(other)[0]
        self.advance(other, 3000)
        action = (lines | self.lines(other)[1]).with_user(self.leader).action_nudge()
        model = self.env["commercial.contract.nudge"].with_user(self.leader)
        dialog = Form(model.with_context(**action["context"]))
        self.assertIn("waits for no money", dialog.set_aside)
        with dialog.line_ids.edit(0) as row:
            row.summary = "Call them"
        result = dialog.save().action_nudge()
        self.assertEqual(self.nudges(self.k).summary, "Call them")
        self.assertEqual(self.nudges(other).user_id, self.seller2)
        self.assertEqual(
            result["params"]["message"], "2 contracts nudged, 1 settlement lines set aside."
        )

    @freeze_time(DAY)
    def test_many_are_asked_in_batches(self):
        """Three contracts, two a batch; the money of the last came while the dialog was open."""
        others = self.contract(), self.contract()
        lines = self.a | self.lines(others[0])[0] | self.lines(others[1])[0]
        action = lines.with_user(self.leader).action_nudge()
        model = self.env["commercial.contract.nudge"].with_user(self.leader)
        wizard = Form(model.with_context(**action["context"])).save()
        with patch("odoo.addons.commercial_contract.wizards.contract_nudge.BATCH", 2):
            params = wizard.action_nudge()["params"]
        self.assertEqual([len(ids) for ids in params["batches"]], [2, 1])
        rows = wizard.line_ids
        first = rows.browse(params["batches"][0]).nudge_batch()
        self.assertEqual((len(first["made"]), first["aside"]), (2, []))
        left = rows.browse(params["batches"][1])
        self.advance(left.contract_id, 3000)
        with self.assertRaises(UserError):
            left.nudge_batch()
        result = {
            "made": first["made"],
            "done": params["batches"][0],
            "aside": left.ids,
            "left": [],
        }
        told = rows.browse().finish_nudge_batches(result)["params"]
        self.assertEqual(told["message"], "2 contracts nudged, 1 settlement lines set aside.")
        self.assertEqual(told["aside"]["res_id"], (lines & left.contract_id.settlement_ids).id)
        self.assertEqual(len(self.nudges(left.contract_id)), 0)

    def test_queries_do_not_grow_with_the_contracts(self):
        def cost(count):
            contracts = self.env["commercial.contract"].union(
                *(self.contract(plan=[("A", 100, "2026-01-31")]) for _n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contracts.settlement_ids._nudge()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        small, large = cost(3), cost(30)
        self.assertLessEqual(large - small, 3, (small, large))

    def test_the_word_and_the_colour_of_a_line(self):
        today = fields.Date.context_today(self.company)
        rows = [
            ("late", fields.Date.subtract(today, days=1), ("to_invoice", 1)),
            ("soon", fields.Date.add(today, days=2), ("none", 2)),
            ("later", fields.Date.add(today, days=90), ("none", 8)),
        ]
        contract = self.contract(plan=[(name, 100, day) for name, day, _wanted in rows])
        for name, _day, wanted in rows:
            line = contract.settlement_ids.filtered(lambda found, name=name: found.name == name)
            self.assertEqual((line.invoice_state, line.due_color), wanted, name)
        soon = contract.settlement_ids.filtered(lambda line: line.name == "soon")
        move = soon._bill()
        self.assertEqual(soon.invoice_state, "draft")
        move.invoice_date = today
        move.action_post()
        self.assertEqual(soon.invoice_state, "invoiced")
