"""Split amounts into instalments and build schedules; no clock, no currency but whole units."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import islice

from .money import divide

HUNDRED = Decimal(100)
TYPED_STEP = Decimal("0.000001")
# A percent kept in step with an amount: 12 places give back any amount of up to 10**12 units
# (11 would do; 10 miss by half a unit), and with the 3 digits before the point these are the
# 15 digits that a float keeps, so the percent may be stored as one.
KEPT_STEP = Decimal("0.000000000001")
MOST_PARTS = 600


def parse_quick_plan(text):
    """Return the percents of a plan typed in short, as Decimals that add up to 100.

    Parts stand between slashes, plus signs, commas (、 as well) or blanks, with or without
    percent signs, in full width too; ``3x`` are three equal parts with 6 places, of which the
    last takes the rest. Raises ValueError with a plain reason.

    >>> [str(percent) for percent in parse_quick_plan("30% / 60% / 10%")]
    ['30', '60', '10']
    >>> [str(percent) for percent in parse_quick_plan("3x")]
    ['33.333333', '33.333333', '33.333334']
    >>> parse_quick_plan("30/60")
    Traceback (most recent call last):
    ValueError: The parts add up to 90 %, not 100 %.
    """
    plain = unicodedata.normalize("NFKC", text or "").replace("%", " ").strip()
    equal = re.fullmatch(r"(\d{1,9})\s*[xX×]", plain, re.ASCII)
    if equal:
        return _equal_percents(int(equal[1]))
    words = re.split(r"\s*[/+、,]\s*|\s+", plain)
    if not plain or len(words) > MOST_PARTS:
        raise ValueError(f"A plan has 1 to {MOST_PARTS} parts, such as 30/60/10.")
    percents = [_percent(word) for word in words]
    if sum(percents) != HUNDRED:
        raise ValueError(f"The parts add up to {sum(percents)} %, not 100 %.")
    return percents


def split_by_percent(total_units, percents):
    """Return the total split by percents: each part rounded, halves away from zero.

    The last part takes the rest, whatever its percent says. So that many parts rounded up do
    not leave it below zero, each part gets at most what is left: the last parts of a total of
    a few units may be 0. A negative total is split like the positive one, signs turned.

    >>> split_by_percent(10000, [Decimal("33.333333"), Decimal("33.333333"), 0])
    [3333, 3333, 3334]
    >>> split_by_percent(3, [Decimal(25)] * 4), split_by_percent(-5, [Decimal(50)] * 2)
    ([1, 1, 1, 0], [-3, -2])
    """
    if not percents:
        if total_units:
            raise ValueError("There is money to split, and no instalment to take it.")
        return []
    sign, total = (-1 if total_units < 0 else 1), abs(total_units)
    wanted = [max(amount_of(percent, total), 0) for percent in percents]
    return [sign * part for part in _cut(total, wanted)]


def percent_of(amount_units, total_units):
    """Return what percent of the total an amount is, as a Decimal with 12 places; 0 of nothing.

    ``amount_of`` gives the amount back for totals up to 10**12 units, also when the percent was
    stored as a float meanwhile.

    >>> print(percent_of(1, 3), percent_of(250, 1000), percent_of(5, 0))
    33.333333333333 25.000000000000 0
    """
    if not total_units:
        return Decimal(0)
    steps = divide(amount_units * int(HUNDRED / KEPT_STEP), total_units)
    return Decimal(steps) * KEPT_STEP


def amount_of(percent, total_units):
    """Return that percent of the total in whole units, halves away from zero.

    >>> amount_of(Decimal("33.333333333333"), 3), amount_of(12.5, 1000), amount_of(50, -5)
    (1, 125, -3)
    """
    numerator, denominator = Decimal(str(percent)).as_integer_ratio()
    return divide(total_units * numerator, denominator * 100)


def add_months(day, months):
    """Return the same day so many months later, or the last day of a shorter month.

    >>> print(add_months(date(2027, 1, 31), 1), add_months(date(2028, 1, 31), 1))
    2027-02-28 2028-02-29
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def recurrence(start, end, months=0, weeks=0, uplift_percent=0, amount=0):
    """Return an iterator over (date, amount), every so many months or weeks, start and end in.

    Every date is counted from the start, so the 31st comes back after a short month. From each
    anniversary of the start on the amount is higher by the uplift, compounded on the exact
    figure and rounded once. Raises ValueError unless one of months and weeks is above zero.

    >>> for day, units in recurrence(date(2027, 1, 31), date(2027, 3, 31), months=1, amount=100):
    ...     print(day, units)
    2027-01-31 100
    2027-02-28 100
    2027-03-31 100
    >>> yearly = recurrence(date(2027, 5, 1), date(2029, 5, 1), 12, uplift_percent=5, amount=1010)
    >>> [units for _day, units in yearly]
    [1010, 1061, 1114]
    """
    growth = _growth(uplift_percent)
    return (
        (day, _round(amount * growth**years)) for day, years in _steps(start, end, months, weeks)
    )


