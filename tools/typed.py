"""What people type into a search box: words, amounts and dates, read without guessing."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal

from . import cells

SCALES = {**cells.SCALES, "k": 10**3, "m": 10**6}
AMOUNT = re.compile(
    r"[¥$€£]?(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,4}))?(千万|百万|[千万亿km])?元?"
)
DATES = (
    re.compile(
        r"(?P<year>(?:19|20)\d\d)(?:[-/.年](?:(?P<month>1[0-2]|0?[1-9]|0)(?:[-/.月]"
        r"(?:(?P<day>3[01]|[12]\d|0?[1-9]|0)日?)?)?)?)?"
    ),
    re.compile(r"(?P<month>1[0-2]|0?[1-9])[-/.](?P<year>(?:19|20)\d\d)"),
)
SEPARATORS = re.compile(r"[\s\-_/.,·()#]+")
MOST_WORDS = 8
MOST_LETTERS = 64
MOST_PIECES = 30


def normal(text):
    """Return a text as it is compared: full width made half, small letters, blanks made one.

    >>> normal("ＨＴ－２０２６  Steel")
    'ht-2026 steel'
    """
    return " ".join(unicodedata.normalize("NFKC", text or "").lower().split())


def squeezed(text):
    """Return a normal text without blanks and separators.

    >>> squeezed("ht-2026/0044")
    'ht20260044'
    """
    return SEPARATORS.sub("", text)


GOODS = "\n\f\n"  # stands before the goods in what is searched; nobody can type it


def searchable(texts):
    """Return what is stored to be searched: each text, and each once more without separators.

    >>> searchable(["HT-1", "钢 板", None, "HT-1"])
    'ht-1\\nht1\\n钢 板\\n钢板'
    """
    plain = [normal(text) for text in texts if text]
    return "\n".join(
        dict.fromkeys(form for text in plain for form in (text, squeezed(text)) if form)
    )


def words(text):
    """Return the normal words of what was typed.

    >>> words(" Steel  ＱＲ-4 ")
    ['steel', 'qr-4']
    """
    return [word[:MOST_LETTERS] for word in normal(text).split()[:MOST_WORDS]]


def amounts(word):
    """Return the bounds ``(from, below)`` of the amounts that a normal word means, else None.

    What was left out counts as not typed yet: the bounds are those of rounding to the typed digits
    where there is a unit, of the whole units where no decimals were typed.

    >>> [str(bound) for bound in amounts("113万")]
    ['1125000', '1135000']
    >>> [str(bound) for bound in amounts("1,130,000")]
    ['1130000', '1130001']
    >>> [str(bound) for bound in amounts("12.50")]
    ['12.50', '12.51']
    >>> amounts("ht-1")
    """
    found = AMOUNT.fullmatch(word)
    if not found:
        return None
    whole, decimals, unit = found[1].replace(",", ""), found[2] or "", found[3] or ""
    step = Decimal(SCALES[unit]) / 10 ** len(decimals)
    value = int(whole + decimals) * step
    if unit:
        return _plain(value - step / 2), _plain(value + step / 2)
    return value, value + step


def _plain(value):
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def dates(word):
    """Return the spans ``(first, last)`` of days that a normal word means, none if it is no date.

    What is half typed means all that it may become: 2026-1 is January, and October to December.
    A bare year is a number as well, so it is no date.

    >>> [[str(day) for day in span] for span in dates("2026-11")]
    [['2026-11-01', '2026-11-30']]
    >>> dates("2026年11月") == dates("11/2026") == dates("2026-11")
    True
    >>> [str(first) for first, last in dates("2026-1")]
    ['2026-01-01', '2026-10-01', '2026-11-01', '2026-12-01']
    >>> [(str(first), str(last)) for first, last in dates("2026-02-2")][:2]
    [('2026-02-02', '2026-02-02'), ('2026-02-20', '2026-02-20')]
    >>> dates("2026-13"), dates("2026-02-30"), dates("2026")
    ([], [], [])
    """
    for pattern in DATES:
        if (found := pattern.fullmatch(word)) and len(word) > 4:
            parts, year = found.groupdict(), int(found["year"])
            open_end = word[-1].isdigit() and pattern is DATES[0]
            if not parts["month"]:
                return [(date(year, 1, 1), date(year, 12, 31))]
            if not parts.get("day"):
                return [_month(year, month) for month in _meant(parts["month"], 12, open_end)]
            month = int(parts["month"])
            if not month:
                return []
            last = monthrange(year, month)[1]
            days = [date(year, month, day) for day in _meant(parts["day"], last, open_end)]
            return [(day, day) for day in days]
    return []


def _meant(digits, most, open_end):
    """Return the numbers up to ``most`` that a number means, or may become where its end is open."""
    numbers = [int(digits)]
    if open_end and len(digits) == 1:
        numbers += range(10 * numbers[0], 10 * numbers[0] + 10)
    return [number for number in numbers if 1 <= number <= most]


def _month(year, number):
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def slips(word):
    """Return the LIKE patterns of a word with one typing mistake: a letter wrong, one too many, one
    missing, or two in the wrong order. Short words allow less, or they would find everything.

    A mistake leaves one half of the word whole. The patterns stand under that half, ``{half:
    patterns}``: a text without it needs no further look. What leaves no half whole stands alone.

    >>> slips("钢板")
    {'钢': ['钢_板']}
    >>> slips("abc")
    {}
    >>> slips("采狗合同")["合同"]
    ['采_狗合同', '_狗合同', '采_合同', '狗合同', '采合同', '狗采合同']
    >>> [pattern for half in slips("setel").values() for pattern in half if pattern == "steel"]
    ['steel']
    """
    size = len(word)
    if size < 2 or (word.isascii() and size < 4):
        return {}
    signs = [escaped(sign) for sign in word]
    half = size // 2
    found = {}

    def add(start, middle, end):
        part = signs[:half] if start >= half else signs[half:] if end <= half else None
        pattern = "".join((*signs[:start], *middle, *signs[end:]))
        found.setdefault("".join(part or pattern), []).append(pattern)

    for place in range(1, size):
        add(place, "_", place)
    if size > 3 or (size == 3 and not word.isascii()):
        for place in range(size):
            add(place, "_", place + 1)
    if size > 3:
        for place in range(size):
            add(place, "", place + 1)
        for place in range(size - 1):
            add(place, (signs[place + 1], signs[place]), place + 2)
    return {part: list(dict.fromkeys(patterns)) for part, patterns in found.items()}


def pieces(words):
    """Return the pieces by which words are recognised in spite of many mistakes: each three letters in
    a row, or two Chinese signs.

    >>> pieces(["pumps", "采购部", "of"])
    ['pum', 'ump', 'mps', '采购', '购部']
    """
    found = [
        word[start : start + size]
        for word in words
        for size in (3 if word.isascii() else 2,)
        for start in range(len(word) - size + 1)
    ]
    return list(dict.fromkeys(found))[:MOST_PIECES]


def has_digit(word):
    """Whether a word is a number, or part of one: what is like a number is another number.

    >>> has_digit("ht-2026"), has_digit("pump")
    (True, False)
    """
    return any(sign.isdigit() for sign in word)


def escaped(text):
    r"""Return a text in which no sign means anything to LIKE.

    >>> escaped("50%_")
    '50\\%\\_'
    """
    return re.sub(r"([\\%_])", r"\\\1", text)
