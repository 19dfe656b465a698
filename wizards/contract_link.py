from odoo import api, fields, models
from odoo.fields import Command

from ..models.cash import commercial_contract_link


class CommercialContractLink(models.TransientModel):
    """Shows what may belong to a contract and what does already; the contract links and takes off."""

    _name = "commercial.contract.link"
    _inherit = ["commercial.contract.dialog"]
    _description = "Link Invoices and Payments"

    contract_id = fields.Many2one(
        "commercial.contract",
        required=True,
        domain="[('is_framework', '=', False), ('state', '!=', 'cancelled')]",
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    move_ids = fields.Many2many(
        "account.move", "commercial_contract_link_move_rel", string="Documents", readonly=True
    )
    payment_ids = fields.Many2many(
        "account.payment",
        "commercial_contract_link_payment_rel",
        string="Receipts and Payments",
        readonly=True,
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "commercial_contract_link_partner_rel",
        string="Partners",
        compute="_compute_partner_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Whose invoices and payments are listed. Add whoever else was billed or paid.",
    )
    item_ids = fields.One2many(
        "commercial.contract.link.item",
        "link_id",
        string="Invoice Lines",
        compute="_compute_rows",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    cash_ids = fields.One2many(
        "commercial.contract.link.cash",
        "link_id",
        string="Money",
        compute="_compute_rows",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    has_older = fields.Boolean(compute="_compute_has_older", export_string_translation=False)
    warning = fields.Text(compute="_compute_warning", export_string_translation=False)

    @api.depends("contract_id")
    def _compute_partner_ids(self):
        for wizard in self:
            wizard.partner_ids = wizard.contract_id._get_link_partners()

    @api.depends("contract_id", "partner_ids", "move_ids", "payment_ids")
    def _compute_rows(self):
        for wizard in self:
            wizard.item_ids, wizard.cash_ids = [Command.clear()], [Command.clear()]
            contract = wizard.contract_id._origin
            if not contract:
                continue
            items, payments, bank_lines = contract._get_linkable(
                wizard.partner_ids._origin, wizard.move_ids._origin, wizard.payment_ids._origin
            )
            proposed, sure = contract._propose_links(items, payments, bank_lines)
            wizard.item_ids = [
                Command.create(wizard._prepare_item(item, proposed.get(item), item in sure))
                for item in items
            ]
            wizard.cash_ids = [
                Command.create(wizard._prepare_cash(record, record in sure))
                for record in (*payments, *bank_lines)
            ]

    def _prepare_item(self, item, proposed, is_sure):
        linked = bool(item.commercial_contract_id)
        refund = item.move_type in ("out_refund", "in_refund")
        return {
            "move_line_id": item.id,
            "is_linked": linked or is_sure,
            "settlement_id": (
                item.commercial_settlement_id if linked else proposed or item.browse()
            ).id,
            "document": item.move_id.display_name,
            "date": item.date,
            "description": item.name or item.product_id.display_name,
            "currency_id": item.currency_id.id,
            "amount": -item.price_total if refund else item.price_total,
        }

    def _prepare_cash(self, record, is_sure):
        is_bank = record._name == "account.bank.statement.line"
        out = not is_bank and record.payment_type == "outbound"
        return {
            "statement_line_id" if is_bank else "payment_id": record.id,
            "is_linked": bool(record.commercial_contract_id) or is_sure,
            "settlement_id": False if is_bank else record.commercial_settlement_id.id,
            "document": record.display_name,
            "date": record.date,
            "description": record.payment_ref if is_bank else record.memo,
            "partner_name": record.partner_id.display_name,
            "currency_id": record.currency_id.id,
            "amount": -record.amount if out else record.amount,
        }

    @api.depends("item_ids", "cash_ids")
    def _compute_has_older(self):
        for wizard in self:
            cash = wizard.cash_ids
            kinds = wizard.item_ids, cash.filtered("payment_id"), cash.filtered("statement_line_id")
            wizard.has_older = max(map(len, kinds)) >= commercial_contract_link.MAX_ROWS

    @api.depends("item_ids.is_linked", "item_ids.settlement_id")
    def _compute_warning(self):
        for wizard in self:
            links = {
                row.move_line_id._origin: row.settlement_id._origin
                if row.is_linked
                else row.settlement_id.browse()
                for row in wizard.item_ids.sudo()  # sudo: amounts per plan line, no document's
            }
            contract = wizard.contract_id._origin
            wizard.warning = "\n".join(contract._get_link_warnings(links)) if contract else False

    def action_apply(self):
        """Link what is ticked with the contract, take off what is not."""
        self.ensure_one()
        # sudo: the contract checks what the user may link
        items, cash = self.item_ids.sudo(), self.cash_ids.sudo()
        off, gone = (
            items.filtered(lambda r: not r.is_linked),
            cash.filtered(lambda r: not r.is_linked),
        )
        self.contract_id._unlink_records(off.move_line_id, gone.payment_id, gone.statement_line_id)
        self.contract_id._link_records(
            {row.move_line_id: row.settlement_id for row in (items - off) if row._is_changed()},
            {row._get_record(): row.settlement_id for row in (cash - gone) if row._is_changed()},
        )
        return {"type": "ir.actions.act_window_close"}
