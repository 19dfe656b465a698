from odoo import api, models
from odoo.tools import ormcache

CONTRACT = "commercial.contract"


class TierDefinition(models.Model):
    """The approval rules of contracts: read once, then known until one of them changes."""

    _name = "tier.definition"
    _inherit = ["tier.definition"]

    @api.model
    def _get_tier_validation_model_names(self):
        return [*super()._get_tier_validation_model_names(), CONTRACT]

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @ormcache()
    def _get_contract_tiers(self):
        """Return (id, company id or False) of each active rule for contracts, in the order in which
        base_tier_validation asks for them. Where there is none, a contract costs no query."""
        # sudo: a rule holds for every contract of its company, whoever works on it
        rules = self.sudo().with_context(active_test=True)
        found = rules.search([("model", "=", CONTRACT)], order="sequence desc, id")
        return tuple((rule.id, rule.company_id.id) for rule in found)
