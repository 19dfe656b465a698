"""What the cash on a plan line says of the promises made on it, on whole numbers of the smallest unit."""


def keep(promises, cash, closed_on=None):
    """Lay the cash of one plan line on its promises; the promise with the earlier date comes first.

    A promise takes cash from the day on which it was made to the day for which it was given. Money
    that is paid back takes from the newest cash before it.

    :param promises: rows of (key, made on, promised for, units, units that were there already on the
        day on which it was made)
    :param cash: {day: units}
    :param closed_on: the day since which the line waits for nothing more, if it does
    :returns: {key: (units kept in time, day on which the promise was closed or None)}

    >>> keep([("p", 5, 9, 100, 0)], {4: 70, 6: 60, 9: 50}), keep([("p", 5, 9, 100, 0)], {6: 60, 10: 40})
    ({'p': (100, 9)}, {'p': (60, None)})
    >>> keep([("late", 5, 20, 80, 0), ("soon", 5, 9, 50, 0)], {6: 70, 15: 60})
    {'soon': (50, 6), 'late': (80, 15)}
    >>> keep([("p", 5, 9, 100, 30)], {5: 90}), keep([("p", 5, 9, 100, 0)], {6: 100, 8: -40})
    ({'p': (60, None)}, {'p': (60, None)})
    >>> keep([("p", 5, 9, 100, 0)], {6: 98}, closed_on=8), keep([("p", 5, 9, 100, 0)], {}, closed_on=12)
    ({'p': (98, 8)}, {'p': (0, None)})
    """
    left = _net(cash)
    taken = dict.fromkeys(left, 0)
    found = {}
    for key, made, day_given, units, before in sorted(promises, key=lambda row: (row[2], row[0])):
        kept, closed = 0, None
        for day in sorted(left):
            if not made <= day <= day_given:
                continue
            room = left[day] - (max(before - taken[day], 0) if day == made else 0)
            part = max(min(room, units - kept), 0)
            left[day] -= part
            taken[day] += part
            kept += part
            if kept == units and closed is None:
                closed = day
        if closed is None and closed_on is not None and closed_on <= day_given:
            closed = closed_on
        found[key] = (kept, closed)
    return found


def _net(cash):
    """Return {day: units} without what was paid back later."""
    debt, left = 0, {}
    for day in sorted(cash, reverse=True):
        units = cash[day] - debt
        debt = max(-units, 0)
        left[day] = max(units, 0)
    return left
