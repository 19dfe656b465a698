from odoo import api, fields, models

from ..contract.parts import INVOICES


class CommercialContractLine(models.Model):
    _name = "commercial.contract.line"
    _inherit = ["commercial.contract.line"]

    move_line_ids = fields.One2many(
        "account.move.line",
        "commercial_contract_line_id",
        string="Invoice Lines",
        groups=INVOICES,
    )

    @api.depends(
        "quantity",
        "price_total",
        "contract_id.billing_policy",
        "move_line_ids.price_total",
        "move_line_ids.parent_state",
        "move_line_ids.commercial_settlement_id",
    )
    def _compute_quantities(self):
        """Billed by plan, goods are invoiced as far as their price is."""
        result = super()._compute_quantities()
        by_plan = self.filtered(lambda line: line.contract_id.billing_policy == "plan")
        billed = self.env["account.move.line"]._sum_billed("commercial_contract_line_id", by_plan)
        for line in by_plan:
            if line.price_total:
                line.qty_invoiced += (
                    line.quantity * billed.get(line._origin.id, 0.0) / line.price_total
                )
        return result

    def _get_invoice_text(self, heading):
        """Return what an invoice line over these goods says, below its heading."""
        # orders put the model into the description already
        numbers = [
            part
            for part in (self.model_number, self.specification)
            if part and part not in self.name
        ]
        return "\n".join(part for part in (heading, self.name, " / ".join(numbers)) if part)
