from odoo import api, fields, models


class CommercialContractLinkItem(models.TransientModel):
    """A line of a document. What is shown of it is put here by the server, so that nobody reads a
    document through a row that he made himself."""

    _name = "commercial.contract.link.item"
    _description = "Invoice Line to Link"
    _order = "id"

    link_id = fields.Many2one(
        "commercial.contract.link",
        required=True,
        ondelete="cascade",
        export_string_translation=False,
    )
    move_line_id = fields.Many2one(
        "account.move.line", required=True, ondelete="cascade", export_string_translation=False
    )
    is_linked = fields.Boolean(string="Linked")
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        domain="[('contract_id', '=', parent.contract_id)]",
        help="The line of the plan that it bills. Empty: money on it goes by due date.",
    )
    document = fields.Char()
    date = fields.Date()
    description = fields.Char()
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary(help="Tax included; credit notes are negative.")

    @api.onchange("settlement_id")
    def _onchange_settlement_id(self):
        self.is_linked = self.is_linked or bool(self.settlement_id)

    def _is_changed(self):
        item = self.move_line_id
        return (
            item.commercial_contract_id != self.link_id.contract_id
            or item.commercial_settlement_id != self.settlement_id
        )
