from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.money import divide
from odoo.addons.commercial_contract.tools.waterfall import (
    Flow,
    Item,
    Line,
    Share,
    lay,
    lay_document,
)
from odoo.tests.common import BaseCase

from .test_property_profile import examples

KINDS = ("cash", "netting", "writeoff")


@st.composite
def worlds(draw, least=-12):
    """Plan lines and items of one contract, small enough that they get in each other's way."""
    count = draw(st.integers(0, 5))
    lines = []
    for line_id in range(1, count + 1):
        amount = draw(st.integers(0, 12))
        order = (draw(st.integers(1, 3)), draw(st.integers(1, 2)), line_id)
        opening = draw(st.one_of(st.just(0), st.integers(0, amount)))
        lines.append(Line(line_id, amount, order, opening, draw(st.booleans())))
    some = st.one_of(st.none(), st.integers(1, count + 1))  # the last one is of no line
    items = []
    for number in range(draw(st.integers(0, 7))):
        document = draw(st.sampled_from([None, "x", "y"]))
        items.append(
            Item(
                key=(draw(st.integers(1, 2)), number),
                date=draw(st.integers(1, 3)),
                amount=draw(st.integers(least, 15)),
                kind=draw(st.sampled_from(KINDS)),
                named=draw(some),
                billed=draw(some) if document else None,
                document=document,
                siblings=tuple(draw(st.sets(st.integers(1, count + 1)))) if document else (),
            )
        )
    return lines, items


@st.composite
def documents(draw):
    """Shares of a document in another currency than the contracts', flows, own credit."""
    pairs = draw(st.sets(st.tuples(st.integers(1, 2), st.integers(0, 3)), max_size=5))
    shares = [
        Share(contract, line or None, (draw(st.integers(1, 2)), contract, line), 0, 0)
        for contract, line in draw(st.permutations(sorted(pairs)))
    ]
    if draw(st.booleans()):
        shares.append(Share(None, None, (), 0, 0))
    shares = [
        share._replace(amount=draw(st.integers(-5, 20)), value=draw(st.integers(0, 2000)))
        for share in shares
    ]
    flows = []
    for number in range(draw(st.integers(0, 5))):
        parts = tuple((kind, draw(st.integers(0, 9))) for kind in KINDS)
        parts = tuple(part for part in parts if part[1]) or (("cash", 1),)
        amount = sum(part for _kind, part in parts)
        flows.append(Flow(number, draw(st.integers(1, 2)), amount, parts))
    return shares, flows, draw(st.integers(0, 15))


def per_line(rows, items, writeoff):
    """What each line got in write-offs, or in money."""
    kinds = {item.key: item.kind for item in items}
    got = Counter()
    for (key, line_id), amount in rows.items():
        if (kinds[key] == "writeoff") == writeoff:
            got[line_id] += amount
    return got


def read_again(lines, items):
    """Steps 4 to 9 of money-rules 2 in the plainest way: unit by unit."""
    lines = sorted(lines, key=lambda line: (line.order, line.id))
    turn = [(i.date, i.document is not None, -abs(i.amount), i.key, i) for i in items]
    items = [place[-1] for place in sorted(turn)]
    money = [item for item in items if item.kind != "writeoff"]
    room = Counter({line.id: line.amount - line.opening for line in lines})
    free = [line.id for line in lines if not line.closed]
    rows = Counter()

    def aim(item):
        return next((x for x in (item.named, item.billed) if x in room), None)

    def fill(units, wanted, less):
        left = []
        for item in units:
            found = next((x for x in wanted(item) if room[x] > less[x]), None)
            if found is None:
                left.append(item)
            else:
                room[found] -= 1
                rows[item.key, found] += 1
        return left

    units = [item for item in money for _unit in range(item.amount)]
    aimed = Counter(aim(item) for item in units)
    covered, back = [], []
    for item in [refund for refund in money for _unit in range(-refund.amount)]:
        known = aim(item) is not None and aimed[aim(item)] > 0
        aimed[aim(item)] -= known
        (covered if known else back).append(item)
    extra = Counter(aim(item) for item in covered)
    room.update(extra)
    units = fill(units, lambda item: [item.named], Counter())
    writeoffs = [i for i in items if i.kind == "writeoff" for _unit in range(i.amount)]
    fill(writeoffs, lambda item: [item.billed], extra)
    units = fill(units, lambda item: [item.billed], Counter())
    rows.subtract((item.key, aim(item)) for item in covered)
    units = fill(units, lambda item: [x for x in free if x in item.siblings], Counter())
    rest = len(fill(units, lambda item: free, Counter()))
    for item in back:
        held = per_line(rows, items, writeoff=False)
        found = next((x.id for x in reversed(lines) if held[x.id] > 0), None)
        if rest > 0 or found is None:
            rest -= 1
        else:
            rows[item.key, found] -= 1
    return dict(rows), rest


