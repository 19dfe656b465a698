from odoo import api, models
from odoo.fields import Command

from .parts import OWN


class ResUsers(models.Model):
    """Parts of the app that the administrator opens to each user: on by default, with the right on
    contracts, and as he leaves them afterwards."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._give_contract_parts()
        return users

    def write(self, vals):
        if "group_ids" not in vals:
            return super().write(vals)
        before = self._with_contracts()
        result = super().write(vals)
        (self - before)._give_contract_parts()
        return result

    def _with_contracts(self):
        """Return those of these users that have a right on contracts."""
        own = self.env.ref(OWN, raise_if_not_found=False)
        if not own:  # while the addon is being installed
            return self.browse()
        # sudo: which groups a user has; nothing of it is shown
        return self.filtered(lambda user: own in user.sudo().all_group_ids)

    def _give_contract_parts(self):
        """Give all parts to those of these users who have a right on contracts and none of the parts:
        whoever gives the right and says nothing of parts means all of it."""
        parts = self.env["res.groups"]._get_contract_parts()
        # sudo: the parts come with the right, whoever gave it
        users = self._with_contracts().sudo()
        users = users.filtered(lambda user: not (user.all_group_ids & parts))
        if users and parts:
            users.write({"group_ids": [Command.link(part.id) for part in parts]})

    @api.model
    def _give_contract_parts_to_all(self):
        """As if all users had got their right on contracts just now; for the installation and upgrades."""
        own = self.env.ref(OWN).with_context(active_test=False)
        own.all_user_ids._give_contract_parts()
