from odoo import fields, models
from odoo.tools import SQL

AT_ONCE = 20_000  # lines whose amounts are worked out for one sum


class CommercialContractSettlement(models.Model):
    """What there is to invoice, added up for lists, pivots and charts: the amount is in no column."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _read_group_select(self, aggregate_spec, query):
        """Add up ``amount_to_invoice`` as well; of more than ``AT_ONCE`` lines there is no sum."""
        name, _colon, function = aggregate_spec.partition(":")
        if name != "amount_to_invoice" or function not in ("sum", "sum_currency"):
            return super()._read_group_select(aggregate_spec, query)
        if query.is_empty():
            return SQL("NULL::numeric")
        alias = query.make_alias(self._table, "to_invoice")
        if alias not in query._joins:
            query.add_join(
                "LEFT JOIN",
                alias,
                self._select_to_invoice(query),
                SQL("%s = %s", SQL.identifier(alias, "id"), SQL.identifier(self._table, "id")),
            )
        column = "amount" if function == "sum" else "converted"
        return SQL("SUM(%s)", SQL.identifier(alias, column))

    def _select_to_invoice(self, query):
        """Return a table of ``id``, ``amount`` and ``converted`` (in the money of the company, at the
        rate of today, as Odoo's feet do) of the plan lines that a query finds."""
        limit, offset = query.limit, query.offset  # of groups
        query.limit, query.offset = AT_ONCE + 1, None
        found = [row[0] for row in self.env.execute_query(query.select())]
        query.limit, query.offset = limit, offset
        lines = self.browse(dict.fromkeys(found) if len(found) <= AT_ONCE else ())
        company, today = self.env.company, fields.Date.context_today(self)
        rates = {
            currency: self.env["res.currency"]._get_conversion_rate(
                currency, company.currency_id, company, today
            )
            for currency in lines.currency_id
        }
        amounts = [line.amount_to_invoice for line in lines]
        converted = [
            amount * rates[line.currency_id] for line, amount in zip(lines, amounts, strict=True)
        ]
        return SQL(
            "(SELECT * FROM unnest(%s::int[], %s::numeric[], %s::numeric[]) AS found(id, amount, converted))",
            lines.ids,
            amounts,
            converted,
        )
