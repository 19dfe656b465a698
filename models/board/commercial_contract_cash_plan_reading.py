from datetime import date, timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain

from ...tools.cash_plan import expected_day
from ...tools.money import to_units
from ..cash.commercial_contract_allocation import BOOKS
from ..overview.chain import PURCHASE, SALE
from .commercial_contract_cash_plan import PLAN, SHOWN

HISTORY = timedelta(days=730)  # of how late customers paid


class Row(NamedTuple):
    """Money that is awaited on a day; ``day``: on which it is taken to come, on trial."""

    direction: str
    due: date
    units: int
    late: int
    currency: object
    day: date | None = None
    line_id: int = 0


class CommercialContractCashPlan(models.AbstractModel):
    """What the plan is worked out from, read set by set."""

    _name = "commercial.contract.cash.plan"
    _inherit = ["commercial.contract.cash.plan"]

    def _get_plan_amounts(self, today):
        """Return (rows of what is open by direction, party, currency and day; units without a date)."""
        groups = self.env[PLAN]._read_group(
            self._get_waiting(),
            ["direction", "contract_id.commercial_partner_id", "currency_id", "date_due:day"],
            ["amount_residual:sum"],
        )
        partners = {partner.id for side, partner, *_rest in groups if side == SALE and partner}
        late = self._get_late_days(partners, today)
        rows = [
            Row(
                direction,
                due,
                self._convert(amount, currency, today),
                late.get(partner.id, 0) if direction == SALE else 0,
                currency,
            )
            for direction, partner, currency, due, amount in groups
        ]
        undated = {"in": 0, "out": 0}
        waiting = self.env[PLAN]._get_waiting_domain() & Domain("date_due", "=", False)
        waiting &= Domain("company_id", "in", self.env.companies.ids)
        for direction, currency, amount in self.env[PLAN]._read_group(
            waiting, ["direction", "currency_id"], ["amount_residual:sum"]
        ):
            side = "out" if direction == PURCHASE else "in"
            undated[side] += self._convert(amount, currency, today)
        return rows, undated

    def _get_late_days(self, partner_ids, today):
        if not partner_ids:
            return {}
        history = (
            Domain("direction", "=", SALE)
            & Domain("company_id", "in", self.env.companies.ids)
            & Domain("contract_id.commercial_partner_id", "in", list(partner_ids))
            & Domain("date", ">=", today - HISTORY)
        )
        # sudo: how late a customer pays is the same for all who plan the cash of the company
        money = self.env["commercial.contract.allocation"].sudo()
        late = money._get_late_days(history, ["commercial_partner_id"], "amount_company")
        return {partner_id: round(days) for (partner_id,), days in late.items()}

    def _convert(self, amount, currency, today):
        """Return an amount in units of the money of the company, at the rate of today."""
        company = self.env.companies[:1]
        own = company.currency_id
        if currency != own:
            amount = currency._convert(amount or 0.0, own, company, today)
        return to_units(amount or 0.0, own.rounding)

    def _get_moved(self, moves):
        """Return the rows of the lines that are moved on trial, each with its day."""
        today = fields.Date.context_today(self)
        days = {int(line_id): fields.Date.to_date(day) for line_id, day in moves or ()}
        days = {line_id: max(day, today) for line_id, day in days.items() if day}
        lines = self.env[PLAN].search(self._get_waiting() & Domain("id", "in", list(days)))
        return [row._replace(day=days[row.line_id]) for row in self._get_line_rows(lines, today)]

    def _get_line_rows(self, lines, today):
        sold = lines.filtered(lambda line: line.direction == SALE)
        late = self._get_late_days(sold.contract_id.commercial_partner_id.ids, today)
        return [
            Row(
                line.direction,
                line.date_due,
                self._convert(line.amount_residual, line.currency_id, today),
                late.get(line.contract_id.commercial_partner_id.id, 0)
                if line.direction == SALE
                else 0,
                line.currency_id,
                line_id=line.id,
            )
            for line in lines
        ]

    def _get_banks(self, today):
        """Return what banks and cash hold by the books, with payments that no bank statement shows yet:
        their lines are settled already. None for who may not read the books."""
        if not self.env.user.has_groups(BOOKS):
            return None
        company = self.env.companies[:1]
        # sudo: which accounts payments wait on; what stands there is read by the user's rights
        waiting = (
            self.env["account.payment"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", self.env.companies.ids),
                    ("outstanding_account_id", "!=", False),
                ],
                ["outstanding_account_id"],
            )
        )
        accounts = [account.id for (account,) in waiting]
        banks = []
        for account, balance, foreign in self.env["account.move.line"]._read_group(
            [
                ("parent_state", "=", "posted"),
                "|",
                ("account_id.account_type", "=", "asset_cash"),
                ("account_id", "in", accounts),
                ("company_id", "in", self.env.companies.ids),
                ("date", "<=", today),
            ],
            ["account_id"],
            ["balance:sum", "amount_currency:sum"],
        ):
            currency = account.currency_id or company.currency_id
            amount = balance if currency == company.currency_id else foreign
            banks.append(
                {
                    "name": account.name,
                    "currency_id": currency.id,
                    "amount": currency.round(amount or 0.0),
                    "units": self._convert(amount, currency, today),
                }
            )
        return banks

    def _get_other_currencies(self, rows, banks):
        own = self.env.companies[:1].currency_id
        ids = {row.currency.id for row in rows} | {bank["currency_id"] for bank in banks or ()}
        return self.env["res.currency"].browse(sorted(ids - {own.id})).mapped("name")

    def _get_plan_lines(self, moves, last):
        """Return the lines up to a day that weigh most, with those that are moved, by date."""
        today = fields.Date.context_today(self)
        waiting = self._get_waiting() & Domain("date_due", "<=", last)
        lines = self.env[PLAN].search(waiting, order="amount_residual desc, id", limit=SHOWN)
        days = {row.line_id: row.day for row in self._get_moved(moves)}
        lines |= self.env[PLAN].browse(days)
        rows = {row.line_id: row for row in self._get_line_rows(lines, today)}
        return [
            {
                "id": line.id,
                "direction": line.direction,
                "text": line.contract_id.display_name,
                "note": " · ".join(filter(None, (line.label, line.partner_id.display_name))),
                "contract_id": line.contract_id.id,
                "date": line.date_due.isoformat(),
                "expected": expected_day(line.date_due, rows[line.id].late, today).isoformat(),
                "moved": days[line.id].isoformat() if line.id in days else False,
                "amount": line.amount_residual,
                "currency_id": line.currency_id.id,
            }
            for line in lines.sorted(lambda line: (line.date_due, line.id))
        ]
