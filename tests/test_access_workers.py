from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .access_case import DEPARTMENT
from .processes import ProcessCase


@tagged("post_install", "-at_install", "slow")
class TestAccessWorkers(ProcessCase):
    """What one worker changes, another one sees at its next request, with all that it has kept."""

    def make(self, worker):
        env = worker.env
        north, south = self.keep(
            env["hr.department"].create([{"name": "North"}, {"name": "South"}])
        )
        user = self.keep(
            new_test_user(
                env,
                login="access-worker",
                groups=f"base.group_user,{DEPARTMENT}",
                company_id=worker.company.id,
                company_ids=[Command.set(worker.company.ids)],
            )
        )
        employee = self.keep(
            env["hr.employee"].create({"name": "E", "user_id": user.id, "department_id": north.id})
        )
        project = self.keep(env["project.project"].create({"name": "Bridge"}))
        contracts = env["commercial.contract"]
        for values in (
            {"department_id": north.id},
            {"department_id": south.id},
            {"project_id": project.id},
        ):
            contract = worker.contract(signed=False, company_id=worker.company.id)
            contract.write(values)
            contracts |= contract
        self.south_id, self.user_id = south.id, user.id
        self.employee_id, self.project_id = employee.id, project.id
        return contracts

    def seen(self):
        """Return the places (0, 1, 2) of the contracts that the user's next request sees, here."""
        with self.cursor() as cr:
            Contract = self.env(cr)["commercial.contract"].with_user(self.user_id)
            found = Contract.search([("id", "in", self.ids)])
            one_by_one = Contract.browse(self.ids)._filtered_access("read")
            self.assertEqual(set(found), set(one_by_one))
            return sorted(self.ids.index(contract.id) for contract in found)

    def test_another_worker_moves_the_employee_and_names_followers_and_deputies(self):
        self.assertEqual(self.seen(), [0])

        def move(env):
            env["hr.employee"].browse(self.employee_id).department_id = self.south_id

        def follow(env):
            user = env["res.users"].browse(self.user_id)
            env["project.project"].browse(self.project_id).message_subscribe(user.partner_id.ids)

        def name_a_deputy(env):
            self.contracts(env)[0].deputy_ids = [Command.link(self.user_id)]

        for work, seen in ((move, [1]), (follow, [1, 2]), (name_a_deputy, [0, 1, 2])):
            with self.subTest(work=work.__name__):
                self.assertEqual(self.run_alone(work), 0)
                self.assertEqual(self.seen(), seen)
