"""Files of sheets: opened whatever their format, read into grids, and given back with remarks."""

import csv
import io
from decimal import Decimal
from typing import NamedTuple

from .sheet import Grid

ENCODINGS = ("utf-8-sig", "gb18030")
FILLS = {"error": "FFC7CE", "warning": "FFEB9C", "done": "C6EFCE"}  # as a spreadsheet's own styles
MOST_ROWS, MOST_COLUMNS = 100_000, 200
COMMENT_SIZE = {"width": 320, "height": 120}


class Remark(NamedTuple):
    """What is said of a cell; without a column it is said of the row, without a row of the file."""

    level: str  # error, warning or done
    text: str
    sheet: str = ""
    row: int = 0
    column: int | None = None  # from 0
    value: str = ""


def _openpyxl():
    """Return the package, which takes half a second to load: who brings a file waits for it, not each server."""
    import openpyxl  # noqa: PLC0415

    return openpyxl


def _illegal():
    return _openpyxl().cell.cell.ILLEGAL_CHARACTERS_RE


def column_letter(column):
    """Return what a sheet calls a column that counts from 1.

    >>> column_letter(28)
    'AB'
    """
    return _openpyxl().utils.get_column_letter(column)


def open_workbook(content, name=""):
    """Return the file as an openpyxl workbook: .xlsx, .xls or .csv, told by its first bytes.

    :raises ValueError: a file that is none of them, or is damaged

    >>> open_workbook(b"No.,Amount\\nA,5\\n").active["B2"].value
    '5'
    """
    try:
        if content[:2] == b"PK":
            return _openpyxl().load_workbook(io.BytesIO(content))
        if content[:4] == b"\xd0\xcf\x11\xe0":
            return _from_xls(content)
        return _from_csv(content)
    except Exception as error:
        raise ValueError("no sheet") from error


def read_grids(content, book):
    """Return a Grid for each visible sheet of the book that ``content`` was opened as.

    Percents are given as people see them (0.3 shown as 30% is "30%"). A formula is given as its
    last result; one that was never worked out is given as its text.
    """
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    results = None
    if any(cell.data_type == "f" for sheet in sheets for row in sheet.iter_rows() for cell in row):
        results = _openpyxl().load_workbook(io.BytesIO(content), data_only=True)
    return [_grid(sheet, results[sheet.title] if results else None, book) for sheet in sheets]


def write_remarks(book, remarks, heading):
    """Write remarks into their sheets: the cell coloured and commented, the text at the end of its row.

    :param heading: {sheet: (row of its heads, text above the remarks)}
    :return: the file as bytes
    """
    styles = _openpyxl().styles
    fills = {level: styles.PatternFill("solid", fgColor=color) for level, color in FILLS.items()}
    texts, cells = {}, {}
    for remark in remarks:
        if not remark.sheet or not remark.row:
            continue
        texts.setdefault((remark.sheet, remark.row), []).append(remark)
        if remark.column is not None:
            cells.setdefault((remark.sheet, remark.row, remark.column), []).append(remark)
    last = {}
    for name, (row, text) in heading.items():
        sheet = book[name]
        last[name] = _free_column(sheet, row, text)
        cell = sheet.cell(row, last[name], text)
        cell.font = styles.Font(bold=True)
        sheet.column_dimensions[column_letter(last[name])].width = 60
    for (name, row), found in texts.items():
        cell = _own(book[name], row, last.get(name) or book[name].max_column + 1)
        cell.value = " ".join(_safe(remark.text) for remark in found)
        cell.fill = fills[min((remark.level for remark in found), key=list(FILLS).index)]
    for (name, row, column), found in cells.items():
        cell = _own(book[name], row, column + 1)
        cell.fill = fills[min((remark.level for remark in found), key=list(FILLS).index)]
        cell.comment = _openpyxl().comments.Comment(
            "\n".join(_safe(remark.text) for remark in found), "Odoo"
        )
        cell.comment.width, cell.comment.height = COMMENT_SIZE.values()
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _grid(sheet, results, book):
    epoch = 1904 if book.epoch.year == 1904 else 1900
    rows = []
    for number, row in enumerate(sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS)), 1):
        if number > MOST_ROWS:
            break
        values = [cell.value for cell in row]
        for index, cell in enumerate(row):
            if cell.data_type == "f" and results is not None:
                result = results.cell(number, index + 1).value
                values[index] = cell.value if result is None else result
            if "%" in cell.number_format and isinstance(values[index], int | float):
                values[index] = f"{(Decimal(str(values[index])) * 100).normalize():f}%"
        rows.append(values)
    merges = [
        (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
        for area in sheet.merged_cells.ranges
    ]
    return Grid(sheet.title, rows, merges, epoch)


def _free_column(sheet, row, text):
    """Return the column of the remarks: that of an earlier run, emptied, or the first one that is free."""
    for column in range(1, sheet.max_column + 1):
        if sheet.cell(row, column).value == text:
            _clear(sheet, row, column)
            return column
    return sheet.max_column + 1


def _clear(sheet, row, column):
    """Take the remarks of an earlier run away."""
    ours = {f"00{color}" for color in FILLS.values()}
    for cells in sheet.iter_rows(min_row=row + 1):
        for cell in cells:
            if cell.comment and cell.comment.author == "Odoo":
                cell.comment = None
            if cell.fill.fgColor.rgb in ours:
                cell.fill = _openpyxl().styles.PatternFill()
    for number in range(row + 1, sheet.max_row + 1):
        _own(sheet, number, column).value = None


def _own(sheet, row, column):
    """Return the cell, or the first one of the merged area that it lies in."""
    cell = sheet.cell(row, column)
    if type(cell).__name__ != "MergedCell":
        return cell
    for area in sheet.merged_cells.ranges:
        if cell.coordinate in area:
            return sheet.cell(area.min_row, area.min_col)
    return cell


def _safe(text):
    """Return the text without what a sheet cannot hold; never a formula."""
    text = _illegal().sub("", text)
    return f" {text}" if text.startswith("=") else text


def _from_xls(content):
    import xlrd  # noqa: PLC0415, as Odoo does: only files of that age need it

    book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    found = _openpyxl().Workbook()
    found.remove(found.active)
    for sheet in book.sheets():
        target = found.create_sheet(sheet.name)
        for row in range(sheet.nrows):
            for column in range(sheet.ncols):
                cell = sheet.cell(row, column)
                if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
                    continue
                value = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    value = xlrd.xldate_as_datetime(value, book.datemode)
                written = target.cell(row + 1, column + 1, value)
                form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
                if "%" in form:
                    written.number_format = form
        for top, bottom, left, right in sheet.merged_cells:
            if (bottom - top, right - left) != (1, 1):
                target.merge_cells(
                    start_row=top + 1, end_row=bottom, start_column=left + 1, end_column=right
                )
    return found


def _from_csv(content):
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("no text")
    if "\0" in text:
        raise ValueError("no text")
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    book = _openpyxl().Workbook()
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        book.active.append([_illegal().sub("", value) or None for value in row])
    return book
