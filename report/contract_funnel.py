from datetime import datetime, time, timedelta
from typing import NamedTuple

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.board.asked import PERIODS, ask
from ..models.contract.parts import sees_part
from ..tools.periods import period as get_period

FACT = "commercial.contract.fact"
PLAN = "commercial.contract.settlement"
MONTHS = 6  # months ahead, this one first
LATE, LATER, UNDATED = "late", "later", "undated"


class Stage(NamedTuple):
    """One step from a lead to money: which records of which model, and what of them is summed."""

    model: str
    amount: str
    weighted: str = ""  # the same money by its probability
    currency: str = "company_id"  # what tells the currency of the amount


STAGES = {
    "leads": Stage("crm.lead", "expected_revenue", "prorated_revenue"),
    "opportunities": Stage("crm.lead", "expected_revenue", "prorated_revenue"),
    "quotations": Stage("sale.order", "amount_total", currency="currency_id"),
    "signed": Stage(FACT, "signed"),
    "invoiced": Stage(FACT, "invoiced"),
    "settled": Stage(FACT, "settled"),
}
# What is still to come, by the month in which it is expected.
AHEAD = {
    "opportunities": Stage("crm.lead", "prorated_revenue"),
    "quotations": Stage("sale.order", "amount_total", currency="currency_id"),
    "plan": Stage(PLAN, "amount_residual", currency="currency_id"),
}
DATES = {"opportunities": "date_deadline", "quotations": "validity_date", "plan": "date_due"}


