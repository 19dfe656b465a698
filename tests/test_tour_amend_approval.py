from odoo.tests import HttpCase, tagged

from .test_amendment_approval import AmendmentApprovalCase


@tagged("post_install", "-at_install", "tour")
class TestTourAmendApproval(AmendmentApprovalCase, HttpCase):
    """The seller amends what falls under a rule, the boss agrees, the seller puts it in force."""

    browser_size = "1440x900"

    def tour(self, name, user, path, what="amend"):
        self.start_tour(path, f"contract_{what}_{name}", login=user.login)
        self.env.invalidate_all()

    def test_three_steps(self):
        form = f"/odoo/contracts/{self.k.id}"
        self.tour("request", self.seller, form)
        self.assertNotAmended()
        self.tour("wait", self.seller, "/odoo/contract-amendment-requests")
        self.tour("agree", self.boss, "/odoo/contract-amendment-requests")
        self.assertNotAmended()
        self.tour("force", self.seller, form)
        self.assertEqual((self.k.amount_total, self.amounts()), (900, [600, 300]))
        self.assertEqual(self.k.amendment_ids.user_id, self.seller)

    def test_the_end_of_a_contract(self):
        self.over_200.write({"name": "All", "definition_domain": "[]"})
        form = f"/odoo/contracts/{self.k.id}"
        self.tour("request", self.seller, form, what="end")
        self.assertNotAmended()
        self.tour("agree", self.boss, "/odoo/contract-amendment-requests", what="end")
        self.assertEqual(self.k.state, "active")
        self.tour("force", self.seller, form, what="end")
        self.assertEqual((self.k.state, self.amounts()), ("terminated", [0, 0]))
        self.assertEqual(self.k.terminate_reason, "The works closed")
