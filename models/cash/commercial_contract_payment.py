from odoo import models

from ..contract.parts import check_part


class CommercialContract(models.Model):
    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def action_view_payments(self):
        """Open the payments that brought these contracts money."""
        check_part(self.env, "payments")
        purchase = set(self.mapped("direction")) == {"purchase"}
        name = "account_payment_action_payment" if purchase else "account_payment_action_receipt"
        action = self.env["ir.actions.act_window"]._for_xml_id(f"commercial_contract.{name}")
        payments = self.payment_ids
        action.update(domain=[("id", "in", payments.ids)])
        if len(payments) == 1:
            action.update(views=[(False, "form")], res_id=payments.id)
        return action

    def action_register_payment(self):
        """Open the payment dialog for the line of each contract that money falls on first."""
        lines = self.settlement_ids._sort_for_payment()
        by_contract = lines._get_open().grouped("contract_id")
        first = lines.browse().union(*(part[:1] for part in by_contract.values()))
        return (first or lines).action_register_payment()
