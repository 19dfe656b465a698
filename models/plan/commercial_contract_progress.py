from odoo import api, models


class CommercialContractProgress(models.Model):
    """What is written into the progress log makes the plan lines due that wait for it."""

    _name = "commercial.contract.progress"
    _inherit = ["commercial.contract.progress"]

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries.contract_id.settlement_ids._follow_triggers()
        return entries

    def write(self, vals):
        contracts = self.contract_id
        result = super().write(vals)
        if vals.keys() & {"contract_id", "date", "percent"}:
            (contracts | self.contract_id).settlement_ids._follow_triggers()
        return result

    def unlink(self):
        contracts = self.contract_id
        result = super().unlink()
        contracts.settlement_ids._follow_triggers()
        return result
