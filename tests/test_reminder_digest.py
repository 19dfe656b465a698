from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext, mute_logger

from .mails import count_columns
from .reminded import RemindedCase

# A 3,000 is due on Saturday 31 January, B 5,000 on 28 February, C 2,000 on 31 March 2026.


@tagged("post_install", "-at_install")
class TestReminderDigest(RemindedCase):
    """One mail a person and day with all that is due; nothing to say, no mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["commercial_contract"], ["zh_CN"])
        cls.digests = cls.env["commercial.reminder.digest"]

    def setUp(self):
        super().setUp()
        self.due = self.rule("settlement", how="digest")
        self.late = self.rule("overdue", how="digest", on_workdays=False)

    def mails(self, *days):
        """Run the job on these days; return the mails that it put into the outgoing queue."""
        before = self.env["mail.mail"].search([])
        self.run_job(*days)
        return self.env["mail.mail"].search([]) - before

    def plan_for(self, day, *served):
        """Plan what is due before its date, and die when only those in ``served`` have their mail."""
        with freeze_time(day), patch.object(self.env.cr, "commit", self.env.flush_all):
            self.due._remind_all()
            for user in served:
                self.digests._send(user)

    def text(self, mail):
        return html2plaintext(mail.body_html, include_references=False).replace(
            "\N{NO-BREAK SPACE}", " "
        )

    def states(self, contract):
        logs = contract.reminder_log_ids.sorted(lambda log: (log.rule_id.sequence, log.step))
        return [(log.rule_id.what, log.state, log.cause) for log in logs]

    def test_one_mail_with_all_that_is_due(self):
        """On 1 February A of both is a day late: 3,000 USD weighs less than 4,000 EUR = 5,000 USD. The
        7 days before it were missed, and are told with it."""
        k = self.contract(plan=[("A", 3000, "2026-01-31"), ("B", 900, "2026-02-05")])
        e = self.contract(plan=[("E", 4000, "2026-01-31")], currency_id=self.eur.id)
        v = self.contract(
            plan=[("V", 700, "2026-01-31")], direction="purchase", partner_id=self.vendor.id
        )
        mail = self.mails("2026-02-01")
        self.assertEqual(len(mail), 1)
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.seller.partner_id))
        self.assertEqual(mail.subject, "Contracts, February 1, 2026: 4 reminders")
        text = self.text(mail)
        order = [
            "Overdue Lines: Money In (2)",
            f"{e.display_name} · E",
            f"{k.display_name} · A",
            "Overdue Lines: Money Out (1)",
            f"{v.display_name} · V",
            "Unsettled Lines: Money In (1)",
            f"{k.display_name} · B",
        ]
        places = [text.index(part) for part in order]
        self.assertEqual(places, sorted(places))
        for part in ("3,000.00", "4,000.00", "Friendly Reminder", "since yesterday", "in 4 days"):
            self.assertIn(part, text)
        self.assertNotIn(
            "\N{EURO SIGN} and $", text
        )  # sums of several currencies stand below each other
        self.assertEqual(count_columns(mail), 2)
        line = self.lines(k)[0]
        self.assertIn(f"/mail/view?model={line._name}&amp;res_id={line.id}", mail.body_html)
        self.assertFalse((k | e | v).settlement_ids.activity_ids)
        missed = ("settlement", "missed", "later")
        self.assertEqual(self.states(e), [("overdue", "sent", False), missed])
        logs = (k | e | v).reminder_log_ids
        self.assertEqual(
            self.digests.search([]).log_ids, logs.filtered(lambda log: log.state == "sent")
        )

    def test_in_the_language_of_the_person(self):
        self.seller.write({"lang": "zh_CN"})
        k = self.contract()
        mail = self.mails("2026-02-01")
        self.assertIn("2026年2月1日", mail.subject)
        text = self.text(mail)
        for part in (k.name, "逾期", "友好提醒", "3,000.00"):
            self.assertIn(part, text)
        self.assertNotRegex(text, r"Overdue|Money In|yesterday|Reminder")

    def test_nothing_to_say_no_mail(self):
        self.contract()
        self.assertFalse(self.mails("2026-01-20"))
        self.assertEqual(len(self.mails("2026-01-24")), 1)
        self.assertFalse(self.mails("2026-01-25"))
        self.assertFalse(self.mails("2026-01-25"))

    def test_each_person_gets_his_own(self):
        mine, his = self.contract(), self.contract(user_id=self.seller2.id)
        mails = self.mails("2026-01-24")
        self.assertEqual(len(mails), 2)
        for mail in mails:
            own, other = (
                (mine, his) if mail.recipient_ids == self.seller.partner_id else (his, mine)
            )
            self.assertIn(own.name, self.text(mail))
            self.assertNotIn(other.name, self.text(mail))

    def test_what_was_paid_in_the_meantime_is_not_in_it(self):
        k, other = self.contract(), self.contract()
        self.plan_for("2026-01-24")
        self.assertEqual(self.states(k), [("settlement", "waiting", False)])
        self.advance(k, 3000)
        mail = self.mails("2026-01-24")
        self.assertNotIn(k.name, self.text(mail))
        self.assertIn(other.name, self.text(mail))
        self.assertEqual(self.states(k), [("settlement", "held", "settled")])

    def test_the_open_amount_is_that_of_the_moment(self):
        k = self.contract()
        self.plan_for("2026-01-24")
        self.advance(k, 1000)
        text = self.text(self.mails("2026-01-24"))
        self.assertIn("2,000.00", text)
        self.assertNotIn("3,000.00", text)

    def test_only_paid_nothing_left_no_mail(self):
        k = self.contract()
        self.plan_for("2026-01-24")
        self.advance(k, 3000)
        self.assertFalse(self.mails("2026-01-24"))

    def test_a_date_that_moved_in_the_meantime_is_told_anew(self):
        k = self.contract()
        self.plan_for("2026-01-24")
        self.lines(k)[0].reschedule("2026-03-15", "The crane is late")
        self.assertFalse(self.mails("2026-01-24"))
        self.assertEqual(self.states(k), [("settlement", "missed", "changed")])
        self.assertIn(f"{k.display_name} · A", self.text(self.mails("2026-03-08")))

    def test_who_does_not_see_it_any_more(self):
        """The leader is asked beside the responsible; between planning and mailing he loses his right."""
        self.due.user_ids = self.leader
        k = self.contract()
        self.plan_for("2026-01-24")
        self.assertEqual(k.reminder_log_ids.user_ids, self.seller | self.leader)
        self.leader.group_ids = [
            Command.unlink(self.env.ref("commercial_contract.group_contract_all").id),
            Command.link(self.env.ref("commercial_contract.group_contract_own").id),
        ]
        mail = self.mails("2026-01-24")
        self.assertEqual(mail.recipient_ids, self.seller.partner_id)
        log = k.reminder_log_ids
        self.assertEqual((log.state, log.user_ids), ("sent", self.seller))
        self.assertIn("Leader: does not see the contract", log.reason)

    def test_nobody_left_is_held_back_and_stood_in_for(self):
        k = self.contract()
        self.plan_for("2026-01-24")
        self.seller.group_ids = [
            Command.unlink(self.env.ref("commercial_contract.group_contract_own").id)
        ]
        k.deputy_ids = self.seller2
        self.assertFalse(self.mails("2026-01-24"))
        self.assertEqual(self.states(k), [("settlement", "held", "nobody")])
        self.assertEqual(self.mails("2026-01-25").recipient_ids, self.seller2.partner_id)
        self.assertEqual(self.states(k), [("settlement", "sent", False)])

    def test_killed_between_two_people(self):
        """Both are planned, one is served, then the job dies: the next run serves the other."""
        self.contract(), self.contract(user_id=self.seller2.id)
        self.plan_for("2026-01-24", self.seller)
        mail = self.mails("2026-01-24", "2026-01-24")
        self.assertEqual(mail.recipient_ids, self.seller2.partner_id)

    def test_two_people_of_one_reminder_served_by_two_runs(self):
        self.due.user_ids = self.leader
        k = self.contract()
        self.plan_for("2026-01-24", self.seller)
        self.assertEqual(self.states(k), [("settlement", "waiting", False)])
        self.assertEqual(self.mails("2026-01-24").recipient_ids, self.leader.partner_id)
        self.assertEqual(self.states(k), [("settlement", "sent", False)])

    def test_two_jobs_at_once(self):
        """The second one's view is older than the first one's mail: the database refuses its own."""
        k = self.contract()
        self.assertEqual(len(self.mails("2026-01-24")), 1)
        k.reminder_log_ids.state = "waiting"
        self.digests.search([]).log_ids = [Command.clear()]
        with (
            mute_logger("odoo.sql_db"),
            patch.object(type(self.digests), "_get_served", lambda _self, _days: set()),
        ):
            self.assertFalse(self.mails("2026-01-24"))
        self.assertEqual(len(self.digests.search([])), 1)

    def test_a_fault_of_one_person_leaves_the_others_theirs(self):
        k, other = self.contract(), self.contract(user_id=self.seller2.id)
        right, seller, reason = type(self.digests)._prepare_mail, self.seller, "No paper"

        def wrong(digest):
            if digest.user_id == seller:
                raise UserError(reason)
            return right(digest)

        with patch.object(type(self.digests), "_prepare_mail", wrong):
            mail = self.mails("2026-01-24")
        self.assertEqual(mail.recipient_ids, self.seller2.partner_id)
        self.assertEqual(self.states(other), [("settlement", "sent", False)])
        self.assertEqual(self.states(k), [("settlement", "waiting", "fault")])
        self.assertIn(reason, k.reminder_log_ids.reason)
        self.assertEqual(self.mails("2026-01-25").recipient_ids, self.seller.partner_id)
        self.assertEqual(self.states(k), [("settlement", "sent", False)])

    def test_what_comes_due_after_the_mail_waits_for_the_next(self):
        self.contract()
        self.assertEqual(len(self.mails("2026-01-24")), 1)
        later = self.contract()
        self.assertFalse(self.mails("2026-01-24"))
        self.assertIn(later.name, self.text(self.mails("2026-01-25")))

    def test_the_day_is_the_persons(self):
        """23 January, 20:00 in UTC: the 24th in Shanghai, where the books are. The seller in New York has
        it on his own 24th."""
        self.company.partner_id.tz, self.seller.tz = "Asia/Shanghai", "America/New_York"
        self.contract()
        self.assertFalse(self.mails("2026-01-23 20:00:00"))
        mail = self.mails("2026-01-24 20:00:00")
        self.assertIn("January 24, 2026", mail.subject)
        self.assertIn("in 7 days", self.text(mail))
        self.assertEqual(self.digests.search([]).date, date(2026, 1, 24))

    def test_by_the_step(self):
        """The friendly step goes by activity, the firm one (15 February) by mail; the activity stays."""
        self.due.active = False
        self.late.how = "activity"
        self.env.ref("commercial_contract.reminder_step_firm").how = "digest"
        k = self.contract()
        self.assertFalse(self.mails("2026-02-01"))
        activity = self.lines(k)[0].activity_ids
        self.assertEqual(len(activity), 1)
        self.assertIn("Firm Reminder", self.text(self.mails("2026-02-15")))
        self.assertEqual(self.lines(k)[0].activity_ids, activity)

    def test_activity_and_mail(self):
        self.due.how = "both"
        k = self.contract()
        self.assertEqual(len(self.mails("2026-01-24")), 1)
        self.assertEqual(self.lines(k)[0].activity_ids.user_id, self.seller)
        self.assertFalse(self.mails("2026-01-24", "2026-01-25"))
        self.assertEqual(len(k.settlement_ids.activity_ids), 1)
        self.assertEqual(self.states(k), [("settlement", "sent", False)])

    def test_paid_before_the_mail_the_activity_is_not_given_again(self):
        self.due.how = "both"
        k = self.contract()
        self.plan_for("2026-01-24")
        payment = self.advance(k, 3000)
        self.assertFalse(self.mails("2026-01-24"))
        self.assertEqual(self.states(k), [("settlement", "sent", False)])
        payment.action_draft()
        self.env.flush_all()
        self.assertFalse(self.mails("2026-01-25"))
        self.assertEqual(len(self.lines(k)[0].activity_ids), 1)

    def test_who_has_no_address_gets_an_activity(self):
        self.seller.email = False
        k = self.contract()
        self.assertFalse(self.mails("2026-01-24"))
        self.assertEqual(self.lines(k)[0].activity_ids.user_id, self.seller)
        self.assertEqual(self.states(k), [("settlement", "sent", False)])

    def test_contracts_and_what_people_typed(self):
        """What people type is text: it is neither evaluated nor markup."""
        self.rule("end", how="digest", on_workdays=False)
        self.customer.name = "<b>K</b> {{ 7 * 7 }}"
        k = self.contract(plan=[("${7 * 7}", 10, "2026-06-05")], date_end="2026-06-30")
        mail = self.mails("2026-05-31")
        text = self.text(mail)
        for part in ("End of the Contract (1)", k.name, "06/30/2026", "in 30 days", "{{ 7 * 7 }}"):
            self.assertIn(part, text)
        self.assertIn("&lt;b&gt;K&lt;/b&gt;", mail.body_html)
        self.assertIn("${7 * 7}", text)

    def test_very_many_lines_are_cut_and_counted(self):
        self.contract(plan=[(f"L{n:03}", 10, "2026-01-20") for n in range(60)])
        text = self.text(self.mails("2026-01-13"))
        for part in ("(60)", "600.00", "and 10 more"):
            self.assertIn(part, text)

    def test_queries_do_not_grow(self):
        users = [
            self.make_user(f"u{n}", "commercial_contract.group_contract_own") for n in range(12)
        ]
        self.contract()
        self.mails("2026-01-24")  # what Odoo keeps: groups, rules, views

        def cost(people, count):
            for user in users[:people]:
                self.contract(
                    plan=[(f"L{n:03}", 10, "2026-02-20") for n in range(count)], user_id=user.id
                )
            self.plan_for("2026-02-13")
            self.digests.search([]).unlink()
            with freeze_time("2026-02-13"), patch.object(self.env.cr, "commit", self.env.flush_all):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.digests._send_all()
                self.env.flush_all()
            self.assertEqual(len(self.digests.search([])), people)
            return self.env.cr.sql_log_count - before

        cost(12, 2)
        few, lines, people = cost(3, 5), cost(3, 60), cost(12, 5)
        text = f"{few} queries, {lines} for more lines, {people} for more people"
        self.assertLessEqual(lines - few, 3, text)
        self.assertLessEqual(people - few, 3, text)
