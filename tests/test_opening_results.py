import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LedgerCase
from .opening_files import HEADS, OpeningFiles, make_file, one_sheet


@tagged("post_install", "-at_install")
class TestOpeningResults(OpeningFiles, LedgerCase):
    """What stands there after running contracts were taken over, and files that are none."""

    def test_drafts_where_the_plan_does_not_add_up(self):
        wizard = self.dialog(one_sheet(2, r3={8: 500}), keep_drafts=True)
        self.assertEqual((wizard.error_count, wizard.warning_count), (0, 1))
        wizard.action_take_over()
        self.assertEqual((wizard.contract_count, wizard.draft_count), (2, 1))
        draft = wizard.contract_ids.filtered(lambda c: c.state == "draft")
        self.assertEqual((draft.name, draft.amount_unplanned), ("T-00001", 100))
        self.assertEqual(wizard.action_open_drafts()["res_id"], draft.id)

    def test_invoices_that_could_be_matched(self):
        self.invoice((None, 100), date="2026-01-10")
        self.invoice((None, 100), date="2025-12-20")  # the opening amounts hold it
        wizard = self.dialog(one_sheet(1))
        wizard.action_take_over()
        self.assertEqual(wizard.invoice_count, 1)
        [move] = self.env["account.move"].search(wizard.action_open_invoices()["domain"])
        self.assertEqual(str(move.invoice_date), "2026-01-10")

    def test_locked_books_are_no_obstacle(self):
        self.company.sudo().fiscalyear_lock_date = "2025-12-31"
        self.assertEqual(self.take_over(one_sheet(1)).amount_settled, 200)

    def test_two_companies_and_three_currencies(self):
        other = self.make_company("East Trading", self.usd)
        self._make_rates(other)
        self.manager.company_ids |= other
        env = self.manager.with_context(allowed_company_ids=[self.company.id, other.id]).env
        rows = [
            ["No.", "Our Company", "Vendor", "Contract Amount", "Currency", "Signed On", "Paid"],
            ["B-1", None, "S", "EUR 800", None, "2026-01-05", 400],
            ["B-2", "East Trading", "S", 15000, "日元", "2026-01-05", None],
            ["B-1x", "East  trading", "S", 700, "￥", "2026-01-05", 70],
        ]
        wizard = env["commercial.contract.opening"].with_user(self.manager)
        wizard = wizard.with_context(allowed_company_ids=[self.company.id, other.id]).create(
            {
                "file": base64.b64encode(make_file(("S", rows))),
                "filename": "x.xlsx",
                "company_id": self.company.id,
                "opening_date": "2026-01-15",
            }
        )
        wizard.action_check()
        self.assertEqual(wizard.error_count, 0, wizard.messages)
        wizard.action_take_over()
        one, three, two = (
            wizard.contract_ids.sudo().sorted("name")[0],
            *wizard.contract_ids.sudo().sorted("name")[1:],
        )
        self.assertEqual((one.name, one.currency_id, one.currency_rate), ("B-1", self.eur, 0.8))
        self.assertEqual((three.name, three.company_id), ("B-1x", other))
        self.assertEqual((two.name, two.currency_id, two.currency_rate), ("B-2", self.jpy, 150))
        self.assertEqual(set(wizard.contract_ids.mapped("direction")), {"purchase"})
        # 400 EUR at 0.80, the rate of the opening date
        self.assertEqual(one.allocation_ids.amount_company, 500)

    def test_files_that_are_no_sheets(self):
        for content in (b"\x00\x01\x02", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken"):
            with self.assertRaisesRegex(UserError, "no sheet"):
                self.dialog(content)
        with self.assertRaisesRegex(UserError, "no file yet"):
            self.dialog(b"")
        self.assertFault(self.dialog(make_file(("S", [["a", "b"], [1, 2]]))), "No sheet has heads")
        self.assertFault(self.dialog(make_file(("S", [HEADS]))), "holds no contract")

    def test_a_csv_file(self):
        text = '合同编号,客户,合同金额,签订日期\nC-1,K,"1,000.00",2025/3/5\n'
        for encoding in ("utf-8-sig", "gb18030"):
            content = text.replace("C-1", encoding).encode(encoding)
            [contract] = self.take_over(content, filename="c.csv")
            self.assertEqual((contract.name, contract.amount_total), (encoding, 1000))
