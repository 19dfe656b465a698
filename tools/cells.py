"""What people write into cells of a sheet: numbers, dates, heads and names, read without guessing."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

# Large units of Chinese sheets, as a factor.
SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
SCALE = "(千万|百万|千|万|亿)"
# How money is marked in a cell or a head; longer marks first.
MARKS = (
    *("人民币", "美元", "欧元", "英镑", "日元", "港币", "港元", "元整", "元", "圆"),
    *("us$", "hk$", "rmb", "¥", "$", "€", "£", "₩", "₹"),
)
MARKED = "|".join((*map(re.escape, MARKS), "[a-z]{3}"))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
# What is taken for a day lies within these years. As serial numbers these lie above counts and
# below days that are written without separators, such as 20260305.
FIRST_YEAR, LAST_YEAR = 1970, 2149
MOST_DIGITS = 30


def plain(value):
    """Return a cell as one line of text: full width made half, blanks and line breaks made one.

    >>> plain("　Ｎｏ．\\n１２　"), plain(None), plain(12.0), plain(date(2026, 3, 5))
    ('No. 12', '', '12', '2026-03-05')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    text = unicodedata.normalize("NFKC", str(value))
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(text.split())


def name_key(value):
    """Return what two names are compared by: width, case, blanks and punctuation aside.

    >>> name_key("Acme  Ltd."), name_key("北京（东方）公司") == name_key("北京(东方)公司 ")
    ('acmeltd', True)
    """
    return "".join(char for char in plain(value).casefold() if char.isalnum())


def head_key(text):
    """Return what a head is looked up by: as ``name_key``, without units, marks and "required".

    >>> head_key("合同金额（万元）*"), head_key("Contract No."), head_key("金额(含税)"), head_key("Tax (%)")
    ('合同金额', 'contractno', '金额含税', 'tax')
    """
    found = plain(text).casefold()
    unit = (
        rf"[(\[]\s*(?:单位\s*:?\s*)?(?:%|必填|选填|required|optional|{SCALE}?(?:{MARKED})?)\s*[)\]]"
    )
    return name_key(re.sub(unit, "", found))


def head_scale(text):
    """Return the factor of the unit that a head, or a line above the table, names: 万元 is 10000.

    >>> [head_scale(text) for text in ("金额(万元)", "单位：千元", "金额万元", "金额", "万科合同", "Amount")]
    [10000, 1000, 10000, 1, 1, 1]
    """
    found = plain(text).casefold()
    told = re.search(rf"[(\[]\s*{SCALE}(?:{MARKED})?\s*[)\]]", found)
    told = told or re.search(rf"单位\s*:?\s*{SCALE}(?:{MARKED})?", found)
    told = told or re.search(rf"{SCALE}(?:元|美元|欧元)$", found)
    return SCALES[told[1]] if told else 1


def currency_mark(value):
    """Return how a cell or head marks its currency, in lower case; empty where it does not.

    >>> [currency_mark(cell) for cell in ("USD 100", "￥1,130万", "Amount (EUR)", "5万元", 100, "lot")]
    ['usd', '¥', 'eur', '元', '', '']
    """
    if not isinstance(value, str):
        return ""
    text = plain(value).casefold()
    told = re.search(rf"[(\[]\s*(?:{SCALE})?({MARKED})\s*[)\]]", text)
    if told and not any(char.isdigit() for char in text):
        return told[2]
    told = re.match(rf"({MARKED})\s*[-(]?\s*[\d.]", text)
    told = told or re.search(rf"[\d.]\s*{SCALE}?\s*({MARKED})\)?$", text)
    return told[told.lastindex] if told else ""


