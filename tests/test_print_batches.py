import base64
import io
from unittest.mock import patch

from pypdf import PdfReader, PdfWriter

from odoo.addons.base.models.ir_actions_report import IrActionsReport
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..wizards import contract_print
from .common import ContractCase

CONTRACT = "commercial_contract.contract_paper"
REQUEST = "commercial_contract.payment_request"
LONG = [("A", 100, "2026-01-31"), ("B", 50, "2026-02-28")]


def blank_pages(_reports, _ref, res_ids=None, data=None):
    """A page for each record, as tall as its id says, instead of wkhtmltopdf."""
    writer = PdfWriter()
    for res_id in res_ids:
        writer.add_blank_page(width=100, height=res_id)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue(), "pdf"


class ShortBatches:
    def setUp(self):
        super().setUp()
        for patcher in (
            patch.dict(contract_print.SHARES, {CONTRACT: 2, REQUEST: 3}),
            patch.object(IrActionsReport, "get_wkhtmltopdf_state", lambda _reports: "ok"),
        ):
            patcher.start()
            self.addCleanup(patcher.stop)
        self.contracts = self.env["commercial.contract"].union(
            *(self.contract(plan=LONG, user_id=self.seller.id) for _n in range(5))
        )


@tagged("post_install", "-at_install")
class TestPrintBatches(ShortBatches, ContractCase):
    """Many papers come in batches, and in the end as one file."""

    def start(self, report, records, user=None):
        prints = self.env["commercial.contract.print"].with_user(user or self.seller)
        return prints, prints.print_long(report, records.ids)

    def finish(self, prints, done, aside=(), left=()):
        result = {"made": [], "done": done, "aside": list(aside), "left": list(left)}
        return prints.finish_print_batches(result)["params"]

    def heights(self, row):
        content = base64.b64decode(row.with_context(bin_size=False).file)
        return [int(page.mediabox.height) for page in PdfReader(io.BytesIO(content)).pages]

    def test_five_contracts_in_batches_of_two(self):
        prints, action = self.start(CONTRACT, self.contracts)
        batches = action["params"]["batches"]
        self.assertEqual([len(ids) for ids in batches], [2, 2, 1])
        with patch.object(IrActionsReport, "_render_qweb_pdf", blank_pages):
            for ids in batches:
                self.assertEqual(prints.browse(ids).print_batch(), {"made": [], "aside": []})
        told = self.finish(prints, [row for ids in batches for row in ids])
        self.assertEqual(told["message"], "5 records printed.")
        self.assertFalse(told["aside"])
        first = prints.browse(batches[0][0])
        self.assertIn(f"/commercial.contract.print/{first.id}/file/", told["file"])
        self.assertEqual(self.heights(first), self.contracts.ids)

    def test_few_are_printed_as_odoo_prints(self):
        self.assertFalse(self.start(CONTRACT, self.contracts[:2])[1])
        self.assertFalse(self.start("commercial_contract.settlement_list", self.contracts)[1])

    def test_one_who_owes_gets_one_request(self):
        """Ten lines of three customers, three lines a batch: a customer is in one batch alone."""
        others = [
            self.contract(plan=LONG, user_id=self.seller.id, partner_id=partner.id)
            for partner in (self.other_customer, self.payer)
        ]
        contracts = self.contracts[:3].union(*others)
        prints, action = self.start(REQUEST, contracts.settlement_ids)
        batches = action["params"]["batches"]
        self.assertEqual([len(ids) for ids in batches], [6, 4])
        lines = [
            self.env["commercial.contract.settlement"].browse(prints.browse(ids).mapped("res_id"))
            for ids in batches
        ]
        self.assertFalse(lines[0].partner_id & lines[1].partner_id)

    def test_a_stopped_print_hands_over_what_there_is(self):
        prints, action = self.start(CONTRACT, self.contracts)
        first, second, third = action["params"]["batches"]

        reason = "No paper of it"

        def refuse(reports, ref, res_ids=None, data=None):
            if self.contracts[2].id in res_ids:
                raise UserError(reason)
            return blank_pages(reports, ref, res_ids)

        with patch.object(IrActionsReport, "_render_qweb_pdf", refuse):
            prints.browse(first).print_batch()
            self.assertEqual(prints.browse(second).print_batch()["aside"], second)
        told = self.finish(prints, first, second, third)
        self.assertEqual(
            told["message"], "Stopped: 2 records printed, 2 set aside, 1 left. No paper of it"
        )
        self.assertEqual(self.heights(prints.browse(first[0])), self.contracts[:2].ids)
        left = self.env["commercial.contract"].search(told["aside"]["domain"])
        self.assertEqual(left, self.contracts[2:])

    def test_nobody_prints_or_reads_for_another(self):
        with self.assertRaises(AccessError):
            self.start(CONTRACT, self.contracts, self.seller2)
        prints, action = self.start(CONTRACT, self.contracts)
        row = prints.browse(action["params"]["batches"][0])
        with self.assertRaises(AccessError):
            row.with_user(self.leader).print_batch()
        with self.assertRaises(AccessError):
            row.with_user(self.leader).read(["file"])
        with self.assertRaises(AccessError):
            row.with_user(self.leader).finish_print_batches(
                {"made": [], "done": row.ids, "aside": [], "left": []}
            )

    def test_papers_as_wkhtmltopdf_makes_them(self):
        prints, action = self.start(CONTRACT, self.contracts[:3])
        batches = action["params"]["batches"]
        real = prints.with_context(force_report_rendering=True)
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            for ids in batches:
                real.browse(ids).print_batch()
        self.finish(prints, [row for ids in batches for row in ids])
        pages = PdfReader(
            io.BytesIO(
                base64.b64decode(prints.browse(batches[0][0]).with_context(bin_size=False).file)
            )
        ).pages
        text = "".join(page.extract_text() for page in pages)
        for contract in self.contracts[:3]:
            self.assertIn(contract.name, text)

    def test_queries_do_not_grow_with_the_records(self):
        def cost(count):
            contracts = self.env["commercial.contract"].union(
                *(self.contract(plan=LONG, user_id=self.seller.id) for _n in range(count))
            )
            return self.queries(lambda: self.start(CONTRACT, contracts))

        cost(3)  # caches are warm now
        few, many = cost(3), cost(30)
        self.assertLessEqual(many - few, 2, (few, many))


@tagged("post_install", "-at_install", "tour")
class TestTourPrintBatches(ShortBatches, ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_progress(self):
        with patch.object(IrActionsReport, "_render_qweb_pdf", blank_pages):
            self.start_tour("/odoo/sales-contracts", "contract_print_batches", login="seller")
        rows = self.env["commercial.contract.print"].search([])
        self.assertEqual(len(rows), 5)
        whole = base64.b64decode(rows[0].with_context(bin_size=False).file)
        self.assertEqual(len(PdfReader(io.BytesIO(whole)).pages), 5)

    def test_the_page_waits_for_an_export(self):
        self.seller.group_ids += self.env.ref("base.group_allow_export")
        self.start_tour("/odoo/sales-contracts", "contract_export_waits", login="seller")
