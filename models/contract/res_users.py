from odoo import api, models
from odoo.fields import Command

from .parts import OWN

# In the context: which parts the user gets was seen and chosen, so it holds as it is, also if it is none.
CHOSEN = "contract_parts_chosen"


class ResUsers(models.Model):
    """Parts of the app that the administrator opens to each user: on by default, with the right on
    contracts, and as he leaves them afterwards."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        if not self.env.context.get(CHOSEN):
            users._give_contract_parts()
        return users

    def write(self, vals):
        if "group_ids" not in vals:
            return super().write(vals)
        before = self._with_contracts()
        kept = self.browse()
        if not self.env.context.get(CHOSEN) and self._replaces_groups(vals["group_ids"]):
            kept = before
        parts = kept._get_own_parts()
        result = super().write(vals)
        for had, users in parts.items():
            # sudo: what he had already, and still with a right on contracts
            users._with_contracts().sudo().write({"group_ids": [Command.link(i) for i in had]})
        (self - before)._give_contract_parts()
        return result

    def web_save(self, vals, *args, **kwargs):
        """Save the form, which shows the parts: who unticks them there all at once means it."""
        chosen = self.with_context(**{CHOSEN: True}) if "group_ids" in vals else self
        return super(ResUsers, chosen).web_save(vals, *args, **kwargs)

    def copy(self, default=None):
        """Duplicate users with the parts of the one that is copied, be it none."""
        if "group_ids" in (default or {}):
            return super().copy(default)
        copies = super(ResUsers, self.with_context(**{CHOSEN: True})).copy(default)
        return copies.with_env(self.env)

    @api.model
    def _replaces_groups(self, commands):
        """Whether these commands replace all groups and name none of the parts, as an import does that
        knows nothing of them: the parts stay what they were."""
        parts = set(self.env["res.groups"]._get_contract_parts().ids)
        named, replaces = set(), False
        for command in commands or ():
            if not isinstance(command, (list, tuple)):  # an id by itself
                named.add(command)
                replaces = True
                continue
            operation = command[0]
            replaces |= operation in (Command.CLEAR, Command.SET)
            named.update(command[2] if operation == Command.SET else command[1:2])
        return replaces and not parts & named

    def _get_own_parts(self):
        """Return {ids of the parts that they have themselves: users}."""
        parts = self.env["res.groups"]._get_contract_parts()
        # sudo: which groups a user has; nothing of it is shown
        own = {user: user.sudo().group_ids & parts for user in self}
        return self.filtered(own.get).grouped(lambda user: own[user]._ids)

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
