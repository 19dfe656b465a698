from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .reminded import RemindedCase

# A is due on 31 January 2026; it is reminded of on the 24th, and the manager hears of it 3 days later.


@tagged("post_install", "-at_install")
class TestReminderEscalation(RemindedCase):
    """Who is told where nobody answers: the manager, once; what was held back before it was sent."""

    def setUp(self):
        super().setUp()
        self.due = self.rule("settlement", escalate_days=3)
        self.k = self.contract()
        self.a = self.lines(self.k)[0]
        self.lead(self.seller)

    def told_manager(self):
        """Return the rows that tell the manager: person, day, outcome."""
        logs = self.a.reminder_log_ids.filtered("parent_id")
        return [(log.user_ids.name, str(log.date_planned), log.state) for log in logs]

    def test_after_three_days_once(self):
        self.run_job("2026-01-24", "2026-01-25", "2026-01-26")
        self.assertEqual(self.told_manager(), [])
        self.run_job("2026-01-27", "2026-01-27", "2026-01-28", "2026-02-20")
        self.assertEqual(self.told_manager(), [("Leader", "2026-01-27", "sent")])
        activity = self.a.activity_ids.filtered(lambda one: one.user_id == self.leader)
        self.assertIn("not answered by Seller since 01/24/2026", activity.summary)
        self.assertEqual(len(self.a.activity_ids), 2)

    def test_a_moved_date_is_told_anew_though_the_managers_still_stands(self):
        self.run_job("2026-01-24", "2026-01-27")
        boss = self.a.activity_ids.filtered(lambda one: one.user_id == self.leader)
        (self.a.activity_ids - boss).action_done()
        self.a.reschedule("2026-03-15", "The crane is late")
        self.assertEqual(boss.date_deadline, date(2026, 3, 15))
        self.run_job("2026-03-08")
        self.assertEqual(self.a.activity_ids.user_id, self.seller | self.leader)

    def test_the_cash_takes_it_off(self):
        self.run_job("2026-01-24", "2026-01-27")
        self.advance(self.k, 3000)
        self.env.flush_all()
        self.assertFalse(self.a.activity_ids)

    def test_not_where_it_was_answered(self):
        """Done by hand, paid, promised, in dispute."""
        self.run_job("2026-01-24")
        self.a.activity_ids.action_done()
        self.run_job("2026-01-28")
        paid, promised, disputed = (self.contract() for _one in range(3))
        lines = [self.lines(one)[0] for one in (paid, promised, disputed)]
        self.run_job("2026-01-24")
        self.advance(paid, 3000)
        with freeze_time("2026-01-25"):
            lines[1]._promise(date(2026, 2, 20))
        lines[2].is_disputed = True
        self.run_job("2026-01-28")
        for line in (self.a, *lines):
            self.assertFalse(line.reminder_log_ids.filtered("parent_id"))

    def test_never_to_who_does_not_see_it(self):
        self.leader.group_ids = [
            Command.unlink(self.env.ref("commercial_contract.group_contract_all").id)
        ]
        self.run_job("2026-01-24", "2026-01-27", "2026-01-28")
        self.assertEqual(self.told_manager(), [(False, "2026-01-27", "held")])
        log = self.a.reminder_log_ids.filtered("parent_id")
        self.assertEqual((log.cause, log.reason), ("nobody", "Leader: does not see the contract"))
        self.k.deputy_ids = self.leader
        self.leader.group_ids = [
            Command.link(self.env.ref("commercial_contract.group_contract_own").id)
        ]
        self.run_job("2026-01-29")
        self.assertEqual(self.told_manager(), [("Leader", "2026-01-27", "sent")])
        log = self.a.reminder_log_ids.filtered("parent_id")
        self.assertIn("Nobody Can Be Reminded, Leader: does not see the contract", log.held_before)

    def test_no_manager(self):
        other = self.contract(user_id=self.seller2.id)
        self.run_job("2026-01-24", "2026-01-27")
        log = self.lines(other)[0].reminder_log_ids.filtered("parent_id")
        self.assertEqual((log.state, log.reason), ("held", "no manager"))

    def test_by_mail(self):
        self.due.how = "digest"
        before = self.env["mail.mail"].search([])
        self.run_job("2026-01-24", "2026-01-27", "2026-01-28")
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(len(mails), 2)
        mail = mails.filtered(lambda one: one.recipient_ids == self.leader.partner_id)
        self.assertIn("not answered by Seller since 01/24/2026", mail.body_html)
        self.assertEqual(self.told_manager(), [("Leader", "2026-01-27", "sent")])

    def test_both_outcomes_stay_readable(self):
        self.a.write({"is_disputed": True, "dispute_reason": "Wrong pump"})
        self.run_job("2026-01-24")
        self.assertEqual(self.told(self.a), [(0, "2026-01-24", "held", "disputed")])
        self.a.is_disputed = False
        self.run_job("2026-01-26")
        self.assertEqual(self.told(self.a), [(0, "2026-01-24", "sent", False)])
        log = self.a.reminder_log_ids
        self.assertIn("Line in Dispute, Wrong pump", log.held_before)
        self.assertEqual(str(log.date_sent), "2026-01-26")

    def test_bad_days(self):
        with self.assertRaisesRegex(ValidationError, "cannot be negative"):
            self.due.escalate_days = -1

    def test_queries_do_not_grow(self):
        def cost(count):
            contract = self.contract(plan=[(f"L{n:03}", 10, "2026-01-20") for n in range(count)])
            self.run_job("2026-01-20")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job("2026-01-23")
            logs = contract.settlement_ids.reminder_log_ids.filtered("parent_id")
            self.assertEqual(len(logs), count)
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(10), cost(100)
        self.assertLessEqual(many - few, 10, f"{few} queries for 10 lines, {many} for 100")
