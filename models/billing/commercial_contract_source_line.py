from odoo import models


class CommercialContractSourceLine(models.AbstractModel):
    _name = "commercial.contract.source.line"
    _inherit = ["commercial.contract.source.line"]

    def _prepare_contract_links(self, values):
        """Return the contract of an invoice line with ``values``; it bills no plan line (B6)."""
        if values.get("display_type") != "product":
            return {}
        line = self.sudo()  # sudo: whoever invoices the order need not see the contract
        return {
            "commercial_contract_id": line.order_id.commercial_contract_id.id,
            "commercial_contract_line_id": line.commercial_contract_line_id.id,
        }