class TestPropertyWaterfall(BaseCase):
    @examples(1000)
    @given(worlds())
    def test_it_is_what_the_page_says(self, world):
        lines, items = world
        self.assertEqual(lay(lines, items), read_again(lines, items))

    @examples()
    @given(worlds())
    def test_no_line_below_zero_or_above_its_amount(self, world):  # I4
        lines, items = world
        rows, _rest = lay(lines, items)
        settled, adjusted = per_line(rows, items, False), per_line(rows, items, True)
        for line in lines:
            self.assertGreaterEqual(settled[line.id], 0)
            self.assertGreaterEqual(adjusted[line.id], 0)
            self.assertLessEqual(line.opening + settled[line.id] + adjusted[line.id], line.amount)

    @examples()
    @given(worlds(), st.integers(1, 9))
    def test_an_opening_above_the_amount_leaves_no_room(self, world, more):  # I4, R23
        lines, items = world
        lines = [line._replace(opening=line.amount + more) for line in lines]
        rows, _rest = lay(lines, items)
        for writeoff in (False, True):
            self.assertFalse(any(per_line(rows, items, writeoff).values()))

    @examples()
    @given(worlds())
    def test_sums_are_exact(self, world):  # I3
        lines, items = world
        rows, rest = lay(lines, items)
        money = sum(item.amount for item in items if item.kind != "writeoff")
        self.assertEqual(sum(per_line(rows, items, False).values()) + rest, money)

    @examples()
    @given(worlds())
    def test_a_row_has_the_sign_of_its_item_and_no_item_gives_more_than_it_is(self, world):
        lines, items = world
        rows, _rest = lay(lines, items)
        self.assertLessEqual({line_id for _key, line_id in rows}, {line.id for line in lines})
        for item in items:
            parts = [amount for (key, _line), amount in rows.items() if key == item.key]
            sign = 1 if item.amount > 0 else -1
            self.assertTrue(all(part * sign > 0 for part in parts))
            self.assertLessEqual(abs(sum(parts)), abs(item.amount))

    @examples()
    @given(worlds(), st.randoms(use_true_random=False))
    def test_the_order_of_input_does_not_matter(self, world, random):  # I5
        lines, items = world
        want = lay(lines, items)
        lines, items = lines[:], items[:]
        random.shuffle(lines)
        random.shuffle(items)
        items = [item._replace(siblings=item.siblings[::-1]) for item in items]
        self.assertEqual(lay(lines, items), want)

    @examples()
    @given(worlds(least=0))
    def test_nothing_is_left_while_an_open_line_has_room(self, world):  # R4, R5
        lines, items = world
        rows, rest = lay(lines, items)
        settled, adjusted = per_line(rows, items, False), per_line(rows, items, True)
        full = all(
            line.opening + settled[line.id] + adjusted[line.id] == line.amount
            for line in lines
            if not line.closed
        )
        self.assertTrue(full or not rest)

    @examples()
    @given(worlds(least=0))
    def test_a_cancelled_line_takes_only_what_is_aimed_at_it(self, world):  # R19
        lines, items = world
        closed = {line.id for line in lines if line.closed}
        rows, _rest = lay(lines, items)
        aims = {item.key: (item.named, item.billed) for item in items}
        for key, line_id in rows:
            self.assertTrue(line_id not in closed or line_id in aims[key])

    @examples()
    @given(worlds(least=1))
    def test_all_money_paid_back_leaves_nothing(self, world):  # I6, R16
        lines, items = world
        items = [item for item in items if item.kind != "writeoff"]
        back = [item._replace(key=(3, *item.key), amount=-item.amount) for item in items]
        rows, rest = lay(lines, items + back)
        self.assertEqual(rest, 0)
        self.assertFalse(any(per_line(rows, items + back, False).values()))


