from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .test_amendment_approval import REQUEST, AmendmentApprovalCase

DIALOG = "commercial.contract.reason"


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15")
class TestTerminationApproval(AmendmentApprovalCase):
    """The boss agrees to terminations that give up more than 100. Of the plan of A 400 and B 200, 150 are
    paid: 450 are given up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.over_200.active = False
        cls.ending = cls.rule(
            "Gives up more than 100",
            [("kind", "=", "terminate"), ("difference_company", "<", -100)],
            cls.boss,
            model_id=cls.env["ir.model"]._get_id(REQUEST),
        )

    def setUp(self):
        super().setUp()
        self.payment(150, contract=self.k)
        self.env.flush_all()

    def dialog(self, contracts=None, user=None):
        """Return the form of the dialog 'Terminate', as the seller opens it."""
        contracts = contracts or self.k
        wizard = self.env[DIALOG].with_user(user or self.seller)
        return Form(
            wizard.with_context(
                active_model="commercial.contract",
                active_ids=contracts.ids,
                default_action="terminate",
            )
        )

    def asked(self):
        """Return the request of the seller to end the contract, the boss being asked."""
        request = self.k.with_user(self.seller).prepare_termination(
            "The works closed", "2026-02-20"
        )
        request.action_request_approval()
        return request

    def assertRunning(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.k.state, self.amounts()), ("active", [400, 200]))
        self.assertFalse(self.k.amendment_ids)

    def test_from_the_dialog_to_the_end(self):
        form = self.dialog()
        self.assertIn("Gives up more than 100", form.approval_text)
        form.reason, form.date = "The works closed", "2026-02-20"
        dialog = form.save()
        self.assertRefused(dialog.action_confirm, self.k.name, "Gives up more than 100")
        action = dialog.action_request()
        request = self.env[REQUEST].with_user(self.seller).browse(action["res_id"])
        self.assertRunning()
        self.assertEqual(
            (request.kind, request.total_before, request.total_after, request.difference),
            ("terminate", 600, 150, -450),
        )
        self.assertEqual(request.display_name, f"Termination of {self.k.display_name}")
        for text in ("A", "400.00", "150.00", "B", "200.00", "0.00"):
            self.assertIn(text, request.plan_preview)
        self.assertFalse(request.goods_preview)
        self.assertEqual(self.k.amendment_request_ids, request)
        self.assertRefused(request.action_put_in_force, "not approved yet")
        request.with_user(self.boss).action_approve()
        request.action_put_in_force()
        self.assertEqual((self.k.state, self.amounts()), ("terminated", [150, 0]))
        self.assertEqual(self.k.terminate_reason, "The works closed")
        [amendment] = self.k.amendment_ids
        self.assertEqual(
            (amendment.kind, str(amendment.date), amendment.user_id, amendment.amount_open),
            ("terminate", "2026-02-20", self.seller, 450),
        )
        self.assertEqual((amendment.amount_before, amendment.amount_after), (600, 150))
        self.assertEqual((request.state, request.amendment_id), ("done", amendment))
        self.assertRefused(request.action_put_in_force, "once")

    def test_what_falls_under_no_rule_is_direct(self):
        self.payment(400, contract=self.k)  # 50 are given up
        form = self.dialog()
        self.assertFalse(form.approval_text)
        form.reason = "Almost done"
        form.save().action_confirm()
        self.assertEqual((self.k.state, self.amounts()), ("terminated", [400, 150]))
        self.assertFalse(self.env[REQUEST].search([("contract_id", "=", self.k.id)]))

    def test_a_rule_without_a_filter_asks_about_both(self):
        self.ending.definition_domain = "[]"
        self.assertRefused(
            lambda: self.k.with_user(self.seller).action_terminate("Over"), "approval rule"
        )
        self.assertRefused(
            lambda: self.k.with_user(self.seller).amend(self.dearer(7), "One more"), "approval rule"
        )
        self.assertRunning()

    def test_whoever_refuses_says_why(self):
        request = self.asked()
        request.with_user(self.boss).action_reject("Wait for the winter")
        self.assertRefused(request.action_put_in_force, "Wait for the winter")
        request.action_cancel()
        self.assertRunning()

    def test_money_that_came_meanwhile_is_told(self):
        request = self.asked()
        request.with_user(self.boss).action_approve()
        self.payment(100, contract=self.k)
        self.assertRefused(request.action_put_in_force, "something else")
        self.assertRunning()

    def test_an_invoice_that_came_meanwhile_is_told(self):
        request = self.asked()
        request.with_user(self.boss).action_approve()
        self.lines(self.k)[1]._bill("2026-02-15")
        self.assertRefused(request.action_put_in_force, "something else")
        self.assertRunning()

    def test_what_ended_meanwhile_does_not_end_again(self):
        request = self.asked()
        request.with_user(self.boss).action_approve()
        self.k.action_complete("Enough")
        self.assertRefused(request.action_put_in_force, "cannot become 'Terminated'")
        self.assertRefused(lambda: self.k.prepare_termination("Again"), "cannot become")

    def test_several_at_once(self):
        """Those that need nobody end at once, the others are asked about."""
        small = self.contract(plan=[("S", 80, "2026-03-31")])
        form = self.dialog(self.k | small)
        self.assertIn(self.k.name, form.approval_text)
        self.assertNotIn(small.name, form.approval_text)
        form.reason = "The works closed"
        dialog = form.save()
        self.assertRefused(dialog.action_confirm, self.k.name)
        self.assertEqual(small.state, "active")
        action = dialog.action_request()
        request = self.env[REQUEST].browse(action["res_id"])
        self.assertEqual((small.state, request.contract_id), ("terminated", self.k))
        self.assertEqual(request.validation_status, "pending")
        self.assertRunning()

    def test_the_ways_around(self):
        contract = self.k.with_user(self.seller)
        keys = {"skip_validation_check": True, "is_approved": True, "contract_unlock": True}
        for attempt in (contract, contract.with_context(**keys), self.k.with_user(self.manager)):
            self.assertRefused(lambda a=attempt: a.action_terminate("Mine"), "approval rule")
            self.assertRefused(lambda a=attempt: a.write({"state": "terminated"}))
        request = self.asked()
        for user in (self.seller, self.manager):
            self.assertRefused(request.with_user(user).action_approve, error=AccessError)
        request.with_user(self.boss).action_approve()
        self.assertRefused(request.with_user(self.boss).action_put_in_force, error=AccessError)
        stranger = self.k.with_user(self.seller2)
        for refused in (stranger.action_terminate, stranger.prepare_termination):
            self.assertRefused(refused, error=AccessError)
        self.assertRunning()

    def test_queries_do_not_grow(self):
        def spent(count):
            contracts = self.env["commercial.contract"].browse(
                [self.contract(plan=[("P", 500, "2026-03-31")]).id for _number in range(count)]
            )
            self.env.flush_all()
            contracts = contracts.with_user(self.seller)
            return self.queries(lambda: contracts._get_terminating_rules("Over", None))

        spent(2)
        self.assertLessEqual(spent(20) - spent(2), 5)
