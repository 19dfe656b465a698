from odoo import models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import format_list

# Who may invoice contracts and register their payments.
FINANCE = "commercial_contract.group_contract_finance"
BILLING = "account.group_account_invoice"


class CommercialContract(models.Model):
    """Which users may bring contracts into the books, and which records may name a contract."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _check_finance(self, describe):
        """Raise AccessError where the user may neither invoice nor pay; it says whom to ask.

        :param describe: ``describe(contract=names, person=name)`` returns the text
        """
        if self.env.su or self.env.user.has_groups(f"{FINANCE},{BILLING}"):
            return
        # sudo: whom to ask is no secret
        people = self.env.ref(FINANCE).sudo().all_user_ids
        company = self.company_id[:1]
        person = people.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )[:1]
        raise AccessError(
            describe(
                contract=format_list(self.env, self.mapped("display_name")),
                person=person.name or self.env._("the administrator"),
            )
        )

    def _check_books(self, record, name):
        """Raise ValidationError where ``record`` cannot name this contract: it belongs to other books,
        or the contract is a framework, which has neither invoices nor money.

        :param name: what the text calls the record by
        """
        names = {"record": name, "contract": self.display_name}
        if self.company_id.root_id != record.company_id.root_id:
            raise ValidationError(
                self.env._(
                    "%(record)s belongs to %(company)s, but %(contract)s to %(other)s."
                    " Choose a contract of the same group of books.",
                    company=record.company_id.display_name,
                    other=self.company_id.display_name,
                    **names,
                )
            )
        if self.is_framework:
            raise ValidationError(
                self.env._(
                    "%(contract)s is a framework contract, which has neither invoices nor money."
                    " Choose one of its local contracts for %(record)s.",
                    **names,
                )
            )
