from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.cash_plan import (
    expected_day,
    first_short,
    lay,
    run_balance,
)
from odoo.addons.commercial_contract.tools.periods import period, periods
from odoo.tests.common import BaseCase

from .test_property_profile import examples

TODAY = date(2026, 3, 10)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
MONEY = st.integers(0, 10**9)
ROWS = st.lists(st.tuples(DAYS, MONEY), max_size=20)
UNITS = st.sampled_from(("week", "month"))


def parts(unit, count):
    return periods(TODAY, period(TODAY, unit, count)[1], unit)


class TestPropertyCashPlan(BaseCase):
    """No money is lost or doubled, whatever is due when and however late it comes."""

    @examples()
    @given(ROWS, UNITS, st.integers(0, 20))
    def test_all_of_it_is_laid_once(self, rows, unit, count):
        spans = parts(unit, count)
        sums, rest = lay(rows, spans)
        self.assertEqual(sum(sums) + rest, sum(amount for _day, amount in rows))
        for place, (first, last) in enumerate(spans):
            here = sum(
                amount for day, amount in rows if day <= last and (day >= first or not place)
            )
            self.assertEqual(sums[place], here)

    @examples()
    @given(DAYS, st.integers(-400, 400), DAYS)
    def test_nothing_is_expected_early_or_in_the_past(self, due, late, today):
        day = expected_day(due, late, today)
        self.assertGreaterEqual(day, max(due, today))
        self.assertIn(day, (today, due + timedelta(days=max(late, 0))))

    @examples()
    @given(ROWS, DAYS, DAYS, MONEY, UNITS)
    def test_a_moved_line_is_taken_out_and_laid_anew(self, rows, old, new, amount, unit):
        spans = parts(unit, 5)
        moved = lay([*rows, (old, amount), (old, -amount), (new, amount)], spans)
        self.assertEqual(moved, lay([*rows, (new, amount)], spans))

    @examples()
    @given(st.integers(-(10**9), 10**9), st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=20))
    def test_the_balance_runs(self, opening, moves):
        coming, going = ([move[side] for move in moves] for side in (0, 1))
        balances = run_balance(opening, coming, going)
        self.assertEqual(len(balances), len(moves))
        self.assertEqual(balances[-1], opening + sum(coming) - sum(going))
        place = first_short(balances)
        if place is None:
            self.assertTrue(all(amount >= 0 for amount in balances))
        else:
            self.assertLess(balances[place], 0)
            self.assertTrue(all(amount >= 0 for amount in balances[:place]))
