from datetime import date
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .reminded import RemindedCase


@tagged("post_install", "-at_install")
class TestReminderContracts(RemindedCase):
    """Rules on contracts: their dates, and what is missing from them."""

    def activity(self, contract, day, before=None):
        """The job of ``before`` tells nothing, that of ``day`` one thing: return its activity."""
        if before:
            self.run_job(before)
            self.assertFalse(contract.activity_ids, before)
        self.run_job(day, day)
        self.assertEqual(len(contract.activity_ids), 1, day)
        return contract.activity_ids

    def test_start_notice_and_end(self):
        """10 Feb - 7 is a Tuesday; 31 May - 14 and 30 June - 30 are Sundays: the Fridays before."""
        k = self.contract(date_start="2026-02-10", date_notice="2026-05-31", date_end="2026-06-30")
        for name, before, day, text, due in (
            ("start", "2026-02-02", "2026-02-03", "starts on 02/10/2026", date(2026, 2, 10)),
            ("notice", "2026-05-14", "2026-05-15", "notice by 05/31/2026", date(2026, 5, 31)),
            ("end", "2026-05-28", "2026-05-29", "ends on 06/30/2026", date(2026, 6, 30)),
        ):
            rule = self.rule(name)
            activity = self.activity(k, day, before)
            for part in (k.name, self.customer.name, text):
                self.assertIn(part, activity.summary)
            self.assertEqual((activity.date_deadline, activity.user_id), (due, self.seller))
            activity.unlink()
            rule.active = False

    def test_an_amended_end_is_told_anew(self):
        self.rule("end")
        k = self.contract(date_start="2026-01-05", date_end="2026-06-30")
        self.activity(k, "2026-05-29")
        k.amend({"date_end": "2026-12-31"}, "Longer", "2026-06-01")
        self.env.invalidate_all()
        self.assertFalse(k.activity_ids)
        self.assertIn("12/31/2026", self.activity(k, "2026-12-01", "2026-11-30").summary)

    def test_suspended_resumed_and_terminated(self):
        self.rule("end")
        k = self.contract(date_end="2026-06-30")
        activity = self.activity(k, "2026-05-29")
        k.action_suspend("Works closed")
        self.assertFalse(k.activity_ids)
        k.action_resume()
        self.assertEqual(k.activity_ids, activity)
        k.action_terminate("Over")
        self.assertFalse(k.activity_ids)

    def test_held_back_while_suspended(self):
        self.rule("end")
        k = self.contract(date_end="2026-06-30")
        k.action_suspend("Works closed")
        self.run_job("2026-05-29")
        self.assertEqual(self.told(k), [(0, "2026-05-29", "held", "suspended")])
        k.action_resume()
        self.run_job("2026-09-01")
        self.assertEqual(self.told(k), [(0, "2026-05-29", "sent", False)])

    def test_missing_text(self):
        """Signed on Monday 5 January; a text that is attached closes it."""
        self.rule("text")
        k = self.contract()
        self.assertIn("no text attached", self.activity(k, "2026-01-12", "2026-01-11").summary)
        self.env["ir.attachment"].create(
            {"name": "signed.txt", "raw": b"x", "res_model": k._name, "res_id": k.id}
        )
        self.run_job("2026-01-13")
        self.assertFalse(k.activity_ids)
        log = k.reminder_log_ids
        self.assertEqual((log.state, log.is_closed), ("sent", True))

    def test_missing_text_of_long_ago_is_no_news(self):
        self.rule("text")
        k = self.contract()
        self.run_job("2026-03-01")
        self.assertFalse(k.reminder_log_ids)

    def test_missing_signature(self):
        self.rule("signature")
        k = self.contract(signed=False, date_start="2026-02-10")
        self.assertIn("not signed since", self.activity(k, "2026-02-17", "2026-02-16").summary)
        k.action_sign()
        self.assertFalse(k.activity_ids)

    def test_stalled_progress(self):
        self.rule("progress")
        k = self.contract()
        entries = self.env["commercial.contract.progress"]
        entry = {"contract_id": k.id, "name": "Work"}
        entries.create({**entry, "date": "2026-02-01", "percent": 40})
        text = self.activity(k, "2026-03-03", "2026-03-02").summary
        self.assertIn("no progress since 02/01/2026, 40 %", text)
        entries.create({**entry, "date": "2026-03-04", "percent": 100})
        self.run_job("2026-03-05", "2026-04-10")
        self.assertFalse(k.activity_ids)

    def test_the_database_holds_it_once(self):
        rule = self.rule("end")
        k = self.contract(date_end="2026-06-30")
        self.activity(k, "2026-05-29")
        with (
            mute_logger("odoo.sql_db"),
            patch.object(type(rule), "_get_told", lambda _rule, _records: {}),
        ):
            self.run_job("2026-05-29")
        self.assertEqual(len(k.activity_ids), 1)

    def test_queries_do_not_grow_with_the_contracts(self):
        self.rule("end")

        def cost(count):
            new = self.env["commercial.contract"]
            for _number in range(count):
                new |= self.contract(plan=[("A", 100, None)], date_end="2026-06-30")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job("2026-05-29")
            self.assertEqual(len(new.activity_ids), count)
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(4), cost(24)
        self.assertLessEqual(many - few, 10, f"{few} queries for 4 contracts, {many} for 24")
