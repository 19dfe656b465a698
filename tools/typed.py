"""What people type into a search box: words, amounts and months, read without guessing."""

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
MONTHS = (
    re.compile(r"(?P<year>(?:19|20)\d\d)[-/.年](?P<month>0?[1-9]|1[0-2])月?"),
    re.compile(r"(?P<month>0?[1-9]|1[0-2])[-/.](?P<year>(?:19|20)\d\d)"),
)
SEPARATORS = re.compile(r"[\s\-_/.,·()#]+")
MOST_WORDS = 8
MOST_LETTERS = 64


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


def month(word):
    """Return the first and last day of the month that a normal word means, else None.

    >>> month("2026年11月") == month("11/2026") == month("2026-11")
    True
    >>> month("2026-13")
    """
    for pattern in MONTHS:
        if found := pattern.fullmatch(word):
            year, number = int(found["year"]), int(found["month"])
            return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return None


def slips(word):
    """Return the LIKE patterns of a word with one typing mistake: a letter wrong, one too many, one
    missing, or two in the wrong order. Short words allow less, or they would find everything.

    >>> slips("钢板")
    ['钢_板']
    >>> slips("abc")
    []
    >>> "sup_ly" in slips("suply"), "steel" in slips("setel"), "采_合同" in slips("采狗合同")
    (True, True, True)
    """
    size = len(word)
    if size < 2 or (word.isascii() and size < 4):
        return []
    signs = [escaped(sign) for sign in word]

    def joined(start, middle, end):
        return "".join((*signs[:start], *middle, *signs[end:]))

    found = [joined(place, "_", place) for place in range(1, size)]
    if size > 3 or (size == 3 and not word.isascii()):
        found += [joined(place, "_", place + 1) for place in range(size)]
    if size > 3:
        found += [joined(place, "", place + 1) for place in range(size)]
        found += [
            joined(place, (signs[place + 1], signs[place]), place + 2) for place in range(size - 1)
        ]
    return list(dict.fromkeys(found))


def escaped(text):
    r"""Return a text in which no sign means anything to LIKE.

    >>> escaped("50%_")
    '50\\%\\_'
    """
    return re.sub(r"([\\%_])", r"\\\1", text)
