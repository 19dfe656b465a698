from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_list, formatLang

from ...tools.money import fill, from_units, to_units
from .commercial_contract_promise import CASH, UNKEPT


class CommercialContractSettlement(models.Model):
    """Promises to pay on plan lines: recording them, and what lists show of them."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    promise_ids = fields.One2many(
        "commercial.contract.promise", "settlement_id", string="Promises to Pay", readonly=True
    )
    promise_date = fields.Date(
        string="Promised Date",
        compute="_compute_promise",
        search="_search_promise_date",
        help="Until when the money was promised: the next open promise, else the last broken one.",
    )
    promise_amount = fields.Monetary(
        string="Promised Amount",
        compute="_compute_promise",
        help="What was promised for this date, tax included.",
    )
    promise_state = fields.Selection(
        [("open", "Promised"), ("broken", "Promise Broken")],
        string="Promise",
        compute="_compute_promise",
        search="_search_promise_state",
        help="Broken: the promised date has passed and the money is not in the books.",
    )

    @api.depends(
        "state",
        "contract_id.state",
        "promise_ids.date",
        "promise_ids.is_cancelled",
        "promise_ids.is_superseded",
        "promise_ids.date_closed",
    )
    def _compute_promise(self):
        for line in self:
            promise = line._get_standing_promise()
            line.promise_date = promise.date
            line.promise_amount = promise.amount
            line.promise_state = promise.state

    def _get_standing_promise(self):
        """Return the promise that counts on this line: the next open one, else the last broken one."""
        unkept = self.promise_ids._get_unkept()
        if not unkept or not self._is_waiting():
            return unkept.browse()
        still = unkept.filtered(lambda promise: promise.state == "open")
        return still.sorted("date")[:1] or unkept.sorted("date")[-1:]

    def _search_promise_date(self, operator, value):
        if operator == "not in":
            return NotImplemented
        waiting = self._get_waiting_domain()
        standing = waiting & Domain("promise_ids", "any", UNKEPT)
        found = waiting & Domain("promise_ids", "any", UNKEPT & Domain("date", operator, value))
        return found | ~standing if operator == "in" and False in value else found

    def _search_promise_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        still, broken = (
            self._get_waiting_domain()
            & Domain("promise_ids", "any", UNKEPT & Domain("state", "=", state))
            for state in ("open", "broken")
        )
        parts = {"open": still, "broken": broken & ~still, False: ~still & ~broken}
        return Domain.OR([parts[state] for state in value if state in parts])

    def _is_promised(self):
        """Whether somebody gave his word for this line and its day has not passed: nobody is asked."""
        return self._get_standing_promise().state == "open"

    def action_promise(self):
        """Open the dialog that records until when the money of these lines was promised."""
        self.check_access("write")
        self.env["commercial.contract"]._raise_faults(self._get_promise_faults())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to Pay"),
            "res_model": "commercial.contract.promise.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_settlement_ids": self.ids},
        }

    def _get_promise_faults(self):
        """Return the texts of all that keeps one promise from covering these lines."""
        faults = [
            self.env._("%s waits for no money.", line.display_name)
            for line in self.filtered(lambda line: not line._is_waiting())
        ]
        contracts = self.contract_id
        shared = (
            contracts.company_id,
            contracts.currency_id,
            contracts.commercial_partner_id,
            set(contracts.mapped("direction")),
        )
        if any(len(values) > 1 for values in shared):
            faults.append(
                self.env._(
                    "%s differ in customer, company, currency or direction. Record one promise for each.",
                    format_list(self.env, contracts.mapped("display_name")),
                )
            )
        return faults

    def _spread_promise(self, amount):
        """Return {plan line: part} of a promised amount: oldest due first; lines without a part are left out."""
        if not self:
            return {}
        lines = self._sort_for_payment()
        rounding = lines.currency_id[:1].rounding
        rooms = [to_units(line.amount_residual, rounding) for line in lines]
        parts = fill(to_units(amount, rounding), rooms)
        return {
            line: from_units(units, rounding)
            for line, units in zip(lines, parts, strict=True)
            if units
        }

    def _promise(self, date, amount=None, promised_by=False, note=False, made=None):
        """Record that the money of these lines was promised, oldest due first.

        Open promises of a line that would exceed what it waits for, together with the new one, are
        replaced by it: the word that was given last holds.

        :param date: until when
        :param amount: in the currency of the contracts; default: all that is open
        :param promised_by: who gave the word
        :param made: the day on which it was given; default: today
        :returns: the promises, one a line
        :raises UserError: lines that cannot share a promise or wait for nothing, a date in the past, an
            amount that is not above zero or above what is open; nothing is written then
        """
        self.check_access("write")
        today = fields.Date.context_today(self)
        date, made = fields.Date.to_date(date), fields.Date.to_date(made) or today
        contracts = self.env["commercial.contract"]
        contracts._raise_faults(self._get_promise_faults())
        waiting = self.currency_id.round(sum(self.mapped("amount_residual")))
        amount = waiting if amount is None else amount
        contracts._raise_faults(self._get_promised_faults(date, made, today, amount, waiting))
        parts = self._spread_promise(amount)
        lines = self.browse().union(*parts)
        before = self._get_cash_of(made)
        values = [
            {
                "settlement_id": line.id,
                "contract_id": line.contract_id.id,
                "date_made": made,
                "date": date,
                "amount": part,
                "amount_before": before.get(line, 0.0),
                "promised_by": promised_by,
                "note": note,
            }
            for line, part in parts.items()
        ]
        lines._replace_promises(parts)
        # sudo: promises are written by code alone; the right to the lines was checked
        promises = self.env["commercial.contract.promise"].sudo().create(values)
        promises._follow_cash(lines)
        promises._tell_promised()
        self.env["commercial.reminder.log"]._follow_lines(lines)
        return promises.with_env(self.env)

    def _get_promised_faults(self, date, made, today, amount, waiting):
        """Return the texts of what is wrong with a promise of ``amount`` on these lines."""
        names = format_list(self.env, self.mapped("display_name"))
        if not date or date < made or made > today:
            return [
                self.env._(
                    "A promise on %s needs a date on or after the day on which it was given, which is not in"
                    " the future. Correct the dates.",
                    names,
                )
            ]
        compare = self.currency_id.compare_amounts
        if compare(amount, 0) > 0 and compare(amount, waiting) <= 0:
            return []
        return [
            self.env._(
                "A promise of %(amount)s on %(lines)s does not fit: %(open)s is open there. Enter an amount"
                " above zero and up to that.",
                amount=formatLang(self.env, amount, currency_obj=self.currency_id),
                lines=names,
                open=formatLang(self.env, waiting, currency_obj=self.currency_id),
            )
        ]

    def _get_cash_of(self, day):
        """Return {plan line: cash of one day that is in the books now}."""
        # sudo: what is kept does not depend on who may see the money
        rows = self.env["commercial.contract.allocation"].sudo()
        return dict(
            rows._read_group(
                [
                    ("settlement_id", "in", self.ids),
                    ("kind", "in", CASH),
                    ("date", "=", day),
                ],
                ["settlement_id"],
                ["amount:sum"],
            )
        )

    def _replace_promises(self, parts):
        """Let give way what is broken on these lines, and the open promises that leave no room for
        ``parts``: {line: amount}."""
        replaced = self.env["commercial.contract.promise"]
        for line in self:
            unkept = line.promise_ids._get_unkept()
            still = unkept.filtered(lambda one: one.state == "open")
            promised = sum(one.amount - one.amount_kept for one in still)
            if line.currency_id.compare_amounts(promised + parts[line], line.amount_residual) <= 0:
                unkept -= still
            replaced |= unkept
        replaced._give_way(self.env._("Replaced by a later promise"))

    def _get_nudged(self):
        """Nobody is asked for money that is promised, until its day has passed."""
        promised = self.filtered(lambda line: line._is_promised())
        asked, faults = super(CommercialContractSettlement, self - promised)._get_nudged()
        faults += [
            self.env._(
                "%(line)s is promised until %(date)s.",
                line=line.display_name,
                date=format_date(self.env, line.promise_date),
            )
            for line in promised
        ]
        return asked, faults

    def reschedule(self, date, reason):
        """A due date that is agreed anew takes the place of what was promised up to it."""
        result = super().reschedule(date, reason)
        day = fields.Date.to_date(date)
        past = self.promise_ids._get_unkept().filtered(lambda promise: promise.date <= day)
        if past:
            past._give_way(self.env._("The due date was moved: %s", reason))
            self.env["commercial.reminder.log"]._follow_lines(self)
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("is_cancelled"):
            self._drop_promises()
        return result

    def _drop_promises(self):
        """Take back the open promises of lines that are given up."""
        # sudo: whoever ends a contract or amends it ends what was promised on it
        self.sudo().promise_ids._get_unkept()._give_way(self.env._("The line was given up"))
