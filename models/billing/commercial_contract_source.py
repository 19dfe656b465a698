from odoo import models


class CommercialContractSource(models.AbstractModel):
    """Invoices that an order had before it came under a contract belong to the contract (B6)."""

    _name = "commercial.contract.source"
    _inherit = ["commercial.contract.source"]

    def _follow_contract(self):
        result = super()._follow_contract()
        for contract, orders in self.grouped("commercial_contract_id").items():
            # sudo: the seller who makes the contract may not write on invoices
            rows = orders.sudo().order_line if contract else orders.browse().order_line
            for goods, part in rows.grouped("commercial_contract_line_id").items():
                lines = part.invoice_lines.filtered(
                    lambda line: line.display_type == "product" and not line.commercial_contract_id
                )
                if lines:
                    lines.write(
                        {
                            "commercial_contract_id": contract.id,
                            "commercial_contract_line_id": goods.id,
                        }
                    )
        return result

    def _prepare_contract(self, goods):
        values = super()._prepare_contract(goods)
        spread = [line.analytic_distribution for line in goods]
        if spread and all(part == spread[0] for part in spread):
            accounts = [key for key, percent in (spread[0] or {}).items() if percent == 100]
            if len(accounts) == 1 and accounts[0].isdigit():
                values["analytic_account_id"] = int(accounts[0])
        return values
