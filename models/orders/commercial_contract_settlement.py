from odoo import models


class CommercialContractSettlement(models.Model):
    """A plan line may wait for the delivery of its goods."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    def _get_event_dates(self):
        found = super()._get_event_dates()
        for line in self.filtered(lambda line: line.trigger == "delivery"):
            whole = line.sudo()  # sudo: the day of delivery counts, whoever sees the goods
            goods = whole.line_ids or whole.contract_id.line_ids
            # nobody delivers what was taken out
            dates = goods.filtered(lambda row: not row.is_cancelled).mapped("date_delivered")
            if dates and all(dates):
                found[line] = max(dates)
        return found
