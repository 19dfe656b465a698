from odoo import api, fields, models


class CommercialContractLinkRow(models.AbstractModel):
    """What both kinds of rows show. It is put here by the server, so that nobody reads a document through a
    row that he made himself."""

    _name = "commercial.contract.link.row"
    _inherit = ["commercial.contract.dialog"]
    _description = "Row to Link"
    _order = "id"

    link_id = fields.Many2one(
        "commercial.contract.link",
        required=True,
        ondelete="cascade",
        export_string_translation=False,
    )
    is_linked = fields.Boolean(string="Linked")
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        domain="[('contract_id', '=', parent.contract_id)]",
    )
    document = fields.Char()
    date = fields.Date()
    description = fields.Char()
    currency_id = fields.Many2one("res.currency")
    amount = fields.Monetary()

    @api.onchange("settlement_id")
    def _onchange_settlement_id(self):
        self.is_linked = self.is_linked or bool(self.settlement_id)
