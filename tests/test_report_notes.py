import io
import subprocess
import tempfile
import unicodedata

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestReportNotes(ContractCase):
    """Plan, payment request and receipt note on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.customer.write({"name": "本溪钢铁集团", "lang": "zh_CN"})
        cls.k = cls.contract(
            1000, [("A", 300, "2026-01-31"), ("B", 700, None)], currency_id=cls.cny.id
        )
        cls.bought = cls.contract(100, [("A", 100, None)], direction="purchase")
        cls.env["res.partner.bank"].create(
            {
                "acc_number": "6222020200112233",
                "partner_id": cls.company.partner_id.id,
                "acc_holder_name": "Northwind",
            }
        )

    def setUp(self):
        super().setUp()
        self.reports_user = self.seller

    def reports(self):
        return self.env["ir.actions.report"].with_user(self.reports_user)

    def words(self, report, records):
        html = self.reports()._render_qweb_html(f"commercial_contract.{report}", records.ids)[0]
        body, text, inside = html.decode().split("</style>", 1)[1], "", False
        for letter in body:
            inside = letter == "<" or (inside and letter != ">")
            text += " " if inside or letter == ">" else letter
        return " ".join(text.replace("&nbsp;", " ").split())

    def pages(self, report, records):
        """Return the text of each page of the PDF, without blanks."""
        reports = self.reports().with_context(force_report_rendering=True)
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            pdf = reports._render_qweb_pdf(f"commercial_contract.{report}", records.ids)[0]
        texts = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        # the font gives some characters as the radicals that look alike
        return ["".join(unicodedata.normalize("NFKC", text).split()) for text in texts]

    def test_plan_with_what_the_books_say(self):
        text = self.words("report_plan", self.k)
        self.assertIn("300.00 0.00 0.00 300.00", text)
        self.assertIn("1,000.00 0.00 0.00 1,000.00", text)
        self.assertIn("人民币（大写）壹仟元整", text)

    def test_request_asks_for_what_is_open_and_says_where_to_pay(self):
        text = self.words("report_payment_request", self.k.settlement_ids[:1])
        self.assertIn("2026年1月31日 300.00 0.00 300.00", text)
        self.assertIn("人民币（大写）叁佰元整", text)
        self.assertIn("6222020200112233", text)
        self.assertNotIn("700.00", text)

    def test_request_of_a_contract_asks_for_what_is_due(self):
        text = self.words("report_contract_payment_request", self.k)
        self.assertIn("300.00 0.00 300.00", text)
        self.assertNotIn("700.00", text)

    def test_two_customers_get_two_papers(self):
        other = self.contract(50, [("A", 50, None)], partner_id=self.other_customer.id)
        text = self.words("report_payment_request", (self.k | other).settlement_ids)
        self.assertIn("人民币（大写）壹仟元整", text)
        self.assertIn("Fifty Dollars", text)

    def test_a_paper_speaks_the_language_of_whom_it_goes_to(self):
        self.cny.with_context(lang="zh_CN").currency_unit_label = "元"
        self.customer.lang = "en_US"
        reports = self.reports().with_context(lang="zh_CN")
        lines = self.k.settlement_ids[:1]
        html = reports._render_qweb_html("commercial_contract.report_payment_request", lines.ids)[0]
        self.assertIn("Three Hundred Yuan / 人民币（大写）叁佰元整", html.decode())

    def test_who_asks_stands_at_the_head(self):
        self.company.partner_id.write(
            {"street": "206 Beijie", "vat": "91210100123", "phone": "024-555"}
        )
        text = self.words("report_payment_request", self.k.settlement_ids[:1])
        self.assertLess(text.index("206 Beijie"), text.index("请款单"))
        self.assertIn("税号 91210100123 · 电话 024-555", text)

    def test_a_long_plan_fills_the_pages_that_it_counts(self):
        name = "三相异步电动机 YE4-315L-4 到货验收合格后付款"
        plan = [(name if n % 7 else "A", 10, "2026-01-31") for n in range(200)]
        k = self.contract(2000, plan, currency_id=self.cny.id)
        pages = self.pages("report_plan", k)
        self.assertGreater(len(pages), 5)
        for number, page in enumerate(pages, 1):
            self.assertRegex(page, rf"第{number}[页⻚],共{len(pages)}[页⻚]")
            self.assertIn("款项类型", page, "the head is repeated")
        for part in ("2,000.00", "贰仟元整", "10.00"):  # the total stands with its last row
            self.assertIn(part, pages[-1])

    def test_request_refuses_what_no_customer_owes(self):
        draft = self.contract(signed=False)
        for contract, message in ((self.bought, "money to pay"), (draft, "not in force")):
            with self.assertRaisesRegex(UserError, message):
                self.words("report_payment_request", contract.settlement_ids)

    def test_request_for_a_contract_of_others_is_refused(self):
        self.k._unlocked().user_id = self.seller2
        with self.assertRaises(AccessError):
            self.words("report_payment_request", self.k.settlement_ids)

    def receipt(self, payments):
        self.reports_user = self.accountant
        return self.words("report_receipt_note", payments)

    def test_receipt_names_payer_lines_and_words(self):
        payment = self.payment(450, contract=self.k)
        text = self.receipt(payment)
        self.assertIn("本溪钢铁集团", text)
        self.assertIn("CNY 300.00", text)
        self.assertIn("CNY 150.00", text)
        self.assertIn("CNY 450.00", text)
        self.assertIn("人民币（大写）肆佰伍拾元整", text)

    def test_receipt_adds_up_when_the_plan_is_full(self):
        """300 and 700 are the plan: of 1,200 the last 200 find no line."""
        text = self.receipt(self.payment(1200, contract=self.k))
        for part in ("CNY 300.00", "CNY 700.00", "CNY 1,200.00"):
            self.assertIn(part, text)
        self.assertRegex(text, "(Unallocated|未分配款) +CNY 200.00")

    def test_receipt_of_a_payment_through_an_invoice(self):
        payment = self.pay(self.invoice(self.lines(self.k)[0]), currency_id=self.cny.id)
        self.assertIn("CNY 300.00", self.receipt(payment))

    def test_money_paid_out_is_no_receipt(self):
        text = self.receipt(self.payment(40, contract=self.bought))
        self.assertIn("Payment Note", text)
        self.assertIn("Paid To", text)

    def test_a_payment_in_draft_has_no_receipt(self):
        with self.assertRaisesRegex(UserError, "not confirmed"):
            self.receipt(self.payment(5, contract=self.k, post=False))

    def test_receipt_of_a_settlement_record_needs_no_right_on_the_books(self):
        self.payment(300, contract=self.k)
        text = self.words("report_receipt_note_record", self.k.allocation_ids)
        self.assertIn("本溪钢铁集团", text)
        self.assertIn("人民币（大写）叁佰元整", text)
        with self.assertRaises(AccessError):
            self.words("report_receipt_note", self.env["account.payment"].search([], limit=1))

    def test_what_no_money_settled_has_no_receipt(self):
        old = self.contract(
            100, [("A", 100, None)], signed=False, partner_id=self.other_customer.id
        )
        old.settlement_ids.write({"opening_settled": 40, "opening_date": "2026-01-02"})
        old.action_sign()
        self.assertEqual(old.allocation_ids.kind, "opening")
        with self.assertRaisesRegex(UserError, "No money moved"):
            self.words("report_receipt_note_record", old.allocation_ids)

    def test_papers_stand_in_the_print_menus(self):
        for name, model in (
            ("report_plan", "commercial.contract"),
            ("report_contract_payment_request", "commercial.contract"),
            ("report_payment_request", "commercial.contract.settlement"),
            ("report_receipt_note", "account.payment"),
            ("report_receipt_note_record", "commercial.contract.allocation"),
        ):
            bindings = self.env["ir.actions.actions"].get_bindings(model)["report"]
            ids = [action["id"] for action in bindings]
            self.assertIn(self.env.ref(f"commercial_contract.{name}").id, ids)

    def test_paper_embeds_its_fonts_and_joins_papers(self):
        other = self.contract(50, [("A", 50, None)], partner_id=self.other_customer.id)
        lines = (self.k | other).settlement_ids
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            pdf = reports._render_qweb_pdf("commercial_contract.report_payment_request", lines.ids)[
                0
            ]
        self.assertEqual(len(PdfReader(io.BytesIO(pdf)).pages), 2)
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            fonts = subprocess.check_output(["pdffonts", file.name], text=True).splitlines()[2:]
            text = subprocess.check_output(["pdftotext", file.name, "-"], text=True)
        self.assertTrue(fonts)
        for font in fonts:
            self.assertEqual(font.split()[-5], "yes", font)
        self.assertIn("本溪钢铁集团", text)
