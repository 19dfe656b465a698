"""What a dashboard was asked for."""

from datetime import date
from typing import NamedTuple

from odoo.fields import Domain

from ...tools.periods import period, year_before

MONTH, QUARTER, YEAR, LAST_YEAR = PERIODS = ("month", "quarter", "year", "last_year")


class Asked(NamedTuple):
    """One side of the money, of some companies with one currency, over a time."""

    direction: str
    period: str
    first: date
    last: date
    today: date
    company_ids: list

    @property
    def domain(self):
        """The domain of what belongs to it, on contracts and all that stands below one."""
        return Domain("direction", "=", self.direction) & Domain(
            "company_id", "in", self.company_ids
        )

    @property
    def dated(self):
        """The domain of the events of its time."""
        return self.domain & between(self.first, self.last)

    @property
    def before(self):
        """The domain of the events of the year before, as far as this year has come."""
        last = min(self.last, self.today)
        return self.domain & between(year_before(self.first), year_before(last))


def between(first, last):
    """Return the domain of the events from one day to another, both included."""
    return Domain("date", ">=", first.isoformat()) & Domain("date", "<=", last.isoformat())


def ask(direction, name, today, company_ids):
    """Return what is asked, of a period by its name."""
    unit = YEAR if name == LAST_YEAR else name
    first, last = period(today, unit, -1 if name == LAST_YEAR else 0)
    return Asked(direction, name, first, last, today, company_ids)
