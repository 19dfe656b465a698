import io
import json

from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, tagged

from .common import ContractCase

LISTS = {
    "commercial.contract": ["name", "partner_id", "direction", "amount_total", "amount_settled"],
    "commercial.contract.settlement": ["contract_id/name", "label", "date_due", "amount"],
    "commercial.contract.allocation": ["contract_id/name", "date", "amount"],
}
HEADS = {
    "commercial.contract": ["合同编号", "客户或供应商", "收付方向", "合同金额", "已结金额"],
    "commercial.contract.settlement": ["合同/合同编号", "结算明细", "应结日期", "金额"],
    "commercial.contract.allocation": ["合同/合同编号", "日期", "金额"],
}


@tagged("post_install", "-at_install")
class TestExportSheet(ContractCase, HttpCase):
    """The Excel that Odoo's own export makes of a list for people who read Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.seller.write({"lang": "zh_CN"})
        cls.seller.group_ids += cls.env.ref("base.group_allow_export")
        cls.sold = cls.contract(1000, [("A", 300, "2026-01-31"), ("B", 700, None)])
        cls.bought = cls.contract(100, [("C", 100, "2026-02-28")], direction="purchase")
        cls.payment(cls, 250, contract=cls.sold)
        others = cls.contract(70, [("Hidden", 70, "2026-01-31")])
        others._unlocked().user_id = cls.seller2

    def sheet(self, model):
        """Return the rows of the file, named as the export dialog names its columns."""
        names = LISTS[model]
        self.authenticate("seller", "seller")
        labels = {}
        for prefix, of in {("", model), ("contract_id/", "commercial.contract")}:
            if prefix and not any(name.startswith(prefix) for name in names):
                continue
            found = self.make_jsonrpc_request(
                "/web/export/get_fields",
                {"model": of, "domain": [], "import_compat": False},
            )
            labels |= {prefix + field["id"]: field["string"] for field in found}
        fields = [
            {
                "name": name,
                "label": f"合同/{labels[name]}" if "/" in name else labels[name],
                "type": "char",
            }
            for name in names
        ]
        asked = {
            "model": model,
            "fields": fields,
            "ids": False,
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {"lang": "zh_CN"},
        }
        answer = self.url_open(
            "/web/export/xlsx",
            data={"data": json.dumps(asked), "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200, answer.text[:500])
        [sheet] = load_workbook(io.BytesIO(answer.content)).worksheets
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def test_heads_are_chinese(self):
        for model, heads in HEADS.items():
            self.assertEqual(self.sheet(model)[0], heads, model)

    def test_money_in_and_money_out_are_told_apart(self):
        rows = {row[0]: row[2:] for row in self.sheet("commercial.contract")[1:]}
        self.assertEqual(
            rows,
            {
                self.sold.name: ["销售合同", 1000, 250],
                self.bought.name: ["采购合同", 100, 0],
            },
        )

    def test_amounts_are_numbers_and_dates_are_days(self):
        rows = {row[1]: row for row in self.sheet("commercial.contract.settlement")[1:]}
        self.assertEqual(set(rows), {"A", "B", "C"})
        self.assertEqual(rows["A"][3], 300)
        self.assertEqual(str(rows["A"][2])[:10], "2026-01-31")
        [[name, _date, amount]] = self.sheet("commercial.contract.allocation")[1:]
        self.assertEqual((name, amount), (self.sold.name, 250))
