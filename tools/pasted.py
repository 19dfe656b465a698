"""Rows that were copied from a spreadsheet: which cell says what, and what is wrong with it."""

import csv
import io
from decimal import Decimal
from typing import NamedTuple

from .cells import head_key, head_scale, parse_date, parse_number, parse_percent, plain

# How the columns of each list are called, in the order in which they stand where nothing is said.
GOODS = {
    "name": "name goods product description item 品名 名称 商品 商品名称 货物 货物名称 产品 产品名称 物料名称 合同商品",
    "model_number": "model modelno modelnumber partno code 型号 规格型号 产品型号 编码",
    "specification": "specification spec specifications 规格 技术规格 规格参数",
    "quantity": "quantity qty 数量",
    "uom": "unit uom unitofmeasure 单位 计量单位",
    "price_unit": "price unitprice 单价 含税单价 不含税单价",
    "tax": "tax taxes taxrate vat 税率 税项 增值税率",
}
PLAN = {
    "name": "name line settlementline description kind 名称 款项 款项名称 结算明细 付款节点 款项性质",
    "date_due": "date due duedate 日期 应结日期 应收日期 应付日期 付款日期 收款日期 到期日期 计划日期",
    "percent": "percent percentage share % 比例 百分比 付款比例",
    "amount": "amount 金额 应结金额 应收金额 应付金额 付款金额 计划金额",
}
NUMBERS = ("quantity", "price_unit", "amount")
TOTALS = {"合计", "总计", "小计", "共计", "total", "subtotal", "sum"}


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
    """
    names = {word: name for name, words in columns.items() for word in words.split()}
    found = {}
    for place, cell in enumerate(cells):
        name = names.get(head_key(cell)) or names.get(cell)
        if name and name not in found:
            found[name] = place
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
        if any(plain(cell).casefold().rstrip(":： ") in TOTALS for cell in cells[:2]):
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
