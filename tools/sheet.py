"""Find the table in a sheet as people have it: titles above, heads in two rows, merged cells, totals."""

import re
from typing import NamedTuple

from .cells import currency_mark, head_scale, name_key, plain

MOST_ROWS_ABOVE = 30
TOTAL = re.compile(
    r"(本页|本月|累计)?(合计|小计|总计|总合计|共计)|(grand|sub)?total|sum(total)?", re.I
)
NOTE = re.compile(
    r"^(制表|审核|复核|批准|填表|说明|备注|注\d*|prepared|checked|approved|note)", re.I
)


class Grid(NamedTuple):
    """A sheet as values; rows and columns count from 0, merged areas hold their first cell only."""

    title: str
    rows: list
    merges: list = ()  # (top, left, bottom, right), ends included
    epoch: int = 1900


class Table(NamedTuple):
    """What was found: rows count from 1, as the sheet shows them."""

    title: str
    head: int  # the last row of heads
    columns: dict  # name: index from 0
    scales: dict  # name: factor of the unit that the head names
    marks: dict  # name: mark of the currency that the head names
    rows: list  # (row, {name: value})
    epoch: int


def find_table(grid, lookup, shared=(), needed=()):
    """Return the table of a sheet, or None where no row has two heads that are known.

    :param lookup: ``lookup(head, head above it)`` returns the name of a column or None
    :param shared: columns that hold for all rows of a merged area
    :param needed: a table has one of these columns

    >>> grid = Grid("S", [["2026"], ["No.", "Amount (万元)"], ["A", 5], [None, None], ["Total", 5]])
    >>> table = find_table(grid, lambda head, above: {"No.": "no", "Amount (万元)": "amount"}.get(head))
    >>> table.head, table.columns, table.scales["amount"], table.rows
    (2, {'no': 0, 'amount': 1}, 10000, [(3, {'no': 'A', 'amount': 5})])
    """
    owners = _owners(grid.merges)
    best, columns = 0, {}
    for index in range(min(len(grid.rows), MOST_ROWS_ABOVE)):
        found = _heads(grid, index, owners, lookup)
        if len(found) > max(len(columns), 1):
            best, columns = index, found
    if not columns or (needed and not set(needed) & set(columns)):
        return None
    scales, marks = _units(grid, best, owners, columns)
    by_index = {index: name for name, index in columns.items()}
    shared = {columns[name] for name in shared if name in columns}
    rows, heads = [], {name: _text(grid, best, index, owners) for name, index in columns.items()}
    for index in range(best + 1, len(grid.rows)):
        row = _values(grid, index, owners, by_index, shared)
        if row and not _is_aside(grid.rows[index], row, heads):
            rows.append((index + 1, row))
    return Table(grid.title, best + 1, columns, scales, marks, rows, grid.epoch)


def is_total(values):
    """Return whether a row is a sum of the rows above it: its first text says so.

    >>> is_total([None, "合　计", 5]), is_total(["Total Energies", 5]), is_total([3, "Sub-Total:"])
    (True, False, True)
    """
    texts = [value for value in values if isinstance(value, str) and plain(value)]
    return bool(texts and TOTAL.fullmatch(name_key(texts[0])))


def _owners(merges):
    """Return {cell: first cell of its merged area} for all cells but the first of each."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def _cell(grid, row, column):
    if not 0 <= row < len(grid.rows) or column >= len(grid.rows[row]):
        return None
    return grid.rows[row][column]


def _text(grid, row, column, owners):
    return plain(_cell(grid, *owners.get((row, column), (row, column))))


def _heads(grid, index, owners, lookup):
    """Return {name: column} of the heads in a row, each with what stands above it."""
    found, width = {}, len(grid.rows[index])
    if index:
        width = max(width, len(grid.rows[index - 1]))
    for column in range(width):
        text, above = _text(grid, index, column, owners), _text(grid, index - 1, column, owners)
        name = lookup(text or above, above if text != above else "")
        if name and name not in found:
            found[name] = column
    return found


def _units(grid, head, owners, columns):
    """Return ({name: factor}, {name: mark}) as heads, what stands above them and lines above say."""
    lines = [plain(value) for row in grid.rows[:head] for value in row if isinstance(value, str)]
    told = [head_scale(line) for line in lines if "单位" in line]
    default = told[-1] if told else 1
    scales, marks = {}, {}
    for name, column in columns.items():
        texts = [_text(grid, row, column, owners) for row in (head, head - 1) if row >= 0]
        scales[name] = next((head_scale(text) for text in texts if head_scale(text) > 1), default)
        marks[name] = next(filter(None, map(currency_mark, texts)), "")
        if any(re.search(r"[(\[]\s*元\s*[)\]]", text) for text in texts):
            scales[name] = 1
    return scales, marks


def _values(grid, index, owners, by_index, shared):
    """Return {name: value} of the cells of a row that hold something."""
    found = {}
    for column, name in by_index.items():
        value = _cell(grid, index, column)
        if column in shared and (index, column) in owners:
            value = _cell(grid, *owners[index, column])
        if value is not None and plain(value):
            found[name] = value
    return found


def _is_aside(values, row, heads):
    """Return whether a row is a sum, the heads once more, or a note below the table."""
    if is_total(values):
        return True
    if sum(plain(value) == heads[name] for name, value in row.items()) >= 2:
        return True
    texts = [plain(value) for value in values if value is not None and plain(value)]
    return len(texts) <= 2 and bool(NOTE.match(texts[0]))
