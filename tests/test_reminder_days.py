import random
from datetime import date, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .reminded import RemindedCase

FIRST, LAST = date(2026, 1, 10), date(2026, 6, 30)
STEPS = {"settlement": [-7], "overdue": [1, 15, 30]}
EVENTS = (
    "pay",
    "pay",
    "part",
    "undo",
    "move",
    "suspend",
    "resume",
    "dispute",
    "agree",
    "promise",
    "done",
)


def workday(day, back=False):
    while day.weekday() > 4:
        day += timedelta(days=-1 if back else 1)
    return day


@tagged("post_install", "-at_install", "slow")
class TestReminderDays(RemindedCase):
    """Half a year of random days: after each run of the job it is asked of every line whether its people
    have what the rules say, by a second, slower reading of them."""

    def setUp(self):
        super().setUp()
        for name in ("settlement", "overdue", "promise"):
            self.rule(name, on_workdays=name != "promise")
        self.random = random.Random(20260110)
        self.contracts = self.env["commercial.contract"].union(
            *(self.contract(plan=self.make_plan()) for _number in range(12))
        )
        self.payments = self.env["account.payment"]
        self.done = set()  # activities that their people ticked off

    def make_plan(self):
        days = sorted(self.random.sample(range((LAST - FIRST).days - 40), 3))
        return [
            (name, 100.0 * number, FIRST + timedelta(days=day))
            for number, (name, day) in enumerate(zip("ABC", days, strict=True), 1)
        ]

    def happen(self, event, contract, day):
        """Do one thing on a contract, where it can be done."""
        lines = contract.settlement_ids.filtered(lambda line: line.state in ("open", "partial"))
        line = self.random.choice(lines) if lines else lines
        if event in ("pay", "part") and line:
            share = 1.0 if event == "pay" else 0.4
            amount = contract.currency_id.round(line.amount_residual * share)
            self.payments |= self.advance(contract, amount, str(day), named=line)
        elif event == "undo":
            posted = self.payments.filtered(lambda one: one.state != "draft")
            if posted:
                self.random.choice(posted).action_draft()
        elif event == "move" and line:
            line.reschedule(day + timedelta(days=self.random.randrange(-5, 40)), "Agreed")
        elif event == "suspend" and not contract.is_suspended:
            contract.action_suspend("Works closed", str(day))
        elif event == "resume" and contract.is_suspended:
            contract.action_resume()
        elif event in ("dispute", "agree") and line:
            line.is_disputed = event == "dispute"
        elif event == "promise" and line:
            line._promise(day + timedelta(days=self.random.randrange(1, 20)))
        elif event == "done" and line.activity_ids:
            self.done |= set(line.activity_ids.ids)
            line.activity_ids.action_done()

    def test_half_a_year(self):
        day = FIRST
        with patch.object(self.env.cr, "commit", self.env.flush_all):
            while day <= LAST:
                with freeze_time(day):
                    for _number in range(self.random.randrange(3)):
                        contract = self.random.choice(self.contracts)
                        self.happen(self.random.choice(EVENTS), contract, day)
                    self.env.flush_all()
                    if self.random.random() < 0.85:
                        self.env["commercial.reminder.rule"]._cron_remind()
                        self.env.invalidate_all()
                        for line in self.contracts.settlement_ids:
                            self.check(line, day)
                day += timedelta(days=1)
        states = self.contracts.reminder_log_ids.mapped("state")
        for state in ("sent", "held", "missed", "moved"):
            self.assertIn(state, states)
        causes = set(self.contracts.reminder_log_ids.mapped("cause"))
        self.assertLessEqual({"later", "suspended", "disputed"}, causes)

    def check(self, line, day):
        """One reminder stands at most, none on what rests or is closed, and none that is due is missing."""
        text = f"{line.display_name} on {day}"
        open_now = line.activity_ids
        logs = line.reminder_log_ids
        self.assertLessEqual(len(open_now), 1, text)
        sent = logs.filtered(lambda log: log.state == "sent")
        keys = [(log.rule_id.id, log.step, log.date_due) for log in sent]
        self.assertEqual(len(keys), len(set(keys)), f"twice: {text}")
        waits = line.state in ("open", "partial") and not line.contract_id.is_suspended
        promised = any(one.date >= day for one in line.promise_ids._get_unkept())
        if not waits or promised:
            self.assertFalse(open_now, text)
            return
        if line.is_disputed:
            return
        rules = {log.rule_id.what: log.rule_id for log in logs}
        for what, offsets in STEPS.items():
            due = [
                step
                for step, offset in enumerate(offsets)
                if workday(line.date_due + timedelta(days=offset), back=offset < 0) <= day
            ]
            if not due or (what == "overdue" and line.date_due < day - timedelta(days=60)):
                continue
            rule = rules.get(what)
            told = logs.filtered(
                lambda log, rule=rule: (
                    log.rule_id == rule and log.date_due == line.date_due and log.state != "held"
                )
            )
            self.assertEqual(max(told.mapped("step"), default=None), due[-1], f"{what}: {text}")
