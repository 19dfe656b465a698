from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...tools.instalments import amount_of, percent_of
from ..contract.parts import GOODS

# What was agreed on a plan line; on a signed contract it changes by an amendment (dates: reschedule).
LOCKED = {
    "amount",
    "contract_id",
    "date_due",
    "is_cancelled",
    "line_ids",
    "percent",
    "trigger",
    "trigger_days",
    "trigger_percent",
}
# What the line is called is agreed as well; in a draft it concerns nobody who agreed to the figures.
CALLED = {"kind", "name"}


class CommercialContractSettlement(models.Model):
    _name = "commercial.contract.settlement"
    _description = "Settlement Line"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "commercial.contract.child",
        "commercial.exact",
    ]
    _exact_fields = ("amount", "opening_invoiced", "opening_settled")
    _order = "date_due, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10, aggregator=None)
    department_id = fields.Many2one(tracking=False)  # the chatter of the contract tells it, once
    kind = fields.Selection(
        [
            ("advance", "Advance"),
            ("progress", "Progress Payment"),
            ("delivery", "Delivery"),
            ("retention", "Retention"),
            ("final", "Final"),
            ("regular", "Regular"),
        ],
        required=True,
        default="regular",
    )
    trigger = fields.Selection(
        [
            ("date", "On Date"),
            ("progress", "On Progress"),
            ("delivery", "On Delivery"),
            ("completion", "On Completion"),
        ],
        required=True,
        default="date",
        help="What makes the line due. A line without a date waits for it.",
    )
    trigger_percent = fields.Float(
        string="At Progress (%)",
        default=100.0,
        aggregator=None,
        help="A line that waits for progress gets its date when the progress log reaches this.",
    )
    trigger_days = fields.Integer(
        string="Days After",
        aggregator=None,
        help="How many days after the event the line is due.",
    )
    date_triggered = fields.Date(
        string="Event On",
        readonly=True,
        copy=False,
        help="The day of the event that gave the line its due date. Empty: a date typed by hand.",
    )
    date_due = fields.Date(string="Due Date")
    date_due_original = fields.Date(
        string="First Due Date",
        readonly=True,
        copy=False,
        help="The due date before it was moved for the first time.",
    )
    reschedule_reason = fields.Char(string="Reason for Moving", readonly=True, copy=False)
    # Both of one method: what is typed into one puts the other in step (inverse), and a new contract
    # amount moves the amounts by their percents. No digits: the share must give back the same cents.
    percent = fields.Float(
        compute="_compute_step",
        inverse="_inverse_percent",
        store=True,
        readonly=False,
        aggregator=None,
        help="Share of the contract amount, from 0 to 100.",
    )
    amount = fields.Monetary(
        compute="_compute_step",
        inverse="_inverse_amount",
        store=True,
        readonly=False,
        help="What is due, tax included, in the currency of the contract.",
    )
    method_id = fields.Many2one(
        "commercial.settlement.method", string="Settlement Method", index="btree_not_null"
    )
    auto_bill = fields.Boolean(
        string="Invoice Automatically",
        help="The daily job makes the draft invoice when the line comes due.",
    )
    line_ids = fields.Many2many(
        "commercial.contract.line",
        "commercial_contract_settlement_line_rel",
        "settlement_id",
        "line_id",
        string="Goods",
        copy=False,  # the goods of another contract; the contract ties its copy
        domain="[('contract_id', '=', contract_id)]",
        groups=GOODS,
        help="The goods that this line pays for. Empty means all goods of the contract.",
    )
    opening_invoiced = fields.Monetary(string="Invoiced before Odoo", copy=False)
    opening_settled = fields.Monetary(string="Settled before Odoo", copy=False)
    opening_date = fields.Date(copy=False)
    is_disputed = fields.Boolean(string="Disputed", copy=False, tracking=True)
    dispute_reason = fields.Char(string="Reason of the Dispute", copy=False)
    is_cancelled = fields.Boolean(string="Taken Out", readonly=True, copy=False)

    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer or Vendor")
    partner_phone = fields.Char(related="contract_id.partner_phone")
    user_id = fields.Many2one(related="contract_id.user_id", string="Responsible")
    direction = fields.Selection(related="contract_id.direction")
    project_id = fields.Many2one(related="contract_id.project_id")
    category_id = fields.Many2one(related="contract_id.category_id")
    contract_state = fields.Selection(related="contract_id.state", string="Contract Status")
    contract_title = fields.Char(related="contract_id.title", string="Title of the Contract")

    _opening_positive = models.Constraint(
        "CHECK(COALESCE(opening_invoiced, 0) >= 0 AND COALESCE(opening_settled, 0) >= 0)",
        "Opening amounts of a settlement line cannot be negative.",
    )
    _trigger_within = models.Constraint(
        "CHECK(COALESCE(trigger_days, 0) >= 0 AND COALESCE(trigger_percent, 0) BETWEEN 0 AND 100)",
        "The progress that a settlement line waits for lies from 0 to 100 %, and the days after its"
        " event are not negative.",
    )
    # The order of the list: its first page is read off, without sorting what there is.
    _order_idx = models.Index("(date_due, sequence, id)")
    _open_due_idx = models.Index("(date_due, contract_id) WHERE is_cancelled IS NOT TRUE")

    @api.depends("contract_id.amount_total")
    def _compute_step(self):
        """A new contract amount in draft: shares stay, amounts follow; a full plan loses no cent."""
        for contract, lines in self.grouped("contract_id").items():
            draft = contract.state in (False, "draft")
            for line in lines:
                line.percent, line.amount = line.percent, line.amount
            if not draft or not contract.currency_id or not contract.amount_total:
                continue
            total = contract._to_units(contract.amount_total)
            for line in lines:
                if line.amount and not line.percent:
                    line.percent = percent_of(contract._to_units(line.amount), total)
            contract._spread_plan(lines)

    def _inverse_percent(self):
        """On a signed contract the amounts say what is due, and no percent moves them."""
        for contract, lines in self.grouped("contract_id").items():
            if contract._is_proposed():
                contract._spread_plan(lines)

    def _inverse_amount(self):
        for line in self:
            line._set_percent()

    @api.onchange("percent")
    def _onchange_percent(self):
        contract = self.contract_id
        if contract.amount_total and contract.currency_id:
            self.amount = contract._from_units(
                amount_of(self.percent, contract._to_units(contract.amount_total))
            )

    @api.onchange("trigger")
    def _onchange_trigger(self):
        if self.trigger != "date":
            self.date_due = False  # it waits for its event; a date typed now is taken all the same

    @api.onchange("amount")
    def _onchange_amount(self):
        self._set_percent()

    def _set_percent(self):
        contract = self.contract_id
        if contract.amount_total and contract.currency_id:
            total = contract._to_units(contract.amount_total)
            if amount_of(self.percent, total) != contract._to_units(self.amount):
                self.percent = percent_of(contract._to_units(self.amount), total)

    @api.constrains("amount", "is_cancelled", "opening_settled", "opening_invoiced", "opening_date")
    def _check_amount(self):
        for line in self:
            compare = line.contract_id.currency_id.compare_amounts
            if compare(line.amount, 0) < 0:
                raise ValidationError(
                    self.env._(
                        "Line '%(line)s' of %(contract)s has a negative amount. Enter zero or more.",
                        **line._names(),
                    )
                )
            opening = max(line.opening_settled, line.opening_invoiced)
            if compare(opening, line.amount) > 0:
                raise ValidationError(
                    self.env._(
                        "The opening amounts of line '%(line)s' of %(contract)s are above the amount of the line."
                        " Correct one of them.",
                        **line._names(),
                    )
                )
            if opening and not line.opening_date:
                raise ValidationError(
                    self.env._(
                        "Line '%(line)s' of %(contract)s has opening amounts but no opening date. Enter the date.",
                        **line._names(),
                    )
                )

    @api.constrains("line_ids", "contract_id")
    def _check_line_ids(self):
        for line in self:
            goods = line.sudo().line_ids  # sudo: true of goods as well that the user does not see
            if goods.contract_id - line.contract_id:
                raise ValidationError(
                    self.env._(
                        "Line '%(line)s' of %(contract)s is tied to goods of another contract. Choose its own goods.",
                        **line._names(),
                    )
                )

    @api.constrains("contract_id")
    def _check_framework(self):
        self.contract_id._check_framework_plan()

    def _names(self):
        """What error texts call this line by."""
        return {"line": self.label, "contract": self.contract_id.display_name}

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_contract_open()
        lines._follow_triggers()
        return lines

    def copy_data(self, default=None):
        rows = super().copy_data(default)
        for line, row in zip(self, rows, strict=True):
            if line.date_triggered:
                row["date_due"] = False  # it waits for the event of its own contract
        return rows

    def write(self, vals):
        if LOCKED & vals.keys():
            self._check_contract_open()
        elif CALLED & vals.keys():
            self._check_not_signed()
        if "date_due" in vals:  # typed by hand, unless the event says otherwise
            vals = {"date_triggered": False, **vals}
        result = super().write(vals)
        if "contract_id" in vals:  # a line that comes from another contract changes this one too
            self._check_contract_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_contract_open()
        self.env["commercial.contract"]._raise_faults(self._get_history_faults())

    def _check_contract_open(self):
        """Raise UserError where what was agreed on these lines cannot change. Later packages add what
        follows from a change of the plan."""
        self._check_not_signed()

    def _check_not_signed(self):
        """Raise UserError where the contract is signed: its plan changes by an amendment only."""
        if self.env["commercial.contract"]._is_unlocked():
            return
        for line in self:
            if line.contract_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is signed: line '%(line)s' of its plan cannot be added, changed or deleted."
                        " Reschedule its date, or change it by an amendment.",
                        **line._names(),
                    )
                )

    def _get_history_faults(self):
        """Return a text for each of these lines that was billed or settled. Later steps add theirs."""
        return []

    def _get_agreed_dates(self):
        """Return {line: the due date that was agreed first}; none for a line that waits for an event."""
        return {
            line: line.trigger == "date" and (line.date_due_original or line.date_due)
            for line in self
        }

    def reschedule(self, date, reason):
        """Move the due date, also on a signed contract; keep the first date and the reason.

        :param date: the new due date
        :param reason: text, not empty
        :raises UserError: no date, no reason, a line that was taken out
        """
        self.check_access("write")
        date = fields.Date.to_date(date)
        for line in self:
            if not date or not (reason or "").strip():
                raise UserError(
                    self.env._(
                        "Moving line '%(line)s' of %(contract)s needs a new date and a reason. Enter both.",
                        **line._names(),
                    )
                )
            if line.is_cancelled:
                raise UserError(
                    self.env._(
                        "Line '%(line)s' of %(contract)s was taken out and has no date. Move another line.",
                        **line._names(),
                    )
                )
        for first, lines in self.grouped(lambda s: s.date_due_original or s.date_due).items():
            lines.with_env(self.contract_id._unlocked().env).write(
                {"date_due": date, "date_due_original": first, "reschedule_reason": reason}
            )
        for line in self:
            line.contract_id.message_post(
                body=self.env._(
                    "Line '%(line)s' is now due on %(date)s. Reason: %(reason)s",
                    line=line.label,
                    date=format_date(self.env, date),
                    reason=reason,
                )
            )
        return True
