from odoo import api, fields, models

from .commercial_contract_life import SIGNED


class CommercialContract(models.Model):
    """A signed contract that the company shares has a page in the customer's portal."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract", "commercial.contract.portal"]
    _portal_fields = frozenset(
        {
            "access_url",
            "active",
            "amount_settled",
            "amount_tax",
            "amount_total",
            "amount_untaxed",
            "commercial_partner_id",
            "company_id",
            "currency_id",
            "date_end",
            "date_signed",
            "date_start",
            "direction",
            "display_name",
            "is_shared",
            "line_ids",
            "name",
            "partner_id",
            "partner_ref",
            "settlement_ids",
            "state",
            "title",
        }
    )

    is_shared = fields.Boolean(tracking=True)

    def write(self, vals):
        if vals.get("is_shared") is False:
            vals = {**vals, "access_token": False}  # links that were sent lead nowhere any more
        return super().write(vals)

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for contract in self:
            contract.access_url = f"/my/commercial-contracts/{contract.id}"
        return result

    @api.depends("is_shared", "state", "active")
    def _compute_access_warning(self):
        result = super()._compute_access_warning()
        for contract in self:
            if not contract._is_shown_to_customer():
                contract.access_warning = self.env._(
                    "The customer does not see %s: that takes a signed contract with the tick"
                    " 'Shared with the Customer' on the page Details.",
                    contract.display_name,
                )
        return result

    @api.model
    def _get_portal_domain(self, partner):
        """Return which contracts the people of ``partner``'s company see in the portal; the twin of
        security/portal_rules.xml."""
        return [
            ("partner_id", "child_of", partner.commercial_partner_id.ids),
            ("is_shared", "=", True),
            ("state", "in", SIGNED),
        ]

    def _is_shown_to_customer(self):
        self.ensure_one()
        return self.is_shared and self.active and self.state in SIGNED

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """No token of a link opens the chatter."""
        if not self.env.user._is_internal():
            return self.browse()
        return super()._get_thread_with_access(thread_id, **kwargs)

    def action_preview_portal(self):
        """Open the page that the customer sees."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "target": "self", "url": self.access_url}

    def _get_report_base_filename(self):
        """Return what the paper of one contract is called where a customer saves it."""
        self.ensure_one()
        return f"{self.name} {self.title or ''}".strip()
