from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.reminders import (
    Workdays,
    last_told,
    planned_days,
    to_workday,
    what_to_send,
)
from odoo.tests.common import BaseCase

from .test_property_profile import examples

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))  # with a leap day at either end
OFFSETS = st.lists(st.integers(-40, 60), min_size=1, max_size=4, unique=True).map(sorted)
WEEKS = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def workdays(draw, around):
    closed = draw(st.frozensets(st.integers(-60, 80), max_size=12))
    return Workdays(draw(WEEKS), frozenset(around + timedelta(days=day) for day in closed))


@st.composite
def plans(draw):
    """The planned days of a date, with or without a calendar."""
    told = draw(DAYS)
    calendar = draw(st.none() | workdays(told))
    return told, draw(OFFSETS), calendar


def played(days, runs):
    """Run the job on these days: {step: day on which it was sent}, and the steps that were missed."""
    sent, missed = {}, []
    for day in runs:
        found = what_to_send(days, day, [*sent, *missed])
        if found.step is not None:
            sent[found.step] = day
        missed += found.missed
    return sent, missed


class TestPropertyReminders(BaseCase):
    @examples()
    @given(plans())
    def test_each_step_falls_on_a_workday_and_none_before_the_one_that_precedes_it(self, plan):
        told, offsets, calendar = plan
        days = planned_days(told, offsets, calendar)
        self.assertEqual(days, sorted(days))
        for offset, day in zip(offsets, days, strict=True):
            if calendar is None:
                self.assertEqual(day, told + timedelta(days=offset))
            else:
                self.assertIn(day, calendar)

    @examples()
    @given(plans())
    def test_the_first_step_is_moved_no_further_than_it_must(self, plan):
        told, offsets, calendar = plan
        if calendar is None:
            return
        wanted = told + timedelta(days=offsets[0])
        found = planned_days(told, offsets, calendar)[0]
        self.assertTrue(found <= wanted if offsets[0] < 0 else found >= wanted)
        between = range(1, abs((found - wanted).days))
        way = -1 if offsets[0] < 0 else 1
        self.assertFalse([n for n in between if wanted + timedelta(days=way * n) in calendar])

    @examples()
    @given(DAYS, WEEKS)
    def test_a_workday_stays(self, day, weekdays):
        calendar = Workdays(weekdays)
        for back in (False, True):
            found = to_workday(day, calendar, back)
            self.assertEqual(to_workday(found, calendar, back), found)

    @examples()
    @given(plans(), st.integers(-60, 80))
    def test_the_last_date_that_is_told_is_what_was_planned(self, plan, after):
        told, offsets, calendar = plan
        today = told + timedelta(days=after)
        [day] = planned_days(told, offsets[:1], calendar)
        self.assertEqual(day <= today, told <= last_told(today, offsets[0], calendar))

    def test_who_never_works_is_reminded_all_the_same(self):
        never, day = Workdays(frozenset()), date(2026, 1, 31)
        self.assertEqual(to_workday(day, never), day)

    @examples()
    @given(plans(), st.sets(st.integers(-80, 120), min_size=1))
    def test_whatever_days_the_job_runs_nothing_comes_twice_and_nothing_is_lost(self, plan, runs):
        told, offsets, calendar = plan
        days = planned_days(told, offsets, calendar)
        runs = sorted(told + timedelta(days=day) for day in runs)
        sent, missed = played(days, [day for day in runs for _twice in range(2)])
        self.assertFalse(set(sent) & set(missed))
        self.assertEqual(len(missed), len(set(missed)))
        for step, day in enumerate(days):
            came = [run for run in runs if run >= day]
            # as soon as its day has come, a step is told or stood in for by a later one
            self.assertEqual(step in sent or step in missed, bool(came))
            if step in sent:
                self.assertEqual(sent[step], came[0])
            if step in missed:
                self.assertIn(came[0], [sent[later] for later in sent if later > step])

    @examples()
    @given(plans())
    def test_a_job_that_runs_each_day_sends_each_step_on_its_day(self, plan):
        told, offsets, calendar = plan
        days = planned_days(told, offsets, calendar)
        runs = [told + timedelta(days=day) for day in range(-120, 160)]
        sent, missed = played(days, runs)
        self.assertEqual({step: days[step] for step in sent}, sent)
        self.assertEqual(sorted(set(days)), sorted(sent.values()))
        self.assertEqual(len(missed), len(days) - len(set(days)))
