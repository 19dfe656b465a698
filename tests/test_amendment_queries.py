from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "slow")
@freeze_time("2026-02-15")
class TestAmendmentQueries(ContractCase):
    """An amendment costs as many queries on a long contract as on a short one, whoever amends."""

    def make(self, count):
        """Return a contract of so many goods at 100 and as many plan lines of 100."""
        contract = self.contract(
            goods=[(self.pump, 1, 100)] * count,
            plan=[(f"L{number}", 100, "2026-03-31") for number in range(count)],
        )
        contract.settlement_ids[:1]._bill("2026-02-01").action_post()
        self.analyze()
        return contract.with_user(self.seller)

    def spent(self, count, prepare):
        contract = self.make(count)
        vals = prepare(contract)
        amendments = contract.amendment_ids
        found = self.queries(lambda: contract.amend(vals, "Dearer"))
        self.assertEqual(len(contract.amendment_ids - amendments), 1)
        return found, contract

    def assertConstant(self, prepare):
        self.spent(3, prepare)  # fills the caches that live longer than a transaction
        (small, _contract), (large, contract) = self.spent(10, prepare), self.spent(200, prepare)
        self.assertLessEqual(large - small, 15, f"10 lines: {small}, 200 lines: {large}")
        return contract

    def test_all_goods_at_another_price(self):
        contract = self.assertConstant(
            lambda contract: {
                "line_ids": [
                    Command.update(line.id, {"price_unit": 110}) for line in contract.line_ids
                ]
            }
        )
        self.assertEqual(contract.amount_total, 22_000)
        self.assertEqual(contract.amount_planned, 22_000)

    def test_all_plan_lines_by_hand(self):
        def move(contract):
            # 10 from each line but the last one and the first, which is invoiced, to the last one
            *lines, last = contract.settlement_ids[1:]
            less = [
                Command.update(line.id, {"amount": 90, "date_due": "2026-04-30"}) for line in lines
            ]
            more = Command.update(last.id, {"amount": 100 + 10 * len(lines)})
            return {"settlement_ids": [*less, more]}

        contract = self.assertConstant(move)
        self.assertEqual(contract.settlement_ids[-1].amount, 2_080)

    def test_goods_and_lines_added(self):
        def add(contract):
            count = len(contract.line_ids)
            values = {"product_id": self.valve.id, "price_unit": 100, "tax_ids": False}
            goods = [values] * count
            lines = [{"name": "More", "amount": 100, "date_due": "2026-05-31"}] * count
            return {
                "line_ids": [Command.create(values) for values in goods],
                "settlement_ids": [Command.create(values) for values in lines],
            }

        contract = self.assertConstant(add)
        self.assertEqual((contract.amount_total, len(contract.settlement_ids)), (40_000, 400))
