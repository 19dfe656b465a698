from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.periods import (
    UNITS,
    period,
    periods,
    place,
    year_before,
)
from odoo.tests.common import BaseCase

from .test_property_profile import examples

DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))


class TestPropertyPeriods(BaseCase):
    """Periods hold each day once, follow each other without a gap, and are found again."""

    @examples()
    @given(DAYS, st.sampled_from(UNITS), st.integers(-40, 40))
    def test_they_adjoin(self, day, unit, move):
        first, last = period(day, unit, move)
        self.assertEqual(period(first, unit), (first, last))
        self.assertEqual(period(last, unit), (first, last))
        self.assertEqual(period(last + timedelta(days=1), unit), period(day, unit, move + 1))
        if not move:
            self.assertTrue(first <= day <= last)

    @examples()
    @given(DAYS, st.integers(0, 800), st.sampled_from(UNITS), st.integers(0, 800))
    def test_a_time_falls_into_them(self, first, length, unit, offset):
        last = first + timedelta(days=length)
        parts = periods(first, last, unit)
        self.assertEqual((parts[0][0], parts[-1][1]), (first, last))
        for part, following in pairwise(parts):
            self.assertEqual(part[1] + timedelta(days=1), following[0])
        day = first + timedelta(days=offset)
        index = place(parts, day)
        if day > last:
            self.assertIsNone(index)
        else:
            self.assertTrue(parts[index][0] <= day <= parts[index][1])
        self.assertIsNone(place(parts, first - timedelta(days=1)))

    @examples()
    @given(DAYS)
    def test_the_year_before(self, day):
        before = year_before(day)
        self.assertEqual((before.year, before.month), (day.year - 1, day.month))
        self.assertIn((day - before).days, (365, 366))
