"""Rows of sheets put together to contracts with their goods, their plan and what was before."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .cells import currency_mark, name_key, parse_date, parse_number, parse_percent, plain
from .opening_columns import (
    COLUMNS,
    CONTRACT,
    DIRECTION_WORDS,
    GOODS,
    KIND_WORDS,
    OPENING,
    PLAN,
    find_column,
    sheet_kind,
)
from .sheet import find_table

EXAMPLE = ("example", "示例")  # numbers that begin so are those of a template
IDENTITY = ("partner", "vendor", "title", "amount")


@dataclass
class Entry:
    """A row of a sheet: what was read, and where it stands."""

    sheet: str
    row: int
    values: dict
    raw: dict
    columns: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)

    def get(self, name):
        """Return the value of a column, or None."""
        return self.values.get(name)


@dataclass
class Opening:
    """A contract of the sheets: ``head`` is the row that names it first."""

    head: Entry
    values: dict
    goods: list = field(default_factory=list)
    plan: list = field(default_factory=list)


class Fault(NamedTuple):
    """What is wrong with a cell; ``code`` says what, words for it stand with the model."""

    code: str
    entry: Entry
    column: str = ""
    names: Any = None
    level: str = "error"


def read_tables(grids, names=None):
    """Return the tables of the sheets, each with what its rows are: [(kind, Table)].

    :param names: as in ``find_column``
    """
    found = []
    for grid in grids:
        kind = sheet_kind(grid.title)

        def lookup(head, above, kind=kind):
            return find_column(head, above, kind, names)

        table = find_table(grid, lookup, CONTRACT, ("number", "partner", "vendor"))
        if not table:
            continue
        has_party = {"partner", "vendor"} & set(table.columns)
        if kind == "contract" and not has_party:
            kind = "goods" if set(GOODS) & set(table.columns) else "plan"
        found.append(("contract" if has_party and kind != "goods" else kind, table))
    return found


def read_openings(tables, day_first=None):
    """Return (contracts, faults) of the tables.

    Rows of one number are one contract, as are rows without number that repeat the row above or
    leave its cells empty. Sheets of goods and plan lines name the number of their contract.

    >>> from .sheet import Grid
    >>> rows = [["合同编号", "客户", "合同金额", "应结日期", "应结金额"], ["A-1", "K", "1,000", "2026年3月5日", 400]]
    >>> grid = Grid("Sheet1", [*rows, ["A-1", "K", 1000, 46000, 600], ["合计", None, 1000, None, 1000]])
    >>> [contract], faults = read_openings(read_tables([grid]))
    >>> [(str(line.get("due")), int(line.get("plan_amount"))) for line in contract.plan], faults
    ([('2026-03-05', 400), ('2025-12-09', 600)], [])
    """
    faults, found, by_number = [], [], {}
    for kind, table in sorted(tables, key=lambda pair: pair[0] != "contract"):
        last = None
        for number, row in table.rows:
            entry = _read_row(table, number, row, day_first, faults)
            if plain(entry.get("number")).casefold().startswith(EXAMPLE):
                last = None
                continue
            if kind == "contract":
                last = _put_contract(entry, last, found, by_number, faults)
            else:
                last = _put_part(kind, entry, last, by_number, faults)
    return found, faults


def _read_row(table, number, row, day_first, faults):
    entry = Entry(table.title, number, {}, row, table.columns, {})
    for name, value in row.items():
        form = COLUMNS[name].form
        try:
            entry.values[name] = _parse(form, value, table.scales[name], table.epoch, day_first)
        except ValueError as error:
            code = "formula" if str(value).startswith("=") else str(error).replace(" ", "_")
            faults.append(Fault(code, entry, name))
        if form == "money":
            entry.marks[name] = currency_mark(value) or table.marks[name]
    return entry


def _parse(form, value, scale, epoch, day_first):
    if form == "money":
        return parse_number(value, scale)
    if form == "number":
        return parse_number(value)
    if form == "percent":
        return parse_percent(value)
    if form == "date":
        return parse_date(value, day_first, epoch)
    text = plain(value)
    if form == "direction":
        found = DIRECTION_WORDS.get(name_key(text))
        if not found:
            raise ValueError("no direction")
        return found
    if form == "kind":
        found = KIND_WORDS.get(name_key(text))
        if not found:
            raise ValueError("no kind")
        return found
    if text.startswith("="):
        raise ValueError("formula")
    return text


def _put_contract(entry, last, found, by_number, faults):
    """Add a row of a sheet of contracts; return its contract."""
    key = name_key(entry.get("number"))
    opening = by_number.get(key) if key else None
    if not key and last and _continues(entry, last):
        opening = last
    if not opening:
        opening = Opening(entry, {})
        found.append(opening)
        if key:
            by_number[key] = opening
    _merge(opening, entry, faults)
    goods, plan = _part(entry, GOODS), _part(entry, [*PLAN, *OPENING])
    planned = _part(entry, PLAN)
    if goods and not (plan and any(goods == _part(row, GOODS) for row in opening.goods)):
        opening.goods.append(entry)
    if planned and not (
        goods
        and entry.get("due")
        and any(plan == _part(row, [*PLAN, *OPENING]) for row in opening.plan)
    ):
        opening.plan.append(entry)
    elif not planned and plan:
        _merge(opening, entry, faults, OPENING)
    return opening


def _put_part(kind, entry, last, by_number, faults):
    """Add a row of a sheet of goods or plan lines to the contract that it names."""
    key = name_key(entry.get("number"))
    opening = by_number.get(key) if key else last
    if not opening:
        faults.append(Fault("no_contract" if key else "unnumbered", entry, "number"))
        return None
    (opening.goods if kind == "goods" else opening.plan).append(entry)
    return opening


def _continues(entry, last):
    """Return whether a row without number goes on with the contract above."""
    told = [name for name in IDENTITY if entry.get(name) is not None]
    if any(entry.get(name) != last.values.get(name) for name in told):
        return False
    parts = _part(entry, [*GOODS, *PLAN])
    return bool(parts) and (not told or any(last.goods) or any(last.plan))


def _merge(opening, entry, faults, names=CONTRACT):
    """Take the values of a row over into its contract; say where two rows differ."""
    for name in names:
        value = entry.get(name)
        if value is None or (name == "tax" and _part(entry, GOODS)):
            continue
        old = opening.values.setdefault(name, value)
        if old != value and name not in ("note",):
            faults.append(Fault("differs", entry, name, {"other": opening.head.row}))


def _part(entry, names):
    return {name: entry.values[name] for name in names if entry.get(name) is not None}
