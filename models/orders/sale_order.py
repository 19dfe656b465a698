from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "commercial.contract.source"]

    def _prepare_contract(self, goods):
        return {
            **super()._prepare_contract(goods),
            "title": self.client_order_ref,
            "invoice_partner_id": self.partner_invoice_id.id,
            "team_id": self.team_id.id,
        }

    def _create_invoices(self, grouped=False, final=False, date=None):
        orders = self
        if not self.env.context.get("raise_if_nothing_to_invoice", True):
            # the customer has just paid by himself: his payment must go through
            orders -= self._billed_by_plan()
            if not orders:
                return self.env["account.move"]
        orders._check_billed_by_orders()
        return super(SaleOrder, orders)._create_invoices(grouped=grouped, final=final, date=date)
