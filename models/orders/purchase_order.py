from odoo import api, models


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "commercial.contract.source"]
    _contract_direction = "purchase"

    def _prepare_contract(self, goods):
        return {**super()._prepare_contract(goods), "title": self.partner_ref}

    def action_create_invoice(self, attachment_ids=False):
        self._check_billed_by_orders()
        return super().action_create_invoice(attachment_ids)

    @api.depends("commercial_contract_id.billing_policy", "commercial_contract_id.state")
    def _get_invoiced(self):
        result = super()._get_invoiced()
        self._billed_by_plan().invoice_status = "no"
        return result
