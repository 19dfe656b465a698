"""The examples of money-rules 3 that can be told as plain figures; R4 is the rule's number there.

Amounts are whole dollars, or cents and yen where an example has them. Contract K has the plan
A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000 due 31 Mar.
"""

from collections import Counter
from datetime import date

from odoo.addons.commercial_contract.tools.waterfall import (
    Flow,
    Item,
    Line,
    Share,
    lay,
    lay_document,
)
from odoo.tests.common import BaseCase

JAN, FEB, MAR, APR = date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)
A, B, C, D = 1, 2, 3, 4
DUE = {A: JAN, B: FEB, C: MAR, D: APR}
DAY = date(2026, 1, 20)
FAR = date(9999, 1, 1)


def line(line_id, amount, **more):
    return Line(line_id, amount, (DUE[line_id], 10, line_id), **more)


PLAN = (line(A, 3000), line(B, 5000), line(C, 2000))


def bill(*parts, contract="K"):
    """The shares of a document in the contract's own currency, from (plan line, amount)."""
    return [Share(contract, at, (DUE[at], contract, 10, at), units, units) for at, units in parts]


def flow(key, day=DAY, **parts):
    return Flow(key, day, sum(parts.values()), tuple(parts.items()))


def through(document, shares, *flows, own_credit=0, sign=1, named=None, contract="K"):
    """The items that one contract gets through a document, as the engine makes them."""
    days = {x.key: x.date for x in flows}
    siblings = tuple(x.line for x in shares if x.contract == contract and x.line)
    return [
        Item(
            key=(x.flow, document, x.share, x.kind),
            date=days[x.flow],
            amount=sign * x.value,
            kind=x.kind,
            named=named,
            billed=shares[x.share].line,
            document=document,
            siblings=siblings,
        )
        for x in lay_document(shares, flows, own_credit)
        if shares[x.share].contract == contract
    ]


def tagged(key, amount, named=None, day=DAY, kind="cash"):
    return Item((key, "", 0, kind), day, amount, kind, named)


