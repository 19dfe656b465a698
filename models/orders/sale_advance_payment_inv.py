from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    _name = "sale.advance.payment.inv"
    _inherit = ["sale.advance.payment.inv"]

    def _create_invoices(self, sale_orders):
        # down payments are made here, not by sale.order._create_invoices
        sale_orders._check_billed_by_orders()
        return super()._create_invoices(sale_orders)
