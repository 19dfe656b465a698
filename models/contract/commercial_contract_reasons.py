from odoo import models
from odoo.addons.project.models.project_task import CLOSED_STATES
from odoo.tools import SQL

from .commercial_contract_life import SIGNED
from .parts import OWN

DEPARTMENT = "commercial_contract.group_contract_department"
ALL = "commercial_contract.group_contract_all"
PORTAL = "base.group_portal"


class CommercialContract(models.Model):
    """Why somebody sees a contract: the conditions of commercial_contract_access.py and of the rules by
    their names, over all users at once. ``tests/test_view_as.py`` holds the two against each other."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_access_reasons(self):
        """Return why a user may see a contract. Later steps add theirs to the list.

        :returns: list of (key, group whose rule it is, SQL); the SQL selects contract_id, user_id and
            department_id (where it is by a department), each pair once
        """
        return [
            ("responsible", OWN, self._sql_responsible()),
            ("deputy", OWN, self._sql_deputies()),
            ("department", DEPARTMENT, self._sql_department_people()),
            ("project_manager", DEPARTMENT, self._sql_project_managers()),
            ("project_follower", DEPARTMENT, self._sql_project_followers()),
            ("project_task", DEPARTMENT, self._sql_task_assignees()),
            ("all", ALL, self._sql_everybody()),
            ("customer", PORTAL, self._sql_customers()),
        ]

    def _get_access_reason_labels(self):
        """Return {key: label} of all reasons, in the language of the user."""
        return {
            "responsible": self.env._("Responsible"),
            "deputy": self.env._("Deputy"),
            "department": self.env._("Department"),
            "project_manager": self.env._("Manages the Project"),
            "project_follower": self.env._("Follows the Project"),
            "project_task": self.env._("Open Task in the Project"),
            "all": self.env._("All Contracts"),
            "customer": self.env._("Shared with the Customer"),
        }

    def _columns(self, model, *names):
        return [self.env[model]._fields[name] for name in names]

    def _sql_responsible(self):
        return SQL(
            "SELECT id AS contract_id, user_id, NULL::int AS department_id FROM commercial_contract"
            " WHERE user_id IS NOT NULL",
            to_flush=self._columns("commercial.contract", "user_id"),
        )

    def _sql_deputies(self):
        return SQL(
            "SELECT contract_id, user_id, NULL::int AS department_id FROM commercial_contract_deputy_rel",
            to_flush=self._columns("commercial.contract", "deputy_ids"),
        )

    def _sql_department_people(self):
        """By the employee's version of the day; the department is the employee's own."""
        return SQL(
            "SELECT c.id AS contract_id, e.user_id, MIN(own.id) AS department_id"
            " FROM commercial_contract c JOIN hr_department below ON below.id = c.department_id"
            " JOIN hr_department own ON below.parent_path LIKE own.parent_path || '%%'"
            " JOIN %s e ON e.department_id = own.id"
            " WHERE e.user_id IS NOT NULL GROUP BY c.id, e.user_id",
            self._sql_employees(),
            to_flush=[
                *self._columns("commercial.contract", "department_id"),
                *self._columns("hr.department", "parent_path"),
            ],
        )

    def _sql_project_managers(self):
        return SQL(
            "SELECT c.id AS contract_id, project.user_id, NULL::int AS department_id"
            " FROM commercial_contract c JOIN project_project project ON project.id = c.project_id"
            " WHERE project.user_id IS NOT NULL",
            to_flush=[
                *self._columns("commercial.contract", "project_id"),
                *self._columns("project.project", "user_id"),
            ],
        )

    def _sql_project_followers(self):
        return SQL(
            "SELECT c.id AS contract_id, u.id AS user_id, NULL::int AS department_id"
            " FROM commercial_contract c JOIN mail_followers f"
            " ON f.res_model = 'project.project' AND f.res_id = c.project_id"
            " JOIN res_users u ON u.partner_id = f.partner_id",
            to_flush=[
                *self._columns("commercial.contract", "project_id"),
                *self._columns("mail.followers", "res_model", "res_id", "partner_id"),
                *self._columns("res.users", "partner_id"),
            ],
        )

    def _sql_task_assignees(self):
        return SQL(
            "SELECT DISTINCT c.id AS contract_id, assigned.user_id, NULL::int AS department_id"
            " FROM commercial_contract c JOIN project_task task ON task.project_id = c.project_id"
            " JOIN project_task_user_rel assigned ON assigned.task_id = task.id"
            " WHERE task.active AND task.state NOT IN %s",
            tuple(CLOSED_STATES),
            to_flush=[
                *self._columns("commercial.contract", "project_id"),
                *self._columns("project.task", "project_id", "user_ids", "active", "state"),
            ],
        )

    def _sql_everybody(self):
        """The group decides: all contracts of the companies that are open to the user."""
        return SQL(
            "SELECT c.id AS contract_id, u.id AS user_id, NULL::int AS department_id"
            " FROM commercial_contract c JOIN res_company_users_rel open ON open.cid = c.company_id"
            " JOIN res_users u ON u.id = open.user_id",
            to_flush=[
                *self._columns("commercial.contract", "company_id"),
                *self._columns("res.users", "company_ids"),
            ],
        )

    def _sql_customers(self):
        """People of the other party's company, or of one above it, in the portal."""
        return SQL(
            "SELECT DISTINCT party.contract_id, u.id AS user_id, NULL::int AS department_id FROM ("
            "WITH RECURSIVE up(contract_id, partner_id) AS ("
            "SELECT id, partner_id FROM commercial_contract WHERE is_shared AND active AND state IN %s"
            " UNION SELECT up.contract_id, p.parent_id FROM up JOIN res_partner p"
            " ON p.id = up.partner_id WHERE p.parent_id IS NOT NULL"
            ") SELECT * FROM up) party"
            " JOIN res_partner person ON person.commercial_partner_id = party.partner_id"
            " JOIN res_users u ON u.partner_id = person.id",
            SIGNED,
            to_flush=[
                *self._columns("commercial.contract", "is_shared", "active", "state", "partner_id"),
                *self._columns("res.partner", "parent_id", "commercial_partner_id"),
                *self._columns("res.users", "partner_id"),
            ],
        )
