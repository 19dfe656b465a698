from io import BytesIO
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestPortal(ContractCase, HttpCase):
    """A customer sees what is signed and shared, of his own company, and nothing else.

    Of the customer K: crane (shared, 3000 + 5000 + 2000), pumps (not shared), a draft and an archived
    one that are ticked all the same. Of the customer K2: press (shared). A and B work at K and K2.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.at_k, cls.at_k2 = (
            new_test_user(
                cls.env,
                login=login,
                groups="base.group_portal",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login in ("at-k", "at-k2")
        )
        cls.at_k.partner_id.parent_id = cls.customer
        cls.at_k2.partner_id.parent_id = cls.other_customer
        secret = {"note": "<p>Their secret</p>"}
        cls.crane = cls.contract(title="Crane", is_shared=True, tax=cls.tax_13, plan=[
            ("A", 3390, "2026-01-31"), ("B", 7910, "2026-02-28")], total=10000, **secret)  # fmt: skip
        cls.pumps = cls.contract(title="Pumps", **secret)
        cls.draft = cls.contract(title="Draft", is_shared=True, signed=False)
        cls.gone = cls.contract(title="Gone", is_shared=True, active=False)
        cls.press = cls.contract(title="Press", is_shared=True, partner_id=cls.other_customer.id)
        cls.hidden = cls.pumps | cls.draft | cls.gone | cls.press

    def page(self, path, user=None):
        self.authenticate(user.login if user else None, user.login if user else None)
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response

    def is_shown(self, contract, user=None, token=None):
        path = f"/my/commercial-contracts/{contract.id}" + (
            f"?access_token={token}" if token else ""
        )
        return "contract_content" in self.page(path, user).text

    # --- the rules ---

    def test_what_a_customer_reaches(self):
        for user, own in ((self.at_k, self.crane), (self.at_k2, self.press)):
            mine = self.env["commercial.contract"].with_user(user)
            self.assertEqual(mine.with_context(active_test=False).search([]), own)
            for name in ("line", "settlement"):
                parts = self.env[f"commercial.contract.{name}"].with_user(user).search([])
                self.assertEqual(parts.sudo().contract_id, own)
            for contract in self.crane | self.press | self.hidden:
                self.assertEqual(contract.with_user(user).has_access("read"), contract == own)
                self.assertFalse(contract.with_user(user).has_access("write"))
        for name in ("allocation", "amendment", "progress"):
            with self.assertRaises(AccessError):
                self.env[f"commercial.contract.{name}"].with_user(self.at_k).search([])

    def test_a_completed_and_a_terminated_one_stay_in_sight(self):
        for action in ("action_complete", "action_terminate"):
            contract = self.contract(is_shared=True)
            getattr(contract, action)("reason")
            self.assertTrue(contract.with_user(self.at_k).has_access("read"))

    def test_what_a_customer_may_read_of_it(self):
        crane = self.crane.with_user(self.at_k)
        [row] = crane.read(["name", "title", "amount_total", "amount_settled", "date_signed"])
        self.assertEqual((row["title"], row["amount_total"]), ("Crane", 11300))
        for name in ("note", "user_id", "amount_expense", "amount_invoiced", "access_token",
                     "message_ids", "activity_ids", "department_id", "deputy_ids"):  # fmt: skip
            with self.assertRaises(AccessError, msg=name):
                crane.read([name])
            with self.assertRaises(AccessError, msg=name):
                crane.search([(name, "!=", False)])
        self.assertNotIn("note", crane.read()[0])
        line = self.crane.line_ids.with_user(self.at_k)
        part = self.crane.settlement_ids[:1].with_user(self.at_k)
        self.assertEqual(line.read(["price_total"])[0]["price_total"], 11300)
        self.assertEqual(part.read(["amount", "date_due"])[0]["amount"], 3390)
        for record, name in ((line, "product_id"), (part, "dispute_reason"), (part, "user_id")):
            with self.assertRaises(AccessError):
                record.read([name])

    def test_files_and_messages_stay_in_the_house(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "cost.txt",
                "raw": b"cost",
                "res_model": self.crane._name,
                "res_id": self.crane.id,
            }
        )
        message = self.crane.message_post(
            body="We earn well", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        for record in (file, message):
            self.assertFalse(record.with_user(self.at_k).has_access("read"))
            found = record.with_user(self.at_k).search([("id", "=", record.id)])
            self.assertFalse(found)
            self.assertTrue(record.with_user(self.leader).has_access("read"))
        token = self.crane._portal_ensure_token()
        public = self.env.ref("base.public_user")
        threads = self.crane.with_user(public)
        self.assertFalse(threads._get_thread_with_access(self.crane.id, token=token))

    # --- the pages ---

    def test_the_list(self):
        text = self.page("/my/commercial-contracts", self.at_k).text
        self.assertIn("Crane", text)
        self.assertIn("11,300.00", text)
        for contract in self.hidden:
            self.assertNotIn(contract.name, text)
        text = self.page("/my/commercial-contracts?sortby=name", self.at_k2).text
        self.assertIn("Press", text)
        self.assertNotIn("Crane", text)

    def test_the_page_shows_plan_goods_and_invoices_and_nothing_of_ours(self):
        a, _b = self.lines(self.crane)
        posted = self.invoice((a, 3000), tax=self.tax_13)
        draft = self.invoice((self.crane, 70), post=False)
        third = self.invoice((self.crane, 50), partner=self.payer)
        self.pay(posted, 1000)
        self.env.flush_all()
        text = self.page(f"/my/commercial-contracts/{self.crane.id}", self.at_k).text
        for word in ("Crane", "11,300.00", "3,390.00", "7,910.00", posted.name, "1,000.00",
                     "10,300.00", "2,390.00"):  # fmt: skip
            self.assertIn(word, text)
        self.assertIn(f"/my/invoices/{posted.id}", text)
        self.assertNotIn(f"/my/invoices/{draft.id}", text)
        for word in ("Their secret", third.name):
            self.assertNotIn(word, text)

    def test_who_gets_the_page(self):
        self.assertTrue(self.is_shown(self.crane, self.at_k))
        self.assertFalse(self.is_shown(self.crane, self.at_k2))
        self.assertFalse(self.is_shown(self.crane))
        for contract in self.hidden:
            self.assertFalse(self.is_shown(contract, self.at_k), contract.title)
        self.assertTrue(self.is_shown(self.pumps, self.leader))  # a preview
        self.assertFalse(self.is_shown(self.crane, self.seller2))

    def test_a_preview_shows_what_is_open_to_who_looks(self):
        """Of crane: goods of its one line, and an invoice of 3,390.00; the portal shows both to all."""
        a, _b = self.lines(self.crane)
        invoice = self.invoice((a, 3000), tax=self.tax_13)
        path = f"/my/commercial-contracts/{self.crane.id}"
        text = self.page(path, self.leader).text
        self.assertIn("contract_goods", text)
        self.assertIn(invoice.name, text)
        for part in ("goods", "invoices"):
            group = self.env.ref(f"commercial_contract.group_contract_{part}")
            self.leader.group_ids = [Command.unlink(group.id)]
        text = self.page(path, self.leader).text
        self.assertIn("contract_content", text)
        self.assertNotIn("contract_goods", text)
        self.assertNotIn(invoice.name, text)

    def test_a_link_opens_its_own_contract_alone(self):
        tokens = {
            contract: contract._portal_ensure_token() for contract in self.crane | self.hidden
        }
        self.assertTrue(self.is_shown(self.crane, token=tokens[self.crane]))
        self.assertFalse(self.is_shown(self.crane, token=tokens[self.press]))
        self.assertFalse(self.is_shown(self.crane, token="guessed"))
        self.assertTrue(self.is_shown(self.press, token=tokens[self.press]))
        for contract in self.pumps | self.draft | self.gone:
            self.assertFalse(self.is_shown(contract, token=tokens[contract]), contract.title)

    def test_a_link_ends_with_the_sharing(self):
        token = self.crane._portal_ensure_token()
        self.crane.is_shared = False
        self.assertFalse(self.is_shown(self.crane, token=token))
        self.crane.is_shared = True
        self.assertFalse(self.is_shown(self.crane, token=token))

    def test_the_paper(self):
        response = self.page(
            f"/my/commercial-contracts/{self.crane.id}?report_type=html", self.at_k
        )
        self.assertIn("contract_content", response.text)  # only pdf is made
        report = self.env.ref("commercial_contract.report_contract")
        self.assertEqual(report.model, "commercial.contract")

    def test_the_paper_opens_of_the_own_contract_alone(self):
        """As the customer: his own, readable; of K2, of a draft, with a token of another: no paper."""
        token = self.crane._portal_ensure_token()
        foreign = self.press._portal_ensure_token()
        reports = type(self.env["ir.actions.report"])
        render = reports._render_qweb_pdf

        def printed(report, *args, **kwargs):  # tests get HTML, unless they ask for paper
            return render(report.with_context(force_report_rendering=True), *args, **kwargs)

        def is_paper(contract, key=""):
            response = self.url_open(
                f"/my/commercial-contracts/{contract.id}?report_type=pdf&access_token={key}"
            )
            return response.headers["Content-Type"] == "application/pdf" and response.content

        self.startPatcher(patch.object(reports, "_render_qweb_pdf", printed))
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            self.authenticate("at-k", "at-k")
            pages = PdfReader(BytesIO(is_paper(self.crane))).pages
            text = " ".join(page.extract_text() for page in pages)
            for word in (self.crane.name, "Crane", "11,300.00"):
                self.assertIn(word, text)
            self.assertNotIn("Their secret", text)
            for contract in self.hidden:
                self.assertFalse(is_paper(contract), contract.title)
            self.assertFalse(is_paper(self.pumps, foreign))
            self.authenticate(None, None)  # only a link
            for contract, key in (
                (self.crane, ""),
                (self.crane, foreign),
                (self.press, token),
                (self.pumps, self.pumps._portal_ensure_token()),
            ):
                self.assertFalse(is_paper(contract, key), contract.title)
            self.assertTrue(is_paper(self.crane, token))

    def test_sharing_by_mail_warns_until_the_customer_sees_it(self):
        self.assertFalse(self.crane.access_warning)
        for contract in self.pumps | self.draft | self.gone:
            self.assertIn(contract.name, contract.access_warning)
        action = self.crane.with_context(
            active_id=self.crane.id, active_model=self.crane._name
        ).action_share()
        self.assertEqual(action["res_model"], "portal.share")

    def test_tour(self):
        self.start_tour("/my", "contract_portal", login="at-k")
