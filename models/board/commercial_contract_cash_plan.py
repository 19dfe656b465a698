from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import formatLang

from ...tools.cash_plan import expected_day, first_short, lay, run_balance
from ...tools.money import from_units
from ...tools.periods import period, periods
from ..contract.parts import check_part
from ..overview.chain import PURCHASE, SALE

PLANNERS = "commercial_contract.group_contract_finance,commercial_contract.group_contract_all"
WEEK, MONTH = "week", "month"
AHEAD = {WEEK: 13, MONTH: 12}
PLAN = "commercial.contract.settlement"
SHOWN = 60  # lines that can be moved on trial


class CommercialContractCashPlan(models.AbstractModel):
    """What comes in and goes out ahead, by the open settlement lines, against what there is in the banks.
    Nothing is kept, and moving lines on trial touches none."""

    _name = "commercial.contract.cash.plan"
    _description = "Cash Plan"

    @api.model
    @api.readonly
    def get_cash_plan(self, unit=WEEK, company_id=None, moves=()):
        """Return the money that is planned ahead, whole.

        All amounts include tax and are in the currency of the company, other currencies at the rate of
        today. What is overdue stands in the first period. Expected is the same with each customer as
        late as he paid before, weighted by amount; vendors are paid when it is due.

        :param unit: "week" (13 of them) or "month" (12)
        :param company_id: as for the dashboard
        :param moves: pairs of the id of a settlement line and the day on which its money is taken to
            come or go, on trial: such a line is expected on that day
        :returns: dict of ``unit``, ``company_id``, ``companies``, ``can_add``, ``currency_id``;
            ``rates``: names of the other currencies; ``opening``: the balance of banks and cash now, and
            ``banks`` behind it (dicts of ``name``, ``currency_id``, ``amount``), both None for who may
            not read the books; ``periods``: dicts of ``label``, ``first``, ``last``, ``in``, ``out``,
            ``balance`` and the same as ``expected_in``, ``expected_out``, ``expected_balance``, with
            ``domains`` of the lines by direction; ``short`` and ``expected_short``: the place of the
            first period that ends below zero, or None; ``later`` and ``undated``: dicts of ``in`` and
            ``out`` beyond the periods and without a date; ``lines``: the largest ones ahead
        :raises AccessError: the figures are closed to the user, or he is neither of finance nor sees all
        """
        self._check_planner()
        boards = self.env["commercial.contract.dashboard"]
        companies, chosen = boards._get_companies(company_id)
        plan = self.with_context(allowed_company_ids=chosen.ids)
        found = plan._work_out(unit if unit in AHEAD else WEEK, moves)
        return {
            "company_id": chosen.id if len(chosen) == 1 else False,
            "companies": [{"id": company.id, "name": company.name} for company in companies],
            "can_add": len(companies.currency_id) == 1,
            "currency_id": chosen[0].currency_id.id,
            **found,
            "lines": plan._get_plan_lines(moves, found["periods"][-1]["last"]),
        }

    def _work_out(self, unit, moves=()):
        """Return the plan of the companies that are switched on, without its lines."""
        today = fields.Date.context_today(self)
        parts = periods(today, period(today, unit, AHEAD[unit] - 1)[1], unit)
        rows, undated = self._get_plan_amounts(today)
        banks = self._get_banks(today)
        columns = self._lay_columns(rows, self._get_moved(moves), parts, today)
        opening = None if banks is None else sum(bank["units"] for bank in banks)
        rounding = self.env.companies[:1].currency_id.rounding
        later = {side: from_units(columns["planned", side][1], rounding) for side in ("in", "out")}
        return {
            "unit": unit,
            "rates": self._get_other_currencies(rows, banks),
            "opening": None if opening is None else from_units(opening, rounding),
            "banks": banks,
            **self._get_periods(columns, parts, opening, unit),
            "later": later,
            "undated": {side: from_units(units, rounding) for side, units in undated.items()},
        }

    def _check_planner(self):
        """Raise AccessError where the cash plan is closed to whoever acts here."""
        self.env["commercial.contract"].check_access("read")
        check_part(self.env, "figures")
        if not self.env.user.has_groups(PLANNERS):
            raise AccessError(
                self.env._(
                    "The cash plan is for finance and for those who see all contracts. Ask the"
                    " administrator for one of these rights."
                )
            )

    def _find_short(self):
        """Return the first week that is expected to fall short, as a row of ``periods``, or None."""
        plan = self._work_out(WEEK)
        place = plan["expected_short"]
        return None if place is None else plan["periods"][place]

    def _tell_short(self):
        """Return a sentence about the first week that is expected to fall short, or None."""
        row = self._find_short()
        return row and self._tell_shortage(row)

    def _tell_shortage(self, row):
        return self.env._(
            "By the cash plan, money falls short in the week of %(week)s: %(amount)s are missing.",
            week=row["label"],
            amount=formatLang(
                self.env,
                -row["expected_balance"],
                currency_obj=self.env.companies[:1].currency_id,
            ),
        )

    def _lay_columns(self, rows, moved, parts, today):
        """Return {(planned or expected, in or out): (units of each period, units after them)}."""
        found = {}
        for side, direction in (("in", SALE), ("out", PURCHASE)):
            mine = [row for row in rows if row.direction == direction]
            trial = [row for row in moved if row.direction == direction]
            back = [(row.due, -row.units) for row in trial]
            there = [(row.day, row.units) for row in trial]
            found["planned", side] = lay(
                [*((row.due, row.units) for row in mine), *back, *there], parts
            )
            expected = [(expected_day(row.due, row.late, today), row.units) for row in mine]
            back = [(expected_day(row.due, row.late, today), -row.units) for row in trial]
            found["expected", side] = lay([*expected, *back, *there], parts)
        return found

    def _get_periods(self, columns, parts, opening, unit):
        """Return ``periods``, ``short`` and ``expected_short`` of the plan."""
        rounding = self.env.companies[:1].currency_id.rounding
        found = [
            {
                "label": self.env["commercial.contract.dashboard"]._name_period(first, unit),
                "first": first.isoformat(),
                "last": last.isoformat(),
                "domains": self._get_period_domains(first if place else None, last),
            }
            for place, (first, last) in enumerate(parts)
        ]
        shorts = {"short": None, "expected_short": None}
        for name, prefix in (("planned", ""), ("expected", "expected_")):
            sides = {side: columns[name, side][0] for side in ("in", "out")}
            balances = [None] * len(parts)
            if opening is not None:
                balances = run_balance(opening, sides["in"], sides["out"])
                shorts[f"{prefix}short"] = first_short(balances)
            for row, coming, going, balance in zip(
                found, sides["in"], sides["out"], balances, strict=True
            ):
                row[f"{prefix}in"] = from_units(coming, rounding)
                row[f"{prefix}out"] = from_units(going, rounding)
                row[f"{prefix}balance"] = None if balance is None else from_units(balance, rounding)
        return {"periods": found, **shorts}

    def _get_period_domains(self, first, last):
        """Return {direction: domain} of the lines of a period; the first one has no beginning."""
        due = self._get_waiting() & Domain("date_due", "<=", last.isoformat())
        if first:
            due &= Domain("date_due", ">=", first.isoformat())
        return {side: list(due & Domain("direction", "=", side)) for side in (SALE, PURCHASE)}

    def _get_waiting(self):
        return Domain("due_status", "in", ("overdue", "soon", "later")) & Domain(
            "company_id", "in", self.env.companies.ids
        )
