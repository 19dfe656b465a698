from odoo import fields, models
from odoo.tools import SQL

LEVELS = ("manager", "all", "department", "own")
GROUP = "commercial_contract.group_contract_%s"


class ContractSight(models.Model):
    """Who sees which contract, and why: a row for each reason. Read by administrators.

    Made of the conditions of ``_get_access_reasons``: nothing is stored, so the answer is that of now.
    """

    _name = "commercial.contract.sight"
    _description = "Who Sees a Contract"
    _auto = False
    _order = "user_id, id"
    _rec_name = "user_id"

    contract_id = fields.Many2one("commercial.contract", readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    reason = fields.Selection(
        selection=lambda self: list(
            self.env["commercial.contract"]._get_access_reason_labels().items()
        ),
        string="Why",
        readonly=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        string="By Department",
        readonly=True,
        help="The department of the employee: the contract belongs to it or to one below it.",
    )
    level = fields.Selection(
        [
            ("own", "Own Contracts"),
            ("department", "Department and Projects"),
            ("all", "All Contracts"),
            ("manager", "Administrator"),
            ("portal", "Customer Portal"),
        ],
        string="Access Level",
        readonly=True,
        help="What the administrator gave to this user on the user form.",
    )

    @property
    def _table_query(self):
        # sudo: which groups a user is in is what this table tells, to administrators
        members = {level: self.env.ref(GROUP % level).sudo().all_user_ids.ids for level in LEVELS}
        cases = SQL(" ").join(
            SQL("WHEN r.user_id = ANY(%s) THEN %s", members[level], level) for level in LEVELS
        )
        parts = []
        reasons = self.env["commercial.contract"]._get_access_reasons()
        for number, (key, group, rows) in enumerate(reasons):
            # sudo: as above
            users = self.env.ref(group).sudo().all_user_ids.ids
            parts.append(
                SQL(
                    "SELECT (r.contract_id::bigint * 1000000 + r.user_id) * 16 + %s AS id,"
                    " r.contract_id, r.user_id, c.company_id, %s::varchar AS reason, r.department_id,"
                    " CASE %s ELSE 'portal' END AS level"
                    " FROM (%s) r JOIN commercial_contract c ON c.id = r.contract_id"
                    " JOIN res_users u ON u.id = r.user_id AND u.active"
                    " JOIN res_company_users_rel open"
                    " ON open.user_id = r.user_id AND open.cid = c.company_id"
                    " WHERE r.user_id = ANY(%s)",
                    number,
                    key,
                    cases,
                    rows,
                    users,
                )
            )
        return SQL(" UNION ALL ").join(parts)
