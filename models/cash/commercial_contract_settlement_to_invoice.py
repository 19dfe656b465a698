from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CommercialContractSettlement(models.Model):
    """Which plan lines are due and not on an invoice yet."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    is_to_invoice = fields.Boolean(
        string="Due and Not Invoiced",
        compute="_compute_is_to_invoice",
        search="_search_is_to_invoice",
    )

    @api.depends("amount_to_invoice", "date_due", "is_cancelled", "contract_id.state")
    def _compute_is_to_invoice(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_to_invoice = bool(
                line.contract_id._is_running()
                and not line.is_cancelled
                and line.date_due
                and line.date_due <= today
                and line.currency_id.compare_amounts(line.amount_to_invoice, 0) > 0
            )

    def _search_is_to_invoice(self, operator, value):
        """Drafts count as invoiced, and stand in the invoices only: SQL takes out what is posted
        whole, which leaves few lines, and these are computed."""
        if operator != "in":
            return NotImplemented
        # sudo: the rules of the user apply to the search that this domain becomes a part of
        found = self.sudo().search(self._get_to_invoice_candidates()).filtered("is_to_invoice")
        domain = Domain("id", "in", found.ids)
        parts = {True: domain, False: ~domain}
        return Domain.OR([parts[bool(key)] for key in value])

    def _get_to_invoice_candidates(self):
        """Return the domain of the lines that may be due and not invoiced; few others are among them."""
        today = fields.Date.context_today(self)
        return Domain(
            [
                ("contract_id.state", "in", ("active", "done")),
                ("contract_id.billing_policy", "=", "plan"),
                ("is_cancelled", "=", False),
                ("date_due", "<=", today),
            ]
        ) & Domain.custom(to_sql=self._sql_not_posted_whole)

    @staticmethod
    def _sql_not_posted_whole(model, alias, query):
        amount, invoiced, opening = (
            model._field_to_sql(alias, name, query)
            for name in ("amount", "amount_invoiced", "opening_invoiced")
        )
        return SQL("%s > COALESCE(%s, 0) + COALESCE(%s, 0)", amount, invoiced, opening)
