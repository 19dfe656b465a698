from odoo import models


class CommercialContract(models.Model):
    """The invoices that a customer sees beside the contract."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_portal_invoices(self):
        """Return the posted invoices of this contract that were made out to the other party itself,
        newest first: those of a third one (a leasing company) are not shown."""
        invoices = self.invoice_ids.filtered(
            lambda move: (
                move.state == "posted"
                and move.is_invoice()
                and move.commercial_partner_id == self.commercial_partner_id
            )
        )
        return invoices.sorted(lambda move: (move.invoice_date, move.id), reverse=True)
