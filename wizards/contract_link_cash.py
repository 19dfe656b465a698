from odoo import fields, models


class CommercialContractLinkCash(models.TransientModel):
    """A payment or a bank line."""

    _name = "commercial.contract.link.cash"
    _inherit = ["commercial.contract.link.row"]
    _description = "Money to Link"

    payment_id = fields.Many2one("account.payment", ondelete="cascade")
    statement_line_id = fields.Many2one(
        "account.bank.statement.line", string="Bank Line", ondelete="cascade"
    )
    settlement_id = fields.Many2one(
        string="Settles First",
        help="The line of the plan that the money is for. Empty: oldest due first.",
    )
    partner_name = fields.Char(string="Partner")
    amount = fields.Monetary(help="Money paid out is negative.")

    def _get_record(self):
        return self.payment_id or self.statement_line_id

    def _is_changed(self):
        record = self._get_record()
        named = self.payment_id.commercial_settlement_id
        return record.commercial_contract_id != self.link_id.contract_id or (
            bool(self.payment_id) and named != self.settlement_id
        )
