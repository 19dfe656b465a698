from odoo import fields, models


class CommercialContractLinkItem(models.TransientModel):
    """A line of a document."""

    _name = "commercial.contract.link.item"
    _inherit = ["commercial.contract.link.row"]
    _description = "Invoice Line to Link"

    move_line_id = fields.Many2one(
        "account.move.line", required=True, ondelete="cascade", export_string_translation=False
    )
    settlement_id = fields.Many2one(
        help="The line of the plan that it bills. Empty: money on it goes by due date."
    )
    amount = fields.Monetary(help="Tax included; credit notes are negative.")

    def _is_changed(self):
        item = self.move_line_id
        return (
            item.commercial_contract_id != self.link_id.contract_id
            or item.commercial_settlement_id != self.settlement_id
        )
