from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestTermination(LedgerCase):
    """The end of a contract: completed, or cut to what it holds by an amendment (R19)."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)

    def assertPlan(self, *amounts):
        self.assertEqual(tuple(self.lines(self.k).mapped("amount")), amounts)

    def amended(self, amendment):
        return {
            row.settlement_id.name: (row.amount_before, row.amount_after, row.is_cancelled)
            for row in amendment.line_ids
        }

    def test_r19_each_line_is_cut_to_what_it_holds(self):
        """R19"""
        invoice = self.invoice(self.b)
        self.pay(invoice, 1000)
        self.advance(self.k, 3500)
        self.assertFigures(self.k, "A 0/3000/0, B 5000/1500/0")
        self.k.action_terminate("The customer gave up", "2026-02-10")
        self.assertPlan(3000, 5000, 0)
        self.assertEqual(self.lines(self.k).mapped("state"), ["settled", "partial", "cancelled"])
        self.assertEqual(self.lines(self.k).mapped("is_cancelled"), [False, False, True])
        self.assertFigures(self.k, "A 0/3000/0, B 5000/1500/0")
        self.reverse_part(invoice)
        self.k._amend("Credit note", {self.b: 1500}, "2026-02-20")
        self.assertPlan(3000, 1500, 0)
        self.assertFigures(self.k, "A 0/3000/0, B 1500/1500/0")
        self.assertEqual(self.k.settlement_state, "settled")

    def reverse_part(self, invoice):
        return self.refund((self.b, 3500), date="2026-02-12")

    def test_the_amounts_before_stay_in_the_amendment(self):
        self.advance(self.k, 3500)
        self.k.action_terminate("Over", "2026-02-10")
        [amendment] = self.k.amendment_ids
        self.assertEqual((amendment.kind, amendment.reason), ("terminate", "Over"))
        self.assertEqual((amendment.date, amendment.user_id), (date(2026, 2, 10), self.env.user))
        self.assertEqual((amendment.amount_before, amendment.amount_after), (10000, 3500))
        self.assertEqual(self.amended(amendment), {"B": (5000, 500, False), "C": (2000, 0, True)})
        self.assertEqual((self.k.state, self.k.terminate_reason), ("terminated", "Over"))

    def test_a_draft_invoice_holds_its_line(self):
        self.invoice((self.b, 1200), post=False)
        self.k.action_terminate("Over")
        self.assertPlan(0, 1200, 0)
        self.assertEqual(self.lines(self.k).mapped("is_cancelled"), [True, False, True])

    def test_what_was_before_odoo_is_held(self):
        self.edit(self.a, opening_settled=800, opening_invoiced=900, opening_date="2025-12-31")
        self.k.action_terminate("Over")
        self.assertPlan(900, 0, 0)
        self.assertFigures(self.k, "A 0/800/0")

    def test_without_money_all_lines_are_taken_out(self):
        self.k.action_terminate()
        self.assertPlan(0, 0, 0)
        self.assertEqual(set(self.lines(self.k).mapped("state")), {"cancelled"})
        self.assertEqual((self.k.amount_unsettled, self.k.settlement_state), (0, "none"))

    def test_undone_cash_does_not_bring_the_cut_back(self):
        payment = self.advance(self.k, 3500)
        self.k.action_terminate("Over")
        payment.action_draft()
        self.assertPlan(3000, 500, 0)
        self.assertFigures(self.k)
        payment.action_post()
        self.assertFigures(self.k, "A 0/3000/0, B 0/500/0")

    def test_cash_after_the_end_stays_with_the_contract(self):
        self.advance(self.k, 3000)
        self.k.action_terminate("Over")
        self.advance(self.k, 700)
        self.assertFigures(self.k, "A 0/3000/0, un 700")

    def test_only_contracts_in_force_end_early(self):
        draft = self.contract(signed=False)
        with self.assertRaisesRegex(UserError, draft.name):
            draft.action_terminate("Over")
        self.k.action_terminate("Over")
        with self.assertRaisesRegex(UserError, "cannot become 'Terminated'"):
            self.k.action_terminate("Again")
        self.assertEqual(len(self.k.amendment_ids), 1)

    def test_several_at_once(self):
        other = self.contract()
        self.advance(other, 1000)
        (self.k | other).action_terminate("Over")
        self.assertPlan(0, 0, 0)
        self.assertEqual(self.lines(other).mapped("amount"), [1000, 0, 0])
        self.assertEqual(other.amendment_ids.amount_after, 1000)

    def test_a_plan_line_is_not_cut_below_what_it_holds(self):
        self.advance(self.k, 3500)
        with self.assertRaisesRegex(UserError, "Line 'A' of .* holds"):
            self.k._amend("Less", {self.a: 2000, self.b: 6000})
        self.assertPlan(3000, 5000, 2000)

    def test_the_plan_of_a_running_contract_still_adds_up(self):
        with self.assertRaisesRegex(UserError, "would add up to"):
            self.k._amend("Less", {self.b: 4000})
        self.k._amend("Moved to the end", {self.b: 4000, self.c: 3000})
        self.assertPlan(3000, 4000, 3000)
        [amendment] = self.k.amendment_ids
        self.assertEqual((amendment.kind, amendment.amount_after), ("change", 10000))
        self.k._amend("Taken out", {self.b: 0, self.c: 7000})
        self.assertPlan(3000, 0, 7000)
        self.assertTrue(self.b.is_cancelled)

    def test_drafts_are_edited_not_amended(self):
        draft = self.contract(signed=False)
        with self.assertRaisesRegex(UserError, "is not signed"):
            draft._amend("Less", {self.lines(draft)[0]: 100})

    def test_amended_contracts_do_not_go_back(self):
        self.k._amend("Moved", {self.b: 4000, self.c: 3000})
        with self.assertRaisesRegex(UserError, "was amended"):
            self.k.action_draft()

    def test_nobody_writes_amendments_by_hand(self):
        self.k.with_user(self.seller).action_terminate("Over")
        amendment = self.k.amendment_ids.with_user(self.seller)
        self.assertEqual(amendment.user_id, self.seller)
        self.assertEqual(len(amendment.line_ids), 3)
        for action in (
            lambda: amendment.write({"reason": "Other"}),
            amendment.unlink,
            amendment.copy,
        ):
            with self.assertRaises(AccessError):
                action()
        self.assertFalse(self.env[amendment._name].with_user(self.seller2).search([]))
        self.assertFalse(self.env[amendment.line_ids._name].with_user(self.seller2).search([]))

    def test_only_who_may_edit_the_contract_ends_it(self):
        with self.assertRaises(AccessError):
            self.k.with_user(self.seller2).action_terminate("Over")

    def test_completing_what_is_settled(self):
        self.advance(self.k, 10000)
        self.k.action_complete()
        self.assertEqual((self.k.state, self.k.done_by), ("done", "hand"))
        self.k.action_reopen()
        self.assertEqual((self.k.state, self.k.done_by), ("active", False))

    def test_completing_what_is_open_needs_a_reason(self):
        self.advance(self.k, 4000)
        with self.assertRaisesRegex(UserError, f"{self.k.name}.*6,000.00"):
            self.k.action_complete()
        self.assertEqual(self.k.state, "active")
        self.k.action_complete("The rest was waived")
        self.assertEqual((self.k.state, self.k.done_reason), ("done", "The rest was waived"))
        self.assertPlan(3000, 5000, 2000)

    def test_a_payment_undone_leaves_it_completed_and_open_again(self):
        payment = self.advance(self.k, 10000)
        self.k.action_complete()
        payment.action_draft()
        self.env.flush_all()
        self.assertEqual((self.k.state, self.k.settlement_state), ("done", "none"))

    def test_a_framework_is_completed_without_money(self):
        framework = self.env["commercial.contract"].create(
            {
                "title": "F",
                "partner_id": self.customer.id,
                "is_framework": True,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        framework.action_sign()
        framework.action_complete()
        self.assertEqual(framework.state, "done")

    def test_the_wizard_asks_for_the_reason(self):
        action = self.env.ref("commercial_contract.contract_reason_action_terminate")
        wizard = self.env["commercial.contract.reason"].with_user(self.seller)
        wizard = wizard.with_context(
            active_model="commercial.contract", active_ids=self.k.ids, default_action="terminate"
        )
        self.assertEqual(action.res_model, wizard._name)
        form = Form(wizard)
        self.assertEqual(form.amount_unsettled, 10000)
        form.reason = "Gave up"
        form.date = "2026-02-01"
        form.save().action_confirm()
        self.assertEqual((self.k.state, self.k.terminate_reason), ("terminated", "Gave up"))
        self.assertEqual(self.k.amendment_ids.date, date(2026, 2, 1))

    def test_marks_of_the_actions_are_not_written_by_hand(self):
        with self.assertRaisesRegex(UserError, "by its buttons only"):
            self.k.is_suspended = True
        with self.assertRaisesRegex(UserError, "starts as a draft"):
            self.env["commercial.contract"].create(
                {"title": "X", "done_by": "hand", "line_ids": [Command.clear()]}
            )
