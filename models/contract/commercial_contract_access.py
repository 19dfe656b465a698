from odoo import api, fields, models
from odoo.addons.project.models.project_task import CLOSED_STATES
from odoo.fields import Domain
from odoo.tools import SQL


def is_of_contracts(env, model):
    """Return whether a model (by its name, whatever it is) is the contract's, or of what stands below it."""
    return model in env and "is_mine" in env[model]._fields


class CommercialContractAccess(models.AbstractModel):
    """The one condition that says which contracts a user works on, and which he only reads (DESIGN 7).

    It is SQL that is evaluated at query time: Odoo caches a rule's domain per user, so an id list
    written into ``domain_force`` would go on showing the contracts of yesterday. The contract and
    all its children inherit it; ``_contract_key`` names the column that holds the contract's id.
    """

    _name = "commercial.contract.access"
    _description = "Contract Access"
    _contract_key = "contract_id"

    is_mine = fields.Boolean(
        string="My Contract",
        compute="_compute_is_mine",
        search="_search_is_mine",
        export_string_translation=False,
    )
    is_shown_to_me = fields.Boolean(
        string="Shown to Me",
        compute="_compute_is_shown_to_me",
        search="_search_is_shown_to_me",
        export_string_translation=False,
    )
    is_in_my_departments = fields.Boolean(
        string="In My Departments",
        compute="_compute_is_in_my_departments",
        search="_search_is_in_my_departments",
        export_string_translation=False,
    )

    # Rules are checked on single records as well, so each search needs a twin.

    @api.depends_context("uid")
    def _compute_is_mine(self):
        self._tell_access("is_mine")

    @api.depends_context("uid")
    def _compute_is_shown_to_me(self):
        self._tell_access("is_shown_to_me")

    @api.depends_context("uid")
    def _compute_is_in_my_departments(self):
        self._tell_access("is_in_my_departments")

    def _tell_access(self, name):
        # sudo: the condition itself must not be filtered by the rules that it defines
        records = self.sudo().with_context(active_test=False)
        found = set(records._search([("id", "in", self._origin.ids), (name, "=", True)]))
        for record in self:
            record[name] = record._origin.id in found

    def _search_is_mine(self, operator, value):
        return self._access_domain(self._sql_is_mine, operator, value)

    def _search_is_shown_to_me(self, operator, value):
        return self._access_domain(self._sql_is_shown_to_me, operator, value)

    def _search_is_in_my_departments(self, operator, value):
        return self._access_domain(self._sql_is_in_my_departments, operator, value)

    @api.model
    def _check_link(self, contract_id):
        """Raise AccessError where the user may not read the contract that he links something to: the link
        would tell him its name."""
        if contract_id:
            self.env["commercial.contract"].browse(contract_id).check_access("read")

    def _access_domain(self, condition, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        if True in value:
            domain |= Domain.custom(to_sql=lambda model, alias, query: condition(alias))
        if False in value:
            domain |= Domain.custom(
                # a contract of no department is NULL here, and not one of mine either
                to_sql=lambda model, alias, query: SQL("(%s) IS NOT TRUE", condition(alias))
            )
        return domain

    def _sql_is_mine(self, alias):
        return SQL("%s IN (%s)", self._sql_column(alias, self._contract_key), self._sql_people())

    def _sql_is_shown_to_me(self, alias):
        return SQL("%s IN (%s)", self._sql_column(alias, self._contract_key), self._sql_readers())

    def _sql_is_in_my_departments(self, alias):
        return SQL(
            "(%s = ANY(ARRAY(%s)) OR %s IN (%s UNION ALL %s))",
            self._sql_column(alias, "department_id"),
            self._sql_departments(),
            self._sql_column(alias, self._contract_key),
            self._sql_people(),
            self._sql_projects(),
        )

    def _sql_column(self, alias, name):
        return SQL.identifier(alias, name, to_flush=self._fields[name])

    def _sql_people(self):
        """Ids of the contracts that are the user's own: he is responsible or deputy.

        The seam for who else works on a contract: extend by ``super()``, and add a further SELECT of
        contract ids by UNION ALL.
        """
        contracts = self.env["commercial.contract"]
        return SQL(
            "SELECT id FROM commercial_contract WHERE user_id = %(uid)s"
            " UNION ALL SELECT contract_id FROM commercial_contract_deputy_rel WHERE user_id = %(uid)s",
            uid=self.env.uid,
            to_flush=[contracts._fields["user_id"], contracts._fields["deputy_ids"]],
        )

    def _sql_readers(self):
        """Ids of the contracts that the user reads: his own, and those that he is only shown.

        The seam for who reads a contract without working on it (a reviewer), as `_sql_people` is.
        """
        return self._sql_people()

    def _sql_projects(self):
        """Ids of the contracts in a project that the user manages, follows, or has an open task in.

        Who only had a task there once sees nothing any more: to go on seeing a project one follows it.
        """
        projects, tasks = self.env["project.project"], self.env["project.task"]
        followers = self.env["mail.followers"]
        return SQL(
            "SELECT id FROM commercial_contract WHERE project_id IN ("
            "SELECT id FROM project_project WHERE user_id = %(uid)s"
            " UNION ALL SELECT res_id FROM mail_followers"
            " WHERE partner_id = %(partner)s AND res_model = 'project.project'"
            " UNION ALL SELECT task.project_id FROM project_task_user_rel assigned"
            " JOIN project_task task ON task.id = assigned.task_id"
            " WHERE assigned.user_id = %(uid)s AND task.active AND task.state NOT IN %(closed)s)",
            uid=self.env.uid,
            partner=self.env.user.partner_id.id,
            closed=tuple(CLOSED_STATES),
            to_flush=[
                self.env["commercial.contract"]._fields["project_id"],
                projects._fields["user_id"],
                *(followers._fields[name] for name in ("partner_id", "res_model", "res_id")),
                *(tasks._fields[name] for name in ("user_ids", "active", "state", "project_id")),
            ],
        )

    def _sql_departments(self):
        """Ids of the departments of the user's active employees, and of all departments below them."""
        return SQL(
            "SELECT below.id FROM %s employee"
            " JOIN hr_department own ON own.id = employee.department_id"
            " JOIN hr_department below ON below.parent_path LIKE own.parent_path || '%%'"
            " WHERE employee.user_id = %s",
            self._sql_employees(),
            self.env.uid,
            to_flush=self.env["hr.department"]._fields["parent_path"],
        )

    def _sql_employees(self):
        """A table of ``user_id`` and ``department_id`` of today, of the active employees.

        The version of an employee that holds is worked out by its date: the link that Odoo keeps to it
        (``current_version_id``) changes only when a job runs, some time of the day.
        """
        employees, versions = self.env["hr.employee"], self.env["hr.version"]
        return SQL(
            "(SELECT e.user_id, version.department_id FROM hr_employee e JOIN LATERAL ("
            "SELECT v.department_id FROM hr_version v WHERE v.employee_id = e.id AND v.active"
            " ORDER BY v.date_version > %(today)s, ABS(v.date_version - %(today)s) LIMIT 1"
            ") version ON TRUE WHERE e.active)",
            today=fields.Date.today(),
            to_flush=[
                *(employees._fields[name] for name in ("user_id", "active")),
                *(
                    versions._fields[name]
                    for name in ("employee_id", "active", "date_version", "department_id")
                ),
            ],
        )
