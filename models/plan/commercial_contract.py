from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ...tools.instalments import amount_of
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
    retention_percent = fields.Float(
        string="Retention (%)",
        aggregator=None,
        help="Held back from each instalment when the plan is built, from 0 to 100, and due after"
        " completion.",
    )
    retention_days = fields.Integer(
        aggregator=None, help="How many days after completion the retention is due."
    )
    retention_split = fields.Boolean(
        string="Retention per Instalment",
        help="One retention line for each instalment, instead of one for all.",
    )
    amount_planned = fields.Monetary(string="Planned", compute="_compute_amount_planned")
    amount_unplanned = fields.Monetary(
        string="Missing in the Plan",
        compute="_compute_amount_planned",
        help="What the plan lacks to reach the contract amount; below zero where the plan is above it.",
    )

    _retention_within = models.Constraint(
        "CHECK(COALESCE(retention_percent, 0) >= 0 AND COALESCE(retention_percent, 0) < 100"
        " AND COALESCE(retention_days, 0) >= 0)",
        "The retention of a contract lies from 0 to below 100 %, and its days are not negative.",
    )

    @api.depends("category_id")
    def _compute_billing_policy(self):
        for contract in self:
            proposed = contract._is_proposed() and contract.category_id.billing_policy
            contract.billing_policy = proposed or contract.billing_policy or "plan"

    @api.depends("category_id")
    def _compute_payment_term_id(self):
        for contract in self:
            proposed = contract._is_proposed() and contract.category_id.payment_term_id
            contract.payment_term_id = proposed or contract.payment_term_id

    def _is_proposed(self):
        """Whether the category still proposes something: what was signed is as it was agreed."""
        return self.state in (False, "draft")

    @api.depends("settlement_ids.amount", "settlement_ids.is_cancelled", "amount_total")
    def _compute_amount_planned(self):
        for contract in self:
            live = contract.settlement_ids.filtered(lambda line: not line.is_cancelled)
            contract.amount_planned = sum(live.mapped("amount"))
            rest = contract.amount_total - contract.amount_planned
            contract.amount_unplanned = contract.currency_id.round(rest)

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

    def _move_to(self, state, **vals):
        """Signing, completing and reopening are events that plan lines may wait for."""
        result = super()._move_to(state, **vals)
        self.settlement_ids._follow_triggers()
        return result

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
