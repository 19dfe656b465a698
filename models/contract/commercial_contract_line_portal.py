from odoo import models


class CommercialContractLine(models.Model):
    """Goods of a shared contract: what was agreed, not what it costs us."""

    _name = "commercial.contract.line"
    _inherit = ["commercial.contract.line", "commercial.contract.portal"]
    _portal_fields = frozenset(
        {
            "contract_id",
            "currency_id",
            "discount",
            "display_name",
            "model_number",
            "name",
            "price_subtotal",
            "price_total",
            "price_unit",
            "quantity",
            "sequence",
            "specification",
            "uom_id",
        }
    )
