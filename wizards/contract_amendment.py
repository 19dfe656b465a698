from odoo import api, fields, models
from odoo.fields import Command

from ..models.change.amending import Amending
from ..models.contract.parts import sees_part

FOLLOWING = ("payer_id", "invoice_partner_id")  # go with the party where they were the same
ASKED = (
    "title",
    "partner_id",
    *FOLLOWING,
    "fiscal_position_id",
    "date_start",
    "date_end",
    "date_notice",
    "parent_id",
    "retention_percent",
    "retention_days",
    "retention_split",
)


class CommercialContractAmend(models.TransientModel):
    """Asks what changes in a signed contract, why and from when, and shows the plan as it would be.

    Goods and plan are copies that are edited; what differs in the end is the amendment.
    """

    _name = "commercial.contract.amend"
    _inherit = ["commercial.contract.dialog"]
    _description = "Amend a Contract"

    contract_id = fields.Many2one(
        "commercial.contract", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    company_id = fields.Many2one(related="contract_id.company_id")
    direction = fields.Selection(related="contract_id.direction")
    is_framework = fields.Boolean(related="contract_id.is_framework")
    is_foreign = fields.Boolean(compute="_compute_is_foreign", export_string_translation=False)
    reason = fields.Char(help="Stays with the amendment, and stands on its paper.")
    date = fields.Date(
        string="Effective On",
        default=fields.Date.context_today,
        required=True,
        help="The day from which the new terms apply, as the paper says. The agreement itself holds from"
        " now on: amounts and plan change at once.",
    )
    title = fields.Char(string="Contract Title")
    partner_id = fields.Many2one("res.partner", string="Customer or Vendor")
    payer_id = fields.Many2one("res.partner")
    invoice_partner_id = fields.Many2one("res.partner", string="Invoice Recipient")
    fiscal_position_id = fields.Many2one("account.fiscal.position")
    date_start = fields.Date(string="Contract Start")
    date_end = fields.Date(string="Contract End")
    date_notice = fields.Date(string="Notice By")
    parent_id = fields.Many2one("commercial.contract", string="Framework Contract")
    retention_percent = fields.Float(string="Retention (%)")
    retention_days = fields.Integer()
    retention_split = fields.Boolean(string="Retention per Instalment")
    sees_goods = fields.Boolean(
        compute="_compute_sees_goods", compute_sudo=False, export_string_translation=False
    )
    currency_rate = fields.Float(
        digits=0, help="Contract currency per unit of the company's currency."
    )
    amount_ceiling = fields.Monetary(string="Ceiling")
    goods_ids = fields.One2many("commercial.contract.amend.goods", "amend_id")
    plan_ids = fields.One2many(
        "commercial.contract.amend.plan", "amend_id", string="Settlement Plan"
    )
    total_spread = fields.Monetary(
        help="The contract amount that the plan was spread over last.",
        export_string_translation=False,
    )
    total_before = fields.Monetary(
        related="contract_id.amount_total", string="Contract Amount Before"
    )
    total_after = fields.Monetary(string="Contract Amount After", compute="_compute_total_after")
    amount_planned = fields.Monetary(string="Planned", compute="_compute_amount_planned")
    amount_unplanned = fields.Monetary(
        string="Missing in the Plan", compute="_compute_amount_planned"
    )
    fault = fields.Text(compute="_compute_fault")
    approval_text = fields.Char(string="Approval in Words", compute="_compute_fault")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        contract = self.env["commercial.contract"].browse(values.get("contract_id"))
        if not contract:
            return values
        plan = contract._get_live_plan()
        held = plan._get_held()
        return {
            **values,
            **{name: self._to_value(contract, name) for name in self._get_asked(contract)},
            "total_spread": contract.amount_total,
            "goods_ids": [
                Command.create(self.goods_ids._prepare_row(line))
                for line in self._get_goods(contract).sorted(lambda line: (line.sequence, line.id))
            ],
            "plan_ids": [
                Command.create(self.plan_ids._prepare_row(line, held[line])) for line in plan
            ],
        }

    @api.model
    def _get_asked(self, contract):
        """Return which terms are asked for."""
        own = contract.currency_id == contract.company_id.currency_id
        names = [*ASKED, *([] if own else ["currency_rate"])]
        return [*names, "amount_ceiling"] if contract.is_framework else names

    @api.model
    def _to_value(self, record, name):
        value = record[name]
        return value.id if record._fields[name].type == "many2one" else value

    @api.model
    def _get_goods(self, contract):
        """Return the goods of the contract; none where they are closed to the user."""
        if not sees_part(self.env, "goods"):
            return self.env["commercial.contract.line"]
        return contract.line_ids.filtered(lambda line: not line.is_cancelled)

    @api.depends_context("uid")
    def _compute_sees_goods(self):
        self.sees_goods = sees_part(self.env, "goods")

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        contract = self.contract_id._origin
        for name in FOLLOWING:
            if contract[name] == contract.partner_id:
                self[name] = self.partner_id

    @api.depends("contract_id")
    def _compute_is_foreign(self):
        for wizard in self:
            wizard.is_foreign = wizard.currency_id != wizard.company_id.currency_id

    @api.depends(
        *(f"goods_ids.{name}" for name in ("quantity", "price_unit", "discount", "tax_ids"))
    )
    def _compute_total_after(self):
        for wizard in self:
            wizard.total_after = wizard._get_amending(plan=False).total

    @api.depends("plan_ids.amount", "total_after")
    def _compute_amount_planned(self):
        for wizard in self:
            wizard.amount_planned = sum(wizard.plan_ids.mapped("amount"))
            wizard.amount_unplanned = wizard.currency_id.round(
                wizard.total_after - wizard.amount_planned
            )

    @api.depends(
        "date",
        *ASKED,
        "currency_rate",
        "amount_ceiling",
        "total_after",
        "plan_ids.amount",
        "plan_ids.date_due",
        "plan_ids.trigger",
        "plan_ids.trigger_percent",
        "plan_ids.trigger_days",
        "goods_ids.name",
    )
    def _compute_fault(self):
        """What speaks against it, all at once, and who has to agree; nothing as long as nothing was
        changed."""
        for wizard in self:
            amending = wizard._get_amending()
            amending.is_approved = True  # who has to agree is told apart
            faults, rules = [], None
            if amending.has_changes():
                told = (amending, "-", amending.get_date(wizard.date))
                faults = amending.contract._get_amending_faults(*told)
                rules = not faults and amending.contract._get_amending_rules(*told)
            wizard.fault = "\n".join(faults)
            wizard.approval_text = (
                self.env._(
                    "It falls under an approval rule (%s) and is put in force once all have agreed.",
                    ", ".join(rules.mapped("name")),
                )
                if rules
                else False
            )

    @api.onchange("goods_ids")
    def _onchange_goods_ids(self):
        """Spread the plan anew where the contract comes to another amount."""
        if not self.currency_id.compare_amounts(self.total_after, self.total_spread):
            return
        amending = self._get_amending(plan=False)
        after = {row.line: row.after for row in amending.plan}
        for row in self.plan_ids:
            row.amount = after.get(row.settlement_id._origin, row.amount)
        self.total_spread = self.total_after

    def _get_amending(self, plan=True):
        contract = self.contract_id._origin
        if not sees_part(self.env, "goods"):
            contract.check_access("write")
            # sudo: as `amend` does: the goods stay as they are, and are only reckoned with
            contract = contract.sudo()
        return Amending(contract, self._prepare_vals(plan))

    def _prepare_vals(self, plan=True):
        """Return what is to be amended, as ``amend`` takes it.

        :param plan: with the plan as it was typed; else it is to be spread
        """
        contract = self.contract_id._origin
        values = {name: self._to_value(self, name) for name in self._get_asked(contract)}
        vals = {name: value for name, value in values.items() if contract._is_changed(name, value)}
        if "partner_id" in vals:  # said here, not left to follow
            vals.update({name: values[name] for name in FOLLOWING})
        if self.is_framework:
            return vals
        if sees_part(self.env, "goods"):
            vals["line_ids"] = self.goods_ids._prepare_commands(self._get_goods(contract))
        if plan:
            vals["settlement_ids"] = self.plan_ids._prepare_commands(contract._get_live_plan())
        return vals

    def action_amend(self):
        """Amend the contract, and open the amendment."""
        self.ensure_one()
        amendment = self.contract_id.amend(self._prepare_vals(), self.reason, self.date)
        return amendment._get_records_action()

    def action_request(self):
        """Keep the amendment as it was typed, ask whoever has to agree, and open the request."""
        self.ensure_one()
        request = self.contract_id.prepare_amendment(self._prepare_vals(), self.reason, self.date)
        request.action_request_approval()
        return request._get_records_action()
