from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.commercial_contract.tools import cells
from odoo.tests.common import BaseCase

from .test_property_profile import examples

AMOUNTS = st.decimals(-(10**11), 10**11, places=2)
DAYS = st.dates(date(1971, 1, 1), date(2148, 12, 31))
WIDE = str.maketrans("0123456789.,-/()", "０１２３４５６７８９．，－／（）")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class TestPropertyCells(BaseCase):
    """Whatever way people write a number or a day: it is read as what it is, or refused."""

    @examples()
    @given(AMOUNTS)
    def test_a_number_is_read_however_it_is_written(self, number):
        grouped = f"{number:,.2f}"
        european = grouped.translate(str.maketrans(",.", ".,"))
        ways = (
            *(number, float(number), f"{number}", grouped, european),
            *(grouped.translate(WIDE), f"¥ {grouped}", f"{grouped}元", f"CNY {grouped}"),
            *(grouped.replace(",", "\N{NO-BREAK SPACE}"), grouped.replace(",", "'")),
        )
        for text in ways:
            self.assertEqual(cells.parse_number(text), number, text)
        self.assertEqual(cells.parse_number(f"({abs(number):,.2f})"), -abs(number))

    @examples()
    @given(AMOUNTS, st.sampled_from(sorted(cells.SCALES.items())))
    def test_units_of_the_cell_and_of_the_head_say_the_same(self, number, scale):
        word, factor = scale
        self.assertEqual(cells.parse_number(f"{number}", factor), number * factor)
        if word:
            self.assertEqual(cells.parse_number(f"{number}{word}元", 7), number * factor)
            self.assertEqual(cells.head_scale(f"金额（{word}元）"), factor)
            self.assertEqual(cells.head_key(f"金额（{word}元）"), "金额")

    @examples()
    @given(st.text(max_size=20))
    def test_any_text_is_read_or_refused(self, text):
        for parse in (cells.parse_number, cells.parse_percent, cells.parse_date):
            try:
                parse(text)
            except ValueError as error:
                self.assertIn(str(error), ("no number", "no percent", "no day", "two readings"))
        self.assertEqual(cells.plain(cells.plain(text)), cells.plain(text))
        self.assertEqual(cells.name_key(cells.name_key(text)), cells.name_key(text))
        self.assertIn(cells.head_scale(text), cells.SCALES.values())
        cells.currency_mark(text)

    @examples()
    @given(DAYS)
    def test_a_day_is_read_however_it_is_written(self, day):
        year, month, number = day.year, day.month, day.day
        ways = (
            *(day, f"{day}", f"{year}年{month}月{number}日", f"{day:%Y%m%d}", int(f"{day:%Y%m%d}")),
            *(f"{year}/{month}/{number}", f"{year}.{month:02}.{number:02}", f"{day} 00:00:00"),
            *(f"{year}/{month}/{number}".translate(WIDE), f" {year} 年 {month} 月 {number} 日 "),
            *(f"{number} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {number}, {year}"),
            f"{number:02}-{MONTHS[month - 1].upper()}-{year}",
        )
        for text in ways:
            self.assertEqual(cells.parse_date(text), day, text)
        serial = (day - date(1899, 12, 30)).days
        self.assertEqual(cells.parse_date(serial), day)
        self.assertEqual(cells.parse_date(f"{serial}.0"), day)
        self.assertEqual(cells.parse_date(serial - 1462, epoch=1904), day)

    @examples()
    @given(DAYS)
    def test_a_day_with_two_readings_is_refused_unless_it_is_told_which(self, day):
        text = f"{day.day}/{day.month}/{day.year}"
        self.assertEqual(cells.parse_date(text, day_first=True), day)
        self.assertEqual(
            cells.parse_date(f"{day.month}/{day.day}/{day.year}", day_first=False), day
        )
        if day.day <= 12 and day.day != day.month:
            with self.assertRaisesRegex(ValueError, "two readings"):
                cells.parse_date(text)
        else:
            self.assertEqual(cells.parse_date(text), day)

    def test_what_is_no_number_and_no_day(self):
        for text in (
            "abc",
            "1,2,3",
            "12 34",
            "1.2.3",
            "5万3",
            "--5",
            "1e5",
            "合计",
            True,
            "$",
            ".",
        ):
            with self.subTest(text=text), self.assertRaises(ValueError):
                cells.parse_number(text)
        for text in (
            "2026年13月1日",
            "2026-02-30",
            "2026年3月",
            "3月5日",
            "12",
            5,
            "26/3/5",
            "tbd",
        ):
            with self.subTest(text=text), self.assertRaises(ValueError):
                cells.parse_date(text)

    def test_a_currency_is_told_by_its_mark(self):
        for text, mark in {
            "$ 100": "$",
            "100 USD": "usd",
            "人民币5万": "人民币",
            "100": "",
        }.items():
            self.assertEqual(cells.currency_mark(text), mark)
        self.assertEqual(cells.parse_number("1.5万美元"), Decimal(15000))
