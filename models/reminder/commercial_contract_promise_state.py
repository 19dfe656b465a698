from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CommercialContractPromise(models.Model):
    """Whether a promise is open, kept or broken. It depends on today, so it is in no column."""

    _name = "commercial.contract.promise"
    _inherit = ["commercial.contract.promise"]

    state = fields.Selection(
        [
            ("open", "Promised"),
            ("kept", "Kept"),
            ("broken", "Broken"),
            ("cancelled", "Taken Back"),
        ],
        string="Outcome",
        compute="_compute_state",
        search="_search_state",
        help="Kept: the promised money was in the books by the promised date. Broken: it was not. Both are"
        " read from the cash.",
    )

    @api.depends("is_cancelled", "date_closed", "amount_kept", "date")
    @api.depends_context("tz")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for promise in self:
            if promise.is_cancelled or (promise.date_closed and not promise.amount_kept):
                promise.state = (
                    "cancelled"  # or the line was closed, and not by money of this promise
                )
            elif promise.date_closed:
                promise.state = "kept"
            else:
                promise.state = "broken" if promise.date < today else "open"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        standing = Domain("is_cancelled", "=", False)
        unkept = standing & Domain("date_closed", "=", False)
        kept = standing & Domain("date_closed", "!=", False) & Domain("amount_kept", "!=", 0)
        parts = {
            "open": unkept & Domain("date", ">=", today),
            "broken": unkept & Domain("date", "<", today),
            "kept": kept,
            "cancelled": ~unkept & ~kept,
        }
        return Domain.OR([parts[state] for state in value if state in parts])

    def _field_to_sql(self, alias, field_expr, query=None):
        """Lists and pivots group by the state of today as by a column. ``_compute_state`` is its twin."""
        if field_expr != "state":
            return super()._field_to_sql(alias, field_expr, query)
        names = ("is_cancelled", "date_closed", "amount_kept", "date")
        cancelled, closed, kept, date = (self._field_to_sql(alias, name, query) for name in names)
        return SQL(
            "CASE WHEN %s OR %s IS NOT NULL AND COALESCE(%s, 0) = 0 THEN 'cancelled'"
            " WHEN %s IS NOT NULL THEN 'kept' WHEN %s < %s THEN 'broken' ELSE 'open' END",
            cancelled,
            closed,
            kept,
            closed,
            date,
            fields.Date.context_today(self),
        )
