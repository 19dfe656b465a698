from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CommercialContractAccess(models.AbstractModel):
    """The one condition that says which contracts a user works on (DESIGN 7).

    It is SQL that is evaluated at query time: Odoo caches a rule's domain per user, so an id list
    written into ``domain_force`` would go on showing the contracts of yesterday. The contract and
    all its children inherit it; ``_contract_key`` names the column that holds the contract's id.
    """

    _name = "commercial.contract.access"
    _description = "Contract Access"
    _contract_key = "contract_id"

    is_mine = fields.Boolean(
        string="My Contract",
        compute="_compute_access",
        search="_search_is_mine",
        export_string_translation=False,
    )
    is_in_my_departments = fields.Boolean(
        string="In My Departments",
        compute="_compute_access",
        search="_search_is_in_my_departments",
        export_string_translation=False,
    )

    @api.depends_context("uid")
    def _compute_access(self):
        """Rules are checked on single records as well, so the search needs this twin."""
        for name in ("is_mine", "is_in_my_departments"):
            # sudo: the condition itself must not be filtered by the rules that it defines
            found = set(self.sudo().search([("id", "in", self._origin.ids), (name, "=", True)]).ids)
            for record in self:
                record[name] = record._origin.id in found

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._access_domain(self._sql_is_mine, value)

    def _search_is_in_my_departments(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._access_domain(self._sql_is_in_my_departments, value)

    def _access_domain(self, condition, value):
        domain = Domain.FALSE
        if True in value:
            domain |= Domain.custom(to_sql=lambda model, alias, query: condition(alias))
        if False in value:
            domain |= Domain.custom(
                to_sql=lambda model, alias, query: SQL("NOT %s", condition(alias))
            )
        return domain

    def _sql_is_mine(self, alias):
        return SQL("%s IN (%s)", self._sql_column(alias, self._contract_key), self._sql_people())

    def _sql_is_in_my_departments(self, alias):
        return SQL(
            "(%s = ANY(ARRAY(%s)) OR %s IN (%s))",
            self._sql_column(alias, "department_id"),
            self._sql_departments(),
            self._sql_column(alias, self._contract_key),
            self._sql_people(),
        )

    def _sql_column(self, alias, name):
        return SQL.identifier(alias, name, to_flush=self._fields[name])

    def _sql_people(self):
        """Ids of the contracts where the user is responsible or deputy. Later steps add by UNION ALL."""
        contracts = self.env["commercial.contract"]
        return SQL(
            "SELECT id FROM commercial_contract WHERE user_id = %(uid)s"
            " UNION ALL SELECT contract_id FROM commercial_contract_deputy_rel WHERE user_id = %(uid)s",
            uid=self.env.uid,
            to_flush=[contracts._fields["user_id"], contracts._fields["deputy_ids"]],
        )

    def _sql_departments(self):
        """Ids of the departments of the user's active employees, and of all departments below them."""
        employees, versions = self.env["hr.employee"], self.env["hr.version"]
        return SQL(
            "SELECT below.id FROM hr_employee e JOIN hr_version v ON v.id = e.current_version_id"
            " JOIN hr_department own ON own.id = v.department_id"
            " JOIN hr_department below ON below.parent_path LIKE own.parent_path || '%%'"
            " WHERE e.user_id = %s AND e.active",
            self.env.uid,
            to_flush=[
                employees._fields["user_id"],
                employees._fields["active"],
                employees._fields["current_version_id"],
                versions._fields["department_id"],
                self.env["hr.department"]._fields["parent_path"],
            ],
        )
