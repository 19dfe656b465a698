from odoo import models
from odoo.tools import format_list, formatLang

from ...tools.goods import overdrawn


class CommercialContract(models.Model):
    """Plan lines that are tied to certain goods pay for these alone (B2)."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def copy(self, default=None):
        copies = super().copy(default)
        # sudo: one copies a contract without seeing its goods
        for contract, twin in zip(self.sudo(), copies.sudo(), strict=True):
            twin._copy_ties(contract)
        return copies

    def _copy_ties(self, other):
        """Tie the plan lines of this copy to the goods that stand for those of ``other``."""
        # what was taken out is not copied
        kept = other.line_ids.filtered(lambda row: not row.is_cancelled)
        pairs = zip(kept.sorted("id"), self.line_ids.sorted("id"), strict=False)
        goods = {before: after.id for before, after in pairs}
        plan = other.settlement_ids.filtered(lambda line: not line.is_cancelled)
        for line, twin in zip(plan.sorted("id"), self.settlement_ids.sorted("id"), strict=False):
            if line.line_ids:
                twin.line_ids = [goods[row] for row in line.line_ids if row in goods]

    def _get_sign_faults(self):
        return super()._get_sign_faults() + self._get_tie_faults()

    def _get_tie_faults(self, amounts=None, goods=None):
        """Return [] or the text of what plan lines take more than the goods come to that they are tied to.

        :param amounts: {plan line: amount, tax included} instead of what some of them have
        :param goods: {goods line id: amount, tax included} instead of what some of them come to
        """
        self.ensure_one()
        amounts, goods, plan = amounts or {}, goods or {}, {}
        whole = self.sudo()  # sudo: it must be right whether the user sees the goods or not
        # for all contracts of a batch at once: what `filtered` leaves would be read one by one
        whole.settlement_ids.mapped("line_ids")
        for line in whole._get_live_plan().filtered("line_ids"):
            tied = frozenset(line.line_ids.ids)
            plan[tied] = plan.get(tied, 0) + self._to_units(amounts.get(line, line.amount))
        totals = {
            row.id: self._to_units(goods.get(row.id, row.price_total)) for row in whole.line_ids
        }
        found = overdrawn(totals, plan)
        if not found:
            return []
        rows = whole.line_ids.filtered(lambda row: row.id in found[0])
        return [
            self.env._(
                "%(contract)s: the settlement lines that are tied to %(goods)s take %(amount)s more than"
                " these goods come to. Tie them to further goods, or lower their amounts.",
                contract=self.display_name,
                goods=format_list(self.env, rows.mapped("name")),
                amount=formatLang(
                    self.env, self._from_units(found[1]), currency_obj=self.currency_id
                ),
            ),
        ]
