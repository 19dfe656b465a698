import subprocess
import tempfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import html2plaintext, mute_logger

from .common import ContractCase
from .mails import count_columns

DAY = "2026-02-10"


@tagged("post_install", "-at_install")
@freeze_time(DAY)
class TestLetter(ContractCase):
    """Letters to customers on 10 February, a week apart, each a step firmer.

    K, English: 3,000 USD since 31 January and 700 EUR since 5 February. 本溪钢铁集团, Chinese: 1,000 USD
    since 1 January.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["commercial_contract"], ["zh_CN"])
        cls.customer.email = "k@example.com"
        cls.other_customer.write(
            {"name": "本溪钢铁集团", "lang": "zh_CN", "email": "bx@example.com"}
        )
        cls.k = cls.contract()
        cls.e = cls.contract(plan=[("E", 700, "2026-02-05")], currency_id=cls.eur.id)
        cls.z = cls.contract(plan=[("Z", 1000, "2026-01-01")], partner_id=cls.other_customer.id)
        cls.a = cls.k.settlement_ids.sorted("name")[0]
        cls.lines = cls.a | cls.e.settlement_ids | cls.z.settlement_ids

    def open(self, lines=None, user=None):
        """Return the dialog as it opens."""
        self.env.flush_all()
        self.env.invalidate_all()
        lines = (self.lines if lines is None else lines).with_user(user or self.seller)
        action = lines.action_letter()
        return lines.env[action["res_model"]].browse(action["res_id"])

    def send(self, lines=None):
        """Return the mails that a run put into the outgoing queue, and its notice."""
        return self.press(self.open(lines))

    def press(self, wizard):
        before = self.env["mail.mail"].search([])
        told = wizard.action_send()["params"]["message"]
        return self.env["mail.mail"].search([]) - before, told

    def logged(self):
        """Return {(line, step): (state, reason)} of the log."""
        self.env.flush_all()
        logs = self.env["commercial.reminder.log"].search([("rule_id.what", "=", "letter")])
        self.assertEqual(
            set(logs.rule_id.ids), set(logs.rule_id._get_letter_rule().ids) if logs else set()
        )
        return {(log.settlement_id.name, log.step): (log.state, log.reason) for log in logs}

    def pdf(self, row):
        reports = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content = reports._render_qweb_pdf(
                "commercial_contract.report_payment_letter", row.ids
            )[0]
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            text = subprocess.check_output(["pdftotext", "-layout", file.name, "-"], text=True)
        return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())

    def test_one_letter_a_customer_and_currency(self):
        rows = self.open(self.lines | self.k.settlement_ids).row_ids
        self.assertEqual(
            {(r.partner_id.name, r.currency_id.name, r.amount, r.days_late, r.step) for r in rows},
            {
                ("K", "USD", 3000, 10, "1"),
                ("K", "EUR", 700, 5, "1"),
                ("本溪钢铁集团", "USD", 1000, 40, "1"),
            },
        )

    def test_who_pays_gets_the_letter(self):
        self.payer.email = "v@example.com"
        paid = self.contract(plan=[("A", 3000, "2026-01-31")], payer_id=self.payer.id)
        [row] = self.open(paid.settlement_ids).row_ids
        self.assertEqual((row.partner_id, row.email), (self.payer, "v@example.com"))

    def test_mails_in_the_language_of_each_customer(self):
        mails, told = self.send()
        self.assertEqual(told, "3 letters sent.")
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        found = {mail.recipient_ids.name: mail for mail in mails}
        self.assertEqual(len(mails), 3)
        english = [
            html2plaintext(mail.body_html).replace("\N{NO-BREAK SPACE}", " ")
            for mail in mails
            if mail.recipient_ids == self.customer
        ]
        self.assertEqual(sum("3,000.00" in text for text in english), 1)
        self.assertEqual(sum("700.00" in text and "EUR" in text for text in english), 1)
        for text in english:
            self.assertIn("ccording to our books", text)
            self.assertIn("Days Late", text)
        self.assertEqual(found["K"].subject, f"Payment reminder from {self.company.name}")
        chinese = found["本溪钢铁集团"]
        text = html2plaintext(chinese.body_html).replace("\N{NO-BREAK SPACE}", " ")
        self.assertEqual(chinese.subject, f"付款提醒（{self.company.name}）")
        for words in ("尊敬的本溪钢铁集团", "逾期天数", "40", "1,000.00", self.z.name):
            self.assertIn(words, text)
        self.assertNotIn("Days Late", text)
        for mail in mails:
            self.assertEqual(count_columns(mail), 2)
            self.assertIn(self.company.name, mail.body_html)
            self.assertEqual(mail.attachment_ids.mimetype, "application/pdf")
            self.assertEqual(mail.author_id, self.seller.partner_id)

    def test_the_letter_on_paper(self):
        self.env["res.partner.bank"].create(
            {"acc_number": "6222020200112233", "partner_id": self.company.partner_id.id}
        )
        rows = self.open().row_ids.sudo()
        english = self.pdf(rows.filtered(lambda r: r.amount == 3000))
        for words in (
            "Payment Reminder", "ccording to our books", self.k.name, "10 3,000.00 0.00 3,000.00",
            "Three Thousand Dollars", "6222020200112233", "Payment Reference",
        ):  # fmt: skip
            self.assertIn(words, english)
        chinese = self.pdf(rows.filtered(lambda r: r.amount == 1000))
        for words in ("付款提醒", "本溪钢铁集团", "40 1,000.00 0.00 1,000.00", "6222020200112233"):
            self.assertIn(words, chinese)

    def test_what_is_held_back_says_why_before_it_is_sent(self):
        b = self.contract(plan=[("B", 10, "2026-02-01")])
        b.settlement_ids.write({"is_disputed": True, "dispute_reason": "Wrong goods"})
        c = self.contract(plan=[("C", 20, "2026-02-01")])
        c.action_suspend("Works closed", DAY)
        d = self.contract(plan=[("D", 30, "2026-02-01")])
        d.settlement_ids._promise("2026-02-20")
        later = self.contract(plan=[("L", 40, "2026-03-01")])
        buy = self.contract(plan=[("P", 50, "2026-02-01")], direction="purchase")
        wizard = self.open(self.a | (b | c | d | later | buy).settlement_ids)
        self.assertEqual(wizard.row_ids.settlement_ids, self.a)
        for words in (
            "in dispute. Wrong goods", "the contract is suspended", "is promised until",
            "is not overdue", "is money to pay",
        ):  # fmt: skip
            self.assertIn(words, wizard.set_aside)
        mails, told = self.press(wizard)
        self.assertEqual(told, "1 letters sent, 5 settlement lines set aside.")
        self.assertEqual(len(mails), 1)
        logged = self.logged()
        self.assertEqual(
            {key: state for key, (state, _reason) in logged.items()},
            {("A", 1): "sent", ("B", 1): "held", ("C", 1): "held", ("D", 1): "held"},
        )
        self.assertIn("k@example.com", logged["A", 1][1])
        self.assertIn("Wrong goods", logged["B", 1][1])
        with self.assertRaisesRegex(UserError, "in dispute"):
            b.settlement_ids.action_letter()

    def test_the_open_amount_is_read_again_when_it_is_sent(self):
        """Of K 1,000 came while the dialog was open; Z was paid whole."""
        wizard = self.open()
        self.advance(self.k, 1000, DAY)
        self.payment(1000, DAY, self.z)
        self.env.flush_all()
        self.env.invalidate_all()
        mails, told = self.press(wizard)
        self.assertEqual(told, "2 letters sent, 1 settlement lines set aside.")
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertTrue(any("2,000.00" in mail.body_html for mail in mails))
        self.assertFalse(any("Z" in key for key in self.logged()))

    def test_each_letter_is_a_step_firmer_and_never_within_a_week(self):
        self.send(self.a)
        with freeze_time("2026-02-16"), self.assertRaisesRegex(UserError, "a letter was sent on"):
            self.open(self.a)
        for day, step, words, title in (
            ("2026-02-17", "2", "still open", "Second"),
            ("2026-02-24", "3", "legal steps", "Final"),
            ("2026-03-03", "3", "legal steps", "Final"),
        ):
            with freeze_time(day):
                wizard = self.open(self.a)
                row = wizard.row_ids
                self.assertEqual(row.step, step)
                self.assertIn(words, row.body)
                self.assertIn(title, row.subject)
                mails, _told = self.press(wizard)
                self.assertIn(words, mails.body_html)
        self.assertEqual({step for _line, step in self.logged()}, {1, 2, 3})

    def test_another_step_brings_its_words(self):
        wizard = self.open(self.a)
        with Form(wizard) as form, form.row_ids.edit(0) as row:
            self.assertIn("ccording to our books", row.body)
            row.step = "3"
            self.assertIn("legal steps", row.body)
            row.body = "<p>Our own words</p>"
        mails, _told = self.press(wizard)
        self.assertIn("Our own words", mails.body_html)
        self.assertIn("3,000.00", mails.body_html)
        self.assertEqual(list(self.logged()), [("A", 3)])

    def test_it_stands_on_the_contract_and_is_no_text_of_it(self):
        self.send(self.a)
        message = self.k.message_ids[0]
        self.assertIn(
            "Payment letter (First Letter) to K, k@example.com", html2plaintext(message.body)
        )
        self.assertEqual(message.attachment_ids.mimetype, "application/pdf")
        self.assertTrue(self.k.is_without_text)
        message.attachment_ids.with_user(self.seller).check_access("read")
        with self.assertRaises(AccessError):
            message.attachment_ids.with_user(self.seller2).check_access("read")

    def test_without_a_mail_address_it_is_printed(self):
        self.customer.email = False
        wizard = self.open(self.a | self.z.settlement_ids)
        self.assertIn("K has no mail address", wizard.set_aside)
        self.assertEqual(wizard.action_print()["type"], "ir.actions.report")
        mails, told = self.press(wizard)
        self.assertEqual(mails.recipient_ids, self.other_customer)
        self.assertEqual(told, "1 letters sent, 1 settlement lines set aside.")
        self.assertEqual(self.logged()["A", 1][0], "held")

    def test_who_may_not_work_on_a_contract_sends_nothing(self):
        with self.assertRaises(AccessError):
            self.open(self.a, self.seller2)
        wizard = self.open(self.a)
        own = self.contract(plan=[("O", 5, "2026-02-01")], user_id=self.seller2.id)
        foreign = self.open(own.settlement_ids, self.seller2)
        foreign.row_ids.sudo().settlement_ids = self.a
        for rows in (wizard.row_ids.with_user(self.seller2), foreign.row_ids):
            self.env.flush_all()
            self.env.invalidate_all()  # a request of its own
            self.assertFalse(rows.send_batch()["made"])
        self.assertFalse(self.logged())

    def test_many_go_in_batches(self):
        wizard = self.open()
        with patch("odoo.addons.commercial_contract.wizards.contract_letter.BATCH", 2):
            params = wizard.action_send()["params"]
        self.assertEqual([len(ids) for ids in params["batches"]], [2, 1])
        rows = wizard.row_ids
        found = [rows.browse(ids).send_batch() for ids in params["batches"]]
        self.assertEqual([len(one["made"]) for one in found], [2, 1])
        again = rows.send_batch()  # a batch that is sent twice sends nothing the second time
        self.assertEqual((again["made"], set(again["aside"])), ([], set(rows.ids)))
        result = {"made": [], "done": rows.ids, "aside": [], "left": []}
        told = rows.browse().finish_letter_batches(result)["params"]["message"]
        self.assertIn("3 letters sent", told)

    def test_queries_do_not_grow_with_the_customers(self):
        def lines(count):
            partners = self.env["res.partner"].create(
                [{"name": f"P{n}", "email": f"p{n}@example.com"} for n in range(count)]
            )
            found = self.lines.browse()
            for partner in partners:
                found |= self.contract(
                    plan=[("A", 100, "2026-01-31")], partner_id=partner.id
                ).settlement_ids
            return found.with_user(self.seller)

        def cost(found):
            return self.queries(found.action_letter)

        cost(lines(2))
        small, large = cost(lines(3)), cost(lines(20))
        self.assertLessEqual(large - small, 3, (small, large))
