from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.money import (
    cumulative,
    divide,
    from_units,
    prorate,
    to_units,
)
from odoo.tests.common import BaseCase

from .test_property_profile import examples

UNITS = st.integers(-(10**14), 10**14)
ROUNDINGS = st.sampled_from([0.01, 1, 1.0, 0.001, 0.05, 0.5, 10.0, 0.0001])


class TestPropertyMoney(BaseCase):
    @examples()
    @given(UNITS, ROUNDINGS)
    def test_units_come_back_from_the_float(self, units, rounding):
        self.assertEqual(to_units(from_units(units, rounding), rounding), units)

    @examples()
    @given(UNITS)
    def test_the_float_is_the_one_that_is_printed(self, units):
        text = f"{Decimal(units).scaleb(-2)}"
        self.assertEqual(from_units(units, 0.01), float(text))
        self.assertEqual(to_units(float(text), 0.01), units)

    @examples()
    @given(st.decimals(-(10**9), 10**9, places=4))
    def test_halves_go_away_from_zero(self, amount):
        want = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
        self.assertEqual(to_units(float(amount), 0.01), want)
        self.assertEqual(to_units(-float(amount), 0.01), -want)

    @examples()
    @given(UNITS, st.integers(-(10**6), 10**6).filter(bool))
    def test_a_quotient_is_at_most_half_off(self, numerator, denominator):
        miss = divide(numerator, denominator) - Fraction(numerator, denominator)
        self.assertLessEqual(abs(miss), Fraction(1, 2))

    @examples()
    @given(UNITS, st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12))
    def test_parts_add_up_and_miss_by_less_than_one(self, total, weights):
        parts = prorate(total, weights)
        self.assertEqual(sum(parts), total)
        if not sum(weights):
            self.assertEqual(parts, [0] * (len(weights) - 1) + [total])
            return
        for part, weight in zip(parts, weights, strict=True):
            self.assertLess(abs(part - Fraction(total * weight, sum(weights))), 1)

    @examples()
    @given(UNITS, st.lists(st.integers(0, 50), min_size=1, max_size=12))
    def test_alike_weights_differ_by_one_and_the_earlier_has_more(self, total, weights):
        parts = [abs(part) for part in prorate(total, weights)]
        if any(weights):
            for at, weight in enumerate(weights):
                later = [parts[n] for n in range(at + 1, len(parts)) if weights[n] == weight]
                self.assertTrue(all(0 <= parts[at] - part <= 1 for part in later))
        self.assertEqual(prorate(-total, weights), [-part for part in prorate(total, weights)])

    @examples()
    @given(UNITS, st.lists(st.integers(0, 100), min_size=1, max_size=8).filter(any))
    def test_steps_add_up_to_the_value(self, value, steps):
        total, laid, sums = sum(steps), 0, 0
        for step in steps:
            sums += cumulative(value, laid, laid + step, total)
            laid += step
            self.assertEqual(sums, divide(value * laid, total))
        self.assertEqual(sums, value)