def spread_recurrence(total_units, start, end, months=0, weeks=0, uplift_percent=0):
    """Return the dates of ``recurrence`` with the total split over them, as (date, units).

    Without uplift the parts are equal. With one, the amount of the first year is solved so that
    the parts, each year higher by the uplift and each rounded, come to the total; the exact
    figure of the first year is kept, so that no rounding grows with the years. The last part
    takes the rest. Raises ValueError where there is no date, more than 600, or nothing left of
    the amount by the uplift.

    >>> quarters = spread_recurrence(100000, date(2027, 1, 31), date(2027, 12, 31), months=3)
    >>> [(str(day), units) for day, units in quarters][:2]
    [('2027-01-31', 25000), ('2027-04-30', 25000)]
    >>> years = spread_recurrence(100000, date(2027, 5, 1), date(2029, 5, 1), 12, uplift_percent=5)
    >>> [units for _day, units in years]
    [31721, 33307, 34972]
    """
    steps = list(islice(_steps(start, end, months, weeks), MOST_PARTS + 1))
    if not 1 <= len(steps) <= MOST_PARTS:
        raise ValueError(f"A recurrence has 1 to {MOST_PARTS} dates, not {len(steps)}.")
    growth = _growth(uplift_percent)
    weights = [growth**years for _day, years in steps]
    base = Fraction(total_units) / sum(weights)
    parts = _cut(total_units, [_round(base * weight) for weight in weights])
    return [(day, part) for (day, _years), part in zip(steps, parts, strict=True)]


def hold_back(parts, percent):
    """Return what is due now of each part, and what is held back of each as retention.

    Both add up to the part, and what is held back adds up to that percent of all parts: it is
    rounded on the running total, so many small parts hold no more or less than one large.

    >>> hold_back([3333, 3333, 3334], 5)
    ([3166, 3167, 3167], [167, 166, 167])
    """
    held, before = [], 0
    for part in parts:
        held.append(amount_of(percent, before + part) - amount_of(percent, before))
        before += part
    return [part - kept for part, kept in zip(parts, held, strict=True)], held


def move_date(day, start, new_start):
    """Return the day that lies as far from the new start as ``day`` from the start.

    As far is so many months where the day is the same of its month, or both are the last of
    theirs; else it is so many days.

    >>> print(move_date(date(2026, 3, 1), date(2026, 1, 1), date(2027, 7, 1)))
    2027-09-01
    >>> print(move_date(date(2026, 2, 28), date(2026, 1, 31), date(2027, 2, 28)))
    2027-03-31
    >>> print(move_date(date(2026, 2, 4), date(2026, 1, 5), date(2026, 2, 5)))
    2026-03-07
    """
    months = (day.year - start.year) * 12 + day.month - start.month
    last = _is_last(day) and _is_last(start)
    if not last and day != add_months(start, months):
        return new_start + (day - start)
    moved = add_months(new_start, months)
    if last and _is_last(new_start):
        return moved.replace(day=monthrange(moved.year, moved.month)[1])
    return moved


def _steps(start, end, months, weeks):
    """Return an iterator over the dates, each with the anniversaries of the start it has reached."""
    if min(months, weeks) < 0 or bool(months) == bool(weeks):
        raise ValueError("A recurrence needs a number of months or of weeks, one of them.")
    return _walk(start, end, months, weeks)


def _walk(start, end, months, weeks):
    """Yield what ``_steps`` promises."""
    count = years = 0
    day = start
    while day <= end:
        while day >= add_months(start, 12 * (years + 1)):
            years += 1
        yield day, years
        count += 1
        day = add_months(start, months * count) + timedelta(weeks=weeks * count)


def _growth(uplift_percent):
    """Return what a year multiplies an amount by."""
    growth = 1 + Fraction(str(uplift_percent)) / 100
    if growth <= 0:
        raise ValueError("An uplift below zero must leave something of the amount.")
    return growth


def _round(figure):
    return divide(figure.numerator, figure.denominator)


def _cut(total, wanted):
    """Return the wanted parts as far as the total reaches; the last takes the rest."""
    parts, left = [], total
    for part in wanted[:-1]:
        parts.append(min(part, left))
        left -= parts[-1]
    return [*parts, left]


def _is_last(day):
    return day.day == monthrange(day.year, day.month)[1]


def _equal_percents(count):
    """Return so many equal percents of 6 places, the last with the rest."""
    if not 1 <= count <= MOST_PARTS:
        raise ValueError(f"A plan has 1 to {MOST_PARTS} parts, not {count}.")
    each = (HUNDRED / count).quantize(TYPED_STEP, ROUND_HALF_UP)
    return [*[each] * (count - 1), HUNDRED - each * (count - 1)]


def _percent(word):
    """Return the percent that a word names."""
    if not word:
        raise ValueError("A part is missing; write parts such as 30/60/10.")
    if not re.fullmatch(r"-?(\d{1,3}(\.\d{0,6})?|\.\d{1,6})", word, re.ASCII):
        raise ValueError(f"'{word}' is not a percent; write parts such as 30/60/10.")
    if Decimal(word) <= 0:
        raise ValueError(f"'{word}' is not above zero.")
    return Decimal(word)
