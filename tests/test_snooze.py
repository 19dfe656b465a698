from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .reminded import RemindedCase

# A is due on 31 January 2026: reminded of on the 24th.


@tagged("post_install", "-at_install")
class TestSnooze(RemindedCase):
    """What somebody put off is silent until its day, and then it is back; the log says why."""

    def setUp(self):
        super().setUp()
        self.due = self.rule("settlement")
        self.rule("snooze")
        self.k = self.contract()
        self.a = self.lines(self.k)[0]

    def rows(self, day, user=None):
        """Return {kind: name of the line} of what awaits a person on that day."""
        self.env.flush_all()
        self.env.invalidate_all()
        user = user or self.seller
        with freeze_time(day):
            rows = self.env["commercial.contract.todo"].with_user(user)
            found = rows.search([("user_id", "=", user.id), ("contract_id", "=", self.k.id)])
            return [(row.kind, row.settlement_id.name) for row in found.sorted("kind")]

    def snooze(self, kind, day, until, reason="Customer is away"):
        self.env.invalidate_all()
        with freeze_time(day):
            rows = self.env["commercial.contract.todo"].with_user(self.seller)
            row = rows.search([("kind", "=", kind), ("contract_id", "=", self.k.id)])[:1]
            self.confirm(row.action_snooze(), until, reason)

    def confirm(self, action, until, reason="Customer is away", user=None):
        wizard = self.env[action["res_model"]].with_user(user or self.seller)
        wizard = wizard.with_context(**action["context"]).create({"date": until, "reason": reason})
        wizard.action_snooze()
        self.env.flush_all()

    def test_a_reminder_comes_back_on_its_day(self):
        self.run_job("2026-01-24")
        activity = self.a.activity_ids
        self.assertIn(("due", "A"), self.rows("2026-01-24"))
        self.snooze("due", "2026-01-24", "2026-01-28")
        self.assertNotIn(("due", "A"), self.rows("2026-01-24"))
        self.assertNotIn(("due", "A"), self.rows("2026-01-27"))
        self.assertIn(("due", "A"), self.rows("2026-01-28"))
        self.assertEqual(activity.date_deadline, date(2026, 1, 28))
        log = self.a.reminder_log_ids.filtered(lambda log: log.rule_id.what == "snooze")
        self.assertEqual(
            (log.state, log.reason, log.user_ids), ("snoozed", "Customer is away", self.seller)
        )
        self.run_job("2026-01-25", "2026-01-28", "2026-01-29")
        self.assertEqual((log.state, str(log.date_sent)), ("sent", "2026-01-28"))
        self.assertEqual(self.a.activity_ids, activity)

    def test_a_date_that_was_moved_meanwhile_does_not_keep_it_away(self):
        """Overdue on 1 February while it is put off; on the 2nd the date is moved to 15 March. On the
        20th nothing else tells of it."""
        self.rule("overdue", on_workdays=False)
        self.run_job("2026-01-24")
        self.snooze("due", "2026-01-24", "2026-02-20")
        self.a.activity_ids.action_done()
        self.run_job("2026-02-01")
        self.assertFalse(self.a.activity_ids)
        with freeze_time("2026-02-02"):
            self.a.reschedule("2026-03-15", "The crane is late")
        self.run_job("2026-02-20")
        self.assertEqual(self.a.activity_ids.user_id, self.seller)

    def test_where_no_activity_stands_one_comes(self):
        self.due.how = "digest"
        self.run_job("2026-01-24")
        log = self.a.reminder_log_ids
        with freeze_time("2026-01-24"):
            self.confirm(log.with_user(self.seller).action_snooze(), "2026-01-28")
        self.run_job("2026-01-27")
        self.assertFalse(self.a.activity_ids)
        self.run_job("2026-01-28", "2026-01-28")
        activity = self.a.activity_ids
        self.assertEqual(
            (activity.user_id, activity.date_deadline), (self.seller, date(2026, 1, 28))
        )
        self.assertIn("Customer is away", activity.note)
        self.advance(self.k, 3000)
        self.env.flush_all()
        self.assertFalse(self.a.activity_ids)

    def test_what_another_rule_has_to_say_waits(self):
        """Put off on 30 January until 5 February: the friendly step of the 1st waits with it."""
        self.rule("overdue", on_workdays=False)
        self.run_job("2026-01-24")
        self.snooze("due", "2026-01-30", "2026-02-05")
        self.run_job("2026-02-01", "2026-02-04")
        overdue = self.a.reminder_log_ids.filtered(lambda log: log.rule_id.what == "overdue")
        self.assertEqual((overdue.state, overdue.cause), ("held", "snoozed"))
        self.run_job("2026-02-05")
        overdue = self.a.reminder_log_ids.filtered(lambda log: log.rule_id.what == "overdue")
        self.assertEqual(overdue.state, "sent")
        self.assertIn("Put Off, 02/05/2026", overdue.held_before)
        self.assertEqual(len(self.a.activity_ids), 1)

    def test_others_are_told_all_the_same(self):
        self.due.user_ids = self.leader
        with freeze_time("2026-01-20"):
            logs = self.env["commercial.reminder.log"].with_user(self.seller)
            logs._put_off([("due", self.k, self.a, self.a.activity_ids)], date(2026, 1, 30), "Away")
        self.run_job("2026-01-24")
        self.assertEqual(self.a.activity_ids.user_id, self.leader)

    def test_settled_meanwhile(self):
        self.run_job("2026-01-24")
        self.snooze("due", "2026-01-24", "2026-01-28")
        self.advance(self.k, 3000)
        self.env.flush_all()
        self.run_job("2026-01-28")
        log = self.a.reminder_log_ids.filtered(lambda log: log.rule_id.what == "snooze")
        self.assertEqual((log.state, log.cause), ("missed", "settled"))
        self.assertFalse(self.a.activity_ids)

    def test_put_off_again(self):
        self.run_job("2026-01-24")
        self.snooze("due", "2026-01-24", "2026-01-26")
        self.run_job("2026-01-26")
        self.snooze("due", "2026-01-26", "2026-01-30", "Still away")
        self.assertNotIn(("due", "A"), self.rows("2026-01-29"))
        self.assertIn(("due", "A"), self.rows("2026-01-30"))

    def test_two_people_and_one_day(self):
        self.k.deputy_ids = self.seller2
        self.due.who = "deputies"
        self.run_job("2026-01-24")
        log = self.a.reminder_log_ids
        with freeze_time("2026-01-24"):
            for user in (self.seller, self.seller2):
                self.confirm(log.with_user(user).action_snooze(), "2026-01-28", user.name, user)
        snoozed = self.a.reminder_log_ids - log
        self.assertEqual((len(snoozed), snoozed.user_ids), (1, self.seller | self.seller2))
        self.assertEqual(snoozed.reason, "Seller; Seller2: Seller2")

    def test_an_activity_a_text_an_invoice_each_by_itself(self):
        self.k.activity_schedule(
            "mail.mail_activity_data_call", date(2026, 1, 24), user_id=self.seller.id
        )
        rows = self.rows("2026-02-01")
        self.assertEqual(
            rows, [("activity", False), ("overdue", "A"), ("text", False), ("to_invoice", "A")]
        )
        for kind in ("activity", "to_invoice", "text"):
            self.snooze(kind, "2026-02-01", "2026-02-10")
            rows = [row for row in rows if row[0] != kind]
            self.assertEqual(self.rows("2026-02-01"), rows)
        self.assertEqual(
            {kind for kind, _line in self.rows("2026-02-10")},
            {"activity", "overdue", "to_invoice", "text"},
        )
        self.run_job("2026-02-10")
        logs = self.k.reminder_log_ids.filtered(lambda log: log.rule_id.what == "snooze")
        self.assertEqual(set(logs.mapped("state")), {"sent"})
        self.assertEqual(len(self.k.activity_ids), 1)

    def test_an_approval_of_another_or_a_hidden_row_is_not_put_off(self):
        self.run_job("2026-01-24")
        with freeze_time("2026-01-24"):
            row = self.env["commercial.contract.todo"].with_user(self.leader)
            row = row.search([("contract_id", "=", self.k.id), ("kind", "=", "due")])
            with self.assertRaisesRegex(UserError, "Only what awaits oneself"):
                row.action_snooze()
            with self.assertRaisesRegex(UserError, "was not sent to this user"):
                self.a.reminder_log_ids.with_user(self.leader).action_snooze()
            with self.assertRaises(AccessError):
                self.a.reminder_log_ids.with_user(self.seller2).action_snooze()
            stolen = self.env["commercial.contract.snooze"].with_user(self.seller2)
            stolen = stolen.create({"todo_keys": row.ids, "date": "2026-01-28", "reason": "Mine"})
            stolen.action_snooze()
        self.assertFalse(self.a.reminder_log_ids.filtered(lambda log: log.state == "snoozed"))

    def test_a_reason_and_a_day_to_come(self):
        self.run_job("2026-01-24")
        with freeze_time("2026-01-24"):
            log = self.a.reminder_log_ids.with_user(self.seller)
            with self.assertRaisesRegex(UserError, "enter a reason"):
                self.confirm(log.action_snooze(), "2026-01-28", " ")
            with self.assertRaisesRegex(UserError, "must lie after today"):
                self.confirm(log.action_snooze(), "2026-01-24")
            wizard = Form(
                log.env["commercial.contract.snooze"].with_context(**log.action_snooze()["context"])
            )
            # Saturday: the next working day is a Monday
            self.assertEqual(wizard.date, date(2026, 1, 26))
            self.assertEqual(wizard.names, log.display_name)

    def test_the_missing_text_stands_once(self):
        """Signed on 5 January: the rule gives an activity on the 12th, and the row of the text goes."""
        self.rule("text")
        self.assertIn(("text", False), self.rows("2026-01-11"))
        self.run_job("2026-01-12")
        self.assertIn(("activity", False), self.rows("2026-01-12"))
        self.assertNotIn(("text", False), self.rows("2026-01-12"))
        self.k.activity_ids.action_done()
        self.assertIn(("text", False), self.rows("2026-01-12"))
