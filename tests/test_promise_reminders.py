from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestPromiseReminders(LedgerCase):
    """Nobody is asked for promised money until its day; once the word is broken, one person is, once."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)
        self.broken = self.env.ref("commercial_contract.mail_activity_type_promise_broken")
        rules = self.env["commercial.reminder.rule"].search([])
        rules.filtered(lambda rule: rule.what not in ("settlement", "promise")).active = False

    def run_job(self, day):
        self.env.invalidate_all()
        with freeze_time(day), patch.object(self.env.cr, "commit", self.env.flush_all):
            self.env["commercial.reminder.rule"]._cron_remind()
        self.env.invalidate_all()

    def kinds(self, line=None):
        """Return which reminders are open on a line: "broken" or "due"."""
        return [
            "broken" if one.activity_type_id == self.broken else "due"
            for one in (line or self.a).activity_ids
        ]

    def promise(self, day, made, amount=None):
        with freeze_time(made):
            return self.a._promise(day, amount)

    def test_silent_until_the_day_and_told_once_after_it(self):
        self.promise("2026-02-20", "2026-01-20")
        for day in ("2026-01-24", "2026-02-05", "2026-02-20"):
            self.run_job(day)
            self.assertEqual(self.kinds(), [], day)
        for day in ("2026-02-21", "2026-02-21", "2026-02-25"):
            self.run_job(day)
            self.assertEqual(self.kinds(), ["broken"], day)
        activity = self.a.activity_ids
        self.assertEqual(activity.user_id, self.seller)
        self.assertEqual(activity.date_deadline, date(2026, 2, 21))
        for text in (self.k.name, "3,000.00", "02/20/2026"):
            self.assertIn(text, activity.summary)
        logs = self.a.reminder_log_ids
        log = logs.filtered(lambda one: one.state == "sent")
        self.assertEqual((len(log), log.date_planned), (1, date(2026, 2, 21)))
        due = logs - log  # held back while it was promised, and the broken promise is told instead
        self.assertEqual((due.state, due.cause, due.reason), ("missed", "later", False))

    def test_an_open_reminder_goes_and_does_not_come_back_beside_it(self):
        self.run_job("2026-01-24")
        self.assertEqual(self.kinds(), ["due"])
        self.promise("2026-02-05", "2026-01-25")
        self.assertEqual(self.kinds(), [])
        self.run_job("2026-02-06")
        self.assertEqual(self.kinds(), ["broken"])

    def test_taken_back_it_reminds_again(self):
        self.run_job("2026-01-24")
        with freeze_time("2026-01-25"):
            self.a._promise("2026-02-05").action_cancel()
        self.env.invalidate_all()
        self.assertEqual(self.kinds(), ["due"])

    def test_cash_closes_it_and_undoing_brings_it_back(self):
        self.promise("2026-02-05", "2026-01-25")
        self.run_job("2026-02-06")
        with freeze_time("2026-02-07"):
            payment = self.advance(self.k, 3000, "2026-02-07")
            self.env.flush_all()
            self.assertEqual(self.kinds(), [])
            payment.action_draft()
            self.env.flush_all()
            self.assertEqual(self.kinds(), ["broken"])

    def test_a_new_promise_closes_it_and_tells_anew(self):
        self.promise("2026-02-05", "2026-01-25")
        self.run_job("2026-02-06")
        self.promise("2026-02-10", "2026-02-06")
        self.assertEqual(self.kinds(), [])
        self.run_job("2026-02-10")
        self.assertEqual(self.kinds(), [])
        self.run_job("2026-02-11")
        self.assertEqual(self.kinds(), ["broken"])
        told = self.a.reminder_log_ids.filtered(lambda log: log.rule_id.what == "promise")
        self.assertEqual(told.mapped("state"), ["sent", "sent"])

    def test_no_word_of_a_suspended_contract(self):
        self.promise("2026-02-05", "2026-01-25")
        self.k.action_suspend("Works closed")
        self.run_job("2026-02-06")
        self.assertEqual(self.kinds(), [])
        self.k.action_resume()
        self.run_job("2026-02-07")
        self.assertEqual(self.kinds(), ["broken"])

    def test_a_moved_due_date_is_told_as_such(self):
        self.promise("2026-02-05", "2026-01-25")
        self.run_job("2026-02-06")
        with freeze_time("2026-02-07"):
            self.a.reschedule("2026-03-15", "Crane late")
        self.env.invalidate_all()
        self.assertEqual(self.kinds(), [])
        self.run_job("2026-03-08")
        self.assertEqual(self.kinds(), ["due"])

    def test_without_the_rule_the_due_date_is_told(self):
        self.env.ref("commercial_contract.reminder_rule_promise").active = False
        self.promise("2026-02-05", "2026-01-20")
        self.run_job("2026-02-06")
        self.assertEqual(self.kinds(), ["due"])

    def test_a_rule_that_is_switched_off_silences_nothing(self):
        self.env.ref("commercial_contract.reminder_rule_promise").active = False
        self.run_job("2026-01-24")
        self.promise("2026-02-05", "2026-01-25")
        self.assertEqual(self.kinds(), [])
        self.env.invalidate_all()  # another day
        with freeze_time("2026-02-07"):
            self.advance(self.k, 100, "2026-02-07")
            self.env.flush_all()
            self.assertEqual(self.kinds(), ["due"])

    def test_where_no_rule_tells_it_the_job_brings_the_reminder_back(self):
        self.env.ref("commercial_contract.reminder_rule_promise").active = False
        self.run_job("2026-01-24")
        self.promise("2026-02-05", "2026-01-25")
        self.run_job("2026-02-05")
        self.assertEqual(self.kinds(), [])
        self.run_job("2026-02-06")
        self.assertEqual(self.kinds(), ["due"])

    def test_what_is_overdue_goes_on_after_a_broken_promise(self):
        """Due on 31 Jan, promised for 20 Feb: the second step (16 Feb) is left out, the third is told."""
        self.env.ref("commercial_contract.reminder_rule_overdue").active = True
        self.promise("2026-02-20", "2026-01-20")
        for day in ("2026-02-02", "2026-02-16", "2026-02-20"):
            self.run_job(day)
            self.assertEqual(self.kinds(), [], day)
        self.run_job("2026-02-21")
        self.assertEqual(self.kinds(), ["broken"])
        self.run_job("2026-03-02")
        self.assertEqual(self.kinds(), ["due"])
        self.assertIn("Final", self.a.activity_ids.summary)
        overdue = self.a.reminder_log_ids.filtered(lambda log: log.rule_id.what == "overdue")
        self.assertEqual(
            [(log.step, log.state, log.cause) for log in overdue.sorted("step")],
            [(0, "held", "promised"), (1, "missed", "later"), (2, "sent", False)],
        )

    @freeze_time("2026-02-10")
    def test_a_promised_line_is_not_nudged(self):
        self.a._promise("2026-02-20")
        asked, faults = (self.a | self.b)._get_nudged()
        self.assertEqual(asked, {self.k: self.b})
        self.assertIn("is promised until 02/20/2026", faults[0])
        with self.assertRaisesRegex(UserError, "is promised until"):
            self.a._nudge()

    def test_the_company_of_another_day(self):
        """At 20:00 UTC on 5 Feb it is the 6th in Shanghai: the promise for the 5th is broken there."""
        self.promise("2026-02-05", "2026-01-25")
        self.run_job("2026-02-05 20:00:00")
        self.assertEqual(self.kinds(), [])
        self.company.partner_id.tz = "Asia/Shanghai"
        self.run_job("2026-02-05 20:00:00")
        self.assertEqual(self.kinds(), ["broken"])

    def test_queries_do_not_grow_with_the_lines(self):
        def cost(count):
            contract = self.contract(plan=[(f"L{n:03}", 10, "2026-01-20") for n in range(count)])
            with freeze_time("2026-01-20"):
                contract.settlement_ids._promise("2026-01-25")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job("2026-01-26")
            self.assertEqual(len(contract.settlement_ids.activity_ids), count)
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(10), cost(90)
        self.assertLessEqual(many - few, 10, f"{few} queries for 10 lines, {many} for 90")
