"""Rows that were copied from a spreadsheet: which cell says what, and what is wrong with it."""

import csv
import io
from decimal import Decimal
from typing import NamedTuple

from .cells import head_scale, parse_date, parse_number, parse_percent, plain
from .opening_columns import find_column
from .sheet import is_total

# What each list holds, in the order in which it stands where nothing is said, and by which columns of
# ``opening_columns`` that is headed; the first of them that is there counts.
GOODS = {
    "name": ("goods",),
    "model_number": ("model", "code"),
    "specification": ("specification",),
    "quantity": ("quantity",),
    "uom": ("uom",),
    "price_unit": ("price", "price_gross"),
    "tax": ("tax",),
}
PLAN = {
    "name": ("line", "kind"),
    "date_due": ("due",),
    "percent": ("percent",),
    "amount": ("plan_amount",),
}
# Where nothing is settled yet, the amount that is paid is the amount that is planned.
PLANNED = {"付款金额": "plan_amount", "收款金额": "plan_amount", "%": "percent"}
NUMBERS = ("quantity", "price_unit", "amount")


class Row(NamedTuple):
    """One row: its number among those pasted, what it says, and (field, what was written) that
    cannot be read."""

    number: int
    values: dict
    faults: list


def split_rows(text):
    """Return the rows of a text that was copied from a sheet, as lists of cells.

    A cell with line breaks stands in quotes, as spreadsheets put it there; blank rows are left out,
    with their number.

    >>> split_rows('Pump\\t2\\n\\n"a\\nb"\\t1\\n')
    [(1, ['Pump', '2']), (3, ['a b', '1'])]
    """
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    rows = ((number, [plain(cell) for cell in row]) for number, row in enumerate(reader, 1))
    return [(number, row) for number, row in rows if any(row)]


def read_goods(text):
    """Return the goods of a pasted text as Rows: name, model_number, specification, quantity, uom,
    price_unit, tax (percent), each where it is there.

    >>> [row.values["quantity"] for row in read_goods("Pump\\tP-1\\t\\t１，０００\\tpcs\\t1.5万\\t13%")]
    [Decimal('1000')]
    >>> read_goods("品名\\t数量\\n水泵\\tzwei\\n合计\\t3")
    [Row(number=2, values={'name': '水泵'}, faults=[('quantity', 'zwei')])]
    """
    return _read(split_rows(text), GOODS, None)


def read_plan(text, day_first=None):
    """Return the plan lines of a pasted text as Rows: name, date_due, percent, amount, each where
    it is there. Shares of 1 that add up to it are taken for percents.

    :param day_first: whether 5/3/2026 is 5 March; None: such a day cannot be read

    >>> [row.values for row in read_plan("Advance\\t2026-03-05\\t30%\\nRest\\t\\t1,000")]
    [{'name': 'Advance', 'date_due': datetime.date(2026, 3, 5), 'percent': Decimal('30')}, \
{'name': 'Rest', 'amount': Decimal('1000')}]
    """
    rows = [_shift_amount(row) for row in split_rows(text)] if not _heads_in(text) else None
    found = _read(rows if rows is not None else split_rows(text), PLAN, day_first)
    shares = [row.values["percent"] for row in found if "percent" in row.values]
    if shares and len(shares) == len(found) and sum(shares) == 1:
        for row in found:
            row.values["percent"] *= 100
    return found


def _heads_in(text):
    rows = split_rows(text)
    return bool(rows and _find_heads(rows[0][1], PLAN))


def _shift_amount(row):
    """Without heads the third cell is a share if it says so or an amount follows, else an amount."""
    number, cells = row
    if len(cells) == 3 and cells[2] and not cells[2].endswith("%"):
        return number, [*cells[:2], "", cells[2]]
    return row


def _find_heads(cells, columns):
    """Return {column: place} where the cells are heads of these columns, or None.

    >>> _find_heads(["序号", "品名", "数量"], GOODS), _find_heads(["Pump", "P-1", "2"], GOODS)
    ({'name': 1, 'quantity': 2}, None)
    >>> _find_heads(["款项", "%", "付款金额"], PLAN), _find_heads(["编码", "型号", "含税单价"], GOODS)
    ({'name': 0, 'percent': 1, 'amount': 2}, {'model_number': 1, 'price_unit': 2})
    """
    headed = {}
    for place, cell in enumerate(cells):
        column = PLANNED.get(cell) if columns is PLAN else None
        column = column or find_column(cell, kind="plan" if columns is PLAN else "goods")
        headed.setdefault(column, place)
    found = {}
    for name, heads in columns.items():
        places = [headed[column] for column in heads if column in headed]
        if places:
            found[name] = places[0]
    return found if len(found) >= 2 or (found and len(cells) == 1) else None


def _read(rows, columns, day_first):
    heads = _find_heads(rows[0][1], columns) if rows else None
    scales = {}
    if heads:
        cells = rows[0][1]
        scales = {name: head_scale(cells[place]) for name, place in heads.items()}
        rows = rows[1:]
    places = heads or {name: place for place, name in enumerate(columns)}
    found = []
    for number, cells in rows:
        if any(is_total([cell]) for cell in cells[:2]):
            continue
        values, faults = {}, []
        for name, place in places.items():
            cell = cells[place] if place < len(cells) else ""
            if not cell:
                continue
            try:
                values[name] = _value(name, cell, scales.get(name, 1), day_first)
            except ValueError:
                faults.append((name, cell))
        if values or faults:
            found.append(Row(number, values, faults))
    return found


def _value(name, cell, scale, day_first):
    if name == "date_due":
        return parse_date(cell, day_first)
    if name in ("percent", "tax"):
        return parse_percent(cell)
    if name in NUMBERS:
        number = parse_number(cell, scale)
        return number if number is not None else Decimal(0)
    return cell
