import io
import unicodedata

from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ContractCase

REPORT = "commercial_contract.report_amendment"


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15")
class TestReportAmendment(ContractCase):
    """The supplementary agreement: what was and what is, in the language of the other party."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["commercial_contract"], ["zh_CN"])
        cls.k = cls.contract(
            goods=[(cls.pump, 6, 100), (cls.valve, 4, 100)],
            tax=cls.tax_13,
            plan=[("A", 339, "2026-01-31"), ("B", 565, "2026-02-28"), ("C", 226, "2026-03-31")],
            title="Pumps",
        )
        cls.amendment = cls.k.amend(
            {
                "date_end": "2026-12-31",
                "line_ids": [Command.update(cls.k.line_ids[0].id, {"quantity": 8})],
            },
            "Two more pumps",
            "2026-02-20",
        )

    def pdf(self, amendment, lang="en_US"):
        """Return the text of the PDF, blanks put together, and its pages."""
        self.customer.lang = lang
        reports = self.env["ir.actions.report"].with_user(self.seller)
        reports = reports.with_context(force_report_rendering=True)
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            pdf = reports._render_qweb_pdf(REPORT, amendment.ids)[0]
        pages = PdfReader(io.BytesIO(pdf)).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        # the font gives some characters as the radicals that look alike
        return unicodedata.normalize("NFKC", text), len(pages)

    def test_english(self):
        text, pages = self.pdf(self.amendment)
        self.assertEqual(pages, 1)
        for part in (
            "Supplementary Agreement",
            f"{self.amendment.name} to Contract No. {self.k.name}",
            "Two more pumps",
            "February 20, 2026",
            "Contract End",
            "12/31/2026",
            "678.00 904.00",
            "1,130.00 1,356.00 226.00",
            "565.00 678.00",
            "All other terms of the contract stay in force.",
            "Buyer (Party A), seal",
        ):
            self.assertIn(part, text)

    def test_chinese(self):
        text, _pages = self.pdf(self.amendment, "zh_CN")
        plain = text.replace(" ", "")
        for part in ("2026年2月20日", "(甲方)", "合同到期日期", "678.00904.00", "Twomorepumps"):
            self.assertIn(part, plain)

    def test_the_end_of_a_contract(self):
        other = self.k.copy()
        other.action_sign()
        other.action_terminate("Given up", "2026-02-28")
        text, _pages = self.pdf(other.amendment_ids)
        for part in (
            "Termination Agreement",
            "Given up",
            "Amount to Settle",
            "1,356.00 0.00 -1,356.00",
        ):
            self.assertIn(part, text)

    def test_many_rows_break_at_a_row(self):
        k = self.contract(goods=[(self.pump, 1, 100)] * 60, plan=[("A", 6000, "2026-01-31")])
        amendment = k.amend(
            {"line_ids": [Command.update(line.id, {"quantity": 2}) for line in k.line_ids]},
            "All twice",
        )
        text, pages = self.pdf(amendment)
        self.assertGreater(pages, 1)
        self.assertEqual(text.count("100.00 200.00"), 60)