def parse_number(value, scale=1):
    """Return the number in a cell as a Decimal, or None for an empty cell; a lone dash is zero.

    Full width, thousands separators, marks of currencies, minus in front, behind or as brackets,
    and large units (113万, 1.2亿) are read. A unit in the cell stands for the one of its head.

    :param scale: factor of a number without unit, as ``head_scale`` gives it
    :raises ValueError: what is no number, or can be read in two ways

    >>> [str(parse_number(cell)) for cell in ("１，１３０．５０", "113万", "(1,000)", "¥ 5 元", "-", 0.1)]
    ['1130.50', '1130000', '-1000', '5', '0', '0.1']
    >>> [str(parse_number(cell, 10000)) for cell in ("113", "113万", "1,130,000元")], parse_number(" ")
    (['1130000', '1130000', '1130000'], None)
    >>> str(parse_number("1.234.567,89")), str(parse_number("12,5")), str(parse_number("1,234"))
    ('1234567.89', '12.5', '1234')
    """
    if isinstance(value, bool) or isinstance(value, date):
        raise ValueError("no number")
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        if not number.is_finite():
            raise ValueError("no number")
        return _tidy(number * scale)
    text = plain(value).casefold().translate(DASHES)
    if not text:
        return None
    if text in ("-", "--", "/", "n/a"):
        return Decimal(0)
    in_full = re.search(r"[\d.]\s*(元整?|圆)$", text)  # 30,000元 says its unit as well
    text, negative = _take_sign(_take_marks(text))
    told = re.fullmatch(rf"([\d.,' ]*\d[\d.,' ]*){SCALE}?", _take_marks(text), re.ASCII)
    if not told or len(told[1]) > MOST_DIGITS:
        raise ValueError("no number")
    factor = SCALES[told[2]] if told[2] else (1 if in_full else scale)
    number = Decimal(_decimal_text(told[1].strip())) * factor
    return _tidy(-number if negative else number)


def parse_percent(value):
    """Return a percent in a cell as a Decimal from 0 to 100, or None for an empty cell.

    >>> str(parse_percent("30 %")), str(parse_percent(13)), str(parse_percent("十三") or "")
    Traceback (most recent call last):
    ValueError: no percent
    >>> str(parse_percent("６.5％")), parse_percent("")
    ('6.5', None)
    """
    if isinstance(value, str):
        value = plain(value).removesuffix("%")
    try:
        number = parse_number(value)
    except ValueError as error:
        raise ValueError("no percent") from error
    if number is not None and not 0 <= number <= 100:
        raise ValueError("no percent")
    return number


