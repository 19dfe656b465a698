import io
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FINANCE, MANAGER, LedgerCase
from .opening_files import HEADS, OpeningFiles, make_file, one_sheet


@tagged("post_install", "-at_install")
class TestOpeningImport(OpeningFiles, LedgerCase):
    """Running contracts taken over from a file: figures by hand, all of them or none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.group_ids |= cls.env.ref("base.group_partner_manager")

    def count(self):
        return self.env["commercial.contract"].search_count([])

    def test_one_sheet_with_a_row_per_plan_line(self):
        first, second = self.take_over(one_sheet(2)).sorted("name")
        self.assertEqual((first.name, first.title, first.state), ("T-00001", "合同 1", "active"))
        self.assertEqual((first.amount_total, first.date_signed), (1000, date(2025, 11, 5)))
        self.assertEqual((first.partner_id, first.user_id), (self.customer, self.manager))
        self.assertEqual(first.settlement_ids.mapped("amount"), [300, 600, 100])
        self.assertEqual(first.settlement_ids.mapped("kind"), ["advance", "progress", "retention"])
        self.assertEqual((first.amount_settled, first.amount_unsettled), (200, 800))
        [row] = first.allocation_ids
        self.assertEqual((row.kind, row.date, row.amount), ("opening", date(2025, 12, 31), 200))
        self.assertEqual(first.settlement_ids[0].amount_to_invoice, 0)
        self.assertEqual(first.settlement_ids[1].amount_to_invoice, 600)
        self.assertEqual(second.name, "T-00002")
        self.assertIn("contracts.xlsx", first.message_ids[0].body)

    def test_cash_of_the_books_is_added_and_never_doubled(self):
        contract = self.take_over(one_sheet(1))
        self.advance(contract, 250, "2026-01-05")
        self.assertEqual(contract.settlement_ids.mapped("amount_settled"), [300, 150, 0])
        self.assertEqual(contract.amount_settled, 450)
        with self.assertRaises(UserError):
            self.advance(contract, 10, "2025-12-30")

    def test_three_sheets(self):
        content = make_file(
            (
                "Contracts",
                [
                    [
                        *("Contract No.", "Customer", "Contract Amount", "Tax (%)", "Signed On"),
                        *("Currency", "Invoiced", "Received", "As of"),
                    ],
                    ["A-1", "K", 1130, 13, date(2025, 3, 1), "USD", 800, 500, date(2025, 12, 1)],
                    ["A-2", "K2", "2,000.00", None, "1 Apr 2025", "EUR", None, None, None],
                ],
            ),
            (
                "Goods",
                [
                    ["Contract No.", "Product Code", "Goods", "Quantity", "Unit Price"],
                    ["A-1", "P-100", "Pump", 2, 400],
                    ["A-1", None, "Service hours", 4, 50],
                ],
            ),
            (
                "Plan",
                [
                    ["Contract No.", "Name", "Due Date", "Percent", "Kind"],
                    ["A-1", "First", "2025-06-30", "50%", "Advance"],
                    ["A-1", "Second", "2025-09-30", "30%", None],
                    ["A-1", "Third", "2026-09-30", "20%", "Final"],
                ],
            ),
        )
        # EUR signed before its first rate: told by the official way of signing
        wizard = self.dialog(content)
        self.assertEqual(wizard.error_count, 0, wizard.messages)
        self.assertIn("There is no plan", wizard.messages)
        text = self.assertRefused(wizard.action_take_over, "A-2", "EUR rate")
        self.assertNotIn("A-1", text)
        self.assertEqual(self.count(), 0)
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.eur.id,
                "company_id": self.company.id,
                "name": "2025-01-01",
                "rate": 0.5,
            }
        )
        one, two = self.take_over(content).sorted("name")
        self.assertEqual((one.amount_untaxed, one.amount_total), (1000, 1130))
        self.assertEqual(one.line_ids.product_id, self.pump)
        self.assertEqual(one.line_ids.mapped("tax_ids"), self.tax_13)
        self.assertEqual(one.settlement_ids.mapped("amount"), [565, 339, 226])
        # 800 invoiced and 500 settled of the whole: on the lines that are due first
        self.assertEqual(one.settlement_ids.mapped("opening_invoiced"), [565, 235, 0])
        self.assertEqual(one.settlement_ids.mapped("opening_settled"), [500, 0, 0])
        self.assertEqual(
            one.settlement_ids.mapped("opening_date"), [date(2025, 12, 1)] * 2 + [False]
        )
        self.assertEqual((two.currency_id, two.currency_rate), (self.eur, 0.5))
        self.assertEqual(two.settlement_ids.mapped("amount"), [2000])

    def test_a_messy_sheet(self):
        content = make_file(
            (
                "Sheet1",
                [
                    ["2025年在执行合同台账"],
                    ["编制单位：K", None, None, "单位：万元"],
                    ["合同信息", None, None, None, "结算计划", None, "期初", None],
                    ["合同\n编号", "对方单位", "签订时间", "金额", "日期", "金额", "开票", "收款"],
                    [
                        "Ａ－１",
                        "Ｋ ",
                        "2025年3月5日",
                        "１１．３",
                        "2025/6/30",
                        "5.65万元",
                        5.65,
                        "30,000元",
                    ],
                    [None, None, None, None, 46203, 5.65, None, "-"],
                    [],
                    ["小计", None, None, 11.3, None, 11.3, None, None],
                    ["A-2", "K2", "20250401", "20", "30 Jun 2025", "20", None, None],
                    ["合计", None, None, 31.3],
                    ["制表：王", None, "审核：李"],
                ],
            ),
            ("目录", [["a", "b"], [1, 2]]),
            merges=[
                ("Sheet1", "A1:H1"),
                ("Sheet1", "A3:D3"),
                ("Sheet1", "E3:F3"),
                ("Sheet1", "G3:H3"),
            ]
            + [("Sheet1", f"{column}5:{column}6") for column in "ABCD"],
        )
        contracts = self.take_over(content).sorted("name")
        self.assertEqual(contracts.mapped("name"), ["A-1", "A-2"])
        self.assertEqual(contracts.mapped("amount_total"), [113000, 200000])
        one, two = contracts
        self.assertEqual(one.settlement_ids.mapped("amount"), [56500, 56500])
        self.assertEqual(
            one.settlement_ids.mapped("date_due"), [date(2025, 6, 30), date(2026, 6, 30)]
        )
        self.assertEqual((one.amount_settled, two.amount_settled), (30000, 0))
        self.assertEqual(one.settlement_ids.mapped("opening_invoiced"), [56500, 0])
        self.assertEqual(two.partner_id, self.other_customer)

    def test_a_fault_in_row_500_writes_nothing(self):
        wizard = self.dialog(one_sheet(200, r500={6: "2026-13-01"}))
        self.assertEqual((wizard.error_count, wizard.contract_count), (1, 200))
        self.assertFault(wizard, "合同台账, row 500, column G Due Date", "2026-13-01", "2026-03-05")
        wizard.action_take_over()
        self.assertEqual((wizard.state, self.count()), ("checked", 0))
        sheet = self.result(wizard)["合同台账"]
        self.assertIn("2026-13-01", sheet["G500"].comment.text)
        self.assertEqual(sheet["G500"].fill.fgColor.rgb, "00FFC7CE")
        self.assertIn("2026-13-01", sheet["M500"].value)
        self.assertEqual(sheet["M1"].value, "Check Result")
        self.assertEqual(sheet["M2"].value, "Can be taken over.")
        # the file that was given back, mended, is taken over
        content = self.result(wizard)
        content["合同台账"]["G500"].value = date(2026, 6, 30)
        stream = self.dump(content)
        again = self.dialog(stream)
        self.assertEqual(again.error_count, 0, again.messages)
        self.assertIsNone(self.result(again)["合同台账"]["G500"].comment)
        self.assertIsNone(self.result(again)["合同台账"]["N1"].value)

    def dump(self, book):
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def test_a_fault_that_only_signing_tells_writes_nothing(self):
        wizard = self.dialog(
            one_sheet(2, r1={12: "币种"}, r5={12: "JPY"}, r6={12: "JPY"}, r7={12: "JPY"})
        )
        self.assertEqual(wizard.error_count, 0, wizard.messages)
        self.assertRefused(wizard.action_take_over, "T-00002", "no JPY rate")
        self.assertEqual(self.count(), 0)

    def test_the_same_file_again_is_refused(self):
        self.take_over(one_sheet(2))
        wizard = self.dialog(one_sheet(2))
        self.assertEqual(wizard.error_count, 2)
        self.assertFault(wizard, "row 2, column A Contract No.", "T-00001", "in Odoo already")
        wizard.action_take_over()
        self.assertEqual(self.count(), 2)
        without = {f"r{row}": {0: None, 1: "无编号"} for row in range(2, 5)}
        [numbered] = self.take_over(one_sheet(1, **without))
        self.assertTrue(numbered.name.startswith("HT-2025-"))
        wizard = self.dialog(one_sheet(1, **without))
        self.assertFault(wizard, "column B Contract Title", "无编号", "in Odoo already")

    def test_what_is_not_found_and_what_is_ambiguous(self):
        self.env["res.partner"].create([{"name": "Twin", "is_company": True}] * 2)
        wizard = self.dialog(one_sheet(1, customer="Nobody Ltd"))
        self.assertFault(wizard, "column C Customer or Vendor", "no contact 'Nobody Ltd'")
        self.assertFault(self.dialog(one_sheet(1, customer="Twin")), "2 records are called 'Twin'")
        [contract] = self.take_over(one_sheet(1, customer="Nobody  Ltd"), create_partners=True)
        self.assertEqual(contract.partner_id.name, "Nobody Ltd")
        self.customer.write({"ref": "C-77", "vat": "US12-3456"})
        for text in ("C-77", "US12-3456"):
            wizard = self.dialog(one_sheet(2, customer=text))
            self.assertNotIn(text, wizard.messages or "")

    def test_each_message_says_what_mends_it(self):
        rows = [
            [*HEADS, "负责人", "部门", "单位", "数量"],
            ["X-1", "a", "K", "abc", 13, "5/6/25", "2026-01-31", "预付款", 100],
            [
                "X-2",
                "b",
                "K",
                100,
                12.5,
                "2025-01-05",
                "2026-01-31",
                "预付款",
                90,
                None,
                None,
                None,
                "Zoe",
                "Moon",
            ],
            [
                "X-3",
                "c",
                None,
                "EUR 100",
                None,
                "2027-01-05",
                "2026-01-31",
                "预付款",
                100,
                101,
                5,
                "31/12/2025",
            ],
            ["X-4", "d", "K", 100.005, None, None, "03/04/2026", "预付款", -100],
            ["X-5", "e", "K", 100, None, "2025-01-05", "2026-01-31", "预付款", "=1+1"],
            [
                "X-6",
                "f",
                "K",
                100,
                None,
                "2025-01-05",
                "2026-01-31",
                "x",
                100,
                None,
                None,
                None,
                None,
                None,
                "zz",
                -1,
            ],
            ["X-2", "b", "K2", 100, None, "2025-01-05", "2026-02-28", "尾款", 20],
        ]
        self.env["res.lang"]._activate_lang("fr_FR")
        wizard = self.dialog(make_file(("S", rows)))
        for words in (
            ("row 2, column D Contract Amount", "'abc' is no number"),
            ("row 2, column F Signed On", "'5/6/25' is no date"),
            ("row 3, column E Tax (%)", "no tax of 12.5 %"),
            ("row 3, column M Responsible", "no user 'Zoe'"),
            ("row 3, column N Department", "no department 'Moon'"),
            ("row 3, column D Contract Amount", "adds up to", "$ 110.00", "$ 100.00"),
            ("row 4, column F Signed On", "lies ahead"),
            ("row 4, column C Customer or Vendor: The customer or vendor is missing",),
            ("row 5, column D Contract Amount", "100.005"),
            ("row 5, column I Amount Due", "-100 is below zero"),
            ("row 6, column I Amount Due", "formula has no result"),
            ("row 7, column P Quantity", "-1 is not above zero"),
            ("row 8, column C Customer or Vendor", "row 3"),
        ):
            text = " ".join(str(self.rows_of(wizard)).split())
            for word in words:
                self.assertIn(word, text)

    def rows_of(self, wizard):
        """Return all messages: those of the file, since the screen shows the first ones."""
        sheet = self.result(wizard).worksheets[0]
        last = sheet.max_column
        return "\n".join(
            str(sheet.cell(row, last).value).replace("\N{NO-BREAK SPACE}", " ")
            for row in range(1, sheet.max_row + 1)
        )

    def test_amounts_hold_exactly_whatever_the_tax_makes_of_them(self):
        """100.00 with 13 %: no net price in cents gives it; where taxes are rounded per line, a cent of
        goods without tax does."""
        rows = [["合同编号", "客户", "合同金额", "税率", "签订日期"]]
        cents = (10000, 9999, 10001, 12345, 3, 1, 113, 99999999)
        rows += [[f"C-{n}", "K", n / 100, "13%", "2025-01-05"] for n in cents]
        for method in ("round_per_line", "round_globally"):
            with self.subTest(method=method), self.env.cr.savepoint() as savepoint:
                self.company.tax_calculation_rounding_method = method
                contracts = self.take_over(make_file(("S", rows)))
                for contract, units in zip(contracts.sorted("id"), cents, strict=True):
                    self.assertEqual(round(contract.amount_total * 100), units)
                    self.assertAlmostEqual(contract.amount_tax, units / 113 * 0.13, delta=0.011)
                savepoint.rollback()

    def test_who_may(self):
        for user in (self.seller, self.staff, self.leader, self.nobody):
            with self.assertRaises(AccessError):
                self.dialog(one_sheet(1), user=user)
        self.assertEqual(len(self.take_over(one_sheet(1), user=self.accountant)), 1)
        only_finance = self.make_user("fin", "commercial_contract.group_contract_own", FINANCE)
        with self.assertRaises(AccessError):
            self.dialog(one_sheet(2), user=only_finance)
        boss = self.make_user("boss", MANAGER, "base.group_partner_manager")
        self.assertFault(self.dialog(one_sheet(3), user=boss), "entered by finance")
        changes = {f"r{row}": {0: "Z-1", 9: None, 10: None, 11: None} for row in (2, 3, 4)}
        [contract] = self.take_over(one_sheet(1, **changes), user=boss)
        self.assertEqual(contract.amount_settled, 0)