class TestPropertyPair(BaseCase):
    @examples()
    @given(worlds(), st.integers(1, 20), st.integers(1, 3), st.booleans())
    def test_cash_that_was_taken_back_leaves_all_else_as_it_was(self, world, amount, day, named):
        """I6: a payment and the one that reverses it, matched with each other, cancel out."""
        lines, items = world
        line = lines[0].id if lines and named else None
        came = Item((8, 1), day, amount, named=line, pair="match")
        went = Item((8, 2), 3, -amount, pair="match")
        before, rest = lay(lines, items)
        after, rest_after = lay(lines, [came, *items, went])
        self.assertEqual(rest_after, rest)
        self.assertEqual({k: v for k, v in after.items() if k[0] not in ((8, 1), (8, 2))}, before)
        pair = Counter()
        for (key, line_id), value in after.items():
            if key in ((8, 1), (8, 2)):
                pair[line_id] += value
        self.assertFalse(any(pair.values()))


class TestPropertyDocument(BaseCase):
    @examples(400)
    @given(documents())
    def test_it_is_what_the_page_says(self, world):
        shares, flows, own_credit = world
        places = sorted(
            (share.contract is None, not share.line, share.line and share.order, str(share), index)
            for index, share in enumerate(shares)
            if share.amount > 0
        )
        stack = [place[-1] for place in places for _unit in range(shares[place[-1]].amount)]
        lower = own_credit + sum(-share.amount for share in shares if share.amount < 0)
        stack = stack[: max(len(stack) - lower, 0)]
        units = [
            (flow.key, kind)
            for flow in sorted(flows, key=lambda flow: (flow.date, -flow.amount, flow.key))
            for kind, amount in flow.parts
            for _unit in range(amount)
        ]
        want = Counter((key, at, kind) for (key, kind), at in zip(units, stack, strict=False))
        slices = lay_document(shares, flows, own_credit)
        self.assertEqual({(x.flow, x.share, x.kind): x.amount for x in slices}, dict(want))
        self.assertEqual(len(slices), len(want))

    @examples()
    @given(documents())
    def test_values_add_up_to_the_share_that_is_paid(self, world):  # R18
        shares, flows, own_credit = world
        laid, value = Counter(), Counter()
        for piece in lay_document(shares, flows, own_credit):
            laid[piece.share] += piece.amount
            value[piece.share] += piece.value
        for at, amount in laid.items():
            self.assertEqual(value[at], divide(shares[at].value * amount, shares[at].amount))
            self.assertTrue(amount < shares[at].amount or value[at] == shares[at].value)

    @examples()
    @given(documents(), st.randoms(use_true_random=False))
    def test_the_order_of_input_does_not_matter(self, world, random):  # I5
        shares, flows, own_credit = world
        moved, shuffled = shares[:], flows[:]
        random.shuffle(moved)
        random.shuffle(shuffled)
        want = lay_document(shares, flows, own_credit)
        found = lay_document(moved, shuffled, own_credit)
        self.assertEqual(
            [(x._replace(share=None), moved[x.share]) for x in found],
            [(x._replace(share=None), shares[x.share]) for x in want],
        )
