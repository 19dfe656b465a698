from datetime import date, timedelta
from functools import partial
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import LedgerCase

# The plan of a contract: A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000 due 31 Mar.


@tagged("post_install", "-at_install")
class TestReminders(LedgerCase):
    """One activity a line, none twice, none lost, none for what is settled (I7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env.ref("commercial_contract.reminder_rule_settlement")
        (cls.rule.search([]) - cls.rule).active = False
        cls.kind = cls.env.ref("commercial_contract.mail_activity_type_settlement_due")

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)

    def run_job(self, day):
        with freeze_time(day), patch.object(self.env.cr, "commit", self.env.flush_all):
            self.rule._cron_remind()

    def reminded(self, contract=None):
        """Return the names of the lines with an open reminder."""
        lines = self.lines(contract or self.k)
        return [line.name for line in lines for _one in line.activity_ids]

    def test_the_day_seven_days_before(self):
        self.run_job("2026-01-23")
        self.assertEqual(self.reminded(), [])
        self.run_job("2026-01-24")
        self.assertEqual(self.reminded(), ["A"])

    def test_what_the_activity_says(self):
        self.advance(self.k, 1000)
        self.run_job("2026-01-24")
        activity = self.a.activity_ids
        self.assertEqual(activity.user_id, self.seller)
        self.assertEqual(activity.activity_type_id, self.kind)
        self.assertEqual(activity.date_deadline, date(2026, 1, 31))
        for text in (self.k.name, self.customer.name, "2,000.00"):
            self.assertIn(text, activity.summary)

    def test_none_twice(self):
        for day in ("2026-01-24", "2026-01-24", "2026-01-25", "2026-02-10"):
            self.run_job(day)
        self.assertEqual(self.reminded(), ["A"])
        self.assertEqual(len(self.k.settlement_ids.reminder_log_ids), 1)

    def test_none_twice_where_the_user_was_done_with_it(self):
        self.run_job("2026-01-24")
        self.a.activity_ids.action_done()
        self.run_job("2026-01-25")
        self.assertEqual(self.reminded(), [])

    def test_none_twice_after_the_rule_changed(self):
        self.run_job("2026-01-24")
        self.rule.days = 10
        self.run_job("2026-01-25")
        self.assertEqual(self.reminded(), ["A"])

    def test_none_lost_when_the_job_did_not_run(self):
        self.run_job("2026-02-27")
        self.assertEqual(self.reminded(), ["A", "B"])

    def test_two_workers_at_once(self):
        """The second worker's view is older than what the first committed: the database refuses its
        rows, and the job goes on with the rest."""
        self.run_job("2026-01-24")
        other = self.contract()
        line = self.lines(other)[0]
        today = date(2026, 1, 24)
        with (
            freeze_time(today),
            mute_logger("odoo.sql_db"),
            patch.object(type(self.rule), "_get_told", lambda _rule, _records: {}),
        ):
            self.env["commercial.job"]._work_on(
                self.a | line,
                partial(self.rule._remind, today=today),
                partial(self.rule._set_aside, today=today),
            )
        self.assertEqual((self.reminded(), self.reminded(other)), (["A"], ["A"]))
        self.assertEqual(len(self.a.reminder_log_ids), 1)

    def test_the_database_holds_a_reminder_once(self):
        self.run_job("2026-01-24")
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"):
            self.a.reminder_log_ids.copy({"state": "sent"})

    def test_none_for_what_needs_none(self):
        self.advance(self.k, 3000)
        draft, gone = self.contract(signed=False), self.contract()
        gone.action_terminate("Over")
        done = self.contract()
        done.action_complete("Waived")
        undated = self.contract(plan=[("A", 100, None)])
        self.run_job("2026-02-01")
        for contract in (self.k, draft, gone, done, undated):
            self.assertEqual(self.reminded(contract), [])

    def test_suspended_until_resumed(self):
        self.k.action_suspend("Works closed")
        self.run_job("2026-02-01")
        self.assertEqual(self.reminded(), [])
        self.k.action_resume()
        self.run_job("2026-02-02")
        self.assertEqual(self.reminded(), ["A"])

    def test_suspending_takes_open_reminders_off(self):
        self.run_job("2026-01-24")
        self.k.action_suspend("Works closed")
        self.assertEqual(self.reminded(), [])
        self.k.action_resume()
        self.assertEqual(self.reminded(), ["A"])

    def test_closed_by_the_cash(self):
        self.run_job("2026-02-21")
        self.assertEqual(self.reminded(), ["A", "B"])
        self.advance(self.k, 4000)
        self.env.flush_all()
        self.assertEqual(self.reminded(), ["B"])

    def test_closed_by_the_cash_on_an_invoice(self):
        invoice = self.invoice(self.a)
        self.run_job("2026-01-24")
        self.pay(invoice)
        self.env.flush_all()
        self.assertEqual(self.reminded(), [])

    def test_undone_cash_brings_it_back(self):
        self.run_job("2026-01-24")
        activity = self.a.activity_ids
        payment = self.advance(self.k, 3000)
        self.env.flush_all()
        self.assertFalse(activity.active)
        payment.action_draft()
        self.env.flush_all()
        self.assertEqual(self.a.activity_ids, activity)
        self.run_job("2026-01-25")
        self.assertEqual(self.reminded(), ["A"])

    def test_undone_cash_leaves_what_the_user_was_done_with(self):
        self.run_job("2026-01-24")
        self.a.activity_ids.action_done()
        payment = self.advance(self.k, 3000)
        payment.action_draft()
        self.env.flush_all()
        self.assertEqual(self.reminded(), [])

    def test_closed_by_the_end_of_the_contract(self):
        self.run_job("2026-02-21")
        self.invoice((self.b, 100))
        self.k.action_terminate("Over")
        self.env.flush_all()
        self.assertEqual(self.reminded(), [])

    def test_cash_posted_by_an_accountant_closes_the_sellers_reminder(self):
        self.run_job("2026-01-24")
        self.a.with_user(self.accountant)._register_payment(journal=self.bank)
        self.env.flush_all()
        self.assertEqual(self.reminded(), [])

    def test_a_moved_date_moves_the_open_reminder(self):
        self.run_job("2026-01-24")
        self.a.with_user(self.seller).reschedule("2026-03-15", "The crane is late")
        self.assertEqual(self.a.activity_ids.date_deadline, date(2026, 3, 15))
        self.assertEqual(self.a.reminder_log_ids.sorted("id").mapped("state"), ["sent", "moved"])
        self.run_job("2026-03-10")
        self.assertEqual(self.reminded(), ["A", "B"])

    def test_a_moved_date_is_told_anew_where_the_first_was_done(self):
        self.run_job("2026-01-24")
        self.a.activity_ids.action_done()
        self.a.reschedule("2026-03-15", "The crane is late")
        self.run_job("2026-03-07")
        self.assertEqual(self.reminded(), ["B"])
        self.run_job("2026-03-08")
        self.assertEqual(self.reminded(), ["A", "B"])

    def test_who_is_reminded(self):
        self.k.user_id = False
        self.k.deputy_ids = self.seller2
        self.run_job("2026-01-24")
        self.assertEqual(self.a.activity_ids.user_id, self.seller2)
        self.k.deputy_ids = False
        self.seller.active = False
        mine = self.contract(user_id=self.seller.id)
        self.run_job("2026-01-24")
        self.assertEqual(self.reminded(mine), [])
        log = self.lines(mine)[0].reminder_log_ids
        self.assertEqual((log.state, log.cause), ("held", "nobody"))
        self.assertIn("Seller: cannot log in", log.reason)
        mine.user_id = self.seller2
        self.run_job("2026-01-25")
        self.assertEqual(self.lines(mine)[0].activity_ids.user_id, self.seller2)
        self.assertEqual(self.lines(mine)[0].reminder_log_ids.state, "sent")

    def test_a_bad_record_is_set_aside_and_the_rest_goes_on(self):
        other, reason = self.contract(), "No paper"
        line = type(self.a)
        right = line._prepare_reminder

        def wrong(record, user, kind):
            if record == self.a:
                raise UserError(reason)
            return right(record, user, kind)

        with patch.object(line, "_prepare_reminder", wrong):
            self.run_job("2026-01-24")
        self.assertEqual((self.reminded(), self.reminded(other)), ([], ["A"]))
        self.assertEqual(self.a.reminder_log_ids.reason, reason)
        self.run_job("2026-01-25")
        self.assertEqual(self.reminded(), ["A"])

    def test_after_the_due_date(self):
        self.rule.write({"when": "after", "days": 3})
        self.run_job("2026-02-02")
        self.assertEqual(self.reminded(), [])
        self.run_job("2026-02-03")
        self.assertEqual(self.reminded(), ["A"])
        self.assertEqual(self.a.reminder_log_ids.date_planned, date(2026, 2, 3))

    def test_a_rule_of_a_company_holds_there_only(self):
        other = self.make_company("Other Books")
        self.rule.company_id = other
        self.run_job("2026-01-24")
        self.assertEqual(self.reminded(), [])
        self.rule.company_id = self.company
        self.run_job("2026-01-24")
        self.assertEqual(self.reminded(), ["A"])

    def test_today_is_the_companys(self):
        """At 20:00 UTC on 23 Jan it is the 24th in Shanghai."""
        self.run_job("2026-01-23 20:00:00")
        self.assertEqual(self.reminded(), [])
        self.company.partner_id.tz = "Asia/Shanghai"
        self.run_job("2026-01-23 20:00:00")
        self.assertEqual(self.reminded(), ["A"])

    def test_an_archived_rule_is_silent(self):
        self.rule.active = False
        self.run_job("2026-02-01")
        self.assertEqual(self.reminded(), [])

    def test_bad_days(self):
        with self.assertRaisesRegex(ValidationError, "cannot be negative"):
            self.rule.days = -1

    def test_rights(self):
        self.run_job("2026-01-24")
        rule = self.rule.with_user(self.seller)
        self.assertEqual(rule.days, 7)
        with self.assertRaises(AccessError):
            rule.days = 3
        self.rule.with_user(self.manager).days = 7
        self.rule.with_user(self.accountant).days = 7
        log = self.a.reminder_log_ids
        self.assertEqual(log.with_user(self.seller).state, "sent")
        self.assertFalse(self.env[log._name].with_user(self.seller2).search([]))
        with self.assertRaises(AccessError):
            log.with_user(self.manager).unlink()

    def test_the_scheduled_action(self):
        # today is real here: the job runs in a cursor of its own
        today = date.today()
        contract = self.contract(
            plan=[("A", 100, today + timedelta(days=5)), ("B", 100, today + timedelta(days=30))]
        )
        cron = self.env.ref("commercial_contract.ir_cron_remind")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.reminded(contract), ["A"])

    def test_queries_do_not_grow_with_the_lines(self):
        def cost(count):
            contract = self.contract(plan=[(f"L{n:03}", 10, "2026-01-20") for n in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job("2026-01-20")
            self.assertEqual(len(self.reminded(contract)), count)
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(10), cost(200)
        self.assertLessEqual(many - few, 10, f"{few} queries for 10 lines, {many} for 200")

    def test_the_cash_closes_many_with_the_same_number_of_queries(self):
        def cost(count):
            contract = self.contract(plan=[(f"L{n:03}", 10, "2026-01-20") for n in range(count)])
            self.run_job("2026-01-20")
            self.env.flush_all()
            self.env.invalidate_all()
            payment = self.advance(contract, 10 * count, post=False)
            before = self.env.cr.sql_log_count
            payment.action_post()
            self.env.flush_all()
            self.assertEqual(self.reminded(contract), [])
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(10), cost(90)
        self.assertLessEqual(many - few, 10, f"{few} queries for 10 lines, {many} for 90")