def parse_date(value, day_first=None, epoch=1900):
    """Return the day in a cell as a date, or None for an empty cell.

    Days of a sheet, serial numbers, and text: 2026年3月5日, 2026/3/5, 2026.03.05, 20260305, 5 Mar 2026,
    March 5, 2026, 31/3/2026; a time behind it is left out.

    :param day_first: whether 5/3/2026 is 5 March; None: such a day is refused, it has two readings
    :param epoch: 1900 or 1904, from which the serial numbers of the sheet count
    :raises ValueError: no day, a day that does not exist, or one with two readings

    >>> days = ("2026年3月5日", "２０２６/３/５", "20260305", 46086, "5 Mar 2026", "Mar 5th, 2026")
    >>> {str(parse_date(day)) for day in (*days, "二〇二六年三月五日")}, parse_date("")
    ({'2026-03-05'}, None)
    >>> str(parse_date("5/3/2026", day_first=True)), str(parse_date("3/31/2026"))
    ('2026-03-05', '2026-03-31')
    >>> parse_date("5/3/2026")
    Traceback (most recent call last):
    ValueError: two readings
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        raise ValueError("no day")
    if isinstance(value, int | float | Decimal):
        return _serial(value, epoch)
    text = plain(value).casefold().translate(DASHES)
    if not text:
        return None
    if re.fullmatch(r"\d+(\.\d*)?", text, re.ASCII) and text.count(".") < 2:
        return _serial(Decimal(text), epoch)
    text = re.sub(r"(?:[ t]|\b)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]m|z)?$", "", text).strip()
    return _text_date(text, day_first)


def _text_date(text, day_first):
    if "年" in text:
        text = _numerals(text)
        told = re.fullmatch(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?", text, re.ASCII)
        return _day(*told.groups()) if told else _no_day()
    told = re.fullmatch(r"(\d{4})( ?[-/. ] ?)(\d{1,2})\2(\d{1,2})", text, re.ASCII)
    if told:
        return _day(told[1], told[3], told[4])
    told = re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", text, re.ASCII)
    if told:
        return _two_readings(int(told[1]), int(told[3]), told[4], day_first)
    name = r"([a-z]{3,9})\.?"
    told = re.fullmatch(
        rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/ ,]*{name}[-/ ,]*(\d{{4}})", text, re.ASCII
    )
    if told:
        return _day(told[3], _month(told[2]), told[1])
    told = re.fullmatch(
        rf"{name}[-/ ,]*(\d{{1,2}})(?:st|nd|rd|th)?[-/ ,]+(\d{{4}})", text, re.ASCII
    )
    return _day(told[3], _month(told[1]), told[2]) if told else _no_day()


def _no_day():
    raise ValueError("no day")


def _two_readings(first, second, year, day_first):
    if first == second or first > 12:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    if day_first is None:
        raise ValueError("two readings")
    return _day(year, second, first) if day_first else _day(year, first, second)


def _serial(value, epoch):
    number = int(value)
    if 19700101 <= number <= 21491231 and number == value:
        return _day(number // 10000, number // 100 % 100, number % 100)
    if not 0 < number < 100000:
        return _no_day()
    day = EPOCHS[epoch] + timedelta(days=number)
    return _day(day.year, day.month, day.day)


def _day(year, month, day):
    year, month, day = int(year), int(month), int(day)
    fits = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    if not fits or not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError("no day")
    return date(year, month, day)


def _month(word):
    full = [*MONTHS, "sept"]
    short = word if word in full else word[:3]
    names = "january february march april may june july august september october november december"
    if short not in full or not (word == short or word in names.split()):
        raise ValueError("no day")
    return 9 if short == "sept" else MONTHS.index(short) + 1


def _numerals(text):
    """Put figures for Chinese numerals of a day: 十二月三十一日."""
    text = re.sub(r"(?<=[二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub(r"(?<=[二三])十", "0", text)
    text = re.sub(r"十(?=[一二三四五六七八九])", "1", text).replace("十", "10")
    return text.translate(NUMERALS)


def _take_marks(text):
    """Return the text without the marks of currencies around it."""
    text = re.sub(rf"^(?:{MARKED})\s*(?=[-+(\d.])", "", text.strip())
    return re.sub(rf"(?<=[\d.千百万亿)])\s*(?:{MARKED})$", "", text).strip()


def _take_sign(text):
    told = re.fullmatch(r"\((.*)\)", text)
    if told:
        return told[1].strip(), True
    if text.startswith("-") or text.endswith("-"):
        return text.strip("-").strip(), text.count("-") == 1 or _no_number()
    return text.removeprefix("+").strip(), False


def _no_number():
    raise ValueError("no number")


def _decimal_text(text):
    """Return figures with separators as Python writes them; ValueError where it is no way to write them."""
    last = max(text.rfind("."), text.rfind(","))
    point = ""
    if last >= 0:
        char = text[last]
        other = "," if char == "." else "."
        # one comma before three figures parts thousands, one dot begins the decimals
        if text.count(char) == 1 and (other in text or char == "." or len(text) - last != 4):
            point = char
    whole, _point, part = text.partition(point) if point else (text, "", "")
    groups = re.split(r"[.,' ]", whole)
    separators = set(re.findall(r"[.,' ]", whole))
    grouped = len(groups) > 1 and (
        len(separators) > 1
        or not 1 <= len(groups[0]) <= 3
        or any(len(group) != 3 for group in groups[1:])
    )
    if grouped or not re.fullmatch(r"\d*", part, re.ASCII):
        raise ValueError("no number")
    try:
        Decimal(f"{''.join(groups) or '0'}.{part or '0'}")
    except InvalidOperation as error:
        raise ValueError("no number") from error
    return f"{''.join(groups) or '0'}.{part}" if part else "".join(groups) or "0"


def _tidy(number):
    """Return the number without noise of floats beyond nine places, and without exponent."""
    return Decimal(f"{number:f}")
