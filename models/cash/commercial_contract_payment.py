from odoo import models


class CommercialContract(models.Model):
    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def action_register_payment(self):
        """Open the payment dialog for the line of each contract that money falls on first."""
        lines = self.settlement_ids._sort_for_payment()
        by_contract = lines._get_open().grouped("contract_id")
        first = lines.browse().union(*(part[:1] for part in by_contract.values()))
        return (first or lines).action_register_payment()
