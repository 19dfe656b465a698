from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.instalments import (
    hold_back,
    move_date,
    parse_quick_plan,
    percent_of,
    split_by_percent,
    spread_recurrence,
)
from ...tools.money import divide
from ..contract.parts import sees_part

# What a plan line takes over from the plan that it is copied from.
COPIED = ("kind", "trigger", "trigger_percent", "trigger_days", "auto_bill")


class CommercialContract(models.Model):
    """The ways to build a plan: from terms, in short, by a recurrence, from another contract.

    Each prepares rows that add up to the amount to plan (I1); the retention is then held back.
    """

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.onchange("quick_plan")
    def _onchange_quick_plan(self):
        if self.quick_plan:
            # before there are goods the percents alone make the plan; a retention needs amounts
            held = self.retention_percent
            units = self._get_units_to_plan() if held else self._to_units(self.amount_total)
            self._put_plan(self._prepare_quick_plan(units, self.quick_plan))
            self.quick_plan = False

    @api.onchange("payment_term_id")
    def _onchange_payment_term_id(self):
        if self.payment_term_id and self.amount_total and self.state == "draft":
            date = self.date_signed or fields.Date.context_today(self)
            units = self._get_units_to_plan()
            self._put_plan(self._prepare_term_plan(units, self.payment_term_id, date))

    def _put_plan(self, rows):
        rows = self._finish_plan(rows, retention=self._get_retention())
        self.settlement_ids = [Command.clear(), *map(Command.create, rows)]

    def plan_from_term(self, term, date, append=False):
        """Plan the instalments of payment terms; return the new plan lines.

        :param term: ``account.payment.term``
        :param date: the day from which the terms count
        :param append: keep the lines there are and plan what they lack; else they are replaced
        :raises UserError: contract signed, without amount to plan, or with billed or settled lines
        """
        date = fields.Date.to_date(date)
        return self._build_plan(
            lambda contract, units: contract._prepare_term_plan(units, term, date), append
        )

    def plan_from_text(self, text, append=False):
        """Plan what ``text`` says: ``30/60/10`` or ``3x``; return the new plan lines.

        :param append: as in plan_from_term
        :raises UserError: as plan_from_term, and where the text cannot be read
        """
        return self._build_plan(
            lambda contract, units: contract._prepare_quick_plan(units, text), append
        )

    def plan_from_recurrence(
        self, months=0, weeks=0, start=None, end=None, uplift_percent=0, append=False
    ):
        """Plan one line every so many months or weeks; return the new plan lines.

        The amount to plan, tax included, is split over the dates: equally, or each year after the
        start higher by the uplift. The first year's amount is solved so that all come to the amount
        to plan; the last line takes the rounding rest (``tools.instalments.spread_recurrence``).

        :param start: the first due date; the start of the contract by default
        :param end: the last possible due date; the end of the contract by default
        :param uplift_percent: from 0; compounded on each anniversary of the start
        :param append: as in plan_from_term; so single lines stand beside recurring ones
        :raises UserError: as plan_from_term; no start or end, no date between them
        """
        start, end = fields.Date.to_date(start), fields.Date.to_date(end)
        return self._build_plan(
            lambda contract, units: contract._prepare_recurrence(
                units, start, end, months, weeks, uplift_percent
            ),
            append,
        )

    def plan_from_contract(self, other, date=None, append=False):
        """Plan as ``other`` was planned at first; return the new plan lines.

        Kinds, triggers, methods and the shares of the amounts are taken over, and goods ties where
        the product is the same; dates lie as far from ``date`` as those of the other contract from
        its start. Lines that wait for an event wait for it again; lines that were taken out stay
        out. The last line takes the rounding rest. Nothing more is held back as retention.

        :param other: ``commercial.contract`` that the user may read
        :param date: stands for the other's start; the contract's own start by default
        :param append: as in plan_from_term
        :raises UserError: as plan_from_term; the other contract has no plan
        """
        other.check_access("read")
        date = fields.Date.to_date(date)
        return self._build_plan(
            lambda contract, units: contract._prepare_copied_plan(units, other, date),
            append,
            retention=False,
        )

    def action_take_rest(self):
        """Put what the plan lacks into its last line that is no retention; an empty plan gets one."""
        for contract in self:
            rest = contract.amount_unplanned
            if contract.currency_id.compare_amounts(rest, 0) <= 0:
                continue
            plan = contract._get_live_plan()
            last = (plan.filtered(lambda line: line.kind != "retention") or plan)[-1:]
            if last:
                last.amount = contract.currency_id.round(last.amount + rest)
            else:
                contract.settlement_ids.create(
                    {"contract_id": contract.id, "kind": "final", "amount": rest}
                )
        return True

    def _get_live_plan(self):
        """The plan lines that were not taken out, in the order in which they were planned."""
        live = self.settlement_ids.filtered(lambda line: not line.is_cancelled)
        return live.sorted(lambda line: (line.sequence, line.id))

    def _build_plan(self, prepare, append, retention=True):
        rows = []
        for contract in self:
            planned = prepare(contract, contract._get_units_to_plan(append))
            held = contract._get_retention() if retention else None
            rows += [
                {"contract_id": contract.id, **row}
                for row in contract._finish_plan(planned, append, held)
            ]
        if not append:
            self.settlement_ids.unlink()
        return self._create_plan(rows)

    def _create_plan(self, rows):
        """Create plan lines of these values, with ties to goods that the user may not see."""
        if sees_part(self.env, "goods"):
            return self.env["commercial.contract.settlement"].create(rows)
        ties = [row.get("line_ids") for row in rows]
        lines = self.env["commercial.contract.settlement"].create(
            [{name: row[name] for name in row if name != "line_ids"} for row in rows]
        )
        # sudo: the ties are those of the contract's own goods, found by _match_goods
        for line, tie in zip(lines.sudo(), ties, strict=True):
            if tie:
                line.line_ids = tie
        return lines

    def _get_units_to_plan(self, append=False):
        """Return the contract amount, or what its plan lacks, in the currency's smallest units.

        :raises UserError: where that is nothing
        """
        amount = self.amount_unplanned if append else self.amount_total
        if self.currency_id.compare_amounts(self.amount_total, 0) <= 0:
            raise UserError(
                self.env._("%s has no amount to plan yet. Add its goods first.", self.display_name)
            )
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            raise UserError(
                self.env._(
                    "The plan of %s lacks nothing. Replace its lines, or lower one of them first.",
                    self.display_name,
                )
            )
        return self._to_units(amount)

    def _get_retention(self):
        """Return (percent held back, days after completion, one line an instalment or not)."""
        return self.retention_percent, self.retention_days, self.retention_split

    def _finish_plan(self, rows, append=False, retention=None):
        """Return the rows as values of plan lines: amounts for units, in order, less retention.

        :param retention: as of ``_get_retention``; nothing is held back where it is left out
        """
        if retention and retention[0]:
            rows = self._hold_back(rows, *retention)
        first = max(self.settlement_ids.mapped("sequence"), default=0) if append else 0
        finished = []
        for number, row in enumerate(rows, 1):
            values = {
                **row,
                "amount": self._from_units(row["units"]),
                "sequence": first + 10 * number,
            }
            del values["units"]
            if append:  # a percent that was typed speaks of the rest, not of the contract
                values.pop("percent", None)
            finished.append(values)
        return finished

    def _hold_back(self, rows, percent, days, split):
        """Return the rows net of the retention, and then the retention: one line, or one a row."""
        parts, held = hold_back([row["units"] for row in rows], percent)
        net = [
            {**{name: row[name] for name in row if name != "percent"}, "units": units}
            for row, units in zip(rows, parts, strict=True)
        ]
        common = {"kind": "retention", "trigger": "completion", "trigger_days": days}
        if not split:
            return [*net, {**common, "units": sum(held)}]
        labels = self.settlement_ids._get_kind_labels()
        return net + [
            {
                **common,
                "units": units,
                "name": self.env._("Retention of %s", row.get("name") or labels[row["kind"]]),
            }
            for row, units in zip(rows, held, strict=True)
        ]

    def _prepare_quick_plan(self, units, text):
        try:
            percents = parse_quick_plan(text)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "'%s' is no plan. Type percents that add up to 100, such as 30/60/10, or 3x for three equal lines.",
                    text,
                )
            ) from error
        parts = split_by_percent(units, percents)
        return [
            {"units": part, "percent": float(percent), **self._prepare_kind(n, len(parts))}
            for n, (percent, part) in enumerate(zip(percents, parts, strict=True), start=1)
        ]

    def _prepare_term_plan(self, units, term, date):
        """Return the rows that ``term`` asks for; taxes have their part of ``units``."""
        self.ensure_one()
        company = self.company_id
        rate = self.currency_rate or 1.0
        total = self._to_units(self.amount_total)
        tax = divide(self._to_units(self.amount_tax) * units, total)
        tax, untaxed = self._from_units(tax), self._from_units(units - tax)
        terms = term._compute_terms(
            date_ref=date,
            currency=self.currency_id,
            company=company,
            tax_amount=company.currency_id.round(tax / rate),
            tax_amount_currency=tax,
            sign=1,
            untaxed_amount=company.currency_id.round(untaxed / rate),
            untaxed_amount_currency=untaxed,
        )
        parts = terms["line_ids"]
        return [
            {
                "date_due": part["date"],
                "units": self._to_units(part["foreign_amount"]),
                **self._prepare_kind(n, len(parts)),
            }
            for n, part in enumerate(parts, start=1)
        ]

    def _prepare_kind(self, number, count):
        """What a line is called by its place in the plan, until somebody says better."""
        if count == 1:
            return {"kind": "final"}
        if number == 1:
            return {"kind": "advance"}
        return {"kind": "final" if number == count else "progress"}

    def _prepare_recurrence(self, units, start, end, months, weeks, uplift_percent):
        start, end = start or self.date_start, end or self.date_end
        if not start or not end:
            raise UserError(
                self.env._(
                    "%s has no start or no end. Enter both, or say from when to when it recurs.",
                    self.display_name,
                )
            )
        try:
            parts = spread_recurrence(units, start, end, months, weeks, uplift_percent)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "The plan of %s cannot recur like that. Enter a number of months or weeks above"
                    " zero, an end that is not before the start and not more than 600 dates away, and"
                    " an uplift above -100 %%.",
                    self.display_name,
                )
            ) from error
        names = self.settlement_ids._get_period_names([day for day, _part in parts])
        return [
            {"kind": "regular", "name": name, "date_due": day, "units": part}
            for name, (day, part) in zip(names, parts, strict=True)
        ]

    def _prepare_copied_plan(self, units, other, date):
        plan = other._get_live_plan()
        total = sum(other._to_units(line.amount) for line in plan)
        if not total:
            raise UserError(
                self.env._(
                    "%s has no plan with amounts to copy. Choose another contract.",
                    other.display_name,
                )
            )
        percents = [percent_of(other._to_units(line.amount), total) for line in plan]
        dates = plan._get_agreed_dates()
        start = (
            other.date_start or other.date_signed or min(filter(None, dates.values()), default=None)
        )
        new_start = date or self.date_start or self.date_signed or fields.Date.context_today(self)
        goods = self._match_goods(other)
        tied = {line: line.sudo().line_ids for line in plan}  # sudo: see _match_goods
        return [
            {
                **{name: line[name] for name in COPIED},
                **line._prepare_copied_name(day),
                "method_id": line.method_id.id,
                "date_due": day,
                "line_ids": [Command.set([goods[row] for row in tied[line] if row in goods])],
                "units": part,
            }
            for line, part, day in zip(
                plan,
                split_by_percent(units, percents),
                [dates[line] and move_date(dates[line], start, new_start) for line in plan],
                strict=True,
            )
        ]

    def _match_goods(self, other):
        """Return {goods line of the other contract: id of the one here with the same product}."""
        # sudo: plans are copied with their ties by people as well who do not see the goods
        mine = self.sudo().line_ids.filtered("product_id").grouped("product_id")
        return {
            row: mine[row.product_id]._origin.id
            for row in other.sudo().line_ids  # sudo: as above
            if len(mine.get(row.product_id, ())) == 1
        }
