from odoo import api, fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    commercial_contract_ids = fields.One2many(
        "commercial.contract", "opportunity_id", string="Contracts"
    )
    commercial_contract_count = fields.Integer(
        string="Contract Count", compute="_compute_commercial_contract_count"
    )

    @api.depends("commercial_contract_ids")
    def _compute_commercial_contract_count(self):
        counts = dict(
            self.env["commercial.contract"]._read_group(
                [("opportunity_id", "in", self._origin.ids)], ["opportunity_id"], ["__count"]
            )
        )
        for lead in self:
            lead.commercial_contract_count = counts.get(lead._origin, 0)

    def action_view_commercial_contracts(self):
        """Open the contracts of this opportunity."""
        return self.env["commercial.contract"]._action_open([("opportunity_id", "in", self.ids)])
