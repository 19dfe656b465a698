from odoo import api, models
from odoo.exceptions import ValidationError

from .commercial_contract_access import is_of_contracts


class IrAttachment(models.Model):
    """A public file can be read by anybody who guesses its number: no file of a contract is (I8)."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._close_contract_files()
        return attachments

    def write(self, vals):
        if vals.get("public"):
            files = self._get_public_contract_files(public=False)
            if files:
                raise ValidationError(
                    self.env._(
                        "'%s' belongs to a contract and cannot be public. Share the contract with the"
                        " customer, or send him the file.",
                        files[0].name,
                    )
                )
        result = super().write(vals)
        if not {"public", "res_model", "res_id"}.isdisjoint(vals):
            self._close_contract_files()
        return result

    def _close_contract_files(self):
        """Take the tick off a file that comes to a contract as a public one, such as a picture that was
        pasted into a text."""
        files = self._get_public_contract_files()
        if files:
            files.write({"public": False})

    def _get_public_contract_files(self, public=True):
        """Return those of these files that belong to a contract or to something below one.

        :param public: only those that are public
        """
        files = self.sudo()  # sudo: a file is closed whoever put it there; nothing of it is shown
        return files.filtered(
            lambda file: is_of_contracts(self.env, file.res_model) and (file.public or not public)
        )
