import base64
import io
from contextlib import suppress
from datetime import date
from unittest.mock import patch
from urllib.parse import parse_qsl

from lxml.html import fromstring
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext, mute_logger

from .common import FINANCE, MANAGER, OWN, ContractCase
from .mails import count_columns

DEPARTMENT = "commercial_contract.group_contract_department"


@tagged("post_install", "-at_install")
class TestSummaryMail(ContractCase):
    """K of North over 10,000 USD and E without a department over 800 EUR (1,000 USD), both signed on 5
    January 2026. The leader sees both, the head of North only K. The job runs at 9:00 in UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["commercial_contract"], ["zh_CN"])
        cls.north = cls.env["hr.department"].create({"name": "North", "company_id": cls.company.id})
        cls.head = cls.make_user("head", DEPARTMENT)
        cls.env["hr.employee"].create(
            {"name": "Head", "user_id": cls.head.id, "department_id": cls.north.id}
        )
        with freeze_time("2026-01-05"):
            cls.k = cls.contract(department_id=cls.north.id)
            cls.e = cls.contract(plan=[("E", 800, "2026-02-05")], currency_id=cls.eur.id)
        cls.schedules = cls.env["commercial.summary.schedule"]
        cls.rows = cls.env["commercial.summary.mail"]

    def setUp(self):
        super().setUp()
        self.env.cr.flush()
        self.env.flush_all()

    def schedule(self, users=None, **values):
        return self.schedules.create(
            {
                "name": "January to the leaders",
                "user_ids": [Command.set((users or self.leader).ids)],
                "date_from": "2026-01-01",
                "with_pdf": False,
                **values,
            }
        )

    def run_job(self, *moments):
        """Run the job at these moments; return the mails that it put into the outgoing queue."""
        before = self.env["mail.mail"].search([])
        for moment in moments:
            self.env.invalidate_all()
            moment = moment if " " in moment else f"{moment} 09:00:00"
            with freeze_time(moment), patch.object(self.env.cr, "commit", self.env.flush_all):
                self.schedules._cron_mail_summaries()
        self.env.invalidate_all()
        return self.env["mail.mail"].search([]) - before

    def text(self, mail):
        text = html2plaintext(mail.body_html, include_references=False)
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def told(self, schedule):
        return [
            (row.user_id.login, str(row.date_from), str(row.date_to), row.state)
            for row in schedule.mail_ids.sorted(lambda row: (row.date_to, row.user_id.login))
        ]

    def test_after_the_month(self):
        schedule = self.schedule()
        self.assertFalse(self.run_job("2026-01-31"))
        mail = self.run_job("2026-02-01")
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.leader.partner_id))
        self.assertEqual(mail.subject, "Period Summary, Money In, 01/01/2026 to 01/31/2026")
        self.assertEqual(count_columns(mail), 3)
        text = self.text(mail)
        for part in ("North", "10,000.00", "11,000.00", "Grand Total", "January to the leaders"):
            self.assertIn(part, text)
        self.assertNotIn("Expense", text)
        self.assertEqual(self.told(schedule), [("leader", "2026-01-01", "2026-01-31", "sent")])

    def test_it_explains_what_it_shows(self):
        self.schedule()
        text = self.text(self.run_job("2026-02-01"))
        self.assertIn("In USD, tax included. Overdue as it stood at the end of the period.", text)
        self.assertNotIn("Planned", text)

    def test_it_leads_to_the_same_on_the_screen(self):
        """The head of North follows the link of his mail to K over 10,000; of E he sees nothing there."""
        self.schedule(self.head, group_by="user_id")
        body = self.run_job("2026-02-01").body_html
        [link] = [one for one in fromstring(body).xpath("//a/@href") if "period-summary" in one]
        path, _mark, query = link.partition("?")
        self.assertEqual(path, f"{self.schedules.get_base_url()}/odoo/period-summary")
        asked = dict(parse_qsl(query))
        company = int(asked.pop("company"))
        self.assertEqual(
            asked, {"unit": "month", "day": "2026-01-31", "direction": "sale", "by": "user_id"}
        )
        screens = self.env["commercial.contract.summary"].with_user(self.head)
        action = screens.get_screen(*asked.values(), company)
        self.assertEqual(action["context"]["allowed_company_ids"], self.company.ids)
        report = self.env["report.commercial_contract.period_summary"].with_user(self.head)
        shown = report.with_context(**action["context"])._get_report_values([], action["data"])
        self.assertEqual(shown["sheet"]["totals"]["signed"], 10000)

    def test_who_lost_his_right_is_told_so_by_the_link(self):
        asked = ("month", "2026-01-31", "sale", "user_id", self.company.id)
        screens = self.env["commercial.contract.summary"]
        self.assertRefused(
            lambda: screens.with_user(self.seller).get_screen(*asked),
            "Period summaries are for departments",
            error=AccessError,
        )
        with self.assertRaises(UserError):
            screens.with_user(self.leader).get_screen("fortnight", *asked[1:])

    def test_each_gets_what_he_sees(self):
        self.schedule(self.leader | self.head)
        mails = self.run_job("2026-02-01")
        self.assertEqual(mails.recipient_ids, (self.leader | self.head).partner_id)
        for mail in mails:
            text = self.text(mail)
            self.assertIn("10,000.00", text)
            self.assertEqual("11,000.00" in text, mail.recipient_ids == self.leader.partner_id)

    def test_in_the_language_of_each(self):
        self.head.lang = "zh_CN"
        self.schedule(self.leader | self.head, with_pdf=True, with_xlsx=True)
        mails = self.run_job("2026-02-01")
        for mail in mails:
            if mail.recipient_ids == self.head.partner_id:
                self.assertEqual(mail.subject, "期间汇总，收款，2026/01/01 至 2026/01/31")
                self.assertNotRegex(self.text(mail), r"Signed|Total|Money|schedule")
                self.assertIn("总计", self.text(mail))
                names = {
                    "期间汇总 2026-01-01 2026-01-31.pdf",
                    "期间汇总 2026-01-01 2026-01-31.xlsx",
                }
            else:
                names = {
                    "Period Summary 2026-01-01 2026-01-31.pdf",
                    "Period Summary 2026-01-01 2026-01-31.xlsx",
                }
            self.assertEqual(set(mail.attachment_ids.mapped("name")), names)

    def test_the_files_hold_what_he_sees(self):
        self.schedule(self.head, with_pdf=True, with_xlsx=True)
        files = self.run_job("2026-02-01").attachment_ids.grouped("mimetype")
        [book] = [one for kind, one in files.items() if "sheet" in kind]
        groups = load_workbook(io.BytesIO(base64.b64decode(book.datas))).worksheets[0]
        found = [groups.cell(5, 1).value, groups.cell(5, 3).value, groups.cell(6, 3).value]
        self.assertEqual(found, ["North", 10000, 10000])
        html = files.get("application/pdf", files.get("text/html")).raw.decode(errors="ignore")
        if "<html" in html:  # Odoo makes no PDF in tests
            self.assertIn("10,000.00", html)
            self.assertNotIn("11,000.00", html)

    def test_nothing_to_tell_is_no_mail(self):
        """The head of North loses K; in January nothing is left to tell him."""
        self.k.department_id = False
        schedule = self.schedule(self.leader | self.head)
        mail = self.run_job("2026-02-01")
        self.assertEqual(mail.recipient_ids, self.leader.partner_id)
        self.assertIn(("head", "2026-01-01", "2026-01-31", "empty"), self.told(schedule))
        self.assertFalse(self.run_job("2026-02-01", "2026-02-02"))

    def test_run_twice_mails_once(self):
        self.schedule()
        self.assertEqual(len(self.run_job("2026-02-01", "2026-02-01", "2026-02-02")), 1)

    def test_missed_days_are_made_good_once(self):
        """Daily, and the job stands still from the 6th to the 9th; a day without a signing is no mail."""
        schedule = self.schedule(unit="day", date_from="2026-01-05")
        self.assertEqual(len(self.run_job("2026-01-06")), 1)
        with freeze_time("2026-01-08"):
            self.contract(plan=[("L", 70, "2026-03-05")], date_signed="2026-01-08")
            self.env.cr.flush()
        mail = self.run_job("2026-01-10")
        self.assertIn("70.00", self.text(mail))
        self.assertEqual(
            self.told(schedule),
            [
                ("leader", "2026-01-05", "2026-01-05", "sent"),
                ("leader", "2026-01-06", "2026-01-06", "empty"),
                ("leader", "2026-01-07", "2026-01-07", "empty"),
                ("leader", "2026-01-08", "2026-01-08", "sent"),
                ("leader", "2026-01-09", "2026-01-09", "empty"),
            ],
        )
        self.assertFalse(self.run_job("2026-01-10"))

    def test_after_a_long_time_the_last_seven(self):
        schedule = self.schedule(unit="day", date_from="2026-01-05")
        self.run_job("2026-01-06", "2026-02-20")
        days = [row[2] for row in self.told(schedule)]
        self.assertEqual(days, ["2026-01-05", *(f"2026-02-{day}" for day in range(13, 20))])

    def test_who_is_put_down_later_begins_with_the_last_period(self):
        schedule = self.schedule(unit="day", date_from="2026-01-05")
        self.run_job("2026-01-06", "2026-01-07", "2026-01-08")
        schedule.user_ids |= self.head
        self.run_job("2026-01-09")
        self.assertEqual(
            [row[1] for row in self.told(schedule) if row[0] == "head"], ["2026-01-08"]
        )

    def test_killed_in_the_middle(self):
        """The job dies after the first of two people; the next run serves the other."""
        self.schedule(self.leader | self.head)
        right, died = type(self.rows)._send, []

        def wrong(row):
            if died:
                raise KeyboardInterrupt
            died.append(row.user_id)
            return right(row)

        before = self.env["mail.mail"].search([])
        with (
            patch.object(type(self.rows), "_send", wrong),
            freeze_time("2026-02-01 09:00:00"),
            patch.object(self.env.cr, "commit", self.env.flush_all),
            suppress(KeyboardInterrupt),  # assertRaises would take back what was committed
        ):
            self.schedules._cron_mail_summaries(batch=1)
        self.assertTrue(died)
        first = self.env["mail.mail"].search([]) - before
        self.assertEqual(first.recipient_ids, died[0].partner_id)
        rest = self.run_job("2026-02-01")
        left = (self.leader | self.head) - died[0]
        self.assertEqual(rest.recipient_ids, left.partner_id)
        self.assertFalse(self.run_job("2026-02-02"))

    def test_two_jobs_at_once(self):
        """Both plan; the second one meets what the first has written, and mails nothing again."""
        schedule = self.schedule()
        self.assertEqual(len(self.run_job("2026-02-01")), 1)
        with (
            mute_logger("odoo.sql_db"),
            patch.object(type(self.rows), "_read_group", lambda *_args: []),
        ):
            self.assertFalse(self.run_job("2026-02-01"))
        self.assertEqual(len(schedule.mail_ids), 1)

    def test_a_fault_of_one_leaves_the_others_theirs(self):
        self.head.email = False
        schedule = self.schedule(self.leader | self.head)
        mail = self.run_job("2026-02-01")
        self.assertEqual(mail.recipient_ids, self.leader.partner_id)
        row = schedule.mail_ids.filtered(lambda row: row.user_id == self.head)
        self.assertEqual(row.state, "due")
        self.assertIn("mail address", row.reason)
        self.head.email = "head@example.com"
        self.assertEqual(self.run_job("2026-02-02").recipient_ids, self.head.partner_id)
        self.assertEqual((row.state, row.reason), ("sent", False))

    def test_who_lost_his_right_gets_nothing(self):
        schedule = self.schedule(self.head)
        self.head.group_ids = [
            Command.unlink(self.env.ref(DEPARTMENT).id),
            Command.link(self.env.ref(OWN).id),
        ]
        self.assertFalse(self.run_job("2026-02-01"))
        self.assertIn("Period summaries are for departments", schedule.mail_ids.reason)

    def test_archived_people_and_schedules_get_nothing(self):
        schedule = self.schedule(self.leader | self.head)
        self.head.active = False
        self.assertEqual(self.run_job("2026-02-01").recipient_ids, self.leader.partner_id)
        schedule.active = False
        self.assertFalse(self.run_job("2026-03-01"))
        with freeze_time("2026-03-05"):
            schedule.active = True
        self.assertFalse(self.run_job("2026-03-05"))
        self.assertEqual(schedule.date_from, date(2026, 3, 5))

    def test_archived_between_planning_and_mailing(self):
        schedule = self.schedule(self.leader | self.head)
        with freeze_time("2026-02-01"):
            schedule._plan_mails()
        self.head.active = False
        schedule.user_ids -= self.leader
        self.assertFalse(self.run_job("2026-02-01"))
        self.assertFalse(schedule.mail_ids)

    def test_the_day_is_the_persons(self):
        """1 February, 3:00 in UTC: still January in New York."""
        self.leader.tz, self.head.tz = "America/New_York", "Asia/Shanghai"
        self.schedule(self.leader | self.head)
        mail = self.run_job("2026-02-01 03:00:00")
        self.assertEqual(mail.recipient_ids, self.head.partner_id)
        mail = self.run_job("2026-02-02 03:00:00")
        self.assertEqual(mail.recipient_ids, self.leader.partner_id)

    def test_each_length(self):
        for unit, moment, first in (
            ("day", "2026-01-06", "2026-01-05"),
            ("week", "2026-01-12", "2026-01-05"),
            ("quarter", "2026-04-01", "2026-01-01"),
            ("half", "2026-07-01", "2026-01-01"),
            ("year", "2027-01-01", "2026-01-01"),
        ):
            with self.subTest(unit=unit):
                schedule = self.schedule(unit=unit)
                with freeze_time(date(2026, 1, 5)):
                    schedule.invalidate_recordset(["date_next"])
                    self.assertEqual(str(schedule.date_next), moment)
                self.assertEqual(len(self.run_job(moment)), 1)
                self.assertEqual(str(schedule.mail_ids.date_from), first)
                schedule.active = False

    def test_money_out_and_its_grouping(self):
        with freeze_time("2026-01-05"):
            self.contract(
                plan=[("P", 900, "2026-01-20")], direction="purchase", partner_id=self.vendor.id
            )
            self.env.cr.flush()
        self.schedule(direction="purchase", group_by="commercial_partner_id")
        text = self.text(self.run_job("2026-02-01"))
        self.assertIn("900.00", text)
        self.assertIn("Customer or Vendor", text)
        self.assertNotIn("10,000.00", text)

    def test_who_can_be_put_down(self):
        for user in (self.seller, self.nobody):
            self.assertRefused(
                lambda user=user: self.schedule(user),
                user.name,
                "period summaries",
                error=ValidationError,
            )
        other = self.make_company("Eastwind", self.eur)
        self.assertRefused(
            lambda: self.schedule(company_id=other.id), "Eastwind", error=ValidationError
        )

    def test_only_managers_make_schedules(self):
        values = {"name": "x", "user_ids": [Command.set(self.leader.ids)]}
        for user in (self.leader, self.make_user("treasurer", FINANCE, DEPARTMENT)):
            with self.assertRaises(AccessError):
                self.schedules.with_user(user).create(values)
        manager = self.make_user("chief", MANAGER)
        schedule = self.schedules.with_user(manager).create(values)
        self.assertEqual(schedule.with_user(manager).name, "x")

    def test_the_mail_says_no_more_than_twenty_rows(self):
        self.sign(22)
        self.schedule(group_by="commercial_partner_id")
        self.assertIn("and 3 more", self.text(self.run_job("2026-02-01")))

    def test_queries_do_not_grow_with_contracts(self):
        users = self.leader | self.head
        schedule = self.schedule(users, group_by="commercial_partner_id")
        self.run_job("2026-02-01")

        def cost():
            schedule.mail_ids.unlink()
            with freeze_time("2026-02-01"), patch.object(self.env.cr, "commit", self.env.flush_all):
                return self.queries(self.schedules._cron_mail_summaries)

        self.sign(2)
        cost()
        few = cost()
        self.sign(30)
        many = cost()
        self.assertLessEqual(many - few, 2, f"{few} queries, {many} with more contracts")
        mails = self.env["mail.mail"].search([], order="id desc", limit=2)
        self.assertEqual(mails.recipient_ids, users.partner_id)

    def sign(self, count):
        """Sign so many contracts of as many customers, each overdue at the end of January."""
        with freeze_time("2026-01-06"):
            for number in range(count):
                partner = self.env["res.partner"].create({"name": f"C{number}"})
                self.contract(
                    plan=[("A", 10, "2026-01-07")],
                    partner_id=partner.id,
                    department_id=self.north.id,
                )
            self.env.cr.flush()
