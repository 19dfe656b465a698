from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.instalments import (
    add_months,
    amount_of,
    hold_back,
    move_date,
    parse_quick_plan,
    percent_of,
    recurrence,
    split_by_percent,
    spread_recurrence,
)
from odoo.tests.common import BaseCase

from .test_property_profile import examples

TOTALS = st.integers(1, 10**12)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@st.composite
def percents(draw):
    """Percents of at most 6 places that add up to 100."""
    cuts = draw(st.sets(st.integers(1, 10**8 - 1), max_size=9))
    edges = [0, *sorted(cuts), 10**8]
    return [Decimal(high - low).scaleb(-6).normalize() for low, high in pairwise(edges)]


class TestPropertyInstalments(BaseCase):
    @examples()
    @given(percents(), st.sampled_from("/／ +、,\n"), st.sampled_from(["", "%", "％", " % "]))
    def test_what_is_typed_is_what_is_read(self, plan, separator, sign):
        typed = separator.join(f"{percent:f}{sign}" for percent in plan)
        self.assertEqual(parse_quick_plan(typed), plan)

    @examples()
    @given(st.text(alphabet="0123456789/／+-、.%％x eE", max_size=12))
    def test_any_text_gives_a_plan_or_a_reason(self, text):
        try:
            plan = parse_quick_plan(text)
        except ValueError as error:
            self.assertTrue(str(error))
        else:
            self.assertEqual(sum(plan), 100)
            self.assertGreater(min(plan), 0)

    @examples()
    @given(st.integers(1, 600))
    def test_equal_parts_differ_in_the_last_alone(self, count):
        plan = parse_quick_plan(f"{count}x")
        self.assertEqual((len(plan), sum(plan)), (count, 100))
        self.assertLessEqual(len(set(plan[:-1])), 1)
        self.assertLess(abs(plan[-1] - plan[0]), Decimal("0.0004"))

    @examples()
    @given(st.integers(-(10**12), 10**12), percents())
    def test_parts_add_up_and_none_has_the_other_sign(self, total, plan):
        parts = split_by_percent(total, plan)
        self.assertEqual(sum(parts), total)
        self.assertGreaterEqual(min(part * (1 if total >= 0 else -1) for part in parts), 0)

    @examples()
    @given(st.integers(10**6, 10**12), percents())
    def test_parts_are_rounded_where_there_is_enough(self, total, plan):
        for part, percent in zip(split_by_percent(total, plan)[:-1], plan[:-1], strict=True):
            if Fraction(plan[-1]) * total > 100 * len(plan):
                self.assertLessEqual(abs(part - Fraction(percent) * total / 100), Fraction(1, 2))

    @examples(1000)
    @given(st.data(), TOTALS)
    def test_percent_and_amount_stay_in_step(self, data, total):
        amount = data.draw(st.integers(-total, total))
        percent = percent_of(amount, total)
        self.assertEqual(amount_of(percent, total), amount)
        self.assertEqual(amount_of(float(percent), total), amount)
        self.assertEqual(percent_of(amount_of(percent, total), total), percent)

    @examples(1000)
    @given(st.integers(0, 10**6), st.integers(-2, 0))
    def test_percent_and_amount_stay_in_step_at_the_largest_totals(self, amount, below):
        total = 10**12 + below
        for units in (amount, total - amount, total // 2 + amount):
            self.assertEqual(amount_of(float(percent_of(units, total)), total), units)

    @examples()
    @given(DAYS, st.integers(-600, 600))
    def test_months_keep_the_day_or_take_the_last(self, day, months):
        later = add_months(day, months)
        self.assertEqual((later.year - day.year) * 12 + later.month - day.month, months)
        self.assertTrue(
            later.day == day.day
            or (later.day < day.day and (later + timedelta(days=1)).month != later.month)
        )

    @examples()
    @given(DAYS, st.integers(0, 2000), st.integers(1, 24))
    def test_monthly_dates_are_counted_from_the_start(self, start, span, months):
        end = start + timedelta(days=span)
        days = [day for day, _units in recurrence(start, end, months=months)]
        self.assertEqual(days, [add_months(start, months * n) for n in range(len(days))])
        self.assertLessEqual(days[-1], end)
        self.assertGreater(add_months(start, months * len(days)), end)

    @examples()
    @given(DAYS, st.integers(0, 2000), st.integers(1, 60))
    def test_weekly_dates_keep_the_weekday(self, start, span, weeks):
        end = start + timedelta(days=span)
        days = [day for day, _units in recurrence(start, end, weeks=weeks)]
        self.assertEqual(days, [start + timedelta(weeks=weeks * n) for n in range(len(days))])
        self.assertEqual(len(days), span // (7 * weeks) + 1)

    @examples()
    @given(DAYS, st.integers(1, 12), st.integers(-50, 50), st.integers(0, 10**9))
    def test_the_uplift_steps_once_a_year(self, start, months, uplift, amount):
        end = add_months(start, 60)
        for day, units in recurrence(start, end, months, uplift_percent=uplift, amount=amount):
            years = sum(add_months(start, 12 * n) <= day for n in range(1, 6))
            exact = amount * (1 + Fraction(uplift, 100)) ** years
            self.assertLessEqual(abs(units - exact), Fraction(1, 2))

    @examples()
    @given(DAYS, st.integers(1, 12), st.integers(-50, 50), st.integers(0, 10**12))
    def test_a_spread_recurrence_adds_up_and_steps_once_a_year(self, start, months, uplift, total):
        end = add_months(start, 47)
        rows = spread_recurrence(total, start, end, months, uplift_percent=uplift)
        self.assertEqual(
            [day for day, _units in rows],
            [day for day, _units in recurrence(start, end, months)],
        )
        parts = [units for _day, units in rows]
        self.assertEqual(sum(parts), total)
        self.assertGreaterEqual(min(parts), 0)
        growth = 1 + Fraction(uplift, 100)
        years = [sum(add_months(start, 12 * n) <= day for n in range(1, 4)) for day, _ in rows]
        base = Fraction(total) / sum(growth**year for year in years)
        for part, year in list(zip(parts, years, strict=True))[:-1] if total > 10**6 else ():
            self.assertLessEqual(abs(part - base * growth**year), Fraction(1, 2))
        self.assertLessEqual(abs(parts[-1] - base * growth ** years[-1]), Fraction(len(parts), 2))

    @examples()
    @given(st.lists(st.integers(0, 10**10), max_size=20), st.decimals(0, 100, places=4))
    def test_what_is_held_back_is_the_percent_of_all(self, parts, percent):
        net, held = hold_back(parts, percent)
        self.assertEqual([a + b for a, b in zip(net, held, strict=True)], parts)
        self.assertEqual(sum(held), amount_of(percent, sum(parts)))
        for kept, part in zip(held, parts, strict=True):
            self.assertTrue(0 <= kept <= part)
            self.assertLessEqual(abs(kept - Fraction(percent) * part / 100), 1)

    @examples()
    @given(DAYS, st.integers(-900, 900), DAYS)
    def test_a_moved_day_keeps_its_distance_in_months_or_in_days(self, start, days, new_start):
        day = start + timedelta(days=days)
        moved = move_date(day, start, new_start)
        months = (day.year - start.year) * 12 + day.month - start.month
        whole = (moved.year - new_start.year) * 12 + moved.month - new_start.month
        self.assertTrue(moved - new_start == timedelta(days=days) or whole == months)
        self.assertEqual(move_date(day, start, start), day)
        self.assertEqual(move_date(start, start, new_start), new_start)
