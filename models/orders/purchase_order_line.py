from odoo import api, models


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "commercial.contract.source.line"]

    def _get_ordered_quantity(self):
        return self.product_qty

    @api.depends(
        "order_id.commercial_contract_id.billing_policy",
        "order_id.commercial_contract_id.state",
    )
    def _compute_qty_invoiced(self):
        result = super()._compute_qty_invoiced()
        blocked = self.order_id._billed_by_plan()
        self.filtered(lambda line: line.order_id in blocked).qty_to_invoice = 0.0
        return result
