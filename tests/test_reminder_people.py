from unittest.mock import patch

from odoo.tests import tagged

from .reminded import RemindedCase


@tagged("post_install", "-at_install")
class TestReminderPeople(RemindedCase):
    """Who is reminded, and who in the place of somebody who cannot be."""

    def setUp(self):
        super().setUp()
        self.rule_due = self.rule("settlement")
        self.k = self.contract()
        self.a = self.lines(self.k)[0]

    def manage(self):
        """The leader manages the department of the contract, the staff that of the responsible."""
        boss, head = self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": self.company.id}
                for user in (self.leader, self.staff)
            ]
        )
        self.env["hr.employee"].create(
            {
                "name": "Seller",
                "user_id": self.seller.id,
                "company_id": self.company.id,
                "parent_id": head.id,
            }
        )
        self.k.department_id = self.env["hr.department"].create(
            {"name": "Sales", "company_id": self.company.id, "manager_id": boss.id}
        )

    def people(self):
        self.run_job("2026-01-24")
        return self.a.activity_ids.user_id

    def test_a_deputy_for_who_left(self):
        self.manage()
        self.k.deputy_ids = self.seller2
        self.seller.active = False
        self.assertEqual(self.people(), self.seller2)
        log = self.a.reminder_log_ids
        self.assertEqual((log.state, log.reason), ("sent", "Seller: cannot log in"))
        self.assertEqual(log.user_ids, self.seller2)

    def test_the_manager_of_the_department_where_there_is_no_deputy(self):
        self.manage()
        self.seller.active = False
        self.assertEqual(self.people(), self.leader)

    def test_else_the_manager_of_the_responsible(self):
        self.manage()
        self.k.department_id = False
        self.seller.active = False
        self.assertEqual(self.people(), self.staff)

    def test_on_leave(self):
        self.manage()
        contract = type(self.k)
        right = contract._get_absences

        def away(contracts, users):
            return {**right(contracts, users), self.seller: "is on leave"}

        with patch.object(contract, "_get_absences", away):
            self.assertEqual(self.people(), self.leader)
        self.assertEqual(self.a.reminder_log_ids.reason, "Seller: is on leave")

    def test_who_does_not_see_the_contract_is_not_told_and_the_log_says_so(self):
        self.rule_due.write({"who": "users", "user_ids": (self.nobody | self.seller2).ids})
        self.assertFalse(self.people())
        log = self.a.reminder_log_ids
        self.assertEqual((log.state, log.cause), ("held", "nobody"))
        self.assertEqual(
            log.reason, "Nobody: does not see the contract; Seller2: does not see the contract"
        )
        self.rule_due.user_ids |= self.leader
        self.assertEqual(self.people(), self.leader)
        self.assertEqual(self.a.reminder_log_ids.state, "sent")

    def test_the_responsible_and_the_manager_each_get_one(self):
        self.manage()
        self.rule_due.who = "both"
        self.assertEqual(self.people(), self.seller | self.leader)
        log = self.a.reminder_log_ids
        self.assertEqual((len(log), log.user_ids), (1, self.seller | self.leader))
        self.advance(self.k, 3000)
        self.env.flush_all()
        self.assertFalse(self.a.activity_ids)

    def test_deputies_as_well(self):
        self.k.deputy_ids = self.seller2
        self.rule_due.who = "deputies"
        self.assertEqual(self.people(), self.seller | self.seller2)

    def test_the_manager_alone(self):
        self.manage()
        self.rule_due.who = "manager"
        self.assertEqual(self.people(), self.leader)
