from odoo import models


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line"]

    def _prepare_account_move_line(self, move=False):
        values = super()._prepare_account_move_line(move)
        return {**values, **self._prepare_contract_links(values)}