class TestToolsWaterfall(BaseCase):
    def assertLaid(self, items, want, rest=0, plan=PLAN):
        """Assert {plan line: settled, or (settled, adjusted)}, lines not named being 0."""
        rows, left = lay(plan, items)
        kinds = {item.key: item.kind for item in items}
        got = {x.id: [x.opening, 0] for x in plan}
        for (key, line_id), amount in rows.items():
            got[line_id][kinds[key] == "writeoff"] += amount
        want = {x: want.get(x, 0) for x in got}
        want = {
            x: [*units] if isinstance(units, tuple) else [units, 0] for x, units in want.items()
        }
        self.assertEqual((got, left), (want, rest))

    def rows(self, items, plan=PLAN):
        """The rows as sorted (source, plan line, kind, amount)."""
        kinds = {item.key: item.kind for item in items}
        found = lay(plan, items)[0].items()
        return sorted((key[0], at, kinds[key], units) for (key, at), units in found)

    def test_payment_on_an_invoice(self):
        """R1"""
        invoice = bill((A, 3000))
        paid = flow("pay", cash=1200)
        self.assertLaid(through("inv", invoice, paid), {A: 1200})
        self.assertEqual(self.rows(through("inv", invoice, paid)), [("pay", A, "cash", 1200)])
        self.assertLaid(through("inv", invoice, paid, flow("more", FEB, cash=1800)), {A: 3000})
        terms = through("inv", invoice, flow("pay", cash=900 + 600))
        self.assertEqual(self.rows(terms), [("pay", A, "cash", 1500)])

    def test_an_advance_fills_by_due_date_or_the_line_it_names(self):
        """R2"""
        self.assertLaid([], {})
        self.assertLaid([tagged("pay", 4000)], {A: 3000, B: 1000})
        self.assertLaid([tagged("bank", 700, named=C)], {C: 700})

    def test_an_advance_follows_the_invoice_it_is_reconciled_with(self):
        """R3"""
        invoice = bill((B, 5000))
        self.assertLaid(through("inv", invoice, flow("pay", cash=4000)), {B: 4000})
        self.assertLaid([tagged("pay", 4000)], {A: 3000, B: 1000})
        named = through("inv", invoice, flow("pay", cash=4000), named=A)
        self.assertLaid(named, {A: 3000, B: 1000})

    def test_named_first_then_by_document_then_by_due_date(self):
        """R4"""
        billed = through("inv", bill((B, 5000)), flow("pay", cash=2000))
        items = [*billed, tagged("c", 1500, named=C), tagged("open", 3500)]
        self.assertLaid(items, {A: 3000, B: 2500, C: 1500})

    def test_what_the_billed_line_cannot_take_goes_to_its_neighbours_on_the_document(self):
        """R4: 4,500 by name, 500 by pass 2, 1,500 by pass 2b; A gets nothing."""
        shares = bill((B, 5000), (C, 2000))
        paid = through("inv", shares, flow("pay", FEB, cash=2000))
        self.assertLaid([tagged("adv", 4500, named=B), *paid], {B: 5000, C: 1500})

    def test_more_money_than_plan(self):
        """R5"""
        money = [tagged("pay", 10400)]
        self.assertLaid(money, {A: 3000, B: 5000, C: 2000}, rest=400)
        grown = [*PLAN, line(D, 300)]
        self.assertLaid(money, {A: 3000, B: 5000, C: 2000, D: 300}, rest=100, plan=grown)

    def test_one_payment_over_several_contracts(self):
        """R6: what K1 gets; the open 1,000 go to its tag, or to nobody."""
        paid = through("inv 1", bill((A, 3000)), flow("pay", cash=3000))
        self.assertLaid(paid, {A: 3000})
        self.assertLaid([*paid, tagged("pay", 1000)], {A: 3000, B: 1000})
        parts = [tagged("pay", 900), tagged("pay on an invoice of no contract", 100)]
        self.assertLaid([*paid, *parts], {A: 3000, B: 1000})

    def test_one_invoice_over_several_contracts(self):
        """R7"""
        jan, may = date(2026, 1, 20), date(2026, 5, 31)
        shares = [
            Share(None, None, (), 250, 250),
            Share(1, 11, (JAN, 1, 10, 11), 3000, 3000),
            Share(2, 21, (jan, 2, 10, 21), 800, 800),
            Share(2, 22, (may, 2, 10, 22), 900, 900),
        ]
        first, second = flow("pay", cash=2300), flow("more", FEB, cash=2500)

        def paid(*flows):
            got = Counter()
            for piece in lay_document(shares, flows):
                got[shares[piece.share].line] += piece.amount
            return dict(got)

        self.assertEqual(paid(first), {21: 800, 11: 1500})
        self.assertEqual(paid(first, second), {21: 800, 11: 3000, 22: 900, None: 100})

    def test_the_payer_plays_no_part(self):
        """R8"""
        invoice = through("inv", bill((A, 3000)), flow("pay of V", cash=2000))
        self.assertLaid(invoice, {A: 2000})
        self.assertLaid([*invoice, tagged("more of V", 1500)], {A: 3000, B: 500})

    def test_an_own_credit_note_lowers_the_stack_and_settles_nothing(self):
        """R9"""
        invoice = bill((A, 3000))
        self.assertLaid(through("inv", invoice, own_credit=500), {})
        paid = flow("pay", cash=2500)
        self.assertLaid(through("inv", invoice, paid, own_credit=500), {A: 2500})
        reversed_away = through("inv", invoice, own_credit=3000)
        self.assertLaid([*reversed_away, tagged("pay", 3000)], {A: 3000})
        self.assertLaid(reversed_away, {})

    def test_money_paid_back_on_a_credit_note(self):
        """R10: A is open again by 400, and the advance fills it."""
        paid = through("inv", bill((A, 3000)), flow("pay", cash=3000))
        back = through("credit", bill((A, 400)), flow("back", FEB, cash=400), sign=-1)
        items = [*paid, tagged("adv", 1000), *back]
        self.assertLaid(items, {A: 3000, B: 600})
        self.assertEqual(
            self.rows(items),
            [
                ("adv", A, "cash", 400),
                ("adv", B, "cash", 600),
                ("back", A, "cash", -400),
                ("pay", A, "cash", 3000),
            ],
        )

    def test_money_paid_back_untied_leaves_the_last_lines_first(self):
        """R10"""
        paid = through("inv", bill((A, 3000)), flow("pay", cash=3000))
        items = [*paid, tagged("adv", 6000)]
        self.assertLaid(items, {A: 3000, B: 5000, C: 1000})
        items += [tagged("back", -1300, day=FEB)]
        self.assertLaid(items, {A: 3000, B: 4700})
        items += [tagged("all back", -9000, day=MAR)]
        self.assertLaid(items, {}, rest=-1300)

    def test_a_write_off_takes_its_part_of_the_line(self):
        """R12"""
        self.assertLaid(
            through("inv", bill((A, 3000)), flow("pay", cash=2990, writeoff=10)), {A: (2990, 10)}
        )
        discount = through("inv a", bill((A, 3000)), flow("pay", cash=2940, writeoff=60))
        other = through("inv c", bill((C, 2000)), flow("pay", cash=2000))
        self.assertLaid([*discount, *other], {A: (2940, 60), C: 2000})
        taxed = through("inv", bill((A, 1150)), flow("pay", cash=1127, writeoff=23))
        self.assertLaid(taxed, {A: (1127, 23)}, plan=[line(A, 1150)])
        overpaid = through("inv", bill((A, 300000)), flow("pay", cash=300000))
        self.assertLaid(overpaid, {A: 300000}, plan=[line(A, 300000)])

    def test_a_named_advance_leaves_less_room_for_cash_not_for_the_write_off(self):
        """R12"""
        paid = through("inv", bill((A, 3000)), flow("pay", FEB, cash=2950, writeoff=50))
        self.assertLaid([tagged("adv", 200, named=A), *paid], {A: (2950, 50), B: 200})

    def test_a_bad_debt_is_all_write_off(self):
        """R12"""
        self.assertLaid(through("inv", bill((A, 3000)), flow("bad", writeoff=3000)), {A: (0, 3000)})

    def test_a_reversed_payment_keeps_its_rows_and_takes_them_back(self):
        """R16"""
        items = [tagged("pay", 4000), tagged("reversal", -4000, day=date(2026, 2, 3))]
        self.assertLaid(items, {})
        self.assertEqual(
            self.rows(items),
            [
                ("pay", A, "cash", 3000),
                ("pay", B, "cash", 1000),
                ("reversal", A, "cash", -3000),
                ("reversal", B, "cash", -1000),
            ],
        )

    def test_netting_settles_and_is_told_apart(self):
        """R17"""
        invoice = bill((A, 3000))
        misc = through("inv", invoice, flow("misc", netting=2500))
        self.assertLaid(misc, {A: 2500})
        self.assertEqual(self.rows(misc), [("misc", A, "netting", 2500)])
        bank = through("inv", invoice, flow("bank", cash=1800, netting=1200))
        self.assertLaid(bank, {A: 3000})
        self.assertEqual(self.rows(bank), [("bank", A, "cash", 1800), ("bank", A, "netting", 1200)])

    def test_a_bank_line_over_an_invoice_and_a_refund_of_the_same_line(self):
        """R17"""
        items = through("inv", bill((A, 3000)), flow("bank", cash=2500, netting=500))
        items += through("credit", bill((A, 500)), flow("bank", netting=500), sign=-1)
        self.assertLaid(items, {A: 2500})
        self.assertEqual(
            self.rows(items),
            [
                ("bank", A, "cash", 2500),
                ("bank", A, "netting", -500),
                ("bank", A, "netting", 500),
            ],
        )

    def test_a_paid_share_sums_to_the_cent(self):
        """R18: yen on the document, cents on the plan."""
        plan = [line(A, 33333), line(B, 33333), line(C, 33334)]
        amounts = {A: 50000, B: 50000, C: 50001}
        shares = [
            Share("K", x.id, (DUE[x.id], "K", 10, x.id), amounts[x.id], x.amount) for x in plan
        ]
        flows = [flow("1", cash=1), flow("2", FEB, cash=33333), flow("3", MAR, cash=66667)]
        self.assertLaid(through("inv", shares, *flows), {A: 33333, B: 33333, C: 1}, plan=plan)
        flows += [flow("rest", APR, cash=50000)]
        self.assertLaid(through("inv", shares, *flows), {A: 33333, B: 33333, C: 33334}, plan=plan)

    def test_a_terminated_contract_keeps_what_its_lines_hold(self):
        """R19"""
        billed = through("inv", bill((B, 5000)), flow("pay", cash=1000))
        items = [*billed, tagged("adv", 3500)]
        self.assertLaid(items, {A: 3000, B: 1500})
        cut = [line(A, 3000), line(B, 5000), line(C, 0, closed=True)]
        self.assertLaid(items, {A: 3000, B: 1500}, plan=cut)
        billed = through("inv", bill((B, 5000)), flow("pay", cash=1000), own_credit=3500)
        cut = [line(A, 3000), line(B, 1500), line(C, 0, closed=True)]
        self.assertLaid([*billed, tagged("adv", 3500)], {A: 3000, B: 1500}, plan=cut)

    def test_a_cancelled_line_takes_part_in_passes_1_and_2_at_most(self):
        """R19"""
        plan = [line(A, 3000, closed=True), line(B, 5000)]
        self.assertLaid([tagged("pay", 100)], {B: 100}, plan=plan)
        self.assertLaid([tagged("pay", 100, named=A)], {A: 100}, plan=plan)
        shares = bill((A, 3000), (B, 5000))
        self.assertLaid(through("inv", shares, flow("pay", cash=100)), {A: 100}, plan=plan)
        neighbours = through("inv", bill((B, 100), (A, 50)), flow("pay", cash=120))
        self.assertLaid(neighbours, {A: 50, B: 70}, plan=plan)
        over = Item("over", FEB, 50, billed=B, document="inv", siblings=(A, B))
        self.assertLaid([tagged("pay", 5000, named=B), over], {B: 5000}, rest=50, plan=plan)

    def test_a_credit_note_used_on_another_contract(self):
        """R21"""
        paid = through("inv 1", bill((A, 3000)), flow("pay", cash=3000))
        minus = through("credit", bill((A, 600)), flow("inv 2", FEB, netting=600), sign=-1)
        self.assertLaid([*paid, *minus], {A: 2400})
        plus = through("inv 2", bill((A, 3000)), flow("credit", FEB, netting=600))
        self.assertLaid(plus, {A: 600})

    def test_a_credit_note_used_on_another_line_of_the_contract(self):
        """R21"""
        items = through("inv a", bill((A, 3000)), flow("pay", cash=3000))
        items += through("credit", bill((A, 500)), flow("inv b", FEB, netting=500), sign=-1)
        flows = flow("credit", FEB, netting=500), flow("rest", MAR, cash=4500)
        items += through("inv b", bill((B, 5000)), *flows)
        self.assertLaid(items, {A: 2500, B: 5000})

    def test_goodwill_is_a_write_off(self):
        """R21"""
        self.assertLaid(through("inv", bill((A, 3000)), flow("credit", writeoff=70)), {A: (0, 70)})

    def test_opening_amounts_take_their_room_first(self):
        """R23"""
        plan = [line(A, 3000, opening=3000), line(B, 5000, opening=1000), line(C, 2000)]
        paid = through("inv", bill((B, 4000)), flow("pay", cash=2500))
        self.assertLaid(paid, {A: 3000, B: 3500}, plan=plan)
        items = [*paid, tagged("adv", 2600)]
        self.assertLaid(items, {A: 3000, B: 5000, C: 1100}, plan=plan)

    def test_money_paid_back_never_touches_an_opening_amount(self):
        """R23"""
        plan = [line(A, 3000, opening=3000), line(B, 5000)]
        self.assertLaid([tagged("back", -700)], {A: 3000}, rest=-700, plan=plan)
        self.assertLaid([tagged("back", -700, named=A)], {A: 3000}, rest=-700, plan=plan)


