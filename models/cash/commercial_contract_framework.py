from odoo import api, models

from .ledger_fields import LedgerBoolean, LedgerInteger, LedgerMonetary


class CommercialContract(models.Model):
    """A framework contract holds no money: what it shows are sums over its local contracts.

    They are not stored, or every payment of a local contract would write the framework's row.
    """

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    child_count = LedgerInteger(string="Local Contract Count", compute="_compute_local_amounts")
    amount_local_total = LedgerMonetary(
        string="Amount of the Local Contracts",
        compute="_compute_local_amounts",
        help="Sum over the local contracts that are not cancelled, at the rate of each.",
    )
    amount_local_invoiced = LedgerMonetary(
        string="Invoiced on the Local Contracts", compute="_compute_local_amounts"
    )
    amount_local_settled = LedgerMonetary(
        string="Settled on the Local Contracts", compute="_compute_local_amounts"
    )
    is_over_ceiling = LedgerBoolean(string="Over the Ceiling", compute="_compute_local_amounts")

    @api.depends(
        "child_ids.state",
        "child_ids.amount_total",
        "child_ids.amount_invoiced",
        "child_ids.amount_settled",
        "child_ids.currency_rate",
        "currency_rate",
        "amount_ceiling",
    )
    def _compute_local_amounts(self):
        for contract in self:
            # sudo: the sums are the framework's; each local contract stays behind its own rules
            locals_ = contract.sudo().child_ids.filtered(lambda local: local.state != "cancelled")
            contract.child_count = len(locals_)
            for name in ("total", "invoiced", "settled"):
                amounts = (local._in_framework(local[f"amount_{name}"]) for local in locals_)
                contract[f"amount_local_{name}"] = sum(amounts)
            ceiling = contract.amount_ceiling
            contract.is_over_ceiling = bool(
                ceiling
                and contract.currency_id.compare_amounts(contract.amount_local_total, ceiling) > 0
            )

    def _in_framework(self, amount):
        """Return an amount of this local contract in the framework's currency, at the frozen rates."""
        currency, framework = self.currency_id, self.parent_id
        if currency == framework.currency_id:
            return amount
        rate = framework._get_rate() / self._get_rate()
        return framework.currency_id.round(amount * rate)

    def _get_rate(self):
        """Return contract currency per unit of company currency: the frozen rate, today's in draft."""
        return self.currency_rate or self.env["res.currency"]._get_conversion_rate(
            self.company_id.currency_id, self.currency_id, self.company_id
        )
