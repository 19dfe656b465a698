"""Money that is to come and to go, laid on periods; whole numbers of the smallest unit of a currency."""

from bisect import bisect_left
from datetime import timedelta
from itertools import accumulate


def expected_day(due, late, today):
    """Return the day on which money may be expected that is due on one: so many days late as it was
    before, and never in the past. Who pays early is not counted on.

    >>> from datetime import date
    >>> expected_day(date(2026, 3, 1), 12, date(2026, 3, 10)), expected_day(date(2026, 4, 1), -5, date(2026, 3, 10))
    (datetime.date(2026, 3, 13), datetime.date(2026, 4, 1))
    """
    return max(due + timedelta(days=max(late, 0)), today)


def lay(rows, parts):
    """Return (sum of each period, what comes after them). What is past stands in the first.

    :param rows: pairs of a day and an amount
    :param parts: pairs of first and last day, adjoining

    >>> from datetime import date
    >>> parts = [(date(2026, 3, 9), date(2026, 3, 15)), (date(2026, 3, 16), date(2026, 3, 22))]
    >>> lay([(date(2026, 1, 1), 5), (date(2026, 3, 22), 7), (date(2026, 3, 23), 9)], parts)
    ([5, 7], 9)
    """
    sums, rest = [0] * len(parts), 0
    ends = [last for _first, last in parts]
    for day, amount in rows:
        index = bisect_left(ends, day)
        if index == len(parts):
            rest += amount
        else:
            sums[index] += amount
    return sums, rest


def run_balance(opening, coming, going):
    """Return what there is at the end of each period.

    >>> run_balance(10, [5, 0], [0, 20])
    [15, -5]
    """
    moves = (plus - minus for plus, minus in zip(coming, going, strict=True))
    return list(accumulate(moves, initial=opening))[1:]


def first_short(balances):
    """Return the place of the first period that falls short, or None.

    >>> first_short([15, -5, -1]), first_short([0])
    (1, None)
    """
    return next((place for place, amount in enumerate(balances) if amount < 0), None)
