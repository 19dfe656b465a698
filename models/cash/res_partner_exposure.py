from odoo import api, fields, models
from odoo.fields import Domain

from ..contract.commercial_contract_life import SIGNED
from ..contract.parts import FIGURES


class ResPartner(models.Model):
    """What a company still has to pay of the contracts that it signed, beside Odoo's credit limit."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    commercial_contract_exposure = fields.Monetary(
        string="Signed, Not Settled",
        currency_field="currency_id",
        compute="_compute_commercial_contract_exposure",
        groups=FIGURES,
        help="What is still open of the settlement plans of signed sales contracts, invoiced or not, in the"
        " currency of the company at the rate of today. Of the contracts that the user sees.",
    )

    @api.depends("commercial_contract_ids", "commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_commercial_contract_exposure(self):
        amounts = {}
        if self.env["commercial.contract"].has_access("read"):  # a part alone opens no contract
            amounts = self.commercial_partner_id._origin._get_contract_exposure()
        for partner in self:
            company = partner.commercial_partner_id._origin
            partner.commercial_contract_exposure = amounts.get(company, 0.0)

    def _get_contract_exposure(self):
        """Return {partner: what is open of the plans of his signed sales contracts}, in the currency of
        the current company at the rate of today, tax included."""
        company, today = self.env.company, fields.Date.context_today(self)
        amounts = {}
        for partner, currency, amount in self.env["commercial.contract.settlement"]._read_group(
            self._get_contracts_domain("contract_id.")
            & Domain("contract_id.state", "in", SIGNED)
            & Domain("contract_id.direction", "=", "sale")
            & Domain("state", "in", ("open", "partial")),
            ["contract_id.commercial_partner_id", "currency_id"],
            ["amount_residual:sum"],
        ):
            worth = currency._convert(amount, company.currency_id, company, today)
            amounts[partner] = amounts.get(partner, 0.0) + worth
        return amounts
