import io
import json
from urllib.parse import quote

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, freeze_time, tagged

from .common import ContractCase

REPORT = "commercial_contract.report_settlement_list_xlsx"
HEAD = 4


@tagged("post_install", "-at_install")
class TestReportSettlementSheet(ContractCase, HttpCase):
    """The settlement list in Excel, and the wizard that asks for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.name = "=1+1"
        cls.k = cls.contract()

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time("2026-02-15"))

    def sheets(self, data=None, ids=(), values=True):
        reports = self.env["ir.actions.report"].with_user(self.leader)
        content, kind = reports._render(REPORT, list(ids), data=data or {})
        self.assertEqual(kind, "xlsx")
        return load_workbook(io.BytesIO(content), data_only=values).worksheets

    def cells(self, sheet, row):
        heads = [cell.value for cell in sheet[HEAD]]
        return dict(zip(heads, sheet[row], strict=True))

    def test_dates_and_amounts_are_values(self):
        [sheet] = self.sheets()
        row = self.cells(sheet, HEAD + 1)
        self.assertEqual(row["Due Date"].value, fields.Datetime.to_datetime("2026-01-31"))
        self.assertTrue(row["Due Date"].is_date)
        self.assertEqual((row["Amount"].value, row["Amount"].data_type), (3000, "n"))
        self.assertEqual(row["Amount"].number_format, "#,##0.00")
        self.assertEqual((row["Days Overdue"].value, row["Days Overdue"].data_type), (15, "n"))

    def test_text_stays_text(self):
        [sheet] = self.sheets(values=False)
        cell = self.cells(sheet, HEAD + 1)["Customer"]
        self.assertEqual((cell.value, cell.data_type), ("=1+1", "s"))

    def test_totals(self):
        [values], [formulas] = self.sheets(), self.sheets(values=False)
        row = HEAD + 3
        self.assertEqual(values.cell(row, 1).value, "Grand Total")
        self.assertEqual(self.cells(values, row)["Amount"].value, 8000)
        self.assertEqual(self.cells(values, row)["Unsettled"].value, 8000)
        self.assertEqual(self.cells(formulas, row)["Amount"].value, "=SUBTOTAL(109,F5:F6)")
        subtotal = self.cells(values, row + 2)
        self.assertEqual(
            (subtotal["Responsible"].value, subtotal["Amount"].value), ("Seller", 8000)
        )

    def test_head_is_frozen_and_filters(self):
        [sheet] = self.sheets()
        self.assertEqual(sheet.freeze_panes, f"A{HEAD + 1}")
        self.assertEqual(sheet.auto_filter.ref, "A4:K6")
        self.assertGreater(sheet.column_dimensions["B"].width, 20)
        self.assertIn("February 2026", sheet["A1"].value)
        self.assertIn("printed by Leader", sheet["A3"].value)

    def test_decimals_of_the_currency(self):
        self.contract(500, [("Y", 500, "2026-02-20")], currency_id=self.jpy.id)
        _usd, yen = self.sheets()
        self.assertEqual(yen.title, "Money In JPY")
        self.assertEqual(self.cells(yen, HEAD + 1)["Amount"].number_format, "#,##0")

    def test_one_sheet_a_direction_for_ticked_lines(self):
        out = self.contract(400, [("Out", 400, "2026-02-20")], direction="purchase")
        sheets = self.sheets(ids=(self.k | out).settlement_ids.ids)
        self.assertEqual([sheet.title for sheet in sheets], ["Money In USD", "Money Out USD"])

    def test_a_list_of_nothing_says_so(self):
        [sheet] = self.sheets({"direction": "purchase"})
        self.assertEqual(sheet.cell(HEAD + 1, 1).value, "Nothing stands on this list.")

    def wizard(self, **values):
        return self.env["commercial.contract.settlement.list"].with_user(self.seller).create(values)

    def test_wizard_asks_for_this_month(self):
        asked = self.wizard()
        self.assertEqual((str(asked.date_from), str(asked.date_to)), ("2026-02-01", "2026-02-28"))
        self.assertEqual(asked.direction, "sale")

    def test_wizard_refuses_a_period_that_ends_before_it_begins(self):
        with self.assertRaises(ValidationError):
            self.wizard(date_from="2026-02-02", date_to="2026-02-01")

    def test_wizard_prints_what_it_was_asked(self):
        asked = self.wizard(direction="purchase", mode="settled").with_context(active_ids=[1, 2])
        action = asked.action_print()
        self.assertEqual(action["report_name"], "commercial_contract.settlement_list")
        wanted = {
            "date_from": "2026-02-01",
            "date_to": "2026-02-28",
            "direction": "purchase",
            "mode": "settled",
        }
        self.assertLessEqual(wanted.items(), action["data"].items())
        self.assertFalse(action["context"]["active_ids"])

    def test_export_comes_over_the_web_with_the_rights_of_who_asks(self):
        action = self.wizard(mode="settled").action_export()
        self.contract(400, [("Other", 400, "2026-02-20")], user_id=self.seller2.id)
        self.authenticate("seller", "seller")
        options, context = quote(json.dumps(action["data"])), quote(json.dumps({}))
        answer = self.url_open(
            f"/report/xlsx/{action['report_name']}?options={options}&context={context}"
        )
        self.assertEqual(answer.status_code, 200)
        [sheet] = load_workbook(io.BytesIO(answer.content)).worksheets
        lines = [self.cells(sheet, HEAD + row)["Settlement Line"].value for row in (1, 2, 3)]
        self.assertEqual(lines, ["A", "B", None])
