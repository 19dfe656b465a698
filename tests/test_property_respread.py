from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.goods import overdrawn
from odoo.addons.commercial_contract.tools.respread import Part, respread
from odoo.tests.common import BaseCase

from .test_property_profile import examples

UNITS = st.integers(0, 10**6)
FEW = st.integers(0, 300)  # enough to be uneven, few enough to be moved about


@st.composite
def plans(draw, tied=False):
    """Plan lines, each with what is held of it, and the goods that some of them are tied to."""
    units = FEW if tied else UNITS
    goods = {name: draw(units) for name in range(draw(st.integers(1, 4)))}
    parts = []
    for _number in range(draw(st.integers(1, 6))):
        amount = draw(units)
        ties = draw(st.frozensets(st.sampled_from(sorted(goods)))) if tied else frozenset()
        parts.append(Part(amount, draw(st.integers(0, amount)), ties))
    return parts, goods


def drawn(parts, amounts, goods):
    plan = {}
    for part, amount in zip(parts, amounts, strict=True):
        if part.tied:
            plan[part.tied] = plan.get(part.tied, 0) + amount
    return overdrawn(goods, plan)


class TestPropertyRespread(BaseCase):
    @examples()
    @given(plans(), UNITS)
    def test_it_adds_up_and_nothing_held_is_lost(self, plan, more):
        parts, _goods = plan
        held = [part.held for part in parts]
        amounts = respread(sum(held) + more, parts)
        self.assertEqual(sum(amounts), sum(held) + more)
        self.assertTrue(all(new >= old for new, old in zip(amounts, held, strict=True)))

    @examples()
    @given(plans(), UNITS)
    def test_what_is_open_stays_in_proportion_to_one_unit(self, plan, more):
        parts, _goods = plan
        rooms = [part.amount - part.held for part in parts]
        amounts = respread(sum(part.held for part in parts) + more, parts)
        for part, room, amount in zip(parts, rooms, amounts, strict=True):
            if sum(rooms):
                self.assertLess(abs((amount - part.held) * sum(rooms) - room * more), sum(rooms))

    @examples()
    @given(plans())
    def test_the_same_amount_changes_nothing(self, plan):
        parts, _goods = plan
        amounts = [part.amount for part in parts]
        self.assertEqual(respread(sum(amounts), parts), amounts)

    @examples(100)
    @given(plans(tied=True), FEW)
    def test_goods_are_not_overdrawn_while_a_loose_line_has_room(self, plan, more):
        parts, goods = plan
        parts = [*parts, Part(0, 0)]
        held = [part.held for part in parts]
        amounts = respread(sum(held) + more, parts, goods)
        self.assertEqual(sum(amounts), sum(held) + more)
        self.assertTrue(all(new >= old for new, old in zip(amounts, held, strict=True)))
        if not drawn(parts, held, goods):
            self.assertIsNone(drawn(parts, amounts, goods))

    @examples(100)
    @given(plans(tied=True), FEW)
    def test_where_all_are_tied_room_is_found_if_there_is_any(self, plan, more):
        """The room of all goods that the lines are tied to is no more than they come to: as soon as
        that much is not asked for, one good way is enough to prove that there was one."""
        parts, goods = plan
        everything = frozenset(goods)
        parts = [Part(part.amount, 0, part.tied or everything) for part in parts]
        parts.append(Part(0, 0, everything))
        total = min(more, sum(goods.values()))
        amounts = respread(total, parts, goods)
        self.assertEqual(sum(amounts), total)
        self.assertIsNone(drawn(parts, amounts, goods))

    def test_more_held_than_the_total_is_refused(self):
        with self.assertRaises(ValueError):
            respread(99, [Part(100, 100)])
