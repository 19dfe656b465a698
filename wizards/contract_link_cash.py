from odoo import api, fields, models


class CommercialContractLinkCash(models.TransientModel):
    """A payment or a bank line. What is shown of it is put here by the server."""

    _name = "commercial.contract.link.cash"
    _description = "Money to Link"
    _order = "id"

    link_id = fields.Many2one(
        "commercial.contract.link",
        required=True,
        ondelete="cascade",
        export_string_translation=False,
    )
    payment_id = fields.Many2one("account.payment", ondelete="cascade")
    statement_line_id = fields.Many2one(
        "account.bank.statement.line", string="Bank Line", ondelete="cascade"
    )
    is_linked = fields.Boolean(string="Linked")
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settles First",
        domain="[('contract_id', '=', parent.contract_id)]",
        help="The line of the plan that the money is for. Empty: oldest due first.",
    )
    document = fields.Char()
    date = fields.Date()
    description = fields.Char()
    partner_name = fields.Char(string="Partner")
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary(help="Money paid out is negative.")

    @api.onchange("settlement_id")
    def _onchange_settlement_id(self):
        self.is_linked = self.is_linked or bool(self.settlement_id)

    def _get_record(self):
        return self.payment_id or self.statement_line_id

    def _is_changed(self):
        record = self._get_record()
        named = self.payment_id.commercial_settlement_id
        return record.commercial_contract_id != self.link_id.contract_id or (
            bool(self.payment_id) and named != self.settlement_id
        )
