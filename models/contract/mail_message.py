from odoo import api, models
from odoo.addons.mail.tools.discuss import Store
from odoo.fields import Domain

from .commercial_contract_access import is_of_contracts
from .parts import TEXTS, sees_part


class MailMessage(models.Model):
    """The chatter hands out its files with a key to each: of a contract only to whom the part Texts is
    open, or to whom the message is addressed."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        # Odoo asks no right to a file of the record that is written about: it could be sent anywhere
        ours = messages.filtered(lambda message: is_of_contracts(self.env, message.model))
        ours.attachment_ids._get_closed_files().check_access("read")
        return messages

    def _to_store_defaults(self, target):
        names = super()._to_store_defaults(target)
        for name in names:
            if isinstance(name, Store.Many) and name.field_name == "attachment_ids":
                name.value = lambda message: message._get_files_for(target.get_user(self.env))
        return names

    def _get_files_for(self, reader):
        """Return the files of this message that ``reader`` (a user, or nobody) may have, as superuser."""
        message = self.sudo()  # sudo: as Odoo does, who reads a message reads its files
        if not is_of_contracts(self.env, message.model):
            return message.attachment_ids
        person = reader.sudo()  # sudo: whether a part is open to whoever is told of the message
        if person and (person.has_group(TEXTS) or person.partner_id in message.partner_ids):
            return message.attachment_ids
        return message.attachment_ids.filtered(lambda file: file.create_uid == reader)

    @api.model
    def _message_fetch(self, domain, *, thread=None, search_term=None, **kwargs):
        if (
            search_term
            and thread
            and is_of_contracts(self.env, thread._name)
            and not sees_part(self.env, "texts")
        ):
            # Odoo looks through the names of files as superuser
            words = search_term.replace(" ", "%")
            domain = Domain(True if domain is None else domain) & (
                Domain("attachment_ids", "=", False)
                | Domain("body", "ilike", words)
                | Domain("subject", "ilike", words)
            )
        return super()._message_fetch(domain, thread=thread, search_term=search_term, **kwargs)
