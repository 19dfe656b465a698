import io
import subprocess
import tempfile

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ContractCase

REPORT = "commercial_contract.report_contract"


@tagged("post_install", "-at_install")
class TestReportContract(ContractCase):
    """The contract on paper: what stands on it, in which language, page by page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.customer.write(
            {"name": "本溪钢铁集团", "lang": "zh_CN", "street": "人民路16号", "vat": "9121050"}
        )
        cls.k = cls.contract(
            plan=[],
            goods=[(cls.pump, 1000, 900.0), (cls.service, 1, 100000.0)],
            tax=cls.tax_13,
            currency_id=cls.cny.id,
            title="Steel plates Q4",
            signed=False,
            date_start="2026-01-05",
            date_end="2026-12-31",
        )
        cls.k.line_ids[0].write({"specification": "DN80", "discount": 0})
        cls.k.plan_from_text("30/60/10")
        last = cls.k.settlement_ids.sorted("sequence")[-1]
        last.write({"kind": "retention", "trigger": "completion"})
        cls.k.settlement_ids.sorted("sequence")[0].date_due = "2026-01-31"
        cls.k.action_sign()

    def html(self, contracts):
        reports = self.env["ir.actions.report"].with_user(self.seller)
        return reports._render_qweb_html(REPORT, contracts.ids)[0].decode()

    def words(self, contracts):
        """Return the text of the paper without markup, blanks put together."""
        body = self.html(contracts).split("</style>", 1)[1]
        text, inside = "", False
        for letter in body:
            inside = letter == "<" or (inside and letter != ">")
            text += " " if inside or letter == ">" else letter
        return " ".join(text.replace("&nbsp;", " ").split())

    def paper(self, contracts):
        """Return the PDF: wkhtmltopdf says that it takes no header, and finds no server here."""
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            return reports._render_qweb_pdf(REPORT, contracts.ids)[0]

    def test_figures_of_goods_and_totals(self):
        text = self.words(self.k)
        self.assertIn("P-100 DN80", text)
        self.assertIn("1,000 900.00 1,017,000.00", text)
        self.assertIn("1,000,000.00", text)
        self.assertIn(f"（{self.tax_13.name}） 130,000.00", text)
        self.assertIn("（CNY） 1,130,000.00", text)

    def test_model_is_not_said_twice(self):
        k = self.contract(signed=False, goods=[(self.pump, 20, 500.0)])
        k.line_ids.name = "[P-100] Pump"
        self.assertNotIn("[P-100]", self.words(k))
        self.assertIn("Pump P-100", self.words(k))

    def test_plan_adds_up_and_says_what_it_waits_for(self):
        text = self.words(self.k)
        for figures in ("30.00% 339,000.00", "60.00% 678,000.00", "10.00% 113,000.00"):
            self.assertIn(figures, text)
        self.assertIn("100.00% 1,130,000.00", text)
        self.assertIn("2026年1月31日 30.00%", text)

    def test_parties_dates_and_number(self):
        text = self.words(self.k)
        for part in ("本溪钢铁集团", "人民路16号", "9121050", self.company.name, self.k.name):
            self.assertIn(part, text)
        self.assertIn("2026年1月5日", text)
        self.assertLess(text.index("本溪钢铁集团"), text.index(self.company.name), "buyer first")

    def test_buyer_of_a_purchase_is_the_company(self):
        bought = self.contract(100, [("A", 100, None)], direction="purchase")
        text = self.words(bought)
        self.assertLess(text.index(f" {self.company.name} "), text.index(f" {self.vendor.name} "))

    def test_yuan_in_chinese_words(self):
        self.assertIn("人民币（大写）壹佰壹拾叁万元整", self.words(self.k))

    def test_yuan_in_both_languages_for_others(self):
        self.customer.lang = "en_US"
        words = "One Million, One Hundred And Thirty Thousand Yuan / 人民币（大写）壹佰壹拾叁万元整"
        self.assertIn(words, self.words(self.k))

    def test_other_currencies_in_words_and_decimals_of_their_own(self):
        yen = self.contract(
            1234, [("A", 1234, None)], currency_id=self.jpy.id, partner_id=self.other_customer.id
        )
        text = self.words(yen)
        self.assertIn("(JPY) 1,234 ", text)
        self.assertIn("One Thousand, Two Hundred And Thirty-Four Yen", text)
        self.assertIn("January 5, 2026", text)

    def test_what_has_no_chinese_words_is_english_throughout(self):
        self.other_customer.lang = "zh_CN"
        k = self.contract(12.5, [("A", 12.5, None)], partner_id=self.other_customer.id)
        self.assertIn("Twelve Dollars and Fifty Cents", self.words(k))

    def test_a_draft_says_that_it_is_one(self):
        draft = self.contract(signed=False, partner_id=self.other_customer.id)
        self.assertIn("(Draft)", self.words(draft))

    def test_discount_gets_a_column_only_where_there_is_one(self):
        self.customer.lang = "en_US"
        self.assertNotIn("Disc. %", self.words(self.k))
        cheap = self.contract(signed=False, partner_id=self.other_customer.id)
        cheap.line_ids.discount = 5
        self.assertIn("Disc. %", self.words(cheap))

    def test_lines_taken_out_are_not_printed(self):
        k = self.contract(partner_id=self.other_customer.id)
        self.edit(self.lines(k)[2], is_cancelled=True, amount=0)
        self.assertNotIn("Regular: C", self.words(k))
        self.assertIn("Regular: B", self.words(k))

    def test_each_page_bears_number_and_count(self):
        long = self.contract(
            plan=[("A", 60 * 500, None)],
            goods=[(self.pump, 1, 500.0)] * 60,
            partner_id=self.other_customer.id,
        )
        text = self.words(long)
        pages = text.count(f"Contract No. {long.name} Page ")
        self.assertGreater(pages, 1)
        self.assertIn(f"Page 1 of {pages}", text)
        self.assertIn(f"Page {pages} of {pages}", text)
        self.assertEqual(text.count("Model No."), pages, "the head of the goods on each page")

    def test_wrapped_goods_fill_the_pages_that_are_counted(self):
        long = self.contract(
            plan=[("A", 60 * 500, None)],
            goods=[(self.pump, 1, 500.0)] * 60,
            partner_id=self.other_customer.id,
            signed=False,
        )
        long.line_ids.write({"specification": "S7-1500，防尘型"})
        pages = PdfReader(io.BytesIO(self.paper(long))).pages
        self.assertGreater(len(pages), 2)
        last = " ".join(pages[-1].extract_text().split())
        self.assertIn(f"Page {len(pages)} of {len(pages)}", last)

    def test_contract_of_others_is_refused(self):
        self.k._unlocked().user_id = self.seller2
        with self.assertRaises(AccessError):
            self.html(self.k)

    def test_several_contracts_make_one_file_with_chinese_in_it(self):
        other = self.contract(partner_id=self.other_customer.id)
        data = self.paper(self.k | other)
        self.assertEqual(len(PdfReader(io.BytesIO(data)).pages), 2)
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(data)
            file.flush()
            run = subprocess.run(
                ["pdftotext", "-layout", file.name, "-"], capture_output=True, check=True
            )
        text = run.stdout.decode()
        for part in ("本溪钢铁集团", "壹佰壹拾叁万元整", self.k.name, other.name):
            self.assertIn(part, text)

    def test_own_name_of_a_plan_line_stands_beside_its_kind(self):
        k = self.contract(partner_id=self.other_customer.id, signed=False)
        a, b, _c = self.lines(k)
        a.write({"kind": "advance", "name": "预付款"})
        b.write({"kind": "delivery", "name": "After acceptance"})
        self.assertIn("Delivery: After acceptance", self.words(k))

    def test_taxes_are_named(self):
        k = self.contract(
            112, [("A", 113, None)], goods=[(self.pump, 1, 100)], tax=self.tax_13, signed=False
        )
        k.line_ids = [
            Command.create(
                {"name": "Service", "price_unit": 100, "tax_ids": [Command.set(self.tax_6.ids)]}
            )
        ]
        self.assertIn(f"{self.tax_13.name}和{self.tax_6.name}", self.words(k))
