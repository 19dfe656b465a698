"""Files of running contracts for tests, made as people and programs make them."""

import base64
import io
from html import unescape

from openpyxl import Workbook, load_workbook

HEADS = (
    *(
        "合同编号",
        "合同名称",
        "客户",
        "合同金额",
        "税率",
        "签订日期",
        "应结日期",
        "款项",
        "应结金额",
    ),
    *("已开票金额", "已收金额", "期初日期"),
)


def make_file(*sheets, merges=()):
    """Return the bytes of an .xlsx file.

    :param sheets: (title, rows)
    :param merges: (title, "A1:B2")
    """
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for title, area in merges:
        book[title].merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def one_sheet(count, customer="K", **changes):
    """Return a file of ``count`` contracts over 1,000.00 with three plan lines of 300, 600 and 100; of
    the first 300 were invoiced and 200 settled.

    :param changes: r12={3: value}: the cells of row 12, by column from 0
    """
    rows = [list(HEADS)]
    for number in range(1, count + 1):
        for name, due, amount, before in (
            ("预付款", "2026-01-31", 300, (300, 200, "2025-12-31")),
            ("进度款", "2026-06-30", 600, ()),
            ("质保金", "2027-06-30", 100, ()),
        ):
            head = [f"T-{number:05}", f"合同 {number}", customer, 1000, None, "2025-11-05"]
            row = [*head, due, name, amount, *before]
            rows.append([*row, *[None] * (len(HEADS) - len(row))])
    for key, cells in changes.items():
        row = rows[int(key[1:]) - 1]
        for column, value in cells.items():
            row += [None] * (column + 1 - len(row))
            row[column] = value
    return make_file(("合同台账", rows))


class OpeningFiles:
    """For test cases: the dialog as a user of it."""

    def dialog(self, content, user=None, filename="contracts.xlsx", **values):
        """Return the dialog of a user with a file that is checked."""
        wizard = (
            self.env["commercial.contract.opening"]
            .with_user(user or self.manager)
            .create(
                {
                    "file": base64.b64encode(content),
                    "filename": filename,
                    "company_id": self.company.id,
                    "opening_date": "2025-12-31",
                    **values,
                }
            )
        )
        wizard.action_check()
        return wizard

    def take_over(self, content, **values):
        """Return the contracts that a file without errors becomes."""
        wizard = self.dialog(content, **values)
        self.assertEqual(wizard.error_count, 0, wizard.messages)
        wizard.action_take_over()
        self.assertEqual(wizard.state, "done", wizard.messages)
        return wizard.contract_ids.sudo()

    def assertFault(self, wizard, *words):
        text = unescape(wizard.messages).replace("\N{NO-BREAK SPACE}", " ")
        for word in words:
            self.assertIn(word, text)

    def result(self, wizard):
        """Return the file that was given back, as an openpyxl workbook."""
        return load_workbook(io.BytesIO(base64.b64decode(wizard.result_file)))
