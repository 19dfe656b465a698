from odoo import models


class CommercialContractLine(models.Model):
    """Which goods are still to be delivered."""

    _name = "commercial.contract.line"
    _inherit = ["commercial.contract.line"]

    def _is_undelivered(self):
        """Whether goods that were ordered are not all there yet."""
        return bool(
            not self.date_delivered and self.qty_ordered > 0 and self.product_id.type != "service"
        )

    def _get_promised_moments(self):
        """Return the moments by which the confirmed orders of this line are to be delivered."""
        moments = [
            one.order_id.commitment_date for one in self.sale_line_ids if one.state == "sale"
        ]
        moments += [one.date_planned for one in self.purchase_line_ids if one.state == "purchase"]
        return [moment for moment in moments if moment]
