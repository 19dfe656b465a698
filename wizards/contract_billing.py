from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_list

from ..models.billing.res_company import CONSOLIDATE
from ..models.contract.batches import run_batches


class CommercialContractBilling(models.TransientModel):
    """Asks how plan lines are put on invoices and shows what comes of it; the plan lines make them."""

    _name = "commercial.contract.billing"
    _description = "Invoice Settlement Lines"

    settlement_ids = fields.Many2many(
        "commercial.contract.settlement",
        "commercial_contract_billing_settlement_rel",
        string="Settlement Lines",
        required=True,
    )
    aside_ids = fields.Many2many(
        "commercial.contract.settlement",
        "commercial_contract_billing_aside_rel",
        string="Lines Set Aside",
        readonly=True,
    )
    # what is wrong with them
    set_aside = fields.Text(readonly=True, export_string_translation=False)
    consolidate = fields.Selection(
        CONSOLIDATE, string="How to Combine", default="line", required=True
    )
    invoice_date = fields.Date(help="Empty: the day on which the invoice is confirmed.")
    ref = fields.Char(
        string="Vendor's Number",
        help="The number on the paper that the vendor sent. Empty: it is typed on the bill.",
    )
    has_choice = fields.Boolean(compute="_compute_has_choice", export_string_translation=False)
    # money in and money out: their amounts have no sum
    is_mixed = fields.Boolean(
        compute="_compute_is_mixed",
        export_string_translation=False,
    )
    is_one_bill = fields.Boolean(compute="_compute_is_one_bill", export_string_translation=False)
    warning = fields.Text(compute="_compute_warning", export_string_translation=False)
    line_ids = fields.One2many(
        "commercial.contract.billing.line",
        "billing_id",
        string="It Makes",
        compute="_compute_line_ids",
        store=True,
        compute_sudo=False,
        readonly=False,
    )

    @api.depends("settlement_ids")
    def _compute_warning(self):
        for wizard in self:
            wizard.warning = "\n".join(wizard.settlement_ids._origin._get_bill_warnings())

    @api.depends("settlement_ids", "consolidate")
    def _compute_line_ids(self):
        for wizard in self:
            groups = wizard.settlement_ids._origin._group_to_bill(wizard.consolidate)
            wizard.line_ids = [
                Command.clear(),
                *(Command.create(wizard._prepare_line(group)) for group in groups),
            ]

    @api.depends("settlement_ids")
    def _compute_has_choice(self):
        for wizard in self:
            wizard.has_choice = len(wizard.settlement_ids) > 1

    @api.depends("settlement_ids.direction")
    def _compute_is_mixed(self):
        for wizard in self:
            wizard.is_mixed = len(set(wizard.settlement_ids.mapped("direction"))) > 1

    @api.depends("settlement_ids", "consolidate")
    def _compute_is_one_bill(self):
        for wizard in self:
            lines = wizard.settlement_ids._origin
            one = len(lines._group_to_bill(wizard.consolidate)) == 1
            wizard.is_one_bill = one and lines[:1].direction == "purchase"

    def _prepare_line(self, group):
        contracts = group.contract_id
        return {
            "partner_id": (contracts[:1].invoice_partner_id or contracts[:1].partner_id).id,
            "description": format_list(self.env, contracts.mapped("name")),
            "count": len(group),
            "date_due": min(filter(None, group.mapped("date_due")), default=False),
            "currency_id": contracts[:1].currency_id.id,
            "amount": sum(group.mapped("amount_to_invoice")),
        }

    def action_create(self):
        """Make the draft invoices as shown and open them; say how many lines were set aside.

        Many are made in batches by the client, which shows how far they are.
        """
        self.ensure_one()
        lines = self.settlement_ids
        batches = lines._get_bill_batches(self.consolidate)
        if len(batches) > 1:
            return run_batches(
                self.env._("Create Invoice"),
                lines,
                "bill_batch",
                batches,
                "finish_bill_batches",
                args=[fields.Date.to_string(self.invoice_date), self.consolidate],
                aside=self.aside_ids.ids,
            )
        ref = self.ref if self.is_one_bill else None
        action = lines._open_invoices(lines._bill(self.invoice_date, self.consolidate, ref))
        if not self.aside_ids:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "%(count)s settlement lines invoiced, %(aside)s set aside.",
                    count=len(lines),
                    aside=len(self.aside_ids),
                ),
                "next": action,
            },
        }

    def action_view_aside(self):
        """Open the lines that cannot be invoiced, to mend them."""
        self.ensure_one()
        return self.aside_ids._get_records_action(name=self.env._("Lines Set Aside"))
