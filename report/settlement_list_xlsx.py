from xlsxwriter.utility import xl_range

from odoo import models

WIDTHS = {
    "due": 12,
    "customer": 28,
    "contract": 18,
    "line": 20,
    "responsible": 14,
    "days_late": 10,
    "invoices": 24,
}
HEAD_ROW = 3
SHEET_NAME_LENGTH = 31


class SettlementListXlsx(models.AbstractModel):
    _name = "report.commercial_contract.settlement_list_xlsx"
    _description = "Settlement List as a Sheet"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, lines):
        source = self.env["report.commercial_contract.settlement_list"]
        ids = lines.ids if lines and lines._name == "commercial.contract.settlement" else []
        for asked in source._get_asked_lists(ids, data or {}):
            for part in asked["lists"] or [None]:
                self._write_list(workbook, asked, part)

    def _write_list(self, workbook, asked, part):
        """Write one sheet: three lines of header, the frozen head, the rows, the sums."""
        currency = part["currency"] if part else self.env.company.currency_id
        formats = self._get_formats(workbook, currency)
        name = f"{asked['direction_label']} {currency.name if part else ''}".strip()
        sheet = workbook.add_worksheet(name[:SHEET_NAME_LENGTH])
        self._write_header(sheet, asked, currency.name if part else "", formats)
        columns = asked["columns"]
        for col, (key, kind, label) in enumerate(columns):
            sheet.set_column(col, col, WIDTHS.get(key, 16))
            right = kind in ("money", "count")
            sheet.write_string(HEAD_ROW, col, label, formats["head_right" if right else "head"])
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        if not part:
            return sheet.write_string(HEAD_ROW + 1, 0, self.env._("Nothing stands on this list."))
        first = HEAD_ROW + 1
        for number, row in enumerate(part["rows"], first):
            self._write_row(sheet, number, row, columns, formats)
        last = first + len(part["rows"]) - 1
        sheet.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
        return self._write_sums(sheet, part, columns, (first, last), formats)

    def _write_header(self, sheet, asked, currency_name, formats):
        title = "  ".join(
            (asked["title"], asked["period"], asked["direction_label"], currency_name)
        )
        sheet.write_string(0, 0, title.strip(), formats["title"])
        sheet.write_string(1, 0, " · ".join((asked["company"], *asked["facts"])))
        sheet.write_string(2, 0, asked["as_of"])

    def _write_row(self, sheet, number, row, columns, formats):
        for col, (key, kind, _label) in enumerate(columns):
            value = row[key]
            if kind == "date":
                if value:
                    sheet.write_datetime(number, col, value, formats["date"])
            elif kind == "text":
                sheet.write_string(number, col, value)
            else:
                sheet.write_number(number, col, value, formats[kind])

    def _write_sums(self, sheet, part, columns, span, formats):
        """Write the grand total, the subtotals of the responsible, and the cash in the books.

        The grand total counts what the filter shows, and has its value beside the formula for
        readers that do not calculate. Subtotals are figures: a formula by name would add up two
        people of one name.
        """
        first, last = span
        row = last + 1
        keys = [key for key, _kind, _label in columns]
        money = [col for col, (_key, kind, _label) in enumerate(columns) if kind == "money"]
        sheet.write_string(row, 0, self.env._("Grand Total"), formats["sum"])
        for col in range(1, len(columns)):
            if col in money:
                formula = f"=SUBTOTAL(109,{xl_range(first, col, last, col)})"
                sheet.write_formula(
                    row, col, formula, formats["sum_money"], part["totals"][keys[col]]
                )
            else:
                sheet.write_blank(row, col, None, formats["sum"])
        row += 2
        for group in part["groups"]:
            sheet.write_string(row, 0, self.env._("Subtotal"))
            sheet.write_string(row, keys.index("responsible"), group["responsible"])
            for col in money:
                sheet.write_number(row, col, group["totals"][keys[col]], formats["money"])
            row += 1
        row += 1
        for label, amount in (
            (
                self.env._("Cash in the books for these contracts in the period"),
                part["cash_in_books"],
            ),
            (self.env._("Of it on lines that are not listed"), part["cash_elsewhere"]),
            (self.env._("Closed without money"), part["totals"]["adjusted"]),
            (self.env._("Unallocated on these contracts today"), part["unallocated"]),
        ):
            sheet.write_string(row, 0, label)
            sheet.write_number(row, keys.index("settled_period"), amount, formats["money"])
            row += 1

    def _get_formats(self, workbook, currency):
        decimals = f".{'0' * currency.decimal_places}" if currency.decimal_places else ""
        money = f"#,##0{decimals}"
        head = {
            "bold": True,
            "bg_color": "#EEEEEE",
            "border": 1,
            "text_wrap": True,
            "valign": "top",
        }
        total = {"bold": True, "top": 2}
        return {
            key: workbook.add_format(values)
            for key, values in {
                "title": {"bold": True, "font_size": 14},
                "head": head,
                "head_right": {**head, "align": "right"},
                "date": {"num_format": "yyyy-mm-dd", "align": "left"},
                "money": {"num_format": money},
                "count": {"num_format": "0;-0;"},
                "sum": total,
                "sum_money": {**total, "num_format": money},
            }.items()
        }