class ContractFunnel(models.AbstractModel):
    """The way of the money from a lead to what was settled, and what is still to come (question 27).

    Everything is read with the rights of whoever looks: leads and quotations that Odoo closes to him are
    left out, and so is each stage whose records he may not read at all.
    """

    _name = "commercial.contract.funnel"
    _description = "Sales Funnel"

    @api.model
    @api.readonly
    def read_funnel(self, period="year", user_id=None):
        """Return what went through each stage in a period, and what is expected month by month.

        Each stage counts what happened in it in the period: it is no path of single leads. Amounts are in
        the currency of the company, others converted at the rate of today; leads and opportunities have
        what was typed there, quotations, contracts, invoices and money include tax.

        :param period: 'month', 'quarter', 'year' or 'last_year'
        :param user_id: only what this person is responsible for
        :returns: ``{period, user_id, currency_id, is_converted, stages, people, months, ahead}``:
            stages ``[{name, count, amount, weighted}]``, people ``[{id, name, amounts}]`` with amounts
            by stage, months the first days of the months ahead, ahead ``{name: {bucket: amount}}`` where
            a bucket is one of these days, 'late', 'later' or 'undated'
        :raises UserError: no such period
        """
        found = {
            name: self._read_stage(name, period, user_id)
            for name, stage in STAGES.items()
            if self._may_read(stage)
        }
        ahead = {
            name: self._read_ahead(name, user_id)
            for name, stage in AHEAD.items()
            if self._may_read(stage)
        }
        rows = [row for part in (*found.values(), *ahead.values()) for row in part]
        currency = self.env.company.currency_id
        return {
            "period": period,
            "user_id": user_id,
            "currency_id": currency.id,
            "is_converted": any(row["currency"] != currency for row in rows),
            "stages": [self._sum_stage(name, part) for name, part in found.items()],
            "people": self._sum_people(found),
            "months": [fields.Date.to_string(month) for month in self._get_months()],
            "ahead": {name: self._sum_buckets(part) for name, part in ahead.items()},
        }

    @api.model
    def action_view_funnel(self, name, period="year", user_id=None, bucket=None):
        """Open the records behind a figure of the funnel.

        :param name: a stage; with a bucket, a row of what is expected
        :param bucket: as in ``read_funnel``
        :raises UserError: no such stage, or its records are closed to the user
        """
        stages = AHEAD if bucket else STAGES
        stage = stages.get(name)
        if not stage or not self._may_read(stage):
            raise UserError(
                self.env._(
                    "This figure is closed to you. Ask the administrator for rights on its records."
                )
            )
        domain = (
            self._get_ahead_domain(name, user_id) & self._get_bucket_domain(DATES[name], bucket)
            if bucket
            else self._get_domain(name, period, user_id)
        )
        form = stage.model != FACT
        return {
            "type": "ir.actions.act_window",
            "name": self._get_names()[name],
            "res_model": stage.model,
            "views": [(False, "list"), *([(False, "form")] if form else [])],
            "domain": list(domain),
            # what was lost is archived, and was in the funnel all the same
            "context": {"active_test": False} if stage.model == "crm.lead" else {},
        }

    def _get_names(self):
        return {
            "leads": self.env._("Leads"),
            "opportunities": self.env._("Opportunities"),
            "quotations": self.env._("Quotations"),
            "signed": self.env._("Signed"),
            "invoiced": self.env._("Invoiced"),
            "settled": self.env._("Settled"),
            "plan": self.env._("Settlement Plan"),
        }

    def _may_read(self, stage):
        if stage.model == FACT and not sees_part(self.env, "figures"):
            return False
        return self.env[stage.model].has_access("read")

    def _read_stage(self, name, period, user_id):
        """Return the rows of a stage: one a person and currency."""
        stage = STAGES[name]
        sums = [f"{column}:sum" for column in (stage.amount, stage.weighted) if column]
        groups = self._get_model(stage)._read_group(
            self._get_domain(name, period, user_id),
            ["user_id", stage.currency],
            ["__count", *sums],
        )
        return [
            self._get_row(owner, count, amount, weighted[0] if weighted else 0.0, user=user)
            for user, owner, count, amount, *weighted in groups
        ]

    def _read_ahead(self, name, user_id):
        """Return the rows of what is expected: one a month and currency."""
        stage, day = AHEAD[name], DATES[name]
        groups = self._get_model(stage)._read_group(
            self._get_ahead_domain(name, user_id),
            [f"{day}:month", stage.currency],
            ["__count", f"{stage.amount}:sum"],
        )
        return [
            self._get_row(owner, count, amount, 0.0, month=month)
            for month, owner, count, amount in groups
        ]

    def _get_model(self, stage):
        # what was lost was in the funnel all the same; quotations and lines are never archived
        return self.env[stage.model].with_context(active_test=False)

    def _get_row(self, owner, count, amount, weighted, **keys):
        """Return one row in the currency of the company, and the currency it came from."""
        own = self.env.company.currency_id
        if owner._name == "res.company":
            # sudo: the currency of a company whose figures one sees is no secret
            currency = (owner or self.env.company).sudo().currency_id
        else:
            currency = owner
        today = fields.Date.context_today(self)
        change = self.env["res.currency"]._get_conversion_rate(
            currency, own, self.env.company, today
        )
        return {
            "currency": currency,
            "count": count,
            "amount": (amount or 0.0) * change,
            "weighted": (weighted or 0.0) * change,
            **keys,
        }

    def _sum_stage(self, name, rows):
        round_ = self.env.company.currency_id.round
        return {
            "name": name,
            "count": sum(row["count"] for row in rows),
            "amount": round_(sum(row["amount"] for row in rows)),
            "weighted": round_(sum(row["weighted"] for row in rows)),
        }

    def _sum_people(self, found):
        """Return a row for each person, who settled most first."""
        round_ = self.env.company.currency_id.round
        amounts = {}
        for name, rows in found.items():
            for row in rows:
                mine = amounts.setdefault(row["user"], dict.fromkeys(found, 0.0))
                mine[name] += row["amount"]
        users = self.env["res.users"].union(*amounts)
        # sudo: a name beside figures that the reader sees
        names = {user.id: user.name for user in users.sudo()}
        people = [
            {
                "id": user.id,
                "name": names.get(user.id) or self.env._("Nobody"),
                "amounts": {name: round_(amount) for name, amount in mine.items()},
            }
            for user, mine in amounts.items()
        ]
        return sorted(people, key=lambda one: [-one["amounts"][name] for name in reversed(found)])

    def _sum_buckets(self, rows):
        round_ = self.env.company.currency_id.round
        sums, months = {}, self._get_months()
        for row in rows:
            bucket = self._get_bucket(row["month"], months)
            sums[bucket] = sums.get(bucket, 0.0) + row["amount"]
        return {bucket: round_(amount) for bucket, amount in sums.items()}

    def _get_bucket(self, month, months):
        if not month:
            return UNDATED
        if month < months[0]:
            return LATE
        return fields.Date.to_string(month) if month <= months[-1] else LATER

    def _get_months(self):
        today = fields.Date.context_today(self)
        return [get_period(today, "month", number)[0] for number in range(MONTHS)]

    def _get_bucket_domain(self, day, bucket):
        months = self._get_months()
        if bucket == UNDATED:
            return Domain(day, "=", False)
        if bucket == LATE:
            return Domain(day, "<", months[0])
        if bucket == LATER:
            return Domain(day, ">", get_period(months[-1], "month")[1])
        first, last = get_period(fields.Date.to_date(bucket), "month")
        return Domain(day, ">=", first) & Domain(day, "<=", last)

    def _get_domain(self, name, period, user_id):
        """Return the domain of a stage: what happened in it in the period."""
        if period not in PERIODS:
            raise UserError(
                self.env._(
                    "The funnel knows no period '%s'. Choose month, quarter or year.", period
                )
            )
        asked = ask("sale", period, fields.Date.context_today(self), self.env.companies.ids)
        domain = Domain("user_id", "=", user_id) if user_id else Domain.TRUE
        if STAGES[name].model == FACT:
            return domain & asked.dated & Domain("kind", "=", name)
        domain &= self._get_companies_domain()
        start = self._get_moment(asked.first)
        end = self._get_moment(asked.last + timedelta(days=1))
        if name == "quotations":
            made = Domain("date_order", ">=", start) & Domain("date_order", "<", end)
            return domain & made & Domain("state", "!=", "cancel")
        created = Domain("create_date", ">=", start) & Domain("create_date", "<", end)
        turned = Domain("date_conversion", ">=", start) & Domain("date_conversion", "<", end)
        never_lead = Domain("type", "=", "opportunity") & Domain("date_conversion", "=", False)
        if name == "leads":
            return domain & created & ~never_lead
        return domain & (turned | never_lead & created)

    def _get_companies_domain(self):
        """Leads and quotations of no company are those of each."""
        return Domain("company_id", "in", [*self.env.companies.ids, False])

    def _get_moment(self, day):
        """Return the beginning of a day of the reader as a moment of the database."""
        zone = timezone(self.env.user.tz or "UTC")
        moment = zone.localize(datetime.combine(day, time.min))
        return moment.astimezone(utc).replace(tzinfo=None)

    def _get_ahead_domain(self, name, user_id):
        """Return the domain of what is still to come; what went on to the next stage is in that one."""
        domain = self._get_companies_domain()
        if user_id:
            domain &= Domain("contract_id.user_id" if name == "plan" else "user_id", "=", user_id)
        if name == "plan":
            open_ = Domain("state", "in", ("open", "partial")) & Domain("is_cancelled", "=", False)
            running = Domain("contract_id.state", "=", "active")
            return domain & open_ & running & Domain("direction", "=", "sale")
        if name == "quotations":
            return (
                domain
                & Domain("state", "in", ("draft", "sent"))
                & Domain("commercial_contract_id", "=", False)
            )
        domain &= (
            Domain("type", "=", "opportunity")
            & Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & Domain("commercial_contract_ids", "=", False)
        )
        if "order_ids" in self.env["crm.lead"]._fields:  # Odoo's sale_crm
            domain &= Domain("order_ids", "not any", [("state", "!=", "cancel")])
        return domain
