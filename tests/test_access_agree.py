import random

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .access_case import DEPARTMENT, AccessCase
from .common import ALL, OWN

SEEDS = (1, 2, 3)
STATES = ("01_in_progress", "03_approved", "1_done", "1_canceled")


@tagged("post_install", "-at_install")
class TestAccessAgree(AccessCase):
    """In worlds thrown together by chance the search, the computed fields, the rule and an SQL of its own
    tell the same of every record and several users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(16):
            cls.everything |= cls.foreign(f"K{number}")
        cls.crew = cls.head | cls.seller
        for number, group in enumerate((DEPARTMENT, DEPARTMENT, OWN, ALL)):
            cls.crew |= cls.make_user(f"crew{number}", group)
        cls.offices = cls.sales | cls.north | cls.south | cls.works
        cls.projects = cls.project | cls.env["project.project"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Tunnel", "Dam", "Quay")]
        )
        for user in cls.crew[2:4]:
            cls.make_employee(user, cls.works)

    def throw(self, seed):
        """Lay departments, employees, projects, tasks, followers and deputies by chance."""
        dice = random.Random(seed)
        offices, projects = list(self.offices), list(self.projects)
        offices[2].parent_id = dice.choice([*offices[:2], offices[2].browse()])
        offices[3].parent_id = dice.choice([*offices[:3], offices[2].browse()])
        for employee in self.env["hr.employee"].search([("user_id", "in", self.crew.ids)]):
            employee.department_id = dice.choice(offices)
        for contract in self.everything:
            contract.user_id = dice.choice([*self.crew, *[self.seller2] * 6])
            contract.department_id = dice.choice([*offices, self.works.browse()])
            contract.project_id = dice.choice([*projects, *[self.project.browse()] * 3])
            deputies = dice.choice(self.crew).ids if dice.random() < 0.2 else []
            contract.deputy_ids = [Command.set(deputies)]
        for project in projects:
            project.user_id = dice.choice([*self.crew, self.seller2])
            project.message_unsubscribe(self.crew.partner_id.ids)
            project.message_subscribe(dice.choice(self.crew).partner_id.ids)
            task = self.make_task(*dice.sample(list(self.crew), 2), project=project)
            task.state = dice.choice(STATES)

    def test_search_compute_rule_and_sql_agree(self):
        today = fields.Date.today()
        for seed in SEEDS:
            self.throw(seed)
            for user in self.crew:
                with self.subTest(seed=seed, user=user.name):
                    truth = self.oracle(user, self.everything, today)
                    self.check(user, truth)

    def check(self, user, truth):
        ids = self.everything.ids
        own = self.everything.filtered(lambda contract: truth[contract.id][0])
        near = self.everything.filtered(lambda contract: truth[contract.id][1])
        self.next_request()
        # the fields themselves, no rule before them
        Contract = self.env["commercial.contract"].with_user(user).sudo()
        Line = self.env["commercial.contract.settlement"].with_user(user).sudo()
        for name, wanted in (
            ("is_mine", own),
            ("is_shown_to_me", own),  # nobody is asked to approve anything here
            ("is_in_my_departments", near),
        ):
            for value in (True, False):
                seen = wanted if value else self.everything - wanted
                found = Contract.search([("id", "in", ids), (name, "=", value)])
                self.assertEqual(found, seen, (name, value))
                lines = Line.search([("contract_id", "in", ids), (name, "=", value)])
                self.assertEqual(lines.contract_id, seen, (name, value))
            both = Contract.search([("id", "in", ids), (name, "in", [True, False])])
            self.assertEqual(both, self.everything)
            computed = Contract.browse(ids).filtered(name)
            self.assertEqual(computed, wanted, name)
            lines = self.everything.settlement_ids.with_user(user).sudo()
            self.assertEqual(lines.filtered(name).contract_id, wanted, name)
        # and the rule that names them
        if user.has_group(ALL):
            seen = self.everything
        else:
            seen = near if user.has_group(DEPARTMENT) else own
        self.assertSees(user, seen)
