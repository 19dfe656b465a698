from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .approvals import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalGuards(ApprovalCase):
    """Each way around the approval that was found in base_tier_validation, tried as the salesperson
    who asks, or whoever the name says: by the calls that a remote client can make."""

    def assertNotSigned(self, contract):
        self.assertRefused(contract.action_sign, contract.name, "approv")
        self.assertEqual(self.state(contract), "draft")

    def test_state_written_by_hand(self):
        draft = self.draft()
        for state in ("active", "done", "terminated"):
            for user in (self.seller, self.manager, self.env.user):
                with self.subTest(state=state, user=user.name):
                    self.assertRefused(
                        lambda u=user, s=state: draft.with_user(u).write({"state": s})
                    )
        self.assertEqual(self.state(draft), "draft")

    def test_state_written_by_hand_on_an_approved_contract(self):
        contract = self.approved()
        self.assertRefused(lambda: contract.write({"state": "active", "partner_id": self.payer.id}))
        self.assertEqual(self.state(contract), "draft")

    def test_created_in_force(self):
        self.assertRefused(
            lambda: (
                self.env["commercial.contract"]
                .with_user(self.seller)
                .create({"title": "K", "state": "active"})
            )
        )

    def test_created_as_approved(self):
        contracts = self.env["commercial.contract"].with_user(self.seller)
        self.assertRefused(
            lambda: contracts.create({"title": "K", "validation_status": "validated"})
        )
        row = {"status": "approved", "definition_id": self.over_100.id}
        self.assertRefused(
            lambda: contracts.create({"title": "K", "review_ids": [Command.create(row)]})
        )

    def test_status_of_the_approval_written_by_hand(self):
        contract = self.requested()
        for status in ("validated", "no"):
            self.assertRefused(lambda s=status: contract.write({"validation_status": s}))
        approved = self.approved()
        self.assertRefused(lambda: approved.write({"validation_status": "no"}))

    def test_requester_approves_his_own_review(self):
        review = self.requested().review_ids
        self.assertRefused(lambda: review.write({"status": "approved"}), error=AccessError)

    def test_reviewer_decides_without_the_button(self):
        review = self.requested().review_ids.with_user(self.boss)
        for values in ({"status": "approved"}, {"status": "rejected"}, {"done_by": self.boss.id}):
            self.assertRefused(lambda v=values: review.write(v), error=AccessError)

    def test_requester_creates_an_approved_review(self):
        contract = self.draft()
        values = {
            "res_id": contract.id,
            "status": "approved",
            "definition_id": self.over_100.id,
        }
        reviews = self.env["tier.review"].with_user(self.seller)
        for context, more in (
            ({}, {"model": contract._name}),
            ({"default_model": contract._name}, {}),
        ):
            self.assertRefused(
                lambda c=context, m=more: reviews.with_context(**c).create({**values, **m}),
                error=AccessError,
            )

    def test_review_of_another_document_is_turned_to_the_contract(self):
        contract = self.draft()
        other = (
            self.env["tier.review"]
            .with_user(self.seller)
            .create({"model": "res.partner", "res_id": self.customer.id, "status": "approved"})
        )
        self.assertRefused(
            lambda: other.write({"model": contract._name, "res_id": contract.id}),
            error=AccessError,
        )

    def test_reviews_are_deleted(self):
        contract = self.requested()
        self.assertRefused(contract.review_ids.unlink, error=AccessError)
        self.assertRefused(
            lambda: contract.write({"review_ids": [Command.clear()]}), error=UserError
        )
        self.assertNotSigned(contract)

    def test_whoever_is_no_reviewer_presses_the_buttons(self):
        contract = self.requested()
        for user in (self.seller, self.manager):
            for name in ("action_approve", "validate_tier", "reject_tier"):
                with self.subTest(user=user.name, name=name):
                    self.assertRefused(getattr(contract.with_user(user), name), error=AccessError)
        self.assertRefused(
            lambda: contract.with_user(self.manager).action_reject("no"), error=AccessError
        )
        self.assertEqual(self.statuses(contract), ["pending"])

    def test_second_tier_comes_before_the_first(self):
        self.over_100.approve_sequence = True
        self.over_100.sequence = 50
        self.rule("Second", [], self.second, approve_sequence=True, sequence=10)
        contract = self.requested()
        self.assertEqual(self.statuses(contract), ["pending", "waiting"])
        second = contract.with_user(self.second)
        late = second.review_ids[1]
        self.assertEqual(late.reviewer_ids, self.second)
        late.write({"status": "pending"})  # as the top bar does; it gives him no turn
        self.assertRefused(second.action_approve, error=AccessError)
        wizard = (
            self.env["comment.wizard"]
            .with_user(self.second)
            .create(
                {
                    "res_model": contract._name,
                    "res_id": contract.id,
                    "review_ids": [Command.set(contract.review_ids.ids)],
                    "validate_reject": "validate",
                    "comment": "mine",
                }
            )
        )
        self.assertRefused(wizard.add_comment, error=AccessError)
        self.assertNotIn("approved", self.statuses(contract))

    def test_contract_under_approval_is_deleted(self):
        contract = self.requested()
        self.assertRefused(contract.unlink, contract.name, "Cancel")
        self.assertRefused(self.approved().unlink)
        contract.action_cancel()
        self.assertEqual(self.statuses(contract), [])

    def test_cancelled_and_back_again_is_asked_about_anew(self):
        contract = self.approved()
        contract.action_cancel()
        contract.action_draft()
        self.assertNotSigned(contract)

    def test_signed_and_back_again_is_asked_about_anew(self):
        contract = self.approved()
        contract.action_sign()
        contract.action_draft()
        self.assertEqual(self.statuses(contract), [])
        self.assertNotSigned(contract)

    def test_price_is_raised_after_the_approval(self):
        contract = self.approved(500)
        contract.line_ids.price_unit = 1000000
        self.assertEqual(self.statuses(contract), [])
        self.assertNotSigned(contract)

    def test_goods_and_plan_change_under_approval(self):
        changes = {
            "goods added": lambda k: k.line_ids.create(
                {"contract_id": k.id, "name": "more", "price_unit": 1}
            ),
            "goods deleted": lambda k: k.line_ids.unlink(),
            "goods moved here": lambda k: self.draft().line_ids.write({"contract_id": k.id}),
            "goods through the contract": lambda k: k.write(
                {"line_ids": [Command.update(k.line_ids.id, {"quantity": 9})]}
            ),
            "plan line added": lambda k: k.settlement_ids.create(
                {"contract_id": k.id, "name": "more", "amount": 1}
            ),
            "plan line deleted": lambda k: k.settlement_ids.unlink(),
            "plan line moved here": lambda k: self.draft().settlement_ids.write(
                {"contract_id": k.id}
            ),
            "amount": lambda k: k.settlement_ids.write({"amount": 499}),
            "due date": lambda k: k.settlement_ids.write({"date_due": "2029-01-31"}),
            "due date rescheduled": lambda k: k.settlement_ids.reschedule("2029-01-31", "later"),
            "plan made anew": lambda k: k.plan_from_text("50/50"),
        }
        for text, change in changes.items():
            for make in (self.requested, self.approved):
                with self.subTest(text, start=make.__name__):
                    contract = make()
                    change(contract)
                    self.assertEqual(self.statuses(contract), [])
                    self.assertRefused(contract.action_sign, contract.name)

    def test_head_changes_under_approval(self):
        for values in (
            {"partner_id": self.payer.id},
            {"payer_id": self.payer.id},
            {"date_end": "2030-01-01"},
            {"title": "other"},
            {"has_party_text": True},
            {"retention_percent": 10},
            {"is_framework": False, "billing_policy": "order"},
        ):
            with self.subTest(values):
                contract = self.approved()
                contract.write(values)
                self.assertEqual(self.statuses(contract), [])
                self.assertNotSigned(contract)

    def test_keys_of_the_context_open_nothing(self):
        keys = {
            "skip_validation_check": True,
            "skip_check_state_condition": True,
            "contract_unlock": True,
            "default_validation_status": "validated",
        }
        contract = self.approved().with_context(**keys)
        contract.payer_id = self.payer
        self.assertEqual(self.statuses(contract), [])
        self.assertNotSigned(contract)
        fresh = self.env["commercial.contract"].with_user(self.seller).with_context(**keys)
        self.assertEqual(fresh.create({"title": "K"}).validation_status, "no")

    def test_head_of_a_rejected_contract(self):
        contract = self.requested()
        contract.with_user(self.boss).action_reject("too dear")
        self.assertNotSigned(contract)
        contract.date_end = "2030-01-01"
        self.assertEqual(self.statuses(contract), [])
        contract.action_request_approval()
        self.assertEqual(self.statuses(contract), ["pending"])

    def test_contract_in_force_is_locked_as_ever(self):
        contract = self.approved()
        contract.action_sign()
        self.assertRefused(lambda: contract.write({"partner_id": self.payer.id}), "signed")
        self.assertRefused(lambda: contract.line_ids.write({"price_unit": 1}), "signed")
        self.assertRefused(lambda: contract.settlement_ids.write({"amount": 1}), "signed")
        other = self.draft(50)
        self.assertRefused(lambda: other.line_ids.write({"contract_id": contract.id}), "signed")
        self.assertEqual(self.statuses(contract), ["approved"])

    def test_money_comes_to_a_contract_under_approval(self):
        contract = self.requested()
        self.payment(200, contract=contract.sudo())
        payment = self.env["account.payment"].with_user(self.accountant)
        payment.create(
            {
                "amount": 100,
                "partner_id": self.customer.id,
                "journal_id": self.bank.id,
                "date": "2026-01-21",
                "commercial_contract_id": contract.id,
            }
        ).action_post()
        self.env.flush_all()
        self.assertEqual(self.statuses(contract), ["pending"])
        everything = self.env["commercial.contract"].browse(contract.id)
        self.assertEqual(everything.amount_settled, 300)
        everything.follow_ledger()
        self.assertEqual(everything._check_ledger(), [])
        contract.with_user(self.boss).action_approve()
        contract.action_sign()
        self.assertEqual(everything.amount_settled, 300)

    def test_daily_work_restarts_nothing(self):
        contract = self.approved()
        contract.message_post(body="a note")
        contract.activity_schedule("mail.mail_activity_data_todo", user_id=self.seller.id)
        contract.write(
            {
                "note": "<p>seen</p>",
                "date_signed": "2026-01-06",
                "deputy_ids": [Command.link(self.seller2.id)],
                "partner_id": contract.partner_id.id,
            }
        )
        self.env["commercial.contract.progress"].with_user(self.seller).create(
            {"contract_id": contract.id, "name": "begun", "percent": 10}
        )
        contract.settlement_ids.name = "Advance"
        self.assertEqual(self.statuses(contract), ["approved"])
        contract.action_sign()
        contract.action_suspend("rain")
        contract.settlement_ids.reschedule("2026-03-31", "rain")
        contract.action_resume()
        self.assertEqual(self.statuses(contract), ["approved"])

    def test_guests_of_the_portal_read_neither_reviews_nor_rules(self):
        contract = self.requested()
        other = self.env["tier.review"].create({"model": "res.partner", "res_id": self.customer.id})
        guest = new_test_user(self.env, login="guest", groups="base.group_portal")
        public = self.env.ref("base.public_user")
        for user in (guest, public):
            reviews, rules = (
                self.env[name].with_user(user) for name in ("tier.review", "tier.definition")
            )
            self.assertEqual(
                reviews.search([("id", "in", (contract.review_ids | other).ids)]), other
            )
            self.assertFalse(rules.search([("id", "=", self.over_100.id)]))
            for record in (reviews.browse(contract.review_ids.id), rules.browse(self.over_100.id)):
                self.assertRefused(lambda r=record: r.read(["name"]), error=AccessError)

    def test_reviews_are_read_by_those_who_see_the_contract(self):
        review = self.requested().review_ids
        for user, sees in (
            (self.seller, True),
            (self.boss, True),
            (self.staff, True),
            (self.seller2, False),
            (self.nobody, False),
        ):
            with self.subTest(user=user.name):
                found = self.env["tier.review"].with_user(user).search([("id", "=", review.id)])
                self.assertEqual(bool(found), sees)
                self.assertEqual(review.with_user(user).has_access("read"), sees)

    def test_reviewer_reads_the_contract_that_he_must_review(self):
        contract = self.draft()
        own = self.env["commercial.contract"].with_user(self.boss)
        self.assertFalse(own.search([("id", "=", contract.id)]))
        contract.action_request_approval()
        self.env.invalidate_all()
        self.assertTrue(own.search([("id", "=", contract.id)]))
        self.assertEqual(own.browse(contract.id).settlement_ids.amount, 500)
        self.assertEqual(own.search([("can_review", "=", True)]).ids, contract.ids)
        contract.restart_validation()
        self.env.invalidate_all()
        self.assertFalse(own.search([("id", "=", contract.id)]))
        self.assertRefused(lambda: own.browse(contract.id).read(["title"]), error=AccessError)

    def test_reviewer_changes_nothing_of_what_he_reviews(self):
        """Neither the draft nor anything below it, before and after he has agreed, nor what was signed."""
        contract = self.requested()
        line, goods = contract.settlement_ids, contract.line_ids
        contract.message_subscribe(self.boss.partner_id.ids)  # following opens nothing more
        mine = contract.with_user(self.boss)
        for step in ("asked", "agreed", "signed"):
            with self.subTest(step=step):
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertTrue(mine.is_only_read)
                self.assertFalse(contract.is_only_read)
                for refused in (
                    lambda: mine.write({"title": "Dearer"}),
                    lambda: mine.write({"deputy_ids": [Command.link(self.boss.id)]}),
                    lambda: line.with_user(self.boss).write({"amount": 1}),
                    lambda: goods.with_user(self.boss).write({"price_unit": 1}),
                    lambda: line.with_user(self.boss).copy(),
                    mine.action_request_approval,
                    mine.restart_validation,
                ):
                    # what was signed is locked for everybody, and may say so first
                    error = UserError if step == "signed" else AccessError
                    self.assertRefused(refused, error=error)
                for refused in (mine.action_sign, mine.action_cancel, mine.unlink):
                    self.assertRefused(refused, error=UserError)
                self.assertEqual((contract.title, contract.user_id), (mine.title, self.seller))
                mine.message_post(body="Why so dear?")
                self.assertEqual(mine.settlement_ids.amount, 500)
                self.assertFalse(mine.search([("is_mine", "=", True), ("id", "=", contract.id)]))
            if step == "asked":
                mine.action_approve()
            elif step == "agreed":
                contract.action_sign()
        self.assertEqual(self.state(contract), "active")

    def test_reviewer_who_works_on_the_contract_goes_on_working(self):
        contract = self.requested(deputy_ids=[Command.set(self.boss.ids)])
        mine = contract.with_user(self.boss)
        self.env.invalidate_all()
        self.assertFalse(mine.is_only_read)
        mine.note = "<p>seen</p>"
        self.assertIn("seen", contract.note)

    def test_top_bar_of_the_reviewer_counts(self):
        self.assertEqual(self.env["res.users"].with_user(self.boss).review_user_count(), [])
        contract = self.requested()
        [group] = self.env["res.users"].with_user(self.boss).review_user_count()
        self.assertEqual((group["model"], group["pending_count"]), (contract._name, 1))
        contract.with_user(self.boss).action_approve()
        self.assertEqual(self.env["res.users"].with_user(self.boss).review_user_count(), [])

    def test_strangers_ask_for_nothing(self):
        contract = self.draft()
        for name in ("action_request_approval", "request_validation", "restart_validation"):
            self.assertRefused(getattr(contract.with_user(self.seller2), name), error=AccessError)
