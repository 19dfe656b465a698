from datetime import date
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .reminded import RemindedCase

# A is due on 31 January 2026: reminded of on the 24th, escalated on the 27th.
# 23 January 20:00 UTC is the 24th in Auckland, and the 23rd in London and Honolulu;
# 24 January 05:00 UTC is the 24th in London, and still the 23rd in Honolulu.


@tagged("post_install", "-at_install")
class TestReminderOwnDay(RemindedCase):
    """The company is in London; each is told on the day that it is where he lives."""

    def setUp(self):
        super().setUp()
        self.company.partner_id.tz = "Europe/London"
        self.due = self.rule("settlement")
        self.k = self.contract()
        self.a = self.lines(self.k)[0]

    def sent(self):
        """Return who was told of A, and on which day."""
        logs = self.a.reminder_log_ids.filtered(lambda log: log.state == "sent").sorted("id")
        return [(*log.user_ids.sorted("name").mapped("name"), str(log.date_sent)) for log in logs]

    def test_a_day_that_has_begun_for_the_person_only(self):
        self.seller.tz = "Pacific/Auckland"
        self.run_job("2026-01-23 05:00:00")
        self.assertEqual(self.sent(), [])
        self.run_job("2026-01-23 20:00:00", "2026-01-23 20:00:00", "2026-01-24 05:00:00")
        self.assertEqual(self.sent(), [("Seller", "2026-01-24")])
        self.assertEqual(len(self.a.activity_ids), 1)

    def test_a_day_that_has_not_begun_for_the_person(self):
        self.seller.tz = "Pacific/Honolulu"
        self.run_job("2026-01-24 05:00:00")
        self.assertEqual(self.sent(), [])
        self.assertFalse(self.a.reminder_log_ids)
        self.run_job("2026-01-24 12:00:00", "2026-01-25 05:00:00")
        self.assertEqual(self.sent(), [("Seller", "2026-01-24")])

    def test_of_two_people_nobody_is_told_before_his_day(self):
        self.due.who = "deputies"
        self.k.deputy_ids = [Command.set(self.seller2.ids)]
        self.seller.tz, self.seller2.tz = "Pacific/Auckland", "Pacific/Honolulu"
        self.run_job("2026-01-23 20:00:00", "2026-01-24 05:00:00")
        self.assertEqual(self.sent(), [])
        self.run_job("2026-01-24 10:30:00")
        self.assertEqual(self.sent(), [("Seller", "Seller2", "2026-01-24")])

    def test_who_stands_in_is_told_on_his_own_day(self):
        self.k.deputy_ids = [Command.set(self.seller2.ids)]
        self.seller.tz, self.seller2.tz = "Pacific/Honolulu", "Pacific/Auckland"
        self.seller.active = False
        self.run_job("2026-01-23 20:00:00")
        self.assertEqual(self.sent(), [("Seller2", "2026-01-24")])

    def test_contracts_of_people_in_several_zones_in_one_run(self):
        other = self.contract(user_id=self.seller2.id)
        self.seller.tz, self.seller2.tz = "Pacific/Auckland", "Pacific/Honolulu"
        self.run_job("2026-01-23 20:00:00")
        told = (self.k | other).settlement_ids.reminder_log_ids
        self.assertEqual(told.contract_id, self.k)
        self.run_job("2026-01-24 12:00:00")
        told = (self.k | other).settlement_ids.reminder_log_ids
        self.assertEqual(told.contract_id, self.k | other)
        self.assertEqual(set(told.mapped("date_sent")), {date(2026, 1, 24)})

    def test_the_daily_mail_bears_the_day_of_its_person(self):
        self.due.how = "digest"
        self.seller.tz = "Pacific/Auckland"
        self.run_job("2026-01-23 20:00:00")
        digest = self.env["commercial.reminder.digest"].search([("user_id", "=", self.seller.id)])
        self.assertEqual(digest.date, date(2026, 1, 24))
        self.assertEqual(self.sent(), [("Seller", "2026-01-24")])

    def test_the_manager_hears_on_his_day(self):
        self.due.escalate_days = 3
        self.lead(self.seller)
        self.leader.tz = "Pacific/Honolulu"
        self.run_job("2026-01-24 05:00:00", "2026-01-27 05:00:00")
        self.assertEqual(self.sent(), [("Seller", "2026-01-24")])
        self.run_job("2026-01-27 12:00:00")
        self.assertEqual(self.sent()[1:], [("Leader", "2026-01-27")])

    def test_the_manager_hears_in_the_run_that_brings_it_back(self):
        self.due.escalate_days = 3
        self.lead(self.seller)
        self.seller.tz = "Pacific/Auckland"
        self.run_job("2026-01-24")
        with freeze_time("2026-01-25"):
            self.a._promise("2026-02-05")
        self.run_job("2026-02-06 20:00:00")  # the seventh where he lives, the sixth for the manager
        self.assertEqual(self.sent()[1:], [("Leader", "2026-02-06")])

    def test_what_was_put_off_is_back_on_the_day_of_whoever_did_so(self):
        self.rule("snooze")
        self.seller.tz = "Pacific/Honolulu"
        self.run_job("2026-01-24 12:00:00")
        mine = self.a.activity_ids
        with freeze_time("2026-01-24 13:00:00"):
            logs = self.env["commercial.reminder.log"].with_user(self.seller)
            logs = logs._put_off([("due", self.k, self.a, mine)], date(2026, 1, 26), "Away")
        self.run_job("2026-01-26 05:00:00")
        self.assertEqual(logs.sudo().state, "snoozed")
        self.run_job("2026-01-26 12:00:00")
        self.assertEqual((logs.sudo().state, str(logs.sudo().date_sent)), ("sent", "2026-01-26"))

    def test_a_promise_is_broken_when_its_day_is_over_where_the_person_lives(self):
        self.rule("promise")
        with freeze_time("2026-01-20"):
            self.a._promise("2026-02-05")
        self.seller.tz = "Pacific/Honolulu"
        self.run_job("2026-02-06 05:00:00")
        self.assertEqual(self.sent(), [])
        self.run_job("2026-02-06 12:00:00")
        self.assertEqual(self.sent(), [("Seller", "2026-02-06")])

    def test_what_a_promise_silenced_is_back_when_its_day_is_over_where_the_person_lives(self):
        self.seller.tz = "Pacific/Honolulu"
        self.run_job("2026-01-24 12:00:00")
        with freeze_time("2026-01-25 12:00:00"):
            self.a._promise("2026-02-05")
        self.assertFalse(self.a.activity_ids)
        self.seller2.tz = "Pacific/Auckland"  # for whom the sixth has begun
        self.run_job("2026-02-06 05:00:00")
        self.assertFalse(self.a.activity_ids)
        self.run_job("2026-02-06 12:00:00")
        self.assertEqual(self.a.activity_ids.user_id, self.seller)

    def test_a_job_that_runs_past_midnight_tells_all_of_the_day_on_which_it_began(self):
        self.contract()
        lines = self.env["commercial.contract.settlement"].search(
            [("company_id", "=", self.company.id), ("date_due", "=", "2026-01-31")]
        )
        self.assertGreater(len(lines), 1)
        begun = type(self.due)._get_hold_reasons
        with (
            freeze_time("2026-01-24 23:59:00") as clock,
            patch.object(self.env.cr, "commit", self.env.flush_all),
            patch.object(
                type(self.due),
                "_get_hold_reasons",
                lambda rule, records, today: clock.tick(600) and begun(rule, records, today),
            ),
        ):
            self.due._remind_all(batch=1)
        self.assertEqual(lines.reminder_log_ids.settlement_id, lines)
        self.assertEqual(set(lines.reminder_log_ids.mapped("date_sent")), {date(2026, 1, 24)})

    def test_people_who_name_no_time_zone_live_in_that_of_the_company(self):
        self.run_job("2026-01-23 20:00:00")
        self.assertEqual(self.sent(), [])
        self.run_job("2026-01-24 05:00:00")
        self.assertEqual(self.sent(), [("Seller", "2026-01-24")])
