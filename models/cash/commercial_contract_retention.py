import operator as compare

from odoo import api, models
from odoo.fields import Domain

from .ledger_fields import LedgerMonetary

COMPARE = {
    "=": compare.eq,
    "!=": compare.ne,
    ">": compare.gt,
    ">=": compare.ge,
    "<": compare.lt,
    "<=": compare.le,
}


class CommercialContract(models.Model):
    """Retention money: what is held back until after completion, and still open."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    amount_retention = LedgerMonetary(
        string="Open Retention",
        compute="_compute_amount_retention",
        search="_search_amount_retention",
        help="What is unsettled on the retention lines of the plan, tax included.",
    )

    @api.depends("settlement_ids.kind", "settlement_ids.amount_residual")
    def _compute_amount_retention(self):
        for contract in self:
            lines = contract.settlement_ids.filtered(lambda line: line.kind == "retention")
            contract.amount_retention = sum(lines.mapped("amount_residual"))

    def _search_amount_retention(self, operator, value):
        fits = COMPARE.get(operator)
        if not fits:
            return NotImplemented
        rows = self.env["commercial.contract.settlement"]._read_group(
            [("kind", "=", "retention")], ["contract_id"], ["amount_residual:sum"]
        )
        value = value or 0.0
        found = [c.id for c, amount in rows if fits(c.currency_id.round(amount), value)]
        rest = Domain("id", "not in", [c.id for c, _amount in rows]) if fits(0.0, value) else None
        return Domain("id", "in", found) | (rest or Domain.FALSE)
