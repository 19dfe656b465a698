from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .approvals import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalMany(ApprovalCase):
    """A reviewer agrees to many contracts from the list: as one by one, all or none."""

    def many(self, count):
        contracts = self.env["commercial.contract"]
        for _number in range(count):
            contracts += self.draft(500)
        contracts.with_user(self.seller).action_request_approval()
        return contracts.with_user(self.boss)

    def test_all_of_them(self):
        contracts = self.many(3)
        contracts.action_approve()
        for contract in contracts:
            self.assertEqual(self.statuses(contract), ["approved"])
            notes = contract.sudo().message_ids.filtered(
                lambda m: "Approved by Boss (Over 100)." in (m.body or "")
            )
            self.assertEqual(len(notes), 1)
            review = contract.sudo().review_ids
            self.assertEqual((review.done_by, bool(review.reviewed_date)), (self.boss, True))
        contracts.with_user(self.seller).action_sign()
        self.assertEqual({self.state(contract) for contract in contracts}, {"active"})

    def test_who_asked_is_told_once(self):
        contracts = self.many(3)
        told = self.env["mail.notification"].search_count(
            [("res_partner_id", "=", self.seller.partner_id.id)]
        )
        contracts.action_approve()
        found = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.seller.partner_id.id)]
        )
        self.assertEqual(len(found) - told, 1)
        body = found.sorted("id")[-1].mail_message_id.body
        for contract in contracts:
            self.assertIn(contract.name or contract.title, body)

    def test_none_where_one_is_not_his(self):
        mine = self.many(1)
        other = self.draft(50)  # falls under no rule
        signed = self.many(1)
        signed.action_approve()
        signed.with_user(self.seller).action_sign()
        for strange in (other, signed):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                (mine + strange.with_user(self.boss)).action_approve()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            (mine + self.many(1)).with_user(self.seller).action_approve()
        self.assertEqual(self.statuses(mine), ["pending"])

    def test_each_at_its_own_turn(self):
        """The second rule waits for the first one: the boss opens it, and decides nothing of it."""
        self.rule(
            "Then", [("amount_total", ">", 100)], self.second, approve_sequence=True, sequence=1
        )
        self.over_100.write({"approve_sequence": True, "sequence": 50})
        contracts = self.many(2)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            contracts.with_user(self.second).action_approve()
        contracts.action_approve()
        for contract in contracts:
            self.assertEqual(self.statuses(contract), ["approved", "pending"])
        with self.assertRaises(UserError):
            contracts.with_user(self.seller).action_sign()
        contracts.with_user(self.second).action_approve()
        for contract in contracts:
            self.assertEqual(self.statuses(contract), ["approved", "approved"])

    def test_a_rule_that_lets_comment(self):
        self.over_100.has_comment = True
        contracts = self.many(2)
        with self.assertRaisesRegex(UserError, "on its form"), self.env.cr.savepoint():
            contracts.action_approve()
        for contract in contracts:
            self.assertEqual(self.statuses(contract), ["pending"])

    def test_the_queries_do_not_grow(self):
        self.queries(self.many(3).action_approve)  # fills the caches
        small, large = (self.queries(self.many(count).action_approve) for count in (5, 50))
        self.assertLessEqual(large - small, 10, f"5: {small}, 50: {large}")

    def test_reviewers_who_are_asked_at_once_are_told_in_one_message(self):
        """Two rules ask two people at the same time, a third asks the boss after them."""
        self.over_100.notify_on_pending = True
        self.rule("Also", [], self.second, notify_on_pending=True)
        self.rule("Last", [], self.boss, notify_on_pending=True, approve_sequence=True, sequence=1)
        contract = self.requested()

        def told():
            return contract.sudo().message_ids.filtered(
                lambda message: "asks for your approval" in (message.body or "")
            )

        [first] = told()
        people = (self.boss | self.second).partner_id
        self.assertEqual(first.notified_partner_ids & people, people)
        contract.with_user(self.boss).action_approve()
        self.assertEqual(told(), first)
        contract.with_user(self.second).action_approve()
        self.assertEqual(len(told()), 2)
