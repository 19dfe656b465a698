from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import formatLang

from ...tools.instalments import amount_of, parse_quick_plan, split_by_percent
from ...tools.money import from_units, to_units


class CommercialContract(models.Model):
    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    billing_policy = fields.Selection(
        [("plan", "By Settlement Plan"), ("order", "By Orders")],
        string="Billing",
        compute="_compute_billing_policy",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="By plan: invoices are made from the settlement plan. By orders: Odoo invoices the orders, and the"
        " plan follows the cash only.",
    )
    settlement_ids = fields.One2many(
        "commercial.contract.settlement", "contract_id", string="Settlement Plan", copy=True
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Plan from Terms",
        compute="_compute_payment_term_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Choose payment terms to build the plan from them.",
    )
    quick_plan = fields.Char(
        store=False,
        help="Type 30/60/10 for three lines with these percents, or 3x for three equal ones.",
    )
    amount_planned = fields.Monetary(string="Planned", compute="_compute_amount_planned")
    amount_unplanned = fields.Monetary(
        string="Missing in the Plan",
        compute="_compute_amount_planned",
        help="What the plan lacks to reach the contract amount; below zero where the plan is above it.",
    )

    @api.depends("category_id")
    def _compute_billing_policy(self):
        for contract in self:
            contract.billing_policy = (
                contract.category_id.billing_policy or contract.billing_policy or "plan"
            )

    @api.depends("category_id")
    def _compute_payment_term_id(self):
        for contract in self:
            contract.payment_term_id = (
                contract.category_id.payment_term_id or contract.payment_term_id
            )

    @api.depends("settlement_ids.amount", "settlement_ids.is_cancelled", "amount_total")
    def _compute_amount_planned(self):
        for contract in self:
            live = contract.settlement_ids.filtered(lambda line: not line.is_cancelled)
            contract.amount_planned = sum(live.mapped("amount"))
            contract.amount_unplanned = contract.amount_total - contract.amount_planned

    @api.constrains("is_framework")
    def _check_framework_plan(self):
        for contract in self:
            if contract.is_framework and contract.settlement_ids:
                raise ValidationError(
                    self.env._(
                        "%s is a framework contract and has no plan. Its local contracts carry the money:"
                        " plan there, or take the tick off.",
                        contract.display_name,
                    )
                )

    @api.onchange("quick_plan")
    def _onchange_quick_plan(self):
        if self.quick_plan:
            self.settlement_ids = [
                Command.clear(),
                *map(Command.create, self._prepare_quick_plan(self.quick_plan)),
            ]
            self.quick_plan = False

    @api.onchange("payment_term_id")
    def _onchange_payment_term_id(self):
        if self.payment_term_id and self.amount_total and self.state == "draft":
            date = self.date_signed or fields.Date.context_today(self)
            rows = self._prepare_term_plan(self.payment_term_id, date)
            self.settlement_ids = [Command.clear(), *map(Command.create, rows)]

    def plan_from_term(self, term, date):
        """Replace the plan by the instalments of payment terms; return the new plan lines.

        :param term: ``account.payment.term``
        :param date: the day from which the terms count
        :raises UserError: contract signed, without amount, or with billed or settled lines
        """
        return self._replace_plan(
            lambda contract: contract._prepare_term_plan(term, fields.Date.to_date(date))
        )

    def plan_from_text(self, text):
        """Replace the plan by what ``text`` says: ``30/60/10`` or ``3x``; return the new plan lines.

        :raises UserError: as plan_from_term, and where the text cannot be read
        """
        return self._replace_plan(lambda contract: contract._prepare_quick_plan(text))

    def _replace_plan(self, prepare):
        for contract in self:
            if contract.currency_id.compare_amounts(contract.amount_total, 0) <= 0:
                raise UserError(
                    self.env._(
                        "%s has no amount to plan yet. Add its goods first.", contract.display_name
                    )
                )
        rows = [
            {"contract_id": contract.id, **row} for contract in self for row in prepare(contract)
        ]
        self.settlement_ids.unlink()
        return self.env["commercial.contract.settlement"].create(rows)

    def _prepare_quick_plan(self, text):
        try:
            percents = parse_quick_plan(text)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "'%s' is no plan. Type percents that add up to 100, such as 30/60/10, or 3x for three equal lines.",
                    text,
                )
            ) from error
        amounts = split_by_percent(self._to_units(self.amount_total), percents)
        return [
            {
                "sequence": 10 * n,
                "amount": self._from_units(amount),
                "percent": float(percent),
                **self._prepare_kind(n, len(percents)),
            }
            for n, (percent, amount) in enumerate(zip(percents, amounts, strict=True), start=1)
        ]

    def _prepare_term_plan(self, term, date):
        """Return the values of the plan lines that ``term`` asks for, adding up to the contract amount."""
        self.ensure_one()
        sign = 1
        company = self.company_id
        rate = self.currency_rate or 1.0
        terms = term._compute_terms(
            date_ref=date,
            currency=self.currency_id,
            company=company,
            tax_amount=company.currency_id.round(self.amount_tax / rate),
            tax_amount_currency=self.amount_tax,
            sign=sign,
            untaxed_amount=company.currency_id.round(self.amount_untaxed / rate),
            untaxed_amount_currency=self.amount_untaxed,
        )
        parts = terms["line_ids"]
        return [
            {
                "sequence": 10 * n,
                "date_due": part["date"],
                "amount": part["foreign_amount"],
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

    def _spread_plan(self, lines):
        """Set the amounts of ``lines`` (plan lines of this contract) from their percents; where the
        plan is complete, its last line takes the rounding rest."""
        if not self.amount_total or not self.currency_id:
            return
        total = self._to_units(self.amount_total)
        for line in lines:
            if line.percent:
                line.amount = self._from_units(amount_of(line.percent, total))
        plan = (self.settlement_ids | lines).filtered(lambda line: not line.is_cancelled)
        percents = [line.percent for line in plan]
        if plan and abs(sum(percents) - 100) < 1e-9:
            last = plan.sorted(lambda line: (line.sequence, line._origin.id or 0))[-1:]
            rest = total - sum(self._to_units(line.amount) for line in plan - last)
            if last in lines and rest >= 0:
                last.amount = self._from_units(rest)

    def _to_units(self, amount):
        return to_units(amount, self.currency_id.rounding)

    def _from_units(self, units):
        return from_units(units, self.currency_id.rounding)

    def _get_sign_faults(self):
        faults = super()._get_sign_faults()
        if self.is_framework:
            return faults
        if not self.settlement_ids:
            return [
                *faults,
                self.env._(
                    "%s has no settlement plan. Add its lines, then sign.", self.display_name
                ),
            ]
        faults += [
            self.env._(
                "Line '%(line)s' of %(contract)s has no amount. Enter one, or delete the line.",
                **line._names(),
            )
            for line in self.settlement_ids
            if self.currency_id.is_zero(line.amount)
        ]
        if self.currency_id.is_zero(self.amount_unplanned):
            return faults
        names = {
            "contract": self.display_name,
            "planned": formatLang(self.env, self.amount_planned, currency_obj=self.currency_id),
            "total": formatLang(self.env, self.amount_total, currency_obj=self.currency_id),
            "missing": formatLang(
                self.env, abs(self.amount_unplanned), currency_obj=self.currency_id
            ),
        }
        if self.amount_unplanned > 0:
            text = self.env._(
                "The plan of %(contract)s adds up to %(planned)s, but the contract amount is %(total)s."
                " Add %(missing)s to the plan or take the rest into the last line.",
                **names,
            )
        else:
            text = self.env._(
                "The plan of %(contract)s adds up to %(planned)s, but the contract amount is %(total)s."
                " Take %(missing)s out of the plan.",
                **names,
            )
        return [*faults, text]
