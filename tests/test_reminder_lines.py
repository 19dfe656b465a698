from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .reminded import RemindedCase


@tagged("post_install", "-at_install")
class TestReminderLines(RemindedCase):
    """Rules on plan lines: steps, what stands in for what, what is held back."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)

    def test_overdue_in_three_steps_and_one_stands_at_a_time(self):
        self.rule("overdue")
        self.run_job("2026-02-01")
        self.assertFalse(self.a.activity_ids)
        for day, tone in (
            ("2026-02-02", "Friendly Reminder"),
            ("2026-02-16", "Firm Reminder"),
            ("2026-03-02", "Final Reminder"),
        ):
            self.run_job(day, day)
            activity = self.a.activity_ids
            self.assertEqual(len(activity), 1, day)
            self.assertEqual(activity.summary[: len(tone) + 1], f"{tone}:")
            self.assertIn("overdue since 01/31/2026", activity.summary)
            self.assertEqual(activity.date_deadline, date(2026, 1, 31))
            self.assertTrue(activity.note)
        self.assertEqual(
            self.told(self.a),
            [
                (0, "2026-02-02", "sent", False),
                (1, "2026-02-16", "sent", False),
                (2, "2026-03-02", "sent", False),
            ],
        )

    def test_the_wording_is_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        step = self.env.ref("commercial_contract.reminder_step_friendly")
        step.update_field_translations("name", {"zh_CN": "友好"})
        step.update_field_translations("note", {"zh_CN": "请致电"})
        self.seller.lang = "zh_CN"
        self.rule("overdue")
        self.run_job("2026-02-02")
        self.assertIn("友好", self.a.activity_ids.summary)
        self.assertIn("请致电", self.a.activity_ids.note)

    def test_days_without_the_job_send_the_last_step_and_log_what_was_missed(self):
        self.rule("overdue")
        self.run_job("2026-02-20")
        self.assertEqual(len(self.a.activity_ids), 1)
        self.assertEqual(
            self.told(self.a),
            [(0, "2026-02-02", "missed", "later"), (1, "2026-02-16", "sent", False)],
        )

    def test_what_is_overdue_takes_the_place_of_what_was_due(self):
        self.rule("overdue")
        self.rule("settlement")
        self.run_job("2026-01-24", "2026-02-02")
        self.assertEqual(len(self.a.activity_ids), 1)
        self.assertIn("Friendly", self.a.activity_ids.summary)
        self.run_job("2026-03-02")  # B is due as well as overdue by now: one reminder
        self.assertEqual(len(self.b.activity_ids), 1)
        self.assertEqual(
            self.told(self.b),
            [(0, "2026-03-02", "sent", False), (0, "2026-02-21", "missed", "later")],
        )

    def test_others_keep_what_they_have(self):
        """The leader alone is told what is overdue: the responsible's own reminder stays."""
        self.rule("overdue", who="users", user_ids=self.leader.ids)
        self.rule("settlement")
        self.run_job("2026-01-24", "2026-02-02")
        self.assertEqual(self.a.activity_ids.user_id, self.seller | self.leader)

    def test_a_moved_date_is_told_anew_and_the_old_one_no_more(self):
        self.rule("overdue")
        self.run_job("2026-02-02")
        self.a.reschedule("2026-03-10", "Crane late")
        self.assertFalse(self.a.activity_ids)
        self.run_job("2026-02-16")
        self.assertFalse(self.a.activity_ids)
        self.run_job("2026-03-11")
        self.assertEqual(len(self.a.activity_ids), 1)
        self.assertIn("03/10/2026", self.a.activity_ids.summary)

    def test_paid_since_the_job_began(self):
        rule = self.rule("overdue", on_workdays=False)
        self.advance(self.k, 3000)
        self.env.flush_all()
        with freeze_time("2026-02-02"):
            rule._remind(self.a, today=date(2026, 2, 2))
        self.assertFalse(self.a.activity_ids)
        self.assertEqual(self.told(self.a), [(0, "2026-02-01", "held", "settled")])

    def test_in_dispute_until_it_is_settled(self):
        self.rule("overdue", on_workdays=False)
        self.a.write({"is_disputed": True, "dispute_reason": "Scratches"})
        self.run_job("2026-02-02")
        log = self.a.reminder_log_ids
        self.assertEqual((log.state, log.cause, log.reason), ("held", "disputed", "Scratches"))
        self.run_job("2026-02-03")
        self.assertEqual(self.a.reminder_log_ids, log, "the same reason is written once")
        self.a.is_disputed = False
        self.run_job("2026-02-04")
        self.assertEqual(self.told(self.a), [(0, "2026-02-01", "sent", False)])

    def test_a_dispute_of_months_loses_nothing(self):
        self.rule("overdue")
        self.a.is_disputed = True
        self.run_job("2026-02-02")
        self.a.is_disputed = False
        self.run_job("2026-06-01")
        self.assertIn("Final", self.a.activity_ids.summary)

    def test_suspended_says_so(self):
        self.rule("overdue")
        self.k.action_suspend("Works closed")
        self.run_job("2026-02-02")
        log = self.a.reminder_log_ids
        self.assertEqual((log.state, log.cause, log.reason), ("held", "suspended", "Works closed"))

    def test_what_is_long_past_is_no_news(self):
        self.rule("overdue")
        self.run_job("2026-04-02")  # 61 days after 31 January, 33 after 28 February
        self.assertFalse(self.a.reminder_log_ids)
        self.assertIn("Final", self.b.activity_ids.summary)

    def test_a_day_off_moves_it(self):
        calendar = self.company.resource_calendar_id
        calendar.tz = "UTC"
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "company_id": self.company.id,
                "calendar_id": calendar.id,
                "date_from": "2026-02-02 00:00:00",
                "date_to": "2026-02-02 23:00:00",
            }
        )
        self.rule("overdue")
        self.run_job("2026-02-02")
        self.assertFalse(self.a.activity_ids)
        self.run_job("2026-02-03")
        self.assertEqual(self.told(self.a), [(0, "2026-02-03", "sent", False)])

    def test_before_a_weekend_it_comes_on_friday(self):
        self.rule("settlement", on_workdays=True)
        self.run_job("2026-01-22")
        self.assertFalse(self.a.activity_ids)
        self.run_job("2026-01-23")
        self.assertEqual(self.told(self.a), [(0, "2026-01-23", "sent", False)])

    def test_retention_alone(self):
        k = self.contract(plan=[("A", 90, "2026-06-30"), ("R", 10, "2026-06-30")])
        a, r = self.lines(k)
        self.edit(r, kind="retention")
        self.rule("retention")
        self.run_job("2026-06-15")
        self.assertFalse(r.activity_ids)
        self.run_job("2026-06-16")
        self.assertEqual((len(r.activity_ids), len(a.activity_ids)), (1, 0))

    def test_only_what_fits_the_conditions(self):
        rule = self.rule("overdue", filter_domain="[('amount', '>', 4000)]")
        self.run_job("2026-03-02")
        self.assertEqual([len(line.activity_ids) for line in (self.a, self.b)], [0, 1])
        for wrong in ("[('nothing', '=', 1)]", "[(", "today"):
            with self.assertRaisesRegex(ValidationError, "cannot be read"):
                rule.filter_domain = wrong

    def test_what_comes_with_the_app_is_switched_off_not_deleted(self):
        rule = self.rule("overdue")
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            rule.unlink()
        with self.assertRaisesRegex(UserError, "'Firm Reminder' came with the app"):
            self.env.ref("commercial_contract.reminder_step_firm").unlink()
        own = rule.copy()
        self.assertEqual(own.step_ids.mapped("days"), [1, 15, 30])
        own.unlink()

    def test_a_step_that_is_switched_off(self):
        rule, firm = self.rule("overdue"), self.env.ref("commercial_contract.reminder_step_firm")
        self.assertEqual(rule.timing, "1, 15, and 30 days after")
        self.run_job("2026-02-02")
        firm.active = False
        self.run_job("2026-02-16")
        self.assertIn("Friendly", self.a.activity_ids.summary)
        self.run_job("2026-03-02")
        self.assertIn("Final", self.a.activity_ids.summary)
        firm.active = True
        self.run_job("2026-03-03")
        self.assertIn("Final", self.a.activity_ids.summary)

    def test_queries_do_not_grow_with_the_lines(self):
        self.rule("overdue")
        self.rule("settlement")

        def cost(count):
            contract = self.contract(plan=[(f"L{n:03}", 10, "2026-01-20") for n in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job("2026-02-10")
            self.assertEqual(len(contract.settlement_ids.activity_ids), count)
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(10), cost(150)
        self.assertLessEqual(many - few, 10, f"{few} queries for 10 lines, {many} for 150")
