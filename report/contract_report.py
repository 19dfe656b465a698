from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.contract.commercial_contract_life import SIGNED
from ..models.contract.parts import EXPENSES
from ..models.fact.commercial_contract_figures import BARE, KINDS

AS_OF = "contract_figures_as_of"  # key in the context: the day as of which the table is read
ONLY_OVERDUE = "contract_figures_only_overdue"  # key in the context: no events are read
SHARED = (
    "contract_id", "kind", "date", "date_month", "date_booked", "company_id", "currency_id", "direction",
    "amount", *KINDS, *BARE.values(), "partner_id", "commercial_partner_id", "country_id", "state_id",
    "user_id", "team_id", "department_id", "project_id", "category_id", "method_id", "product_id", "product_categ_id",
    "settlement_id",
)  # fmt: skip
# Net, so that money in and money out may stand in one sum of it.
EARNED = """
    CASE WHEN f.kind NOT IN ('invoiced', 'expense') THEN NULL
         WHEN f.direction = 'sale' THEN COALESCE(f.invoiced_untaxed, 0) - COALESCE(f.expense, 0)
         ELSE -COALESCE(f.invoiced_untaxed, 0) - COALESCE(f.expense, 0) - COALESCE(f.purchased, 0) END"""


class ContractReport(models.Model):
    """Signed, planned, invoiced, settled, adjusted and overdue side by side (DESIGN 8): the events, and
    the plan lines that are overdue today, or at the end of the day that is searched for.

    An event has its own id, an overdue plan line its id below zero.
    """

    _name = "commercial.contract.report"
    _description = "Contract Figure"
    _inherit = ["commercial.contract.figures", "commercial.contract.sql"]
    _auto = False
    _order = "date desc, id desc"
    _measures = (*KINDS, "overdue", *BARE.values(), "earned")
    _depends = {
        "commercial.contract.fact": list(SHARED),
        "commercial.contract.settlement": [
            "contract_id", "state", "date_due", "amount", "amount_residual", "is_cancelled", "method_id",
        ],
        "commercial.contract.allocation": ["settlement_id", "amount", "date"],
        "commercial.contract": [
            "user_id", "team_id", "partner_id", "commercial_partner_id", "company_id", "department_id",
            "project_id", "category_id", "currency_id", "currency_rate", "direction", "state", "date_signed",
        ],
    }  # fmt: skip

    kind = fields.Selection(selection_add=[("overdue", "Overdue")], required=False)
    overdue = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What is past its due date and not settled, tax included, in company currency at the rate of"
        " the contract: as it stands today, or at the end of the day that is searched for.",
    )

    earned = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        groups=EXPENSES,
        help="Invoiced without tax, less expenses, in company currency. What purchase contracts bill is taken"
        " off as well, once: under the sales contract on whose analytic account it is, else under their own.",
    )

    def action_open_source(self):
        """Open what a row tells of: an overdue settlement line, or what its event tells of. The user's
        own rights hold.

        :raises UserError: the source was deleted since, or is closed to the user
        """
        self.ensure_one()
        if self.id > 0:
            return self.env["commercial.contract.fact"].browse(self.id).action_open_source()
        line = self.env["commercial.contract.settlement"].browse(-self.id)
        line.check_access("read")
        return line._get_records_action()

    @api.model
    def _search(self, domain, *args, **kwargs):
        """A day that is searched for decides from which table is read."""
        day = self.env.context.get(AS_OF)
        domain = Domain(domain)
        days = {
            str(value)
            for condition in domain.iter_conditions()
            if condition.field_expr == "date_as_of"
            for value in (
                condition.value
                if isinstance(condition.value, list | tuple | set)
                else [condition.value]
            )
        }
        if days:
            day = min(days)
            domain = domain.map_conditions(
                lambda one: Domain.TRUE if one.field_expr == "date_as_of" else one
            )
        records = self.with_context(**{AS_OF: day}) if day else self
        return super(ContractReport, records)._search(domain, *args, **kwargs)

    @property
    def _table_query(self):
        day = fields.Date.to_date(self.env.context.get(AS_OF))
        only = self.env.context.get(ONLY_OVERDUE)
        return SQL(
            "%s UNION ALL %s",
            self._sql_events(SQL("FALSE") if only else self._sql_booked(day)),
            self._sql_overdue(day) if day else self._sql_overdue_today(),
        )

    def _sql_booked(self, day):
        """What was booked by the end of a day; without a day everything."""
        if not day:
            return SQL("TRUE")
        return SQL(" OR ").join(
            SQL("(f.company_id = ANY(%s) AND f.date_booked < %s)", ids, end)
            for end, ids in self._get_ends(day).items()
        )

    def _sql_events(self, booked):
        return SQL(
            "SELECT f.id, %s, NULL::numeric AS overdue, %s AS earned FROM commercial_contract_fact f WHERE %s",
            SQL(", ").join(SQL.identifier("f", name) for name in SHARED),
            SQL(EARNED),
            booked,
        )

    def _sql_overdue_today(self):
        """The lines that ``due_status`` calls overdue (their ``_search_due_status`` is its twin)."""
        return self._sql_lines(
            SQL("s.amount_residual"),
            SQL(
                "s.state IN ('open', 'partial') AND s.date_due < %s",
                fields.Date.context_today(self),
            ),
        )

    def _sql_overdue(self, day):
        """The lines that ``open_as_of`` calls overdue at the end of a day, of what was signed by then."""
        return self._sql_lines(
            SQL(
                "(s.amount - COALESCE((SELECT SUM(a.amount) FROM commercial_contract_allocation a"
                " WHERE a.settlement_id = s.id AND a.date <= %s), 0))",
                day,
            ),
            SQL(
                "s.is_cancelled IS NOT TRUE AND s.date_due < %(day)s AND c.date_signed <= %(day)s",
                day=day,
            ),
        )

    @api.model
    def overdue_before(self, domain, day):
        """Add up what was overdue at the end of a past day, as far as the user may see, by the currency of
        the contracts. One query.

        :param domain: a domain on these rows
        :param day: date, or its text
        :returns: {id of a currency: amount}, tax included
        :raises AccessError: the figures are closed to the user
        """
        rows = self.with_context(**{ONLY_OVERDUE: True}).figures(
            domain, ("currency_id",), ("amount",), as_of=day
        )
        return {row["currency_id"][0]: row["amount"] for row in rows}

    def _sql_lines(self, residual, condition):
        return SQL(
            """
        SELECT -s.id, c.id, 'overdue', s.date_due, date_trunc('month', s.date_due)::date, NULL::timestamp,
               c.company_id, c.currency_id, c.direction, %(residual)s, %(kinds)s, c.partner_id,
               c.commercial_partner_id, p.country_id, p.state_id, c.user_id, c.team_id, c.department_id,
               c.project_id, c.category_id, s.method_id, NULL::int, NULL::int, s.id,
               ROUND((%(residual)s / COALESCE(NULLIF(c.currency_rate, 0), 1))::numeric, own.decimal_places),
               NULL::numeric
          FROM commercial_contract_settlement s
          JOIN commercial_contract c ON c.id = s.contract_id
          JOIN res_company co ON co.id = c.company_id
          JOIN res_currency own ON own.id = co.currency_id
     LEFT JOIN res_partner p ON p.id = c.partner_id
         WHERE c.state IN %(signed)s AND %(condition)s AND %(residual)s <> 0""",
            residual=residual,
            kinds=SQL(", ").join([SQL("NULL::numeric")] * len((*KINDS, *BARE))),
            signed=SIGNED,
            condition=condition,
        )
