from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .approvals import ApprovalCase
from .reminded import RemindedCase


@tagged("post_install", "-at_install")
class TestReminderApproval(RemindedCase):
    """Who is to approve is reminded after three days; who stands in where he cannot be."""

    approval_rule = classmethod(ApprovalCase.rule.__func__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", "commercial_contract.group_contract_own")
        cls.approval_rule("Over 100", [("amount_total", ">", 100)], cls.boss)

    def requested(self, day="2026-02-02", **values):
        """Return a draft that the boss was asked about on a Monday."""
        contract = self.contract(plan=[("A", 500, "2026-03-31")], signed=False, **values)
        contract.with_user(self.seller).action_request_approval()
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE tier_review SET create_date = %s WHERE res_id = %s", day, contract.id)
        )
        self.env.invalidate_all()
        return contract

    def test_after_three_days_until_it_is_answered(self):
        self.rule("approval")
        k = self.requested()
        self.run_job("2026-02-04")
        self.assertFalse(k.activity_ids)
        self.run_job("2026-02-05", "2026-02-06")
        self.assertEqual(k.activity_ids.user_id, self.boss)
        self.assertIn("waits for approval since 02/02/2026", k.activity_ids.summary)
        k.with_user(self.boss).action_approve()
        self.run_job("2026-02-07")
        self.assertFalse(k.activity_ids)
        self.assertTrue(k.reminder_log_ids.is_closed)

    def test_who_left_is_stood_in_for_and_named(self):
        self.rule("approval")
        employee = self.env["hr.employee"].create(
            {"name": "Head", "user_id": self.leader.id, "company_id": self.company.id}
        )
        department = self.env["hr.department"].create(
            {"name": "Sales", "company_id": self.company.id, "manager_id": employee.id}
        )
        k = self.requested(department_id=department.id)
        self.boss.active = False
        self.run_job("2026-02-05")
        self.assertEqual(k.activity_ids.user_id, self.leader)
        self.assertEqual(k.reminder_log_ids.reason, "Boss: cannot log in")

    def test_my_day_tells_it_once(self):
        self.rule("approval")
        k = self.requested()
        self.run_job("2026-02-05")
        with freeze_time("2026-02-05"):
            rows = self.env["commercial.contract.todo"].with_user(self.boss)
            rows = rows.search([("contract_id", "=", k.id), ("user_id", "=", self.boss.id)])
            self.assertEqual(rows.mapped("kind"), ["approval"])

    def test_an_amendment_that_waits(self):
        self.rule("approval")
        k = self.contract(plan=[("A", 50, "2026-03-31")])
        self.approval_rule(
            "Amendments",
            [],
            self.boss,
            model_id=self.env["ir.model"]._get_id("commercial.contract.amendment.request"),
        )
        k.with_user(self.seller).prepare_amendment({"date_end": "2026-12-31"}, "Longer")
        request = k.amendment_request_ids
        request.with_user(self.seller).action_request_approval()
        self.env.flush_all()
        self.env.cr.execute("UPDATE tier_review SET create_date = '2026-02-02'")
        self.env.invalidate_all()
        self.run_job("2026-02-05")
        self.assertEqual(k.activity_ids.user_id, self.boss)


