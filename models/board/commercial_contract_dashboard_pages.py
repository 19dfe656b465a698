from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ...tools.periods import period, periods, year_before
from ..contract.parts import sees_part
from ..overview.chain import LINES, MONEY
from .commercial_contract_dashboard_parts import CONTRACT, FACT, PLAN, ROWS

ENDING = 60  # days ahead
AHEAD, BACK = 8, 4  # weeks of the plan that are shown
AGES = ((0, 30), (31, 60), (61, 90), (91, None))  # days late


class CommercialContractDashboard(models.AbstractModel):
    """The four pages: who is to see what, and what he is to do first."""

    _name = "commercial.contract.dashboard"
    _inherit = ["commercial.contract.dashboard"]

    def _get_page_sales(self, asked):
        mine = Domain("user_id", "=", self.env.uid)
        labels = {"signed": self.env._("Signed"), "settled": self.env._("Settled")}
        cells = self._get_flow_cells(asked, labels, mine)
        rate = self._get_rate_cell(cells, asked.dated & mine)
        due = asked.domain & mine & Domain("due_status", "in", ("overdue", "soon"))
        lines = self.env[PLAN].search(due, order="date_due, id", limit=ROWS)
        chart = self._get_time_chart(
            asked, "months", self.env._("Signed and settled, tax included"), labels, mine
        )
        return {
            "strip": [*cells, self._get_overdue_cell(asked, mine), rate],
            "charts": [chart],
            "lists": [
                self._get_list(
                    "due",
                    self.env._("Overdue and due soon"),
                    self.env._("No money of your own contracts is due in the next days."),
                    self._get_plan_rows(lines),
                    self._open(PLAN, due),
                )
            ],
        }

    def _get_page_contract(self, asked):
        contracts = self.env[CONTRACT]
        ending = Domain("state", "=", "active") & Domain(
            [
                ("date_end", ">=", asked.today.isoformat()),
                ("date_end", "<=", (asked.today + timedelta(days=ENDING)).isoformat()),
            ]
        )
        waiting = Domain("state", "=", "draft") & Domain(
            "validation_status", "in", ("waiting", "pending")
        )
        missing = Domain("is_without_text", "=", True) & Domain("state", "in", ("draft", "active"))
        draft = asked.domain & Domain("state", "=", "draft")
        strip = [
            self._get_count_cell(
                "in_force",
                self.env._("In Force"),
                asked,
                Domain([*MONEY, ("state", "=", "active")]),
            ),
            self._get_count_cell("ending", self.env._("Ending in 60 Days"), asked, ending),
        ]
        if sees_part(self.env, "texts"):
            strip.append(
                self._get_count_cell("missing", self.env._("Without Text"), asked, missing)
            )
        strip.append(
            self._get_count_cell("waiting", self.env._("Waiting for Approval"), asked, waiting)
        )
        chart = self._get_group_chart(
            asked,
            "categories",
            self.env._("Signed by category, tax included"),
            {"signed": self.env._("Signed")},
            "category_id",
            self.env._("No Category"),
        )
        lists = [
            self._get_list(
                "drafts",
                self.env._("Drafts, oldest first"),
                self.env._("No draft is left."),
                self._get_contract_rows(
                    contracts.search(draft, order="create_date, id", limit=ROWS), "create_date"
                ),
                self._open(asked.direction, draft),
            ),
            self._get_list(
                "ending",
                self.env._("Ending in 60 Days"),
                self.env._("No contract ends in the next 60 days."),
                self._get_contract_rows(
                    contracts.search(asked.domain & ending, order="date_end, id", limit=ROWS),
                    "date_end",
                ),
                self._open(asked.direction, asked.domain & ending),
            ),
        ]
        return {"strip": strip, "charts": [chart], "lists": lists}

    def _get_page_finance(self, asked):
        due = asked.domain & Domain(LINES["due"].domain)
        to_invoice = asked.domain & Domain("is_to_invoice", "=", True)
        received = (
            self.env._("Money Received") if asked.direction == "sale" else self.env._("Money Paid")
        )
        strip = [
            self._get_money_cell(
                "due",
                self.env._("Due This Month or Overdue"),
                PLAN,
                due,
                "amount_residual",
                opens=PLAN,
            ),
            *self._get_flow_cells(asked, {"settled": received}),
        ]
        if sees_part(self.env, "payments"):
            unallocated = asked.domain & Domain(LINES["unallocated"].domain)
            strip.append(
                self._get_money_cell(
                    "unallocated",
                    self.env._("Unallocated"),
                    CONTRACT,
                    unallocated,
                    "amount_unallocated",
                )
            )
        strip.append(
            self._get_money_cell(
                "to_invoice", self.env._("To Invoice"), PLAN, to_invoice, "amount_to_invoice"
            )
        )
        first = period(asked.today, "week", -BACK)[0]
        chart = self._get_parts_chart(
            "weeks",
            self.env._("Planned and settled by week, tax included"),
            {"planned": self.env._("Planned"), "settled": self.env._("Settled")},
            periods(first, period(asked.today, "week", AHEAD - 1)[1], "week"),
            asked.domain,
            "week",
        )
        lines = self.env[PLAN].search(to_invoice, order="date_due, id", limit=ROWS)
        return {
            "warning": self.env["commercial.contract.cash.plan"]._tell_short(),
            "strip": strip,
            "charts": [chart],
            "lists": [
                self._get_list(
                    "to_invoice",
                    self.env._("To Invoice"),
                    self.env._("All that is due is invoiced."),
                    self._get_plan_rows(lines, "amount_to_invoice"),
                    self._open("to_invoice", to_invoice),
                ),
                self._get_list(
                    "ages",
                    self.env._("Overdue by Age"),
                    self.env._("No overdue money."),
                    self._get_age_rows(asked),
                ),
            ],
        }

    def _get_page_leader(self, asked):
        labels = {"signed": self.env._("Signed"), "settled": self.env._("Settled")}
        shown = {**labels}
        if sees_part(self.env, "expenses"):
            shown["expense"] = self.env._("Contract Expense")
        flows = self._get_flow_cells(asked, shown, compare=True)
        cells, expense = flows[:2], flows[2:]
        overdue = self._get_overdue_cell(asked, compare=True)
        late = asked.domain & Domain("due_status", "=", "overdue")
        return {
            "favorites": self._get_favorites(),
            "strip": [*cells, overdue, *expense, self._get_rate_cell(cells, asked.dated)],
            "charts": [
                self._get_time_chart(
                    asked, "months", self.env._("Signed and settled, tax included"), labels
                ),
                self._get_group_chart(
                    asked,
                    "departments",
                    self.env._("Signed and settled by department, tax included"),
                    labels,
                    "department_id",
                    self.env._("No Department"),
                ),
            ],
            "lists": [
                self._get_list(
                    "largest",
                    self.env._("Ten largest overdue"),
                    self.env._("No overdue money."),
                    self._get_plan_rows(self._get_largest(asked, late, overdue)),
                    self._open("overdue", late),
                ),
                self._get_list(
                    "people",
                    self.env._("People, by what was settled"),
                    self.env._("Nothing was signed or settled in this period."),
                    self._get_people_rows(asked, labels),
                ),
            ],
        }

    def _get_overdue_cell(self, asked, domain=Domain.TRUE, *, compare=False):
        cell = self._get_money_cell(
            "overdue",
            self.env._("Overdue Now"),
            PLAN,
            asked.domain & domain & Domain("due_status", "=", "overdue"),
            "amount_residual",
            danger=True,
        )
        if compare:
            before = self.env["commercial.contract.report"].overdue_before(
                asked.domain & domain, year_before(asked.today)
            )
            for row in cell["rows"]:
                row["before"] = before.get(row["currency_id"], 0.0)
        return cell

    def _get_largest(self, asked, late, overdue):
        """Return the plan lines of which most is overdue, unlike money compared at the rate of today."""
        company = self.env.companies[:1]
        lines = self.env[PLAN]
        rates = {}
        for row in overdue["rows"]:
            currency = self.env["res.currency"].browse(row["currency_id"])
            rates[currency] = currency._get_conversion_rate(
                currency, company.currency_id, company, asked.today
            )
            lines |= lines.search(
                late & Domain("currency_id", "=", currency.id),
                order="amount_residual desc, id",
                limit=ROWS,
            )
        return lines.sorted(lambda line: -line.amount_residual * rates[line.currency_id])[:ROWS]

    def _get_people_rows(self, asked, labels):
        """Return who settled most in the period, with what he signed."""
        sums = self._sum_facts(asked.dated, list(labels), ("user_id",))
        nobody = (False, self.env._("Nobody responsible"))
        ranked = sorted(
            ((*(key or nobody), amounts) for (key,), amounts in sums.items()),
            key=lambda row: (-row[2]["settled"], row[0]),
        )
        currency = self.env.companies[:1].currency_id
        return [
            {
                "id": user_id,
                "text": name,
                "figures": [
                    self._open(
                        FACT,
                        asked.dated & Domain("user_id", "=", user_id) & Domain("kind", "=", kind),
                        label=label,
                        amount=amounts[kind],
                        currency_id=currency.id,
                    )
                    for kind, label in labels.items()
                ],
            }
            for user_id, name, amounts in ranked[:ROWS]
        ]

    def _get_age_rows(self, asked):
        """Return a row for each age of overdue money, as far as there is some."""
        rows = []
        late = asked.domain & Domain("due_status", "=", "overdue")
        for low, high in AGES:
            part = late & Domain("date_due", "<=", (asked.today - timedelta(days=low)).isoformat())
            text = self.env._("More than %s days", low - 1)
            if high:
                part &= Domain("date_due", ">=", (asked.today - timedelta(days=high)).isoformat())
                text = self.env._("%(low)s to %(high)s days", low=low, high=high)
            cell = self._get_money_cell("overdue", text, PLAN, part, "amount_residual")
            count = sum(row["count"] for row in cell["rows"])
            if count:
                rows.append({"id": low, "text": text, "figures": cell["rows"]})
        return rows

    def _get_contract_rows(self, contracts, day):
        return [
            {
                "id": contract.id,
                "text": contract.display_name,
                "note": contract.partner_id.display_name or "",
                "date": contract[day].date().isoformat()
                if day == "create_date"
                else contract[day].isoformat(),
                "contract_id": contract.id,
                "figures": [
                    {"amount": contract.amount_total, "currency_id": contract.currency_id.id}
                ],
            }
            for contract in contracts
        ]
