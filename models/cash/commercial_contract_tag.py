from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class CommercialContract(models.Model):
    """Which records of the books may name a contract (R20, R23)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _check_tag(self, record, name, date):
        """Raise ValidationError where a payment or bank line ``record`` cannot name this contract.

        :param name: what error texts call the record by
        :param date: its day in the books
        """
        self._check_books(record, name)
        self._check_after_opening(record, date, name)

    def _check_after_opening(self, record, date, name=None):
        """Raise ValidationError for a record that the amounts from before Odoo hold already (R23)."""
        last = self._get_opening_date()
        if last and date and date <= last:
            raise ValidationError(
                self.env._(
                    "%(record)s is of %(date)s, but the amounts from before Odoo of %(contract)s hold all up to"
                    " %(opening)s: it would count twice. Leave it without contract, or take those amounts off"
                    " the plan.",
                    record=name or record.display_name,
                    date=format_date(self.env, date),
                    opening=format_date(self.env, last),
                    contract=self.display_name,
                )
            )

    def _get_opening_date(self):
        """Return the last day that the amounts from before Odoo hold, or None."""
        # sudo: who tags a payment need not see the plan
        lines = self.sudo().settlement_ids
        opened = lines.filtered(lambda line: line.opening_settled or line.opening_invoiced)
        return max(opened.mapped("opening_date"), default=None)
