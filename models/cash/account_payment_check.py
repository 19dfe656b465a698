from odoo import api, fields, models


class AccountPayment(models.Model):
    """What is looked at where a payment names a contract: its amount, and whose money it is."""

    _name = "account.payment"
    _inherit = ["account.payment", "commercial.exact"]

    commercial_contract_warning = fields.Char(
        string="Contract Warning",
        compute="_compute_commercial_contract_warning",
        compute_sudo=True,
    )

    def _get_exact(self):
        """Odoo's own rounding holds for payments of no contract."""
        return self.filtered("commercial_contract_id")

    @api.depends(
        "partner_id",
        "commercial_contract_id.partner_id",
        "commercial_contract_id.payer_id",
        "commercial_contract_id.invoice_partner_id",
    )
    def _compute_commercial_contract_warning(self):
        for payment in self:
            payment.commercial_contract_warning = payment.commercial_contract_id._get_payer_warning(
                payment.partner_id
            )
