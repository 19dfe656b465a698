from odoo import models

HEAD_ROW = 3
STEP_COLUMNS = ("planned", "settled")


class PeriodSummaryXlsx(models.AbstractModel):
    _name = "report.commercial_contract.period_summary_xlsx"
    _description = "Period Summary as a Workbook"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, _records):
        source = self.env["report.commercial_contract.period_summary"]
        asked = {
            key: value
            for key, value in (data or {}).items()
            if key in ("unit", "day", "direction", "by") and value
        }
        summary = source._get_period_summary_data(**asked)
        lists = self.env["report.commercial_contract.settlement_list_xlsx"]
        formats = lists._get_formats(workbook, summary["currency"])
        self._write_groups(workbook, summary, formats)
        self._write_steps(workbook, summary, formats)

    def _start_sheet(self, workbook, summary, name, heads, formats):
        """Return a new sheet with three lines of header and the frozen head."""
        sheet = workbook.add_worksheet(name)
        lists = self.env["report.commercial_contract.settlement_list_xlsx"]
        lists._write_header(sheet, summary, summary["currency"].name, formats)
        for col, label in enumerate(heads):
            sheet.set_column(col, col, 16 if col else 30)
            sheet.write_string(HEAD_ROW, col, label, formats["head_right" if col else "head"])
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        return sheet

    def _write_groups(self, workbook, summary, formats):
        columns = summary["columns"]
        name = self.env._("By Group")
        heads = [label for _key, _kind, label in columns]
        sheet = self._start_sheet(workbook, summary, name, heads, formats)
        first = HEAD_ROW + 1
        for number, row in enumerate(summary["rows"], first):
            sheet.write_string(number, 0, row["group"])
            for col, (key, kind, _label) in enumerate(columns[1:], 1):
                sheet.write_number(number, col, row[key], formats[kind])
        last = first + len(summary["rows"])
        sheet.write_string(last, 0, self.env._("Grand Total"), formats["sum"])
        for col, (key, _kind, _label) in enumerate(columns[1:], 1):
            shape = formats["sum" if key == "count" else "sum_money"]
            sheet.write_number(last, col, summary["totals"][key], shape)
        if summary["rows"]:
            keys = [key for key, _kind, _label in columns]
            shown = [
                (keys.index(key), heads[keys.index(key)])
                for key in ("signed", "settled", "overdue")
            ]
            self._add_chart(workbook, sheet, summary, shown, (first, last - 1))

    def _write_steps(self, workbook, summary, formats):
        labels, flows = {key: label for key, _kind, label in summary["columns"]}, summary["flows"]
        heads = [self.env._("Period"), *(labels[key] for key in flows)]
        name = self.env._("Over the Period")
        sheet = self._start_sheet(workbook, summary, name, heads, formats)
        first = HEAD_ROW + 1
        for number, step in enumerate(summary["steps"], first):
            sheet.write_string(number, 0, step["label"])
            for col, key in enumerate(flows, 1):
                sheet.write_number(number, col, step[key], formats["money"])
        shown = [(flows.index(key) + 1, labels[key]) for key in STEP_COLUMNS]
        last = first + len(summary["steps"]) - 1
        self._add_chart(workbook, sheet, summary, shown, (first, last))

    def _add_chart(self, workbook, sheet, summary, shown, span):
        """Put a chart below the rows: columns side by side, from zero."""
        chart = workbook.add_chart({"type": "column"})
        first, last = span
        name = sheet.get_name()
        for col, label in shown:
            chart.add_series(
                {
                    "name": label,
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, col, last, col],
                }
            )
        currency = summary["currency"].name
        chart.set_title({"name": f"{summary['title']} {summary['period']} {currency}"})
        axis = {"num_format": "#,##0"}
        chart.set_y_axis({**axis, "min": 0} if self._is_positive(summary) else axis)
        chart.set_size({"width": 900, "height": 360})
        sheet.insert_chart(last + 3, 0, chart)

    def _is_positive(self, summary):
        rows = [*summary["rows"], *summary["steps"]]
        return all(row[key] >= 0 for row in rows for key in summary["flows"])