class TestToolsWaterfallEdges(BaseCase):
    def test_two_items_of_one_key_are_refused(self):
        with self.assertRaises(ValueError):
            lay(PLAN, [tagged("pay", 1), tagged("pay", 2)])

    def test_an_unknown_plan_line_is_none(self):
        stray = Item("x", DAY, 100, named=99, billed=98, document=1, siblings=(97,))
        self.assertEqual(lay(PLAN, [stray]), ({("x", A): 100}, 0))
        self.assertEqual(lay(PLAN, [stray._replace(billed=B)]), ({("x", B): 100}, 0))
        self.assertEqual(lay(PLAN, [stray._replace(kind="writeoff")]), ({}, 0))

    def test_no_plan_leaves_all_money_over(self):
        self.assertEqual(lay([], [tagged("in", 100), tagged("out", -30)]), ({}, 70))

    def test_a_write_off_finds_no_room_where_money_named_the_line(self):
        items = [tagged("adv", 3000, named=A)]
        items += through("inv", bill((A, 3000)), flow("bad", writeoff=40))
        rows, rest = lay(PLAN, items)
        self.assertEqual((list(rows.values()), rest), ([3000], 0))

    def test_money_paid_back_never_touches_a_write_off(self):
        items = through("inv", bill((A, 3000)), flow("pay", cash=20, writeoff=50))
        rows, rest = lay(PLAN, [*items, tagged("back", -100, day=FEB)])
        self.assertEqual((sorted(rows.values()), rest), ([-20, 20, 50], -80))

    def test_discount_lines_and_own_credit_lower_the_stack_from_its_end(self):
        shares = [
            Share(None, None, (), 50, 50),
            Share("K", None, (), -30, -30),
            Share("K", B, (FEB, "K", 10, B), 100, 100),
            Share("K", A, (JAN, "K", 10, A), 100, 100),
            Share("K", C, (FAR, "K", 10, C), 100, 100),
        ]
        pieces = lay_document(shares, [flow("pay", cash=500)], own_credit=90)
        self.assertEqual([(x.share, x.amount) for x in pieces], [(3, 100), (2, 100), (4, 30)])

    def test_contract_lines_without_plan_line_come_after_the_plan_lines(self):
        shares = [
            Share(None, None, (), 10, 10),
            Share(2, None, (), 10, 10),
            Share(1, None, (), 10, 10),
            Share(2, 21, (FAR, 2, 10, 21), 10, 10),
        ]
        pieces = lay_document(shares, [flow("pay", cash=35)])
        self.assertEqual([(x.share, x.amount) for x in pieces], [(3, 10), (2, 10), (1, 10), (0, 5)])

    def test_flows_go_by_date_then_the_larger_then_the_key(self):
        shares = bill((A, 100), (B, 100))
        flows = [flow("late", FEB, cash=30), flow("b", cash=50), flow("a", cash=50)]
        flows += [flow("large", netting=60, writeoff=10)]
        pieces = lay_document(shares, flows)
        self.assertEqual(
            [(x.flow, x.share, x.kind, x.amount) for x in pieces],
            [
                ("large", 0, "netting", 60),
                ("large", 0, "writeoff", 10),
                ("a", 0, "cash", 30),
                ("a", 1, "cash", 20),
                ("b", 1, "cash", 50),
                ("late", 1, "cash", 30),
            ],
        )