@tagged("post_install", "-at_install")
class TestReminderLate(RemindedCase):
    """Deliveries that are late, and planned work that nobody does: calls, meetings, tasks."""

    def ordered(self, day, **values):
        """Return a contract of 2 pumps that are to be delivered on ``day``, and its order."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "user_id": self.seller.id,
                "commitment_date": day and f"{day} 09:00:00",
                "order_line": [
                    Command.create(
                        {"product_id": self.pump.id, "product_uom_qty": 2, "price_unit": 500}
                    )
                ],
            }
        )
        order.action_create_contract()
        contract = order.commercial_contract_id
        contract.write(values)
        contract.plan_from_text("100")
        contract.action_sign()
        order.action_confirm()
        return contract, order

    def call(self, contract, user):
        """Plan a call for Monday 2 February, as a user does."""
        return self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(contract._name),
                "res_id": contract.id,
                "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                "date_deadline": "2026-02-02",
                "user_id": user.id,
            }
        )

    def test_late_by_the_order(self):
        """To be there on Wednesday 4 February: the day after, until all is delivered."""
        self.rule("delivery")
        k, order = self.ordered("2026-02-04")
        self.run_job("2026-02-04")
        self.assertFalse(k.activity_ids)
        self.run_job("2026-02-05", "2026-02-06")
        self.assertIn("the delivery of 02/04/2026 is not complete", k.activity_ids.summary)
        order.order_line.qty_delivered = 1
        self.run_job("2026-02-07")
        self.assertTrue(k.activity_ids)
        order.order_line.qty_delivered = 2
        self.run_job("2026-02-08")
        self.assertFalse(k.activity_ids)

    def test_late_by_the_plan(self):
        self.rule("delivery")
        k, _order = self.ordered(False)
        self.assertFalse(k._get_undelivered_since())
        self.edit(k.settlement_ids, kind="delivery", date_due="2026-02-10")
        self.run_job("2026-02-10", "2026-02-11")
        self.assertIn("the delivery of 02/10/2026", k.activity_ids.summary)

    def test_goods_that_nobody_ordered_are_not_late(self):
        self.rule("delivery")
        k = self.contract(plan=[("A", 100, "2026-02-10")], goods=[(self.pump, 1, 100)])
        self.edit(k.settlement_ids, kind="delivery")
        self.run_job("2026-02-12")
        self.assertFalse(k.reminder_log_ids)

    def test_planned_work_goes_to_the_manager(self):
        """A call for Monday 2 February, not made by the 5th."""
        self.rule("work")
        k = self.contract(plan=[("A", 100, "2026-06-10")])
        head = self.env["hr.employee"].create(
            {"name": "Head", "user_id": self.leader.id, "company_id": self.company.id}
        )
        k.department_id = self.env["hr.department"].create(
            {"name": "Sales", "company_id": self.company.id, "manager_id": head.id}
        )
        call = self.call(k, self.seller)
        self.run_job("2026-02-04")
        self.assertEqual(k.activity_ids, call)
        self.run_job("2026-02-05", "2026-02-06")
        reminder = k.activity_ids - call
        self.assertEqual(reminder.user_id, self.leader)
        self.assertIn("planned work is overdue since 02/02/2026", reminder.summary)
        call.action_done()
        self.run_job("2026-02-07")
        self.assertFalse(k.activity_ids)

    def task(self, project, *users, moment="2026-02-02 09:00:00"):
        return self.env["project.task"].create(
            {
                "name": "Acceptance test",
                "project_id": project.id,
                "user_ids": [Command.set([user.id for user in users])],
                "date_deadline": moment,
            }
        )

    def test_a_task_of_the_project_goes_to_who_has_it(self):
        """Due on Monday 2 February. Two contracts in one project: the older one tells of it, once. The
        nobody does not see the contract, and the log says so."""
        self.rule("work", who="responsible")
        project = self.env["project.project"].create({"name": "Plant"})
        k, other = (
            self.contract(plan=[("A", 100, "2026-06-10")], project_id=project.id) for _n in range(2)
        )
        task = self.task(project, self.staff, self.nobody)
        self.task(project, self.leader, moment="2026-03-02 09:00:00")
        self.run_job("2026-02-04")
        self.assertFalse(k.activity_ids)
        self.run_job("2026-02-05", "2026-02-06")
        self.assertEqual(k.activity_ids.user_id, self.seller | self.staff)
        self.assertEqual(len(k.activity_ids), 2)
        self.assertIn("overdue since 02/02/2026", k.activity_ids[0].summary)
        self.assertEqual(k.reminder_log_ids.reason, "Nobody: does not see the contract")
        self.assertFalse(other.reminder_log_ids)
        task.state = "1_done"
        self.run_job("2026-02-07")
        self.assertFalse(k.activity_ids)
        self.run_job("2026-03-05")
        self.assertEqual(k.activity_ids.user_id, self.seller | self.leader)

    def test_the_day_of_a_task_is_that_of_the_company(self):
        """20:00 UTC on Monday 2 February is Tuesday in Shanghai: told on Friday, not on Thursday."""
        self.rule("work", who="responsible")
        self.company.partner_id.tz = "Asia/Shanghai"
        project = self.env["project.project"].create({"name": "Plant"})
        k = self.contract(plan=[("A", 100, "2026-06-10")], project_id=project.id)
        self.task(project, self.staff, moment="2026-02-02 20:00:00")
        self.run_job("2026-02-05")
        self.assertFalse(k.activity_ids)
        self.run_job("2026-02-06")
        self.assertIn("overdue since 02/03/2026", k.activity_ids[0].summary)

    def test_a_meeting_on_the_contract(self):
        """A meeting is an activity of its contract, and moves along with it."""
        self.rule("work", who="responsible")
        k = self.contract(plan=[("A", 100, "2026-06-10")])
        meeting = self.env["calendar.event"].create(
            {
                "name": "Acceptance",
                "res_model_id": self.env["ir.model"]._get_id(k._name),
                "res_id": k.id,
                "start": "2026-02-02 09:00:00",
                "stop": "2026-02-02 10:00:00",
            }
        )
        meeting.write({"start": "2026-02-03 09:00:00", "stop": "2026-02-03 10:00:00"})
        self.run_job("2026-02-05")
        self.assertEqual(len(k.activity_ids), 1)
        self.run_job("2026-02-06")
        reminder = k.activity_ids - meeting.activity_ids
        self.assertIn("overdue since 02/03/2026", reminder.summary)
        self.assertEqual(reminder.user_id, self.seller)

    def meet(self, opportunity, day):
        """Plan a meeting from the opportunity, as its button does."""
        events = self.env["calendar.event"].with_context(default_opportunity_id=opportunity.id)
        return events.create(
            {"name": "Visit", "start": f"{day} 09:00:00", "stop": f"{day} 10:00:00"}
        )

    def test_a_meeting_that_the_opportunity_knows(self):
        """On Monday 2 February, not held by the 5th. Two contracts of one opportunity: the older one tells
        of it, once."""
        self.rule("work", who="responsible")
        lead = self.env["crm.lead"].create({"name": "Plant", "type": "opportunity"})
        k, other = (
            self.contract(plan=[("A", 100, "2026-06-10")], opportunity_id=lead.id)
            for _number in range(2)
        )
        meeting = self.meet(lead, "2026-02-02")
        self.meet(lead, "2026-03-02")
        self.assertFalse((k | other).activity_ids)
        self.run_job("2026-02-04")
        self.assertFalse(k.activity_ids)
        self.run_job("2026-02-05", "2026-02-06")
        self.assertIn("planned work is overdue since 02/02/2026", k.activity_ids.summary)
        self.assertEqual(k.activity_ids.user_id, self.seller)
        self.assertFalse(other.reminder_log_ids)
        meeting.activity_ids.action_done()
        self.run_job("2026-02-07")
        self.assertFalse(k.activity_ids)
        self.run_job("2026-03-05")
        self.assertIn("overdue since 03/02/2026", k.activity_ids.summary)

    def test_queries_do_not_grow_with_the_contracts(self):
        for name in ("delivery", "work", "approval"):
            self.rule(name)

        def cost(count):
            made = self.env["commercial.contract"]
            for _number in range(count):
                k, _order = self.ordered("2026-02-04")
                self.call(k, self.seller2)
                k.project_id = self.env["project.project"].create({"name": "Plant"})
                self.task(k.project_id, self.staff)
                k.opportunity_id = self.env["crm.lead"].create({"name": "Plant"})
                self.meet(k.opportunity_id, "2026-02-02")
                made |= k
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job("2026-02-05")
            self.assertEqual(len(made.reminder_log_ids), 2 * count)
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(3), cost(15)
        self.assertLessEqual(many - few, 10, f"{few} queries for 3 contracts, {many} for 15")
