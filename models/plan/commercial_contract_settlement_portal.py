from odoo import api, models


class CommercialContractSettlement(models.Model):
    """The plan of a shared contract: what is due when, and what of it was paid."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement", "commercial.contract.portal"]
    _portal_fields = frozenset(
        {
            "amount",
            "amount_residual",
            "amount_settled",
            "contract_id",
            "currency_id",
            "date_due",
            "display_name",
            "is_cancelled",
            "name",
            "percent",
            "sequence",
            "state",
        }
    )

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """No link opens the chatter."""
        if not self.env.user._is_internal():
            return self.browse()
        return super()._get_thread_with_access(thread_id, **kwargs)
