from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .access_case import DEPARTMENT, AccessCase
from .common import OWN


@tagged("post_install", "-at_install")
class TestAccessChanges(AccessCase):
    """Whatever moves a contract into or out of somebody's sight, his next request sees exactly the new
    set: nothing is kept from before. The registry's caches stay as they are, whoever asks to clear them."""

    def setUp(self):
        super().setUp()
        self.assertSees(self.head, self.in_north)  # and what could be kept is in the caches by now
        self.startPatcher(patch.object(type(self.registry), "clear_cache", lambda *_names: None))

    def test_the_employee_moves_to_another_department(self):
        self.employee.department_id = self.south
        self.assertSees(self.head, self.in_south)
        self.employee.department_id = self.sales
        self.assertSees(self.head, self.in_north | self.in_south)
        self.employee.department_id = False
        self.assertSees(self.head, self.nothing)

    def test_a_department_moves_in_the_tree(self):
        self.works.parent_id = self.north
        self.assertSees(self.head, self.in_north | self.in_works)
        self.north.parent_id = False
        self.assertSees(self.head, self.in_north | self.in_works)
        self.works.parent_id = self.sales
        self.assertSees(self.head, self.in_north)

    def test_a_contract_moves_to_another_department(self):
        self.in_works.department_id = self.north
        self.assertSees(self.head, self.in_north | self.in_works)
        (self.in_north | self.in_works).department_id = self.south
        self.assertSees(self.head, self.nothing)

    def test_a_version_of_the_employee_comes_into_force(self):
        """Before the nightly job that moves Odoo's own link to the current version."""
        with freeze_time("2030-01-10"):
            self.employee.create_version(
                {"date_version": "2030-02-01", "department_id": self.south.id}
            )
            self.assertSees(self.head, self.in_north)
        with freeze_time("2030-01-31"):
            self.assertSees(self.head, self.in_north)
        with freeze_time("2030-02-01"):
            self.assertSees(self.head, self.in_south)
            self.env["hr.employee"]._cron_update_current_version_id()
            self.assertSees(self.head, self.in_south)

    def test_an_employee_leaves_and_a_second_one_comes(self):
        second = self.make_employee(self.head, self.works, company_id=self.make_company("Two").id)
        self.assertSees(self.head, self.in_north | self.in_works)
        self.employee.active = False
        self.assertSees(self.head, self.in_works)
        second.user_id = False
        self.assertSees(self.head, self.nothing)

    def test_a_deputy_is_named_and_taken_off(self):
        self.in_works.deputy_ids = [Command.link(self.head.id)]
        self.assertSees(self.head, self.in_north | self.in_works)
        self.in_works.deputy_ids = [Command.unlink(self.head.id)]
        self.assertSees(self.head, self.in_north)

    def test_the_responsible_changes(self):
        self.in_works.user_id = self.head
        self.in_works.department_id = self.works  # it had followed the responsible
        self.assertSees(self.head, self.in_north | self.in_works)
        self.in_works.user_id = self.seller2
        self.in_works.department_id = self.works
        self.assertSees(self.head, self.in_north)

    def test_the_manager_of_the_project_changes(self):
        self.project.user_id = self.head
        self.assertSees(self.head, self.in_north | self.in_project)
        self.project.message_unsubscribe(self.head.partner_id.ids)
        self.assertSees(self.head, self.in_north | self.in_project)
        self.project.user_id = self.seller2
        self.assertSees(self.head, self.in_north)

    def test_the_project_is_followed_and_no_more(self):
        self.project.message_subscribe(self.head.partner_id.ids)
        self.assertSees(self.head, self.in_north | self.in_project)
        self.in_works.project_id = self.project
        self.assertSees(self.head, self.in_north | self.in_project | self.in_works)
        self.project.message_unsubscribe(self.head.partner_id.ids)
        self.assertSees(self.head, self.in_north)

    def test_following_something_else_opens_nothing(self):
        """Nor does following the contract itself: DESIGN 7 names the project."""
        other = self.env["project.project"].create({"name": "Other"})
        other.message_subscribe(self.head.partner_id.ids)
        self.in_works.message_subscribe(self.head.partner_id.ids)
        self.make_task().message_subscribe(self.head.partner_id.ids)
        follower = self.env["mail.followers"].create(
            {
                "res_model": "res.partner",
                "res_id": self.project.id,
                "partner_id": self.head.partner_id.id,
            }
        )
        self.assertTrue(follower)
        self.assertSees(self.head, self.in_north)

    def test_a_task_of_the_project_is_assigned_and_closed(self):
        task = self.make_task(self.head, self.seller)
        self.assertSees(self.head, self.in_north | self.in_project)
        for state in ("1_done", "03_approved", "1_canceled", "04_waiting_normal"):
            task.state = state
            seen = self.nothing if state.startswith("1_") else self.in_project
            self.assertSees(self.head, self.in_north | seen)
        task.user_ids = [Command.unlink(self.head.id)]
        self.assertSees(self.head, self.in_north)
        task.user_ids = [Command.link(self.head.id)]
        self.assertSees(self.head, self.in_north | self.in_project)
        task.active = False
        self.assertSees(self.head, self.in_north)

    def test_a_task_moves_to_another_project(self):
        task = self.make_task(self.head)
        self.assertSees(self.head, self.in_north | self.in_project)
        task.project_id = self.env["project.project"].create({"name": "Other"})
        self.assertSees(self.head, self.in_north)

    def test_one_who_sees_his_own_only_sees_no_project(self):
        self.project.message_subscribe(self.seller.partner_id.ids)
        self.make_task(self.seller)
        self.make_employee(self.seller, self.sales)
        self.assertSees(self.seller, self.nothing)
        self.in_works.deputy_ids = [Command.link(self.seller.id)]
        self.assertSees(self.seller, self.in_works)

    def test_one_without_an_employee_sees_his_own(self):
        stranger = self.make_user("stranger", DEPARTMENT)
        self.assertSees(stranger, self.nothing)
        self.everything.department_id = False  # no department is not the department of nobody
        self.in_works.user_id = stranger
        self.assertSees(stranger, self.in_works)

    def test_side_groups_open_no_contract(self):
        """Rules of several groups are joined by OR: one on a side group would open contracts."""
        names = (
            "commercial_contract.group_contract_finance",
            "commercial_contract.group_contract_legal",
            "account.group_account_manager",
            "sales_team.group_sale_manager",
            "purchase.group_purchase_manager",
            "project.group_project_manager",
            "hr.group_hr_manager",
        )
        for name in names:
            with self.subTest(group=name):
                user = self.make_user(name.rpartition(".")[2], OWN, name)
                self.assertSees(user, self.nothing)
                self.in_works.deputy_ids = [Command.set(user.ids)]
                self.assertSees(user, self.in_works)
                self.in_works.deputy_ids = [Command.clear()]

    def test_no_rule_of_ours_stands_on_a_side_group(self):
        ours = self.env["ir.model"].search([("model", "=like", "commercial.%")])
        chain = self.env.ref("commercial_contract.group_contract_manager").all_implied_ids
        rules = self.env["ir.rule"].search([("model_id", "in", ours.ids), ("groups", "!=", False)])
        self.assertTrue(rules)
        # the groups of the parts have rules that open nothing
        rules = rules.filtered(lambda rule: rule.domain_force != "[(0, '=', 1)]")
        stray = rules.groups - chain - self.env.ref("base.group_portal")
        self.assertFalse(stray.mapped("full_name"))
