"""On which days a date is reminded of, and what of it a run of the daily job sends."""

from datetime import timedelta
from typing import NamedTuple

ALL_DAYS = frozenset(range(7))
LONGEST_CLOSURE = 60  # days; who works on no day at all is reminded as if on every day


class Workdays(NamedTuple):
    """The days on which people work: weekdays (0 is Monday) without single days that are closed."""

    weekdays: frozenset = ALL_DAYS
    closed: frozenset = frozenset()

    def __contains__(self, day):
        """Whether people work on this day."""
        return day.weekday() in self.weekdays and day not in self.closed


class Sending(NamedTuple):
    """What a run does: the step to send (None: nothing), and the steps that it stands in for."""

    step: int | None
    missed: tuple


def to_workday(day, workdays, back=False):
    """Return the next day of ``workdays`` from ``day`` on, or the last one up to it.

    >>> from datetime import date
    >>> weekdays = Workdays(frozenset(range(5)))
    >>> to_workday(date(2026, 1, 31), weekdays).isoformat()  # a Saturday
    '2026-02-02'
    >>> to_workday(date(2026, 1, 31), weekdays, back=True).isoformat()
    '2026-01-30'
    """
    one = timedelta(days=-1 if back else 1)
    found = day
    for _try in range(LONGEST_CLOSURE):
        if found in workdays:
            return found
        found += one
    return day


def planned_days(told, offsets, workdays=None):
    """Return the day of each step for the date ``told``.

    A step before the date comes earlier rather than too late, one on it or after it comes later rather
    than too early. A step never comes before the one that precedes it.

    :param offsets: days after the date, ascending; negative: before it

    >>> from datetime import date
    >>> [day.isoformat() for day in planned_days(date(2026, 1, 31), [-7, 1])]
    ['2026-01-24', '2026-02-01']
    >>> weekdays = Workdays(frozenset(range(5)))
    >>> [day.isoformat() for day in planned_days(date(2026, 1, 31), [-7, 1], weekdays)]
    ['2026-01-23', '2026-02-02']
    """
    days = []
    for offset in offsets:
        day = told + timedelta(days=offset)
        if workdays is not None:
            day = to_workday(day, workdays, back=offset < 0)
        days.append(max(day, days[-1]) if days else day)
    return days


def last_told(today, offset, workdays=None):
    """Return the latest date whose step of ``offset`` days has come by today: what ``planned_days`` plans,
    asked from the other side.

    >>> from datetime import date
    >>> last_told(date(2026, 1, 24), -7).isoformat()
    '2026-01-31'
    >>> weekdays = Workdays(frozenset(range(5)))
    >>> last_told(date(2026, 1, 23), -7, weekdays).isoformat()  # a Friday speaks for its weekend
    '2026-02-01'
    >>> last_told(date(2026, 2, 1), 1, weekdays).isoformat()  # and on a Sunday nothing new has come
    '2026-01-29'
    """
    last, one = today, timedelta(days=1)
    if workdays is not None and offset < 0:
        last = to_workday(today + one, workdays) - one
    elif workdays is not None:
        last = to_workday(today, workdays, back=True)
    return last - timedelta(days=offset)


def what_to_send(days, today, done=()):
    """Return what is sent today of steps that were planned for ``days``.

    Of several steps whose day has come, the last is sent; the earlier ones are missed: three letters at
    once, after a week without the job, help nobody. A step before one that was sent stays unsent.

    :param done: the steps that were sent or missed already

    >>> from datetime import date
    >>> days = [date(2026, 2, 1), date(2026, 2, 15), date(2026, 3, 2)]
    >>> what_to_send(days, date(2026, 1, 31))
    Sending(step=None, missed=())
    >>> what_to_send(days, date(2026, 2, 16))
    Sending(step=1, missed=(0,))
    >>> what_to_send(days, date(2026, 2, 16), done=[0, 1])
    Sending(step=None, missed=())
    """
    after = max(done, default=-1)
    open_steps = [step for step, day in enumerate(days) if step > after and day <= today]
    if not open_steps:
        return Sending(None, ())
    return Sending(open_steps[-1], tuple(open_steps[:-1]))
