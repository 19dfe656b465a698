from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.goods import overdrawn
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common import LedgerCase
from .test_property_profile import examples


@tagged("post_install", "-at_install")
class TestPlanTies(LedgerCase):
    """Plan lines that pay for certain goods only (OCA/sale-workflow#4479)."""

    def tied(self, *rows):
        """Return a draft of a pump of 600.00 and a valve of 400.00: (name, amount, goods) a line."""
        k = self.contract(0, (), goods=[(self.pump, 1, 600), (self.valve, 1, 400)], signed=False)
        goods = dict(zip("pv", k.line_ids, strict=True))
        k.settlement_ids.create(
            [
                {
                    "contract_id": k.id,
                    "name": name,
                    "amount": amount,
                    "date_due": "2026-01-31",
                    "sequence": number,
                    "line_ids": [Command.set([goods[key].id for key in keys])],
                }
                for number, (name, amount, keys) in enumerate(rows)
            ]
        )
        return k

    def test_instalments_pay_for_the_goods_that_they_are_tied_to(self):
        k = self.tied(("A", 600, "p"), ("B", 100, "v"), ("C", 300, ""))
        k.action_sign()
        a, b, c = self.lines(k)
        moves = (a | b | c)._bill()
        for move, products, amount in zip(
            moves, (self.pump, self.valve, self.valve), (600, 100, 300), strict=True
        ):
            self.assertEqual(move.invoice_line_ids.product_id, products)
            self.assertEqual(move.amount_total, amount)

    def test_more_than_the_goods_come_to_is_refused_at_signing(self):
        k = self.tied(("A", 600, "p"), ("B", 100, "p"), ("C", 300, ""))
        with self.assertRaises(UserError) as error:
            k.action_sign()
        self.assertIn(k.name, str(error.exception))
        self.assertIn("Pump take", str(error.exception))
        self.assertIn("100.00", str(error.exception))
        self.lines(k)[1].line_ids = k.line_ids
        k.action_sign()
        self.assertEqual(k.state, "active")

    def test_an_amendment_keeps_to_the_goods_too(self):
        """The pump is 600.00: a line tied to it may fall, or give to one of no goods, but not take more."""
        k = self.tied(("A", 600, "p"), ("B", 100, "v"), ("C", 300, ""))
        k.action_sign()
        a, b, c = self.lines(k)
        with self.assertRaises(UserError) as error:
            k._amend("More of the pump", {a: 700, c: 200})
        self.assertIn("Pump take", str(error.exception))
        self.assertIn("100.00", str(error.exception))
        k._amend("Less of the pump", {a: 500, c: 400})
        self.assertEqual([line.amount for line in (a, b, c)], [500, 100, 400])

    def test_goods_of_another_contract_are_refused(self):
        k, other = self.tied(("A", 1000, "")), self.tied(("A", 1000, ""))
        with self.assertRaises(ValidationError) as error:
            k.settlement_ids.line_ids = other.line_ids
        self.assertIn("its own goods", str(error.exception))

    def test_a_copy_ties_its_own_goods(self):
        k = self.tied(("A", 500, "p"), ("B", 100, "pv"), ("C", 400, ""))
        twin = k.copy()
        self.assertEqual(
            [line.line_ids for line in self.lines(twin)],
            [twin.line_ids[0], twin.line_ids, twin.line_ids.browse()],
        )

    def test_a_copy_waits_for_its_own_events(self):
        k = self.tied(("A", 1000, ""))
        k.settlement_ids.write({"trigger": "progress", "trigger_percent": 50, "date_due": False})
        k.action_sign()
        k.progress_ids.create({"contract_id": k.id, "name": "half", "percent": 50})
        self.assertTrue(k.settlement_ids.date_due)
        twin = k.copy().settlement_ids
        self.assertEqual((twin.date_due, twin.trigger_percent), (False, 50))


class TestPropertyTies(BaseCase):
    @examples()
    @given(
        st.dictionaries(st.integers(0, 4), st.integers(0, 9), min_size=1),
        st.data(),
    )
    def test_ties_are_overdrawn_where_some_goods_are_promised_twice(self, totals, data):
        sets = st.frozensets(st.sampled_from(sorted(totals)), min_size=1)
        plan = data.draw(st.dictionaries(sets, st.integers(0, 9), max_size=6))

        def excess(goods):
            taken = sum(amount for tied, amount in plan.items() if tied <= set(goods))
            return taken - sum(totals[name] for name in goods)

        subsets = [goods for size in range(1, 6) for goods in combinations(totals, size)]
        worst = max(map(excess, subsets))
        found = overdrawn(totals, plan)
        self.assertEqual(found is not None, worst > 0)
        if found:
            self.assertEqual(excess(found[0]), found[1])
            self.assertGreater(found[1], 0)
