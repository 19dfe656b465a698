from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    commercial_contract_ids = fields.One2many(
        "commercial.contract", "partner_id", string="Contracts"
    )
    commercial_contract_count = fields.Integer(
        string="Contract Count", compute="_compute_commercial_contract_count"
    )

    @api.depends("commercial_contract_ids", "commercial_partner_id")
    def _compute_commercial_contract_count(self):
        """The company's contracts, whichever of its contacts stands on them."""
        counts = dict(
            self.env["commercial.contract"]._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.commercial_contract_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_commercial_contracts(self):
        """Open the contracts of this partner's company."""
        return self.env["commercial.contract"]._action_open(
            [("commercial_partner_id", "in", self.commercial_partner_id.ids)]
        )
