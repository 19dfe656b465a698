from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.board.asked import between
from ..models.cash.commercial_contract_allocation_late import sql_days_late
from ..models.contract.parts import check_part
from ..tools.periods import period as get_period
from ..tools.periods import year_before

FACT = "commercial.contract.fact"
PLAN = "commercial.contract.settlement"
UNITS = ("month", "quarter", "year")
KINDS = ("signed", "invoiced", "settled")


class ContractPerformance(models.AbstractModel):
    """What people signed, invoiced and collected in a period, ranked, beside the period before and the
    same one a year before (question 16). Everything is read with the rights of whoever looks."""

    _name = "commercial.contract.performance"
    _description = "Ranking of People"

    @api.model
    @api.readonly
    def read_performance(self, period="year", direction="sale"):
        """Return the figures of each person, who settled most first.

        Events count for who had them when they happened. The period before and that of a year before
        are read as far as this period has come, to the same day. Tax included, in the currency of the
        company, others converted at the rate of today.

        :param period: 'month', 'quarter' or 'year': the one of today
        :param direction: 'sale' or 'purchase'
        :returns: ``{period, direction, currency_id, first, last, people}``; people ``[{id, name, signed,
            invoiced, settled, rate, late_days, overdue, place, before, place_before, year,
            place_year}]``: rate is settled for each 100 signed, None where nothing was signed;
            late_days how long after its first due date money came, weighted by amount, early money as on time,
            None where none came; overdue what is overdue now on contracts of this person; before and
            year what was settled then, and the places by it, None where nothing was
        :raises AccessError: the figures are closed to the user
        :raises UserError: no such period or direction
        """
        check_part(self.env, "figures")
        spans = self._get_spans(period)
        if direction not in ("sale", "purchase"):
            raise UserError(
                self.env._("There is no direction '%s'. Choose money in or money out.", direction)
            )
        now, before, year = (self._sum_facts(direction, *span) for span in spans)
        days = self._get_late_days(direction, *spans[0])
        overdue = self._get_overdue(direction)
        ids = dict.fromkeys([*now, *overdue])
        names = self._get_names(ids)
        places, places_before, places_year = (
            self._get_places({id_: row["settled"] for id_, row in sums.items()})
            for sums in (now, before, year)
        )
        people = []
        for id_ in ids:
            sums = now.get(id_) or dict.fromkeys(KINDS, 0.0)
            people.append(
                {
                    "id": id_,
                    "name": names.get(id_) or self.env._("Nobody"),
                    **sums,
                    "rate": 100 * sums["settled"] / sums["signed"] if sums["signed"] > 0 else None,
                    "late_days": days.get(id_),
                    "overdue": overdue.get(id_, 0.0),
                    "place": places.get(id_),
                    "before": before.get(id_, {}).get("settled", 0.0),
                    "place_before": places_before.get(id_),
                    "year": year.get(id_, {}).get("settled", 0.0),
                    "place_year": places_year.get(id_),
                }
            )
        people.sort(key=lambda one: (-one["settled"], -one["signed"], one["name"]))
        return {
            "period": period,
            "direction": direction,
            "currency_id": self.env.company.currency_id.id,
            "first": fields.Date.to_string(spans[0][0]),
            "last": fields.Date.to_string(spans[0][1]),
            "people": people,
        }

    @api.model
    def action_view_performance(self, name, user_id, period="year", direction="sale"):
        """Open the records behind a figure of one person.

        :param name: 'signed', 'invoiced', 'settled', 'before', 'year' or 'overdue'
        :raises AccessError: the figures are closed to the user
        :raises UserError: no such figure or period
        """
        check_part(self.env, "figures")
        spans = dict(zip(("now", "before", "year"), self._get_spans(period), strict=True))
        person = Domain("user_id", "=", user_id or False)
        if name == "overdue":
            action = "commercial_contract_settlement_action_overdue"
            domain = self._get_overdue_domain(direction) & person
        elif name in (*KINDS, "before", "year"):
            action = "commercial_contract_fact_action"
            kind = name if name in KINDS else "settled"
            span = spans[name if name in spans else "now"]
            domain = self._get_fact_domain(direction, *span) & person & Domain("kind", "=", kind)
        else:
            raise UserError(self.env._("There is no figure '%s'. Load the page again.", name))
        values = self.env["ir.actions.act_window"]._for_xml_id(f"commercial_contract.{action}")
        views = sorted(values["views"], key=lambda view: view[1] != "list")
        return {**values, "views": views, "domain": list(domain), "context": {}}

    def _get_spans(self, period):
        """Return (first, last day) of the period as far as it has come, of the one before, and of that of
        the year before, to the same day."""
        if period not in UNITS:
            raise UserError(
                self.env._("There is no period '%s'. Choose month, quarter or year.", period)
            )
        today = fields.Date.context_today(self)
        first = get_period(today, period)[0]
        before, last_before = get_period(today, period, -1)
        return (
            (first, today),
            (before, min(before + (today - first), last_before)),
            (year_before(first), year_before(today)),
        )

    def _get_fact_domain(self, direction, first, last):
        return Domain("direction", "=", direction) & between(first, last)

    def _get_overdue_domain(self, direction):
        return Domain("direction", "=", direction) & Domain("due_status", "=", "overdue")

    def _sum_facts(self, direction, first, last):
        """Return {id of a person: {kind: amount}} of one span."""
        domain = self._get_fact_domain(direction, first, last) & Domain("kind", "in", KINDS)
        round_ = self.env.company.currency_id.round
        return {
            row["user_id"] and row["user_id"][0]: {kind: round_(row[kind]) for kind in KINDS}
            for row in self.env[FACT].figures(domain, ["user_id"], KINDS)
        }

    def _get_overdue(self, direction):
        """Return {id of a person: what is overdue now on his contracts}, converted at the rate of today."""
        groups = self.env[PLAN]._read_group(
            self._get_overdue_domain(direction),
            ["contract_id.user_id", "currency_id"],
            ["amount_residual:sum"],
        )
        sums = {}
        for user, currency, amount in groups:
            sums[user.id] = sums.get(user.id, 0.0) + amount * self._get_rate(currency)
        round_ = self.env.company.currency_id.round
        return {id_: round_(amount) for id_, amount in sums.items()}

    def _get_rate(self, currency):
        company = self.env.company
        today = fields.Date.context_today(self)
        return self.env["res.currency"]._get_conversion_rate(
            currency, company.currency_id, company, today
        )

    def _get_late_days(self, direction, first, last):
        """Return {id of a person: days late of what was settled, weighted by amount}."""
        facts = self.env[FACT]
        self.env[PLAN].flush_model(["date_due", "date_due_original"])
        domain = self._get_fact_domain(direction, first, last) & Domain("kind", "=", "settled")
        query = facts._search(domain & Domain("settlement_id.date_due", "!=", False))
        line = query.join(
            query.table, "settlement_id", "commercial_contract_settlement", "id", "late"
        )
        amount = SQL.identifier(query.table, "settled")
        user, company = (SQL.identifier(query.table, name) for name in ("user_id", "company_id"))
        late = sql_days_late(SQL.identifier(query.table, "date"), line)
        query.groupby = SQL("%s, %s", user, company)
        rows = self.env.execute_query(
            query.select(user, company, SQL("SUM(%s)", amount), SQL("SUM(%s * %s)", amount, late))
        )
        sums = {}
        for user_id, company_id, settled, weighted in rows:
            # sudo: the currency of a company whose figures one sees is no secret
            currency = self.env["res.company"].sudo().browse(company_id).currency_id
            rate = self._get_rate(currency)
            one = sums.setdefault(user_id or False, [0.0, 0.0])
            one[0] += float(settled or 0) * rate
            one[1] += float(weighted or 0) * rate
        return {
            user_id: round(weighted / settled, 1)
            for user_id, (settled, weighted) in sums.items()
            if settled > 0
        }

    def _get_names(self, ids):
        # sudo: a name beside figures that the reader sees
        users = self.env["res.users"].sudo().browse([id_ for id_ in ids if id_])
        return {user.id: user.name for user in users}

    def _get_places(self, amounts):
        """Return {id of a person: place by amount}, 1 for the largest; equal amounts share a place."""
        ranked = sorted((amount for amount in amounts.values() if amount > 0), reverse=True)
        return {id_: ranked.index(amount) + 1 for id_, amount in amounts.items() if amount > 0}
