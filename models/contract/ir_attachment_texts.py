from odoo import api, models
from odoo.fields import Domain

from .commercial_contract_access import is_of_contracts
from .parts import get_closed_error, sees_part


class IrAttachment(models.Model):
    """Files of contracts belong to the part Texts, wherever they stand: to whom it is closed, all but
    his own are closed."""

    _name = "ir.attachment"
    _inherit = ["ir.attachment"]

    def _check_access(self, operation):
        found = super()._check_access(operation)
        closed = self._get_closed_files()
        if not closed:
            return found
        forbidden = found[0] | closed if found else closed
        return forbidden, lambda: get_closed_error(self.env, "texts")

    def _get_closed_files(self):
        """Return those of these files that are closed to whoever acts here with the part Texts."""
        if not self or sees_part(self.env, "texts"):
            return self.browse()
        files = self.sudo()  # sudo: where a file stands and whose it is; nothing of it is shown
        return files.filtered(
            lambda file: (
                is_of_contracts(self.env, file.res_model) and file.create_uid != self.env.user
            )
        ).sudo(False)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not bypass_access and not sees_part(self.env, "texts"):
            ours = [name for name in self.env if is_of_contracts(self.env, name)]
            domain = Domain(domain) & (
                Domain("res_model", "not in", ours) | Domain("create_uid", "=", self.env.uid)
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
