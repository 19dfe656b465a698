from odoo import api, models

BILLING = (
    "order_id.commercial_contract_id.billing_policy",
    "order_id.commercial_contract_id.state",
)


class SaleOrderLine(models.Model):
    """Under a contract that is invoiced by plan there is nothing to invoice here (B6)."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "commercial.contract.source.line"]

    def _get_ordered_quantity(self):
        return self.product_uom_qty

    def _billed_by_plan(self):
        return self.filtered(lambda line: line.order_id in self.order_id._billed_by_plan())

    @api.depends(*BILLING)
    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        self._billed_by_plan().qty_to_invoice = 0.0
        return result

    @api.depends(*BILLING)
    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        self._billed_by_plan().invoice_status = "no"
        return result

    @api.depends(*BILLING)
    def _compute_untaxed_amount_to_invoice(self):
        result = super()._compute_untaxed_amount_to_invoice()
        self._billed_by_plan().untaxed_amount_to_invoice = 0.0
        return result

    @api.depends(*BILLING)
    def _compute_amount_to_invoice(self):
        result = super()._compute_amount_to_invoice()
        self._billed_by_plan().amount_to_invoice = 0.0
        return result
