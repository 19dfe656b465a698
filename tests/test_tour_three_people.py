from odoo.tests import HttpCase, tagged

from .approvals import ApprovalCase
from .common import OWN

LEGAL = "commercial_contract.group_contract_legal"


@tagged("post_install", "-at_install", "tour")
class TestTourThreePeople(ApprovalCase, HttpCase):
    """A contract and its amendment go through three people: who sells, the head of the department, the lawyer."""

    browser_size = "1440x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lawyer = cls.make_user("lawyer", OWN, LEGAL)
        manager, _seller = cls.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": cls.company.id}
                for user in (cls.boss, cls.seller)
            ]
        )
        cls.sales = cls.env["hr.department"].create(
            {"name": "Sales", "manager_id": manager.id, "company_id": cls.company.id}
        )
        field = cls.env["ir.model.fields"]._get("commercial.contract", "department_manager_id")
        order = {"sequence": 50, "approve_sequence": True}
        cls.over_100.write(
            {
                "review_type": "field",
                "reviewer_id": False,
                "reviewer_field_id": field.id,
                **order,
            }
        )
        law = {
            "review_type": "group",
            "reviewer_group_id": cls.env.ref(LEGAL).id,
            "sequence": 10,
            "approve_sequence": True,
        }
        requests = cls.env["ir.model"]._get_id("commercial.contract.amendment.request")
        cls.rule("Law", [("has_party_text", "=", True)], **law)
        dearer = [("difference_company", ">", 200)]
        cls.rule("Over 200", dearer, cls.boss, model_id=requests, **order)
        cls.rule("Law", dearer, model_id=requests, **law)

    def tour(self, name, user, path):
        self.start_tour(path, f"contract_{name}", login=user.login)
        self.env.invalidate_all()

    def test_contract_and_amendment(self):
        """Six pumps of 100 in a plan of 400 and 200 become nine: 900 in 600 and 300."""
        contract = self.contract(
            goods=[(self.pump, 6, 100)],
            plan=[("A", 400, "2026-01-31"), ("B", 200, "2026-02-28")],
            signed=False,
            has_party_text=True,
            department_id=self.sales.id,
        )
        form, waiting = f"/odoo/contracts/{contract.id}", "/odoo/contracts-to-approve"
        self.tour("approval_request", self.seller, form)
        self.assertEqual(self.statuses(contract), ["pending", "waiting"])
        self.tour("three_manager", self.boss, waiting)
        self.assertEqual(self.statuses(contract), ["approved", "pending"])
        self.tour("three_lawyer", self.lawyer, waiting)
        self.assertEqual(
            (self.statuses(contract), self.state(contract)), (["approved"] * 2, "draft")
        )
        self.tour("approval_sign", self.seller, form)
        self.assertEqual(self.state(contract), "active")

        waiting = "/odoo/contract-amendment-requests"
        self.tour("amend_request", self.seller, form)
        self.tour("three_amend_manager", self.boss, waiting)
        self.assertFalse(contract.amendment_ids)
        self.tour("three_amend_lawyer", self.lawyer, waiting)
        self.assertEqual(contract.amount_total, 600)
        self.tour("amend_force", self.seller, form)
        self.assertEqual(contract.amount_total, 900)
        self.assertEqual([line.amount for line in self.lines(contract)], [600, 300])
        self.assertEqual(contract.amendment_ids.user_id, self.seller)
