from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools.facts import append
from odoo.tests.common import BaseCase

from .test_property_profile import examples

PEOPLE = st.sampled_from("ABC")
WORTH = st.integers(-300, 300)
MONEY = st.one_of(st.just(0), st.integers(-300, 300))
WANTS = st.dictionaries(st.sampled_from("xyz"), st.tuples(MONEY, WORTH), max_size=3)
STEPS = st.lists(st.tuples(PEOPLE, WANTS, st.booleans()), min_size=1, max_size=8)


def add_up(rows, names=1):
    """Return {first columns: (amount, worth)}, without those that come to nothing."""
    amounts, worths = Counter(), Counter()
    for row in rows:
        amounts[row[:names]] += row[2]
        worths[row[:names]] += row[3]
    return {key: (amounts[key], worths[key]) for key in amounts if amounts[key] or worths[key]}


class TestPropertyFacts(BaseCase):
    """Whatever happens, in whatever order: facts add up to what the records say, and nobody is taken
    more from than he had."""

    @examples()
    @given(STEPS)
    def test_they_add_up_and_a_second_booking_adds_nothing(self, steps):
        have = []
        for person, want, moved in steps:
            anew = {"x"} if moved else ()
            args = (want, lambda _key, person=person: person, lambda row: row, anew)
            have += append(have, *args)
            wanted = {(key,): values for key, values in want.items() if any(values)}
            self.assertEqual(add_up(have), wanted)
            self.assertEqual(append(have, *args), [])
            if moved and "x" in want and any(want["x"]):
                owners = {row[1] for row in add_up(have, 2) if row[0] == "x"}
                self.assertEqual(owners, {person})

    @examples()
    @given(st.lists(st.tuples(PEOPLE, st.integers(0, 300)), min_size=1, max_size=8))
    def test_nobody_is_taken_more_from_than_he_had(self, steps):
        have, had = [], Counter()
        for person, amount in steps:
            rows = append(have, {"x": (amount, amount)}, lambda _key, person=person: person)
            have += rows
            for _key, owner, moved, worth in rows:
                self.assertEqual(moved, worth)
                had[owner] += moved
            self.assertTrue(all(sum_ >= 0 for sum_ in had.values()), had)
            new = [row for row in rows if row[2] > 0]
            self.assertTrue(all(row[1] == person for row in new))
            self.assertFalse(new and len(rows) > 1, "it takes back or adds, never both")

    @examples()
    @given(st.lists(PEOPLE, min_size=2, max_size=6), st.integers(1, 100))
    def test_the_youngest_goes_first(self, people, amount):
        have = []
        for number, person in enumerate(people, 1):
            total = number * amount
            have += append(have, {"x": (total, total)}, lambda _key, person=person: person)
        last = (len(people) - 1) * amount
        rows = append(have, {"x": (last, last)}, lambda _key: "D")
        self.assertEqual(rows, [("x", people[-1], -amount, -amount)])
