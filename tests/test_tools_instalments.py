from datetime import date
from decimal import Decimal

from odoo.addons.commercial_contract.tools.instalments import (
    parse_quick_plan,
    recurrence,
    split_by_percent,
)
from odoo.tests.common import BaseCase


class TestToolsInstalments(BaseCase):
    def test_a_quick_plan_in_every_spelling(self):
        want = [Decimal(30), Decimal(60), Decimal(10)]
        for text in (
            "30/60/10",
            "30% 60% 10%",
            "30%60%10%",
            "30、60、10",
            "30 + 60 + 10",
            "30／60／10",
            "３０％／６０％／１０％",
            " 30.0 /60/ 10. ",
        ):
            with self.subTest(text=text):
                self.assertEqual(parse_quick_plan(text), want)
        for text in ("3x", "3 X", "３×"):
            with self.subTest(text=text):
                self.assertEqual(
                    parse_quick_plan(text), [Decimal("33.333333")] * 2 + [Decimal("33.333334")]
                )

    def test_a_quick_plan_that_is_none_says_why(self):
        for text, reason in {
            "": "1 to 600 parts",
            None: "1 to 600 parts",
            "%": "1 to 600 parts",
            "0x": "not 0",
            "999999999x": "not 999999999",
            "30//70": "missing",
            "30/60": "90 %",
            "30/60/20": "110 %",
            "-30/130": "not above zero",
            "0/100": "not above zero",
            "half/half": "'half' is not a percent",
            "33.3333333/66.6666667": "'33.3333333' is not a percent",
        }.items():
            with self.subTest(text=text), self.assertRaisesRegex(ValueError, reason):
                parse_quick_plan(text)

    def test_the_last_part_takes_the_rest(self):
        thirds = parse_quick_plan("3x")
        self.assertEqual(split_by_percent(10000, thirds), [3333, 3333, 3334])
        self.assertEqual(split_by_percent(-10000, thirds), [-3333, -3333, -3334])
        self.assertEqual(split_by_percent(5, [Decimal(10)] * 10), [1] * 5 + [0] * 5)
        self.assertEqual(split_by_percent(0, thirds), [0, 0, 0])
        with self.assertRaises(ValueError):
            split_by_percent(1, [])

    def test_month_ends_come_back(self):
        days = [day for day, _ in recurrence(date(2027, 12, 31), date(2028, 4, 30), months=1)]
        ends = [(2027, 12, 31), (2028, 1, 31), (2028, 2, 29), (2028, 3, 31), (2028, 4, 30)]
        self.assertEqual(days, [date(*end) for end in ends])

    def test_a_recurrence_that_is_over_before_it_starts_is_empty(self):
        self.assertEqual(list(recurrence(date(2027, 1, 2), date(2027, 1, 1), weeks=2)), [])

    def test_a_recurrence_needs_months_or_weeks(self):
        for wrong in ({}, {"months": 1, "weeks": 1}, {"months": -1}, {"weeks": -1, "months": 2}):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                recurrence(date(2027, 1, 1), date(2028, 1, 1), **wrong)

    def test_the_uplift_is_compounded_on_the_exact_figure(self):
        """101.00, 5 % a year: 106.05, 111.3525, 116.920125; quarters keep their year's figure."""
        found = recurrence(date(2027, 1, 1), date(2030, 1, 1), 3, uplift_percent=5, amount=10100)
        amounts = [units for _day, units in found]
        self.assertEqual(amounts, [10100] * 4 + [10605] * 4 + [11135] * 4 + [11692])
