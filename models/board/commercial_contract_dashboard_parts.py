from babel.dates import format_skeleton

from odoo import models
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse, get_lang

from ...tools.periods import periods, place
from .asked import MONTH, between

FACT = "commercial.contract.fact"
PLAN = "commercial.contract.settlement"
CONTRACT = "commercial.contract"
# Which list shows the records of a figure: an action of the menus.
LISTS = {
    FACT: "commercial_contract_fact_action",
    PLAN: "commercial_contract_settlement_action",
    "overdue": "commercial_contract_settlement_action_overdue",
    "to_invoice": "commercial_contract_settlement_action_to_invoice",
    "unallocated": "commercial_contract_action_unallocated",
    "sale": "commercial_contract_action_sale",
    "purchase": "commercial_contract_action_purchase",
}
# Which action opens a favourite that was saved without one.
FAVORITES = {
    FACT: "commercial_contract.commercial_contract_fact_action",
    "commercial.contract.report": "commercial_contract.commercial_contract_report_action",
}
BARS = 8  # groups of a chart; the rest is one more
ROWS = 10  # of a list


class CommercialContractDashboard(models.AbstractModel):
    """What the pages are built of: cells of a strip, charts, rows of a list. Each knows the records
    that it is the sum of."""

    _name = "commercial.contract.dashboard"
    _inherit = ["commercial.contract.dashboard"]

    def _open(self, name, domain, **values):
        """Return how to open the list of that name (of LISTS) with a domain, and whatever else a cell says."""
        return {"action": f"commercial_contract.{LISTS[name]}", "domain": list(domain), **values}

    def _sum_facts(self, domain, kinds, groups=()):
        """Return {group values: {kind: amount}} of the events of a domain, in company currency; a record
        is (id, name), or False."""
        rows = self.env[FACT].figures(domain & Domain("kind", "in", kinds), groups, kinds)
        return {
            tuple(row[name] for name in groups): {kind: self._round(row[kind]) for kind in kinds}
            for row in rows
        }

    def _round(self, amount):
        return self.env.companies[:1].currency_id.round(amount or 0.0)

    def _get_flow_cells(self, asked, labels, domain=Domain.TRUE, *, compare=False):
        """Return a cell for each kind of event: what happened in the period, and by the same day of
        the year before.

        :param labels: {kind: label}
        """
        kinds = list(labels)
        sums = self._sum_facts(asked.dated & domain, kinds).get((), {})
        before = {}
        if compare:
            before = self._sum_facts(asked.before & domain, kinds).get((), {})
        currency = self.env.companies[:1].currency_id
        cells = []
        for kind, label in labels.items():
            whole = asked.dated & domain & Domain("kind", "=", kind)
            row = self._open(FACT, whole, amount=sums.get(kind, 0.0), currency_id=currency.id)
            if compare:
                row["before"] = before.get(kind, 0.0)
            cells.append({"name": kind, "label": label, "rows": [row]})
        return cells

    def _get_rate_cell(self, cells, domain):
        """Return the cell of settled in percent of signed; None where nothing was signed."""
        amounts = {cell["name"]: cell["rows"][0]["amount"] for cell in cells}
        rate = 100 * amounts["settled"] / amounts["signed"] if amounts["signed"] > 0 else None
        domain &= Domain("kind", "in", ("signed", "settled"))
        return {
            "name": "rate",
            "label": self.env._("Collection Rate"),
            "rows": [self._open(FACT, domain, percent=rate)],
        }

    def _get_money_cell(self, name, label, model, domain, amount, *, opens=None, danger=False):
        """Return the cell of records that add up by currency, the company's own first."""
        own = self.env.companies[:1].currency_id
        groups = self.env[model]._read_group(domain, ["currency_id"], ["__count", f"{amount}:sum"])
        rows = [
            self._open(
                opens or name,
                domain & Domain("currency_id", "=", currency.id),
                currency_id=currency.id,
                count=count,
                amount=currency.round(total or 0.0),
            )
            for currency, count, total in sorted(
                groups, key=lambda group: (group[0] != own, group[0].id)
            )
        ]
        rows = rows or [self._open(opens or name, domain, count=0, amount=0, currency_id=own.id)]
        return {"name": name, "label": label, "danger": danger, "rows": rows}

    def _get_count_cell(self, name, label, asked, domain):
        """Return the cell of how many contracts there are."""
        domain &= asked.domain
        count = self.env[CONTRACT].search_count(domain)
        return {
            "name": name,
            "label": label,
            "rows": [self._open(asked.direction, domain, count=count)],
        }

    def _get_time_chart(self, asked, name, title, labels, domain=Domain.TRUE):
        """Return the chart of some kinds of events over the period: by month, a month by week."""
        unit = "week" if asked.period == MONTH else "month"
        return self._get_parts_chart(
            name,
            title,
            labels,
            periods(asked.first, asked.last, unit),
            asked.domain & domain,
            unit,
        )

    def _name_period(self, first, unit):
        """Return what a period is called, by its first day: "Feb 23" or "Feb"."""
        locale = babel_locale_parse(get_lang(self.env).code)
        return format_skeleton("MMM" if unit == "month" else "MMMd", first, locale=locale)

    def _get_parts_chart(self, name, title, labels, parts, domain, unit):
        """Return the chart of some kinds of events in adjoining periods.

        :param labels: {kind: label}
        :param parts: (first day, last day) of each period
        :param unit: "month" or "week"
        """
        kinds = list(labels)
        whole = domain & between(parts[0][0], parts[-1][1])
        sums = [dict.fromkeys(kinds, 0.0) for _part in parts]
        step = "month" if unit == "month" else "day"
        for (day,), amounts in self._sum_facts(whole, kinds, (f"date:{step}",)).items():
            here = sums[place(parts, max(day, parts[0][0]))]
            for kind in kinds:
                here[kind] += amounts[kind]
        return {
            "name": name,
            "title": title,
            "labels": [self._name_period(first, unit) for first, _last in parts],
            "series": [
                {
                    "name": kind,
                    "label": label,
                    "bars": [
                        self._open(
                            FACT,
                            domain & between(*part) & Domain("kind", "=", kind),
                            amount=self._round(here[kind]),
                        )
                        for part, here in zip(parts, sums, strict=True)
                    ],
                }
                for kind, label in labels.items()
            ],
        }

    def _get_group_chart(self, asked, name, title, labels, group, nothing):
        """Return the chart of some kinds of events by a dimension, the largest first and the rest as one.

        :param labels: {kind: label}; the first one decides what is large
        :param group: field of the events
        :param nothing: what those without it are called
        """
        kinds = list(labels)
        sums = self._sum_facts(asked.dated, kinds, (group,))
        ranked = sorted(
            ((*(key or (False, nothing)), amounts) for (key,), amounts in sums.items()),
            key=lambda row: (-row[2][kinds[0]], row[0]),
        )
        shown, rest = ranked[:BARS], ranked[BARS:]
        bars = [(name, Domain(group, "=", id_), amounts) for id_, name, amounts in shown]
        if rest:
            others = {kind: sum(row[2][kind] for row in rest) for kind in kinds}
            shown_ids = [row[0] for row in shown]
            label = self.env._("Others (%s)", len(rest))
            bars.append((label, Domain(group, "not in", shown_ids), others))
        return {
            "name": name,
            "title": title,
            "labels": [label for label, _domain, _amounts in bars],
            "series": [
                {
                    "name": kind,
                    "label": label,
                    "bars": [
                        self._open(
                            FACT,
                            asked.dated & domain & Domain("kind", "=", kind),
                            amount=self._round(amounts[kind]),
                        )
                        for _label, domain, amounts in bars
                    ],
                }
                for kind, label in labels.items()
            ],
        }

    def _get_plan_rows(self, lines, amount="amount_residual"):
        """Return a row for each plan line: whose, when, how much."""
        return [
            {
                "id": line.id,
                "text": line.contract_id.display_name,
                "note": " · ".join(filter(None, (line.label, line.partner_id.display_name))),
                "date": line.date_due and line.date_due.isoformat(),
                "status": line.due_status,
                "contract_id": line.contract_id.id,
                "figures": [{"amount": line[amount], "currency_id": line.currency_id.id}],
            }
            for line in lines
        ]

    def _get_list(self, name, title, empty, rows, more=None):
        return {"name": name, "title": title, "empty": empty, "rows": rows, "more": more}

    def _get_favorites(self):
        """Return the searches of figures that the user saved as favourites, or that are shared with him."""
        found = self.env["ir.filters"].search_fetch(
            [
                ("model_id", "in", list(FAVORITES)),
                ("user_ids", "in", [self.env.uid, False]),
                ("embedded_action_id", "=", False),
            ],
            ["name", "model_id", "action_id"],
            order="name, id",
        )
        return [
            {
                "id": one.id,
                "name": one.name,
                "model": one.model_id,
                "action": one.action_id.id or FAVORITES[one.model_id],
            }
            for one in found
        ]
