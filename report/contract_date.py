from odoo import api, fields, models
from odoo.tools import SQL


class ContractDate(models.Model):
    """The days of the contracts of a team: a row for each day on which something begins, ends or is due.

    Nothing is stored, and what is over stands here no more: contracts that ended, lines that are settled,
    promises that were kept. Rows are seen as far as their contracts are.
    """

    _name = "commercial.contract.date"
    _description = "Contract Date"
    _inherit = ["commercial.contract.matter"]
    _auto = False
    _order = "date, id"
    _rec_name = "contract_id"
    _depends = {
        "commercial.contract": [
            "user_id", "partner_id", "company_id", "department_id", "currency_id", "state", "active",
            "is_suspended", "date_start", "date_end", "date_notice",
        ],
        "commercial.contract.settlement": ["contract_id", "state", "date_due", "amount_residual"],
        "commercial.contract.promise": [
            "settlement_id", "date", "amount", "amount_kept", "is_cancelled", "is_superseded",
            "date_closed",
        ],
        "mail.activity": [
            "res_model", "res_id", "user_id", "active", "automated", "date_deadline",
        ],
    }  # fmt: skip

    kind = fields.Selection(
        [
            ("start", "Contract Start"),
            ("end", "Contract End"),
            ("notice", "Notice By"),
            ("due", "Due Date"),
            ("promise", "Promise to Pay"),
            ("activity", "Activity"),
        ],
        string="What It Is",
        readonly=True,
    )
    date = fields.Date(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        readonly=True,
        help="Whom the activity is assigned to, else the responsible of the contract.",
    )
    # never added up: a line and what was promised of it speak of the same money
    amount = fields.Monetary(
        readonly=True,
        aggregator=None,
        help="What is open of the settlement line, or of the promise.",
    )
    same_day = fields.Integer(
        compute="_compute_same_day",
        aggregator=None,
        help="How many of these dates the person has on that day, this one counted; of those that you see.",
    )
    is_clash = fields.Boolean(
        string="Clash",
        compute="_compute_same_day",
        search="_search_is_clash",
        export_string_translation=False,
    )

    @api.depends("kind", "contract_id", "settlement_id", "activity_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for mine in self:
            kind = kinds.get(mine.kind, "")  # read as the user: refused where the row is hidden
            row = mine.sudo()  # sudo: whoever sees the row may know what it is about
            what = row.settlement_id.display_name or row.contract_id.display_name
            if row.kind == "activity":
                kind = row.activity_id.summary or row.activity_id.activity_type_id.name or kind
            mine.display_name = f"{kind} · {what}"

    @api.depends("user_id", "date")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_same_day(self):
        """Counted among what the user sees: what is hidden from him makes no clash for him."""
        groups = self.sudo(False)._read_group(
            [("user_id", "in", self.user_id.ids), ("date", "in", list(set(self.mapped("date"))))],
            ["user_id", "date:day"],
            ["__count"],
        )
        counts = {(user.id, day): count for user, day, count in groups}
        for row in self:
            row.same_day = counts.get((row.user_id.id, row.date), 1)
            row.is_clash = row.same_day > 1

    def _search_is_clash(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.sudo(False)
        query = rows._search([("user_id", "!=", False)])
        key = [SQL.identifier(query.table, name) for name in ("user_id", "date")]
        query.groupby, query.having = SQL("%s, %s", *key), SQL("COUNT(*) > 1")
        query.order = None
        busy = query.select(*key)

        def is_clash(alias):
            return SQL(
                "(%s, %s) IN (%s)",
                SQL.identifier(alias, "user_id"),
                SQL.identifier(alias, "date"),
                busy,
            )

        return self._access_domain(is_clash, operator, value)

    def action_open(self):
        """Open what the row is about: the plan line where it names one, else the contract."""
        self.ensure_one()
        return (self.settlement_id or self.contract_id).get_formview_action()

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            [
                self._sql_contracts(1, "start", "date_start"),
                self._sql_contracts(2, "end", "date_end"),
                self._sql_contracts(3, "notice", "date_notice"),
                self._sql_due(),
                self._sql_promises(),
                self._sql_activities(),
                self._sql_line_activities(),
            ]
        )

    def _sql_contracts(self, number, kind, name):
        """Contracts in force; a draft may be signed for other days."""
        date = SQL.identifier("c", name)
        rows = SQL(
            "commercial_contract c WHERE c.state = 'active' AND c.active AND %s IS NOT NULL", date
        )
        return self._sql_rows(number, kind, rows, key=SQL("c.id"), date=date)

    def _sql_due(self):
        """Open money of the plan, but for what was promised: its row is the promise, on its day."""
        todo = self.env["commercial.contract.todo"]
        return self._sql_rows(
            4,
            "due",
            SQL(
                "commercial_contract_settlement s JOIN commercial_contract c ON c.id = s.contract_id"
                " WHERE %s AND c.active AND s.date_due IS NOT NULL AND NOT EXISTS ("
                "SELECT FROM commercial_contract_promise p WHERE p.settlement_id = s.id AND %s)",
                todo._sql_waiting(),
                todo._sql_unkept("p"),
            ),
            key=SQL("s.id"),
            date=SQL("s.date_due"),
            settlement=SQL("s.id"),
            amount=SQL("s.amount_residual"),
        )

    def _sql_promises(self):
        todo = self.env["commercial.contract.todo"]
        return self._sql_rows(
            5,
            "promise",
            SQL(
                "commercial_contract_promise p"
                " JOIN commercial_contract_settlement s ON s.id = p.settlement_id"
                " JOIN commercial_contract c ON c.id = s.contract_id"
                " WHERE %s AND %s AND c.active",
                todo._sql_unkept("p"),
                todo._sql_waiting(),
            ),
            key=SQL("p.id"),
            date=SQL("p.date"),
            settlement=SQL("s.id"),
            amount=SQL("p.amount - COALESCE(p.amount_kept, 0)"),
        )

    def _sql_activities(self):
        """What people planned; what the daily job reminds of has its own date here."""
        return self._sql_rows(
            6,
            "activity",
            SQL(
                "mail_activity a JOIN commercial_contract c ON c.id = a.res_id"
                " WHERE a.res_model = 'commercial.contract' AND a.active AND a.automated IS NOT TRUE"
            ),
            key=SQL("a.id"),
            date=SQL("a.date_deadline"),
            user=SQL("a.user_id"),
            activity=SQL("a.id"),
        )

    def _sql_line_activities(self):
        return self._sql_rows(
            7,
            "activity",
            SQL(
                "mail_activity a JOIN commercial_contract_settlement s ON s.id = a.res_id"
                " JOIN commercial_contract c ON c.id = s.contract_id"
                " WHERE a.res_model = 'commercial.contract.settlement' AND a.active"
                " AND a.automated IS NOT TRUE"
            ),
            key=SQL("a.id"),
            date=SQL("a.date_deadline"),
            user=SQL("a.user_id"),
            settlement=SQL("s.id"),
            activity=SQL("a.id"),
        )
