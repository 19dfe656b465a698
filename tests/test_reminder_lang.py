from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext

from .reminded import RemindedCase


def words(html):
    return html2plaintext(html, include_references=False).replace("\N{NO-BREAK SPACE}", " ")


@tagged("post_install", "-at_install")
class TestReminderLang(RemindedCase):
    """A rule can name its language: an English seller reads Chinese, a Chinese one English."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["commercial_contract"], ["zh_CN"])
        cls.seller.lang, cls.seller2.lang = "en_US", "zh_CN"

    def told_activities(self, **values):
        """Return the activity of the English seller and that of the Chinese one, a day after A was due."""
        self.rule("overdue", on_workdays=False, **values)
        mine, his = self.contract(), self.contract(user_id=self.seller2.id)
        self.run_job("2026-02-01")
        return self.lines(mine)[0].activity_ids, self.lines(his)[0].activity_ids

    def test_each_in_his_own_language(self):
        english, chinese = self.told_activities()
        self.assertIn("Friendly Reminder: ", english.summary)
        self.assertIn("overdue since 01/31/2026", english.summary)
        self.assertIn("has the invoice arrived", english.note)
        self.assertIn("友好提醒", chinese.summary)
        self.assertIn("2026/01/31", chinese.summary)

    def test_all_in_chinese(self):
        for activity in self.told_activities(lang="zh_CN"):
            self.assertIn("友好提醒", activity.summary)
            self.assertNotRegex(activity.summary, "Friendly|overdue|open")
            self.assertNotIn("invoice", activity.note)

    def test_all_in_english(self):
        for activity in self.told_activities(lang="en_US"):
            self.assertIn("Friendly Reminder: ", activity.summary)
            self.assertIn("has the invoice arrived", activity.note)

    def test_dates_of_contracts_and_the_manager(self):
        self.rule("end", lang="zh_CN", escalate_days=3)
        head = self.env["hr.employee"].create(
            {"name": "Head", "user_id": self.leader.id, "company_id": self.company.id}
        )
        department = self.env["hr.department"].create(
            {"name": "Sales", "company_id": self.company.id, "manager_id": head.id}
        )
        k = self.contract(date_end="2026-06-30", department_id=department.id)
        self.run_job("2026-05-29", "2026-06-01")
        self.assertEqual(k.activity_ids.user_id, self.seller | self.leader)
        for activity in k.activity_ids:
            self.assertIn("2026/06/30", activity.summary)
            self.assertNotRegex(activity.summary, "ends|answered")

    def test_a_part_of_the_daily_mail(self):
        """What the rule tells is in Chinese, headline and all; the rest as its reader reads."""
        self.rule("settlement", how="digest", lang="zh_CN")
        self.rule("overdue", how="digest", on_workdays=False)
        self.contract(plan=[("A", 3000, "2026-01-31"), ("B", 900, "2026-02-05")])
        before = self.env["mail.mail"].search([])
        self.run_job("2026-02-01")
        mail = self.env["mail.mail"].search([]) - before
        text = words(mail.body_html)
        self.assertIn("2 reminders", mail.subject)
        for part in (
            "Overdue Lines: Money In (1)",
            "Friendly Reminder",
            "未结明细：收款",
            "4天后",
        ):
            self.assertIn(part, text)
        self.assertNotIn("in 4 days", text)

    def test_a_language_that_was_switched_off_is_passed_over(self):
        rule = self.rule("overdue", on_workdays=False, lang="zh_CN")
        self.seller2.lang = "en_US"
        self.env["res.partner"].search([("lang", "=", "zh_CN")]).lang = "en_US"
        self.env["res.lang"]._lang_get("zh_CN").active = False
        k = self.contract()
        self.run_job("2026-02-01")
        self.assertIn("Friendly Reminder: ", self.lines(k)[0].activity_ids.summary)
        self.assertEqual(rule.lang, "zh_CN")

    @freeze_time("2026-02-10")
    def test_letters(self):
        """The customer reads English; without a language of the rule, his is taken."""
        self.customer.write({"lang": "en_US", "email": "k@example.com"})
        line = self.lines(self.contract())[0].with_user(self.seller)
        rule = self.env["commercial.reminder.rule"]._get_letter_rule()
        for lang, subject, titles in (
            (False, "Payment reminder from", ("Payment Reminder", "Days Late")),
            ("zh_CN", "付款提醒", ("付款提醒函", "逾期天数")),
        ):
            rule.lang = lang
            self.env.invalidate_all()
            action = line.action_letter()
            [row] = line.env[action["res_model"]].browse(action["res_id"]).row_ids
            self.assertIn(subject, row.subject)
            note = row._get_notes()[row]
            self.assertEqual(note["title"], titles[0])
            self.assertIn(titles[1], [column[0] for column in note["columns"]])
            mail = row._prepare_mail(note, self.env["ir.attachment"])
            self.assertIn(titles[1], words(mail["body_html"]))
