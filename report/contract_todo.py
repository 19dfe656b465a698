from odoo import api, fields, models
from odoo.tools import SQL

from ..models.contract.commercial_contract_life import SIGNED
from ..models.contract.parts import sees_part
from .contract_matter import ContractMatter


class ContractTodo(models.Model):
    """What awaits whom: a row for each thing that somebody is to do about a contract.

    Nothing is stored, so a row is there as long as there is something to do. "Today" is the day of
    whoever looks. Rows of colleagues are seen as far as their contracts are.
    """

    _name = "commercial.contract.todo"
    _description = "To Do"
    _inherit = ["commercial.contract.matter"]
    _auto = False
    _order = "date, id"
    _rec_name = "contract_id"
    _depends = {
        "commercial.contract": [
            "user_id", "partner_id", "company_id", "department_id", "currency_id", "direction",
            "state", "active", "is_suspended", "amount_total",
        ],
        "commercial.contract.settlement": [
            "contract_id", "state", "date_due", "amount_residual",
        ],
        "commercial.contract.promise": [
            "settlement_id", "date", "amount", "amount_kept", "is_cancelled", "is_superseded",
            "date_closed",
        ],
        "mail.activity": [
            "res_model", "res_id", "user_id", "active", "automated", "date_deadline",
            "commercial_snoozed_until", "commercial_reminder_log_id",
        ],
        "commercial.reminder.log": [
            "rule_id", "contract_id", "settlement_id", "step", "state", "date_planned", "user_ids",
        ],
        "commercial.contract.amendment.request": [
            "contract_id", "state", "kind", "difference",
        ],
        "tier.review": ["model", "res_id", "status", "sequence", "definition_id", "reviewer_ids"],
        "tier.definition": ["approve_sequence"],
        "ir.attachment": ["res_model", "res_id", "res_field"],
        "res.company": ["contract_due_soon_days"],
    }  # fmt: skip

    _row_columns = {
        **ContractMatter._row_columns,
        "promise": ("promise_id", "int"),
        "review": ("review_id", "int"),
        "request": ("request_id", "int"),
    }

    kind = fields.Selection(
        [
            ("activity", "Activity"),
            ("approval", "Approval"),
            ("promise", "Promise to Pay"),
            ("overdue", "Overdue"),
            ("due", "Due Soon"),
            ("to_invoice", "To Invoice"),
            ("text", "Text Missing"),
        ],
        string="What It Is",
        readonly=True,
    )
    urgency = fields.Selection(
        # a list that is grouped by it shows the groups by their keys: these stand in the right order
        [
            ("late", "Overdue"),
            ("now", "Today"),
            ("soon", "Next Days"),
            ("waiting", "Without a Date"),
        ],
        string="When",
        readonly=True,
        help="By the day on which you look. Next Days: as many as a line is due soon before its date.",
    )
    date = fields.Date(string="Until", readonly=True)
    name = fields.Char(string="To Do", compute="_compute_name")
    user_id = fields.Many2one(
        "res.users",
        string="To Be Done By",
        readonly=True,
        help="Whom the activity is assigned to or who is to approve, else the responsible of the contract.",
    )
    promise_id = fields.Many2one("commercial.contract.promise", readonly=True)
    review_id = fields.Many2one("tier.review", readonly=True)
    request_id = fields.Many2one(
        "commercial.contract.amendment.request", string="Amendment Request", readonly=True
    )
    # never added up: the rows of one plan line and of its contract speak of the same money
    amount = fields.Monetary(
        readonly=True,
        aggregator=None,
        help="What the row is about, in the currency of the contract, tax included.",
    )

    @api.depends("kind", "settlement_id", "promise_id", "activity_id", "review_id", "request_id")
    @api.depends_context("lang")
    def _compute_name(self):
        for mine in self:
            kind = mine.kind  # read as the user: refused where the row is hidden
            row = mine.sudo()  # sudo: whoever sees the row may know what it is about
            if kind == "activity":
                mine.name = row._tell_activity()
            elif kind == "approval":
                mine.name = row._tell_approval()
            elif kind == "promise":
                mine.name = row._tell_promise()
            elif kind == "text":
                mine.name = self.env._("Attach the text of the contract")
            else:
                mine.name = row.settlement_id.label

    def _tell_activity(self):
        activity = self.activity_id
        text = activity.summary or activity.activity_type_id.name
        return f"{self.settlement_id.label}: {text}" if self.settlement_id else text

    def _tell_promise(self):
        names = {
            "line": self.settlement_id.label,
            "person": self.promise_id.promised_by or self.partner_id.display_name,
        }
        if self.urgency == "late":
            return self.env._("%(line)s: promised by %(person)s and not there", **names)
        return self.env._("%(line)s: promised by %(person)s for today", **names)

    def action_open(self):
        """Open what the row is about: the plan line or the amendment that it names, else the contract."""
        self.ensure_one()
        return (self.settlement_id or self.request_id or self.contract_id).get_formview_action()

    @property
    def _table_query(self):
        parts = [
            self._sql_activities(),
            self._sql_line_activities(),
            self._sql_money(),
            self._sql_promises(),
            self._sql_approvals(),
            self._sql_amendment_approvals(),
            *self._sql_to_invoice(),
        ]
        if sees_part(self.env, "texts"):
            parts.append(self._sql_texts())
        return SQL(
            "SELECT todo.*, CASE WHEN todo.date IS NULL THEN 'waiting'"
            " WHEN todo.date < %(today)s THEN 'late' WHEN todo.date = %(today)s THEN 'now'"
            " ELSE 'soon' END AS urgency FROM (%(parts)s) todo",
            today=self._get_today(),
            parts=SQL(" UNION ALL ").join(parts),
        )

    def _get_today(self):
        return fields.Date.context_today(self)

    def _sql_until(self):
        """The last day that is shown: as far ahead as the company calls a line due soon."""
        return SQL("%s + COALESCE(k.contract_due_soon_days, 0)", self._get_today())

    def _sql_activities(self):
        return self._sql_rows(
            1,
            "activity",
            SQL(
                "mail_activity a JOIN commercial_contract c ON c.id = a.res_id"
                " JOIN res_company k ON k.id = c.company_id"
                " WHERE a.res_model = 'commercial.contract' AND a.active AND a.date_deadline <= %s"
                " AND %s AND %s",
                self._sql_until(),
                self._sql_awake_activity(),
                self._sql_not_asked(),
            ),
            key=SQL("a.id"),
            date=SQL("a.date_deadline"),
            user=SQL("a.user_id"),
            activity=SQL("a.id"),
        )

    def _sql_line_activities(self):
        """Without what the daily job reminds the responsible of: the line itself stands here."""
        return self._sql_rows(
            2,
            "activity",
            SQL(
                "mail_activity a JOIN commercial_contract_settlement s ON s.id = a.res_id"
                " JOIN commercial_contract c ON c.id = s.contract_id"
                " JOIN res_company k ON k.id = c.company_id"
                " WHERE a.res_model = 'commercial.contract.settlement' AND a.active"
                " AND a.date_deadline <= %(until)s"
                " AND %(awake)s AND NOT (a.automated IS TRUE AND a.user_id IS NOT DISTINCT FROM c.user_id"
                " AND %(waiting)s AND s.date_due <= %(until)s)",
                until=self._sql_until(),
                waiting=self._sql_waiting(),
                awake=self._sql_awake_activity(),
            ),
            key=SQL("a.id"),
            date=SQL("a.date_deadline"),
            user=SQL("a.user_id"),
            activity=SQL("a.id"),
            settlement=SQL("s.id"),
            amount=SQL("s.amount_residual"),
        )

    def _sql_waiting(self):
        """Whether money of plan line ``s`` is to be looked after; a paused contract waits for nothing."""
        return SQL(
            "s.state IN ('open', 'partial') AND c.state IN %s AND c.is_suspended IS NOT TRUE",
            SIGNED,
        )

    def _sql_money(self):
        """Overdue and due soon, but for what was promised: its row is the promise, on its day."""
        return self._sql_rows(
            3,
            SQL("CASE WHEN s.date_due < %s THEN 'overdue' ELSE 'due' END", self._get_today()),
            SQL(
                "commercial_contract_settlement s JOIN commercial_contract c ON c.id = s.contract_id"
                " JOIN res_company k ON k.id = c.company_id"
                " WHERE %s AND s.date_due <= %s AND %s AND NOT EXISTS ("
                "SELECT FROM commercial_contract_promise p WHERE p.settlement_id = s.id AND %s)",
                self._sql_waiting(),
                self._sql_until(),
                self._sql_awake("due"),
                self._sql_unkept("p"),
            ),
            key=SQL("s.id"),
            date=SQL("s.date_due"),
            settlement=SQL("s.id"),
            amount=SQL("s.amount_residual"),
        )

    def _sql_unkept(self, alias):
        """Whether a promise stands and is not kept (``UNKEPT`` of the promise is its twin)."""
        return SQL(
            "%(a)s.is_cancelled IS NOT TRUE AND %(a)s.date_closed IS NULL"
            " AND %(a)s.is_superseded IS NOT TRUE",
            a=SQL.identifier(alias),
        )

    def _sql_promises(self):
        """Promises for today, and the broken one that stands last while no other is open."""
        return self._sql_rows(
            4,
            "promise",
            SQL(
                "commercial_contract_promise p"
                " JOIN commercial_contract_settlement s ON s.id = p.settlement_id"
                " JOIN commercial_contract c ON c.id = s.contract_id"
                " WHERE %(unkept)s AND p.date <= %(today)s AND %(waiting)s AND %(awake)s"
                " AND (p.date = %(today)s OR NOT EXISTS ("
                "SELECT FROM commercial_contract_promise q WHERE q.settlement_id = s.id"
                " AND %(other)s AND q.date > p.date))",
                unkept=self._sql_unkept("p"),
                other=self._sql_unkept("q"),
                waiting=self._sql_waiting(),
                awake=self._sql_awake("promise"),
                today=self._get_today(),
            ),
            key=SQL("p.id"),
            date=SQL("p.date"),
            settlement=SQL("s.id"),
            promise=SQL("p.id"),
            amount=SQL("p.amount - COALESCE(p.amount_kept, 0)"),
        )

    def _sql_to_invoice(self):
        """Drafts count as invoiced, in whatever currency: that is worked out line by line of the few
        that are not posted whole, as the list *To Invoice* does it."""
        plan = self.env["commercial.contract.settlement"]
        # sudo: which of the rows the user sees is told by the rules on this table
        lines = plan.sudo().search(plan._get_to_invoice_candidates()).filtered("is_to_invoice")
        if not lines:
            return []
        rows = SQL(
            "unnest(%s::int[], %s::numeric[]) AS i(id, amount)"
            " JOIN commercial_contract_settlement s ON s.id = i.id"
            " JOIN commercial_contract c ON c.id = s.contract_id WHERE c.is_suspended IS NOT TRUE"
            " AND %s",
            lines.ids,
            lines.mapped("amount_to_invoice"),
            self._sql_awake("to_invoice"),
        )
        return [
            self._sql_rows(
                6,
                "to_invoice",
                rows,
                key=SQL("s.id"),
                date=SQL("s.date_due"),
                settlement=SQL("s.id"),
                amount=SQL("i.amount"),
            )
        ]

    def _sql_texts(self):
        """Drafts and contracts in force without a document: as the list *Without Text* has them."""
        return self._sql_rows(
            7,
            "text",
            SQL(
                "commercial_contract c WHERE c.state IN ('draft', 'active') AND c.active"
                " AND NOT EXISTS (SELECT FROM ir_attachment t WHERE t.res_model = 'commercial.contract'"
                " AND t.res_field IS NULL AND t.res_id = c.id) AND %s AND %s",
                self._sql_awake("text", on_line=False),
                self._sql_not_told("text", SQL("c.user_id")),
            ),
            key=SQL("c.id"),
            amount=SQL("c.amount_total"),
        )
