from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .approvals import ApprovalCase

REQUEST = "commercial.contract.amendment.request"


class AmendmentApprovalCase(ApprovalCase):
    """The boss agrees to amendments of more than 200: pumps 6 x 100 in a plan of A 400 and B 200."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.over_100.active = False
        cls.over_200 = cls.rule(
            "Over 200",
            [("difference_company", ">", 200)],
            cls.boss,
            model_id=cls.env["ir.model"]._get_id(REQUEST),
        )
        cls.k = cls.contract(
            goods=[(cls.pump, 6, 100)], plan=[("A", 400, "2026-01-31"), ("B", 200, "2026-02-28")]
        )

    def dearer(self, quantity=9):
        """Return values of an amendment to so many pumps."""
        return {"line_ids": [Command.update(self.k.line_ids.id, {"quantity": quantity})]}

    def prepare(self, quantity=9, vals=None, asked=True):
        """Return a request of the seller, as he sees it."""
        contract = self.k.with_user(self.seller)
        request = contract.prepare_amendment(vals or self.dearer(quantity), "More pumps")
        if asked:
            request.action_request_approval()
        return request

    def agreed(self, *args, **values):
        request = self.prepare(*args, **values)
        request.with_user(self.boss).action_approve()
        return request

    def amounts(self):
        return [line.amount for line in self.lines(self.k)]

    def assertNotAmended(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((self.k.amount_total, self.amounts()), (600, [400, 200]))
        self.assertFalse(self.k.amendment_ids)


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15")
class TestAmendmentApproval(AmendmentApprovalCase):
    """An amendment that falls under a rule waits, and is carried out as it was agreed to."""

    def test_what_falls_under_no_rule_is_direct(self):
        self.k.with_user(self.seller).amend(self.dearer(8), "Two more")
        self.assertEqual((self.k.amount_total, self.amounts()), (800, [533.33, 266.67]))

    def test_without_rules_all_are_direct(self):
        self.over_200.active = False
        self.k.with_user(self.seller).amend(self.dearer(), "Three more")
        self.assertEqual(self.k.amount_total, 900)

    def test_from_the_dialog_to_the_amendment(self):
        wizard = self.env["commercial.contract.amend"].with_user(self.seller)
        form = Form(wizard.with_context(default_contract_id=self.k.id))
        form.reason = "Three more"
        with form.goods_ids.edit(0) as row:
            row.quantity = 8
        self.assertFalse(form.approval_text)
        with form.goods_ids.edit(0) as row:
            row.quantity = 9
        self.assertIn("Over 200", form.approval_text)
        self.assertFalse(form.fault)
        dialog = form.save()
        self.assertRefused(dialog.action_amend, self.k.name, "Over 200")
        action = dialog.action_request()
        request = self.env[REQUEST].with_user(self.seller).browse(action["res_id"])
        self.assertNotAmended()
        self.assertEqual((request.total_before, request.total_after), (600, 900))
        self.assertIn("Waiting for the approval of Boss", request.approval_text)
        self.assertEqual(self.k.amendment_request_ids, request)
        for text in ("A", "600.00", "300.00"):  # 400 and 200 of 600 become 600 and 300
            self.assertIn(text, request.plan_preview)
        for text in ("Pump", "<td>6</td>", "<td>9</td>", "900.00"):
            self.assertIn(text, request.goods_preview)
        # the boss sees it, and the contract, while he is asked
        own = self.env[REQUEST].with_user(self.boss)
        self.assertEqual(own.search([("can_review", "=", True)]).ids, request.ids)
        self.assertEqual(self.k.with_user(self.boss).amount_total, 600)
        [group] = self.env["res.users"].with_user(self.boss).review_user_count()
        self.assertEqual((group["model"], group["pending_count"]), (REQUEST, 1))
        own.browse(request.id).action_approve()
        request.action_put_in_force()
        self.assertEqual((self.k.amount_total, self.amounts()), (900, [600, 300]))
        [amendment] = self.k.amendment_ids
        self.assertEqual((amendment.reason, amendment.user_id), ("Three more", self.seller))
        self.assertEqual((request.state, request.amendment_id), ("done", amendment))
        self.assertFalse(self.k.amendment_request_ids)
        self.assertRefused(request.action_put_in_force, "once")
        self.assertRefused(request.action_cancel, "in force")

    def test_terms_are_shown_before_and_after(self):
        vals = {**self.dearer(), "date_end": "2026-12-31", "payer_id": self.payer.id}
        request = self.prepare(vals=vals)
        self.assertTrue(request.changes_party)
        for text in ("Contract End", "12/31/2026", self.payer.name):
            self.assertIn(text, request.terms_preview)
        request.with_user(self.boss).action_approve()
        request.action_put_in_force()
        self.assertEqual((self.k.payer_id, str(self.k.date_end)), (self.payer, "2026-12-31"))

    def test_whoever_refuses_says_why(self):
        request = self.prepare()
        reason = (
            self.env["commercial.contract.reason"]
            .with_user(self.boss)
            .create(
                {
                    "action": "reject",
                    "request_ids": [Command.set(request.ids)],
                    "reason": "Too dear",
                }
            )
        )
        reason.action_confirm()
        self.assertIn("Too dear", request.approval_text)
        self.assertRefused(request.action_put_in_force, "Too dear")
        request.action_cancel()
        self.assertEqual((request.state, request.review_ids.ids), ("cancelled", []))
        self.assertNotAmended()

    def test_what_changed_meanwhile_is_told(self):
        """Agreed to on 600; meanwhile the plan is another one: nothing is done."""
        request = self.agreed()
        a, b = self.lines(self.k)
        self.k.amend(
            {"settlement_ids": [Command.update(a.id, {"amount": 300}), Command.update(b.id, {"amount": 300})]},
            "Half and half",
        )  # fmt: skip
        self.assertRefused(request.action_put_in_force, "something else")
        self.assertEqual((self.k.amount_total, self.amounts()), (600, [300, 300]))
        self.assertEqual(request.state, "draft")

    def test_what_was_invoiced_meanwhile_is_held(self):
        """A comes down to 100 as agreed; by then 400 of it are invoiced."""
        a, b = self.lines(self.k)
        vals = {
            **self.dearer(),
            "settlement_ids": [
                Command.update(a.id, {"amount": 100}),
                Command.update(b.id, {"amount": 800}),
            ],
        }
        request = self.agreed(vals=vals)
        a._bill("2026-02-01")
        self.assertRefused(request.action_put_in_force, "holds", "400.00")
        self.assertNotAmended()

    def test_what_was_paid_meanwhile_within_it_changes_nothing(self):
        a, b = self.lines(self.k)
        vals = {
            **self.dearer(),
            "settlement_ids": [
                Command.update(a.id, {"amount": 400}),
                Command.update(b.id, {"amount": 500}),
            ],
        }
        request = self.agreed(vals=vals)
        self.payment(400, contract=self.k)
        request.action_put_in_force()
        self.assertEqual((self.k.amount_total, self.amounts()), (900, [400, 500]))

    def test_a_rule_names_a_person_of_the_contract(self):
        model = self.env["ir.model"]._get_id(REQUEST)
        contracts = self.env["ir.model"]._get_id("commercial.contract")
        rules = self.env["tier.definition"].with_user(self.manager)
        form = Form(
            rules.with_context(default_model_id=contracts),
            "commercial_contract.tier_definition_view_form",
        )
        form.name = "Responsible"
        self.assertEqual(form.concerns, "contract")
        form.concerns = "amendment"
        self.assertEqual(form.concerned_model, REQUEST)
        form.approver = "field"
        form.contract_person = "user_id"
        rule = form.save().sudo()
        self.assertEqual(rule.model_id.id, model)
        self.assertEqual(
            (rule.reviewer_field_id.model, rule.reviewer_field_id.name), (REQUEST, "user_id")
        )
        self.over_200.active = False
        request = self.prepare(7)
        self.assertEqual(request.review_ids.reviewer_ids, self.seller)


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15")
class TestAmendmentApprovalGuards(AmendmentApprovalCase):
    """The ways around the approval of an amendment, tried by the calls that a remote client can make."""

    def test_the_amendment_itself(self):
        contract = self.k.with_user(self.seller)
        self.assertRefused(lambda: contract.amend(self.dearer(), "Mine"), "Over 200")
        keys = {"skip_validation_check": True, "is_approved": True, "contract_unlock": True}
        self.assertRefused(
            lambda: contract.with_context(**keys).amend(self.dearer(), "Mine"), "Over 200"
        )
        self.assertNotAmended()

    def test_put_in_force_before_all_have_agreed(self):
        for request in (self.prepare(asked=False), self.prepare()):
            self.assertRefused(request.action_put_in_force, "not approved yet")
            for user in (self.seller, self.manager, self.boss):
                for vals in (
                    {"state": "done"},
                    {"validation_status": "validated"},
                    {"reason": "x"},
                ):
                    with self.subTest(user=user.name, vals=vals):
                        own = request.with_user(user)
                        self.assertRefused(lambda o=own, v=vals: o.write(v), error=UserError)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                request.sudo().write({"state": "done"})  # the last lock
        self.assertNotAmended()

    def test_requests_are_made_by_the_dialog_only(self):
        request = self.prepare()
        own = self.env[REQUEST].with_user(self.seller)
        vals = {"contract_id": self.k.id, "date": "2026-02-15", "state": "draft"}
        self.assertRefused(lambda: own.create(vals), error=AccessError)
        self.assertRefused(request.unlink, error=UserError)
        self.assertRefused(request.copy, error=AccessError)
        for name in ("content", "outcome"):
            self.assertRefused(lambda n=name: request.read([n]), error=AccessError)
            self.assertNotIn(name, request.fields_get())

    def test_reviews_are_not_written_by_hand(self):
        review = self.prepare().review_ids
        for user in (self.seller, self.boss):
            mine = review.with_user(user)
            self.assertRefused(lambda m=mine: m.write({"status": "approved"}), error=AccessError)
            self.assertRefused(mine.unlink, error=AccessError)

    def test_whoever_is_no_reviewer_decides_nothing(self):
        request = self.prepare()
        for user in (self.seller, self.manager):
            own = request.with_user(user)
            for refused in (
                own.action_approve,
                own.validate_tier,
                lambda o=own: o.action_reject("no"),
            ):
                self.assertRefused(refused, error=AccessError)
        self.assertEqual(request.review_ids.mapped("status"), ["pending"])

    def test_the_reviewer_only_reads(self):
        request = self.prepare()
        mine = request.with_user(self.boss)
        self.assertTrue(mine.is_only_read)
        self.assertFalse(request.is_only_read)
        mine.message_post(body="Why so many?")
        for refused in (mine.action_cancel, mine.action_request_approval, mine.restart_validation):
            self.assertRefused(refused, error=AccessError)
        mine.action_approve()
        self.assertRefused(mine.action_put_in_force, error=AccessError)
        self.assertRefused(
            lambda: self.k.with_user(self.boss).prepare_amendment(self.dearer(), "Mine"),
            error=AccessError,
        )

    def test_strangers_see_nothing_of_it(self):
        request = self.prepare()
        own = self.env[REQUEST].with_user(self.seller2)
        self.assertFalse(own.search([]))
        self.assertRefused(lambda: own.browse(request.id).read(["reason"]), error=AccessError)
        for name in ("action_put_in_force", "action_cancel", "action_request_approval"):
            self.assertRefused(getattr(own.browse(request.id), name), error=AccessError)
        reviews = self.env["tier.review"].with_user(self.seller2)
        self.assertFalse(reviews.search([("model", "=", REQUEST)]))


@tagged("post_install", "-at_install", "slow")
@freeze_time("2026-02-15")
class TestAmendmentApprovalQueries(AmendmentApprovalCase):
    def test_a_request_costs_the_same_on_a_long_contract(self):
        def spent(count):
            contract = self.contract(
                goods=[(self.pump, 1, 100)] * count,
                plan=[(f"L{number}", 100, "2026-03-31") for number in range(count)],
            ).with_user(self.seller)
            self.analyze()
            vals = {
                "line_ids": [
                    Command.update(line.id, {"price_unit": 1000}) for line in contract.line_ids
                ]
            }
            requests = []
            asked = self.queries(
                lambda: requests.append(contract.prepare_amendment(vals, "Dearer"))
            )
            [request] = requests
            request.action_request_approval()
            request.with_user(self.boss).action_approve()
            done = self.queries(request.action_put_in_force)
            self.assertEqual(contract.amount_total, 1000 * count)
            return asked, done

        spent(3)  # fills the caches that live longer than a transaction
        for small, large in zip(spent(10), spent(100), strict=True):
            self.assertLessEqual(large - small, 15, f"10 lines: {small}, 100 lines: {large}")
