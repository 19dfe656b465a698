from odoo import api, models

from .parts import OWN, PARTS


class ResGroups(models.Model):
    """Users may get their right on contracts through their groups as well."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        before = self._get_contract_users()
        groups = super().create(vals_list)
        (self._get_contract_users() - before)._give_contract_parts()
        return groups

    def write(self, vals):
        if not {"user_ids", "implied_ids", "implied_by_ids"} & vals.keys():
            return super().write(vals)
        before = self._get_contract_users()
        result = super().write(vals)
        (self._get_contract_users() - before)._give_contract_parts()
        return result

    @api.model
    def _get_contract_users(self):
        own = self.env.ref(OWN, raise_if_not_found=False) or self.browse()
        return own.sudo().all_user_ids  # sudo: nothing of it is shown

    @api.model
    def _get_contract_parts(self):
        """Return the groups that open parts of the app; none while the addon is being installed."""
        found = (self.env.ref(name, raise_if_not_found=False) for name in PARTS.values())
        return self.union(*filter(None, found))
