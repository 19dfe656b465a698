"""Periods of the calendar: the one that holds a day, those beside it, and how a time falls into them."""

from bisect import bisect_right
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
UNITS = ("day", "week", *MONTHS)


def period(day, unit, move=0):
    """Return (first day, last day) of the period that holds a day, or of one so many further on.

    :param unit: one of UNITS; weeks begin on Monday

    >>> period(date(2026, 2, 10), "quarter"), period(date(2026, 1, 31), "month", -1)
    ((datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)), (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31)))
    """
    if unit == "day":
        first = day + timedelta(days=move)
        return first, first
    if unit == "week":
        first = day - timedelta(days=day.weekday()) + timedelta(weeks=move)
        return first, first + timedelta(days=6)
    size = MONTHS[unit]
    months = 12 * day.year + day.month - 1
    months += size * move - months % size
    return _month(months), _month(months + size) - timedelta(days=1)


def periods(first, last, unit):
    """Return (first day, last day) of all periods between two days, the outer ones cut off there.

    >>> [last.day for _first, last in periods(date(2026, 2, 1), date(2026, 2, 28), "week")]
    [1, 8, 15, 22, 28]
    """
    found, day = [], first
    while day <= last:
        end = min(period(day, unit)[1], last)
        found.append((day, end))
        day = end + timedelta(days=1)
    return found


def ended(today, unit, after, most):
    """Return (first day, last day) of the periods that ended before today and after another day, oldest
    first; where there are more than ``most``, the last ones.

    >>> [last.day for _first, last in ended(date(2026, 2, 5), "day", date(2026, 2, 1), 2)]
    [3, 4]
    """
    found = [period(today, unit, -move) for move in range(most, 0, -1)]
    return [span for span in found if span[1] > after]


def place(parts, day):
    """Return which of the adjoining periods holds a day, or None.

    >>> place([(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))], date(2026, 2, 1))
    1
    """
    if not parts or not parts[0][0] <= day <= parts[-1][1]:
        return None
    return bisect_right([first for first, _last in parts], day) - 1


def year_before(day):
    """Return the same day of the year before; of a 29 February the 28th.

    >>> year_before(date(2028, 2, 29))
    datetime.date(2027, 2, 28)
    """
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    return day.replace(year=day.year - 1)


def _month(months):
    return date(months // 12, months % 12 + 1, 1)
