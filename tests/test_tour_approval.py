from odoo.tests import HttpCase, tagged

from .approvals import ApprovalCase


@tagged("post_install", "-at_install", "tour")
class TestTourApproval(ApprovalCase, HttpCase):
    """Three people and one contract: the seller asks, the boss refuses and then agrees, the seller signs."""

    browser_size = "1440x900"

    def tour(self, name, user, path):
        self.start_tour(path, f"contract_approval_{name}", login=user.login)
        self.env.invalidate_all()

    def test_three_people(self):
        contract = self.draft(500)
        form = f"/odoo/contracts/{contract.id}"
        self.tour("request", self.seller, form)
        self.assertEqual(self.statuses(contract), ["pending"])
        self.tour("reject", self.boss, "/odoo/contracts-to-approve")
        self.assertEqual((self.statuses(contract), self.state(contract)), (["rejected"], "draft"))
        self.env.cr.execute("SELECT comment FROM tier_review WHERE res_id = %s", [contract.id])
        self.assertEqual(self.env.cr.fetchall(), [("too dear",)])
        self.tour("again", self.seller, form)
        self.assertEqual(self.statuses(contract), ["pending"])
        self.tour("approve", self.boss, "/odoo/contracts-to-approve")
        self.assertEqual((self.statuses(contract), self.state(contract)), (["approved"], "draft"))
        self.tour("sign", self.seller, form)
        self.assertEqual(self.state(contract), "active")

    def test_many_from_the_list(self):
        contracts = [self.requested(200), self.requested(300)]
        self.tour("many", self.boss, "/odoo/contracts-to-approve")
        for contract in contracts:
            self.assertEqual(self.statuses(contract), ["approved"])
