from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

MANAGER = "commercial_contract.group_contract_manager"


class CommercialContractAccess(models.AbstractModel):
    """The administrator's question: which of these records does that user reach?

    The answer is what the rules give at the moment of the query: it is searched as that user.
    """

    _name = "commercial.contract.access"
    _inherit = ["commercial.contract.access"]

    reader_ids = fields.Many2many(
        "res.users",
        string="Seen By",
        compute="_compute_reader_ids",
        search="_search_reader_ids",
        groups=MANAGER,
        export_string_translation=False,
    )

    def _compute_reader_ids(self):
        """Only searched by: who sees one contract is listed by commercial.contract.sight."""
        self.reader_ids = False

    def _search_reader_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        if not self.env.user.has_group(MANAGER):  # a search may name fields that it may not read
            raise AccessError(
                self.env._("Only administrators of contracts view them as others. Ask one of them.")
            )
        users = self.env["res.users"].browse(value)
        return Domain.OR(
            Domain("id", "in", reader._search([]))
            for reader in map(self._as_reader, users)
            if reader is not None
        )

    def _as_reader(self, user):
        """Return this model as ``user`` reads it, in the companies that are open to both; None where
        he reads none of it.

        Only for what an administrator asks: the field above and the dialog see to that.
        """
        # sudo: the administrator of contracts need not be one of users
        person = user.sudo()
        companies = self.env.companies & person.company_ids
        reader = self.browse().with_user(user).with_context(allowed_company_ids=companies.ids)
        return reader if companies and person.active and reader.has_access("read") else None
