from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, format_list

from ..models.contract.commercial_contract_life import SIGNED
from ..models.contract.parts import check_part, sees_part
from ..models.summary.commercial_summary_schedule import GROUPS, READERS
from ..tools.periods import UNITS, period, periods

FLOWS = ("signed", "planned", "settled", "invoiced")
EXPENSE = "expense"  # for whom that part is open
# How a period is cut into steps.
STEPS = {
    "day": "day",
    "week": "day",
    "month": "week",
    "quarter": "month",
    "half": "month",
    "year": "month",
}


class PeriodSummary(models.AbstractModel):
    """Signings, settlements due and done, invoices and what is overdue, of a period of the calendar: one
    source for screen, paper and sheet."""

    _name = "report.commercial_contract.period_summary"
    _description = "Period Summary"

    @api.model
    def _get_period_summary_data(
        self, unit="month", day=None, direction="sale", by="department_id"
    ):
        """Return the summary of the period that holds a day, as far as the user may see.

        Amounts include tax, expenses none that is deducted, in the currency of the companies that are
        switched on; where these have several, of the current company alone. Signed, planned, settled,
        invoiced and, for whom that part is open, expenses are the events of the period, each with whom
        it concerned then. Overdue is what was overdue at the end of the period, or is today where that
        is earlier, at the rate of signing, with whom it concerns now.

        :param unit: one of UNITS
        :param direction: "sale" or "purchase"
        :param by: a key of GROUPS
        :returns: dict of header texts, ``currency``, ``columns`` ((key of a row, kind, label)), ``rows``
            (dicts, the largest signing first), ``totals``, ``flows`` (keys of what happened in the
            period) and ``steps``: dicts of ``label`` and ``flows``
        :raises AccessError: the figures are closed to the user
        :raises UserError: there is no such period or grouping
        """
        chosen = self._check_asked(unit, direction, by)
        source = self.with_context(allowed_company_ids=chosen.ids)
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        first, last = period(day, unit)
        scope = Domain("direction", "=", direction) & Domain("company_id", "in", chosen.ids)
        rows = source._get_rows(scope, first, last, by)
        signed = source._get_signed(source._get_events(scope, first, last), by)
        flows, money = source._get_flows(), source._get_money()
        totals = {key: sum(row[key] for row in rows) for key in money}
        # one contract may count for two: who signed it, and who amended it
        totals["count"] = len(set().union(*signed.values()))
        return {
            **source._get_header(unit, first, last, direction, by, chosen),
            "currency": chosen[0].currency_id,
            "columns": source._get_columns(by),
            "rows": rows,
            "totals": totals,
            "flows": flows,
            "steps": source._get_steps(scope, first, last, unit),
        }

    def _check_asked(self, unit, direction, by):
        """Refuse who may not read it, and what does not exist; return the companies that it is of."""
        self.env["commercial.contract"].check_access("read")
        check_part(self.env, "figures")
        if not self.env.user.has_groups(READERS) and not self.env.su:
            raise AccessError(
                self.env._(
                    "Period summaries are for departments, finance, legal and leaders. Ask the"
                    " administrator for one of these rights."
                )
            )
        if unit not in UNITS or by not in dict(GROUPS) or direction not in ("sale", "purchase"):
            raise UserError(
                self.env._("There is no such summary. Choose period and grouping anew.")
            )
        _companies, chosen = self.env["commercial.contract.dashboard"]._get_companies(None)
        return chosen

    def _get_flows(self):
        return (*FLOWS, EXPENSE) if sees_part(self.env, "expenses") else FLOWS

    def _get_money(self):
        """Return what is told of each group, in the order of the columns."""
        return (*FLOWS, "overdue", *self._get_flows()[len(FLOWS) :])

    def _get_events(self, scope, first, last):
        return scope & Domain("date", ">=", first) & Domain("date", "<=", last)

    def _get_rows(self, scope, first, last, by):
        facts, currency = self.env["commercial.contract.fact"], self.env.companies[:1].currency_id
        events = self._get_events(scope, first, last)
        found, names, flows, money = {}, {}, self._get_flows(), self._get_money()

        def row_of(key):
            key_id = key and key[0]
            names.setdefault(key_id, key and key[1])
            return found.setdefault(key_id, {"count": 0, **dict.fromkeys(money, 0.0)})

        for row in facts.figures(events & Domain("kind", "in", flows), (by,), flows):
            row_of(row[by]).update({name: currency.round(row[name]) for name in flows})
        for key, contract_ids in self._get_signed(events, by).items():
            found[key]["count"] = len(contract_ids)
        for key, amount in self._get_overdue(scope, last, by).items():
            row_of(key)["overdue"] = currency.round(amount)
        rows = [
            {"group_id": key, "group": names[key] or self.env._("None"), **values}
            for key, values in found.items()
            if any(values.values())
        ]
        return sorted(rows, key=lambda row: (-row["signed"], -row["settled"], row["group"]))

    def _get_signed(self, events, by):
        """Return {id of a group or False: ids of the contracts signed}; what was taken back is none."""
        found = {}
        for group, contract, _amount in self.env["commercial.contract.fact"]._read_group(
            events & Domain("kind", "=", "signed"),
            [by, "contract_id"],
            ["signed:sum"],
            having=[("signed:sum", "!=", 0)],
        ):
            found.setdefault(group.id, set()).add(contract.id)
        return found

    def _get_overdue(self, scope, last, by):
        """Return {(id, name) or False: what was overdue at the end of a day, in company currency}."""
        day = min(last, fields.Date.context_today(self))
        lines = self.env["commercial.contract.settlement"].search_fetch(
            scope
            & Domain("contract_id.state", "in", SIGNED)
            & Domain("is_cancelled", "=", False)
            & Domain("date_due", "<", day)
            & (Domain("state", "in", ("open", "partial")) | Domain("date_settled", ">", day)),
            ["contract_id", "amount", "date_due", "is_cancelled"],
        )
        if not lines:
            return {}
        lines.contract_id.fetch(["currency_id", "currency_rate", by])
        found = {}
        for line, amounts in lines.open_as_of(day).items():
            contract = line.contract_id
            # sudo: as Odoo names the groups of a list; whose lines one sees, those names one sees
            group = contract[by].sudo()
            key = (group.id, group.display_name) if group else False
            rate = contract.currency_rate or 1.0
            found[key] = found.get(key, 0.0) + amounts["overdue"] / rate
        return found

    def _get_steps(self, scope, first, last, unit):
        """Return what happened day by day, week by week or month by month."""
        parts = periods(first, last, STEPS[unit])
        flows = self._get_flows()
        events = self._get_events(scope, first, last) & Domain("kind", "in", flows)
        by_day = self.env["commercial.contract.fact"].figures(events, ("date:day",), flows)
        currency = self.env.companies[:1].currency_id
        return [
            {
                "label": format_date(self.env, start)
                if start == end
                else self.env._(
                    "%(start)s to %(end)s",
                    start=format_date(self.env, start),
                    end=format_date(self.env, end),
                ),
                **{
                    name: currency.round(
                        sum(row[name] for row in by_day if start <= row["date:day"] <= end)
                    )
                    for name in flows
                },
            }
            for start, end in parts
        ]

    def _get_columns(self, by):
        labels = {
            "department_id": self.env._("Department"),
            "user_id": self.env._("Responsible"),
            "category_id": self.env._("Contract Category"),
            "commercial_partner_id": self.env._("Customer or Vendor"),
            "count": self.env._("Contracts Signed"),
            "signed": self.env._("Signed"),
            "planned": self.env._("Planned"),
            "settled": self.env._("Settled"),
            "invoiced": self.env._("Invoiced"),
            "overdue": self.env._("Overdue"),
            "expense": self.env._("Contract Expense"),
        }
        return [
            ("group", "text", labels[by]),
            ("count", "count", labels["count"]),
            *((key, "money", labels[key]) for key in self._get_money()),
        ]

    def _get_header(self, unit, first, last, direction, by, companies):
        return {
            "title": self.env._("Period Summary"),
            "period": format_date(self.env, first)
            if first == last
            else self.env._(
                "%(start)s to %(end)s",
                start=format_date(self.env, first),
                end=format_date(self.env, last),
            ),
            "first": first,
            "last": last,
            "direction_label": self.env._("Money In")
            if direction == "sale"
            else self.env._("Money Out"),
            "company": format_list(self.env, companies.mapped("name")),
            "facts": [
                self.env._("Tax included"),
                self.env._("Planned is what is due in the period, Overdue as it stood at its end"),
                *(
                    [self.env._("Contract Expense without the tax that is deducted")]
                    if EXPENSE in self._get_flows()
                    else []
                ),
            ],
            "as_of": self.env._(
                "As of %(time)s, printed by %(person)s",
                time=format_datetime(self.env, fields.Datetime.now()),
                person=self.env.user.name,
            ),
        }
