import logging
import os
import random
from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import OWN
from .reminded import RemindedCase
from .reminder_oracle import ANSWER, PEOPLE, STEPS, ZONES, Line, Oracle

_logger = logging.getLogger(__name__)

# The whole year over 200 contracts: REMINDER_CONTRACTS=200 REMINDER_DAYS=365
CONTRACTS = int(os.environ.get("REMINDER_CONTRACTS", "24"))
DAYS = int(os.environ.get("REMINDER_DAYS", "120"))
SEED = int(os.environ.get("REMINDER_SEED", "20260110"))
FIRST = date(2026, 1, 10)
HOUR = 20  # UTC, at which the job runs: another day already in the east
EVENTS = (
    *("pay", "pay", "part", "undo", "move", "move", "rest", "rest", "dispute", "done", "end"),
    *("promise", "promise", "snooze", "snooze"),
)


@tagged("post_install", "-at_install", "slow")
class TestReminderYear(RemindedCase):
    """Random days of many contracts in two companies and four time zones: after each run of the job, what
    was sent, to whom, on which day, in which mail and what stands open is what the oracle says."""

    def setUp(self):
        super().setUp()
        _logger.info("seed %s, %s contracts, %s days", SEED, CONTRACTS, DAYS)
        self.random, self.oracle = random.Random(SEED), Oracle()
        self.rule("settlement", escalate_days=ANSWER)
        self.rule("snooze")
        self.rule("overdue", how="digest")
        self.rule("end", how="digest")
        far = self.make_company("Far Away")
        islander = self.make_user("islander", OWN)
        islander.write({"company_ids": [Command.set(far.ids)], "company_id": far.id})
        self.companies = {"main": self.company, "far": far}
        for name, zone in ZONES.items():
            self.companies[name].partner_id.tz = zone
        self.people = {
            "seller": self.seller,
            "seller2": self.seller2,
            "islander": islander,
            "leader": self.leader,
        }
        for name, zone in PEOPLE.items():
            self.people[name].tz = zone
        self.lead(self.seller, self.seller2)
        self.payments, self.story = [], []
        for number in range(CONTRACTS):
            self.make(number)

    def make(self, number):
        """Make a contract of three lines, some of them due at a month's end."""
        company = "far" if number % 4 == 3 else "main"
        person = "islander" if company == "far" else ("seller", "seller2")[number % 2]
        days = sorted(self.random.sample(range(5, DAYS), 3))
        dates = [FIRST + timedelta(days=day) for day in days]
        if number % 3 == 0:
            dates[0] = (dates[0].replace(day=1) + timedelta(days=32)).replace(day=1)
            dates[0] -= timedelta(days=1)
        end = FIRST + timedelta(days=self.random.randrange(20, DAYS + 40))
        contract = self.contract(
            plan=[(name, 100.0, day) for name, day in zip("ABC", dates, strict=True)],
            company_id=self.companies[company].id,
            user_id=self.people[person].id,
            date_end=str(end),
        )
        self.oracle.ends[contract] = person, end
        self.oracle.lines += [Line(line, company, person) for line in contract.settlement_ids]

    def happen(self, event, today):
        """Do one thing to one line or contract, where it can be done, and tell the oracle."""
        line = self.random.choice(self.oracle.lines)
        contract, record = line.contract, line.record
        if contract in self.oracle.ended:
            return
        if event == "undo" and self.payments:
            paid, amount, payment = self.payments.pop(self.random.randrange(len(self.payments)))
            self.story.append((paid, today, event))
            if paid.contract not in self.oracle.ended:
                payment.action_draft()
                paid.paid -= amount
                paid.cash.remove((payment.date, amount))
        elif event == "rest" and contract not in self.oracle.resting:
            contract.action_suspend("Works closed", str(today))
            self.oracle.resting.add(contract)
        elif event == "rest":
            contract.action_resume()
            self.oracle.resting.discard(contract)
        elif event == "end":
            if contract in self.oracle.resting or self.random.random() > 0.2:
                return
            contract.action_terminate("Over")
            self.oracle.ended.add(contract)
        elif line.is_open(self.oracle):
            self.happen_to_line(event, line, record, today)

    def happen_to_line(self, event, line, record, today):
        self.story.append((line, today, event))
        if event in ("pay", "part") and line.company == "main":
            amount = round((line.amount - line.paid) * (1.0 if event == "pay" else 0.4), 2)
            payment = self.advance(line.contract, amount, str(today), named=record)
            line.paid += amount
            line.cash.append((today, amount))
            self.payments.append((line, amount, payment))
        elif event == "move":
            day = today + timedelta(days=self.random.randrange(1, 40))
            record.reschedule(day, "Agreed")
            self.oracle.move(line, day)
        elif event == "dispute":
            line.disputed = record.is_disputed = not line.disputed
        elif event == "promise" and line.company == "main" and not line.record.promise_ids:
            given = today + timedelta(days=self.random.randrange(2, 15))
            line.promise(today, given)
            record._promise(given)
        elif event == "snooze" and line.live and not line.asleep:
            self.snooze(line, today)
        elif event == "done":
            mine = record.activity_ids.filtered(lambda one: one.user_id == self.people[line.person])
            if mine:
                mine.action_done()
                line.live = line.woken = False

    def snooze(self, line, today):
        """Put off what stands on a line, for a few days."""
        user = self.people[line.person]
        mine = line.record.activity_ids.filtered(lambda one: one.user_id == user)
        if mine:
            line.asleep = today + timedelta(days=self.random.randrange(2, 12))
            logs = self.env["commercial.reminder.log"].with_user(user)
            matter = ("due", line.contract, line.record, mine)
            logs._put_off([matter], line.asleep, "Customer is away")

    def test_the_days(self):
        job = self.env["commercial.reminder.rule"]
        with (
            freeze_time(f"{FIRST} {HOUR}:00:00") as clock,
            patch.object(self.env.cr, "commit", self.env.flush_all),
        ):
            for number in range(DAYS):
                now = datetime(2026, 1, 10, HOUR, tzinfo=ZoneInfo("UTC")) + timedelta(days=number)
                clock.move_to(now.replace(tzinfo=None))
                for _number in range(self.random.randrange(1 + CONTRACTS // 8)):
                    self.happen(self.random.choice(EVENTS), now.date())
                self.env.flush_all()
                runs = self.random.random() < 0.88
                if runs:
                    for _twice in range(self.random.choice((1, 1, 2))):
                        job._cron_remind()
                    self.oracle.run(now)
                self.env.invalidate_all()
                self.check(f"seed {SEED}, day {number}, {now.date()}", now, runs)
        self.assertTrue(self.oracle.escalated)
        self.assertTrue(self.oracle.put_off)
        self.assertTrue(any(line.record.promise_ids for line in self.oracle.lines))
        kinds = {key[0] for key in self.oracle.sent}
        self.assertEqual(kinds, set(STEPS), "the days were too quiet to show anything")
        self.assertTrue(self.oracle.held)
        self.assertTrue(self.oracle.mails)

    def key(self, log):
        record = log.settlement_id or log.contract_id
        return log.rule_id.what, record._name, record.id, log.date_due, log.step

    def own_key(self, key):
        what, record, told, step = key
        record = record if what == "end" else record.record
        return what, record._name, record.id, told, step

    def check(self, text, now, ran):
        logs = self.env["commercial.reminder.log"].search([("rule_id.what", "!=", "snooze")])
        bosses = logs.filtered(lambda log: log.parent_id and log.state == "sent")
        self.assertFalse(bosses.user_ids - self.leader, text)
        told = [(self.key(log), log.date_sent) for log in bosses]
        wanted = [(self.own_key(key), day) for key, day in self.oracle.escalated.items()]
        odd = {key[2] for key, _day in set(told) ^ set(wanted)}
        self.assertEqual(sorted(told), sorted(wanted), f"{text}{self.tell(odd)}")
        logs = logs.filtered(lambda log: log.state == "sent" and not log.parent_id)
        keys = [self.key(log) for log in logs]
        self.assertEqual(len(keys), len(set(keys)), f"twice: {text}")
        sent = dict(zip(keys, logs.mapped("date_sent"), strict=True))
        wanted = {self.own_key(key): day for key, day in self.oracle.sent.items()}
        self.assertEqual(sent, wanted, text)
        digests = self.env["commercial.reminder.digest"].search([])
        names = {user: name for name, user in self.people.items()}
        mails = sorted(
            (names[one.user_id], one.date, sorted(map(self.key, one.log_ids))) for one in digests
        )
        wanted = sorted(
            (person, day, sorted(map(self.own_key, keys)))
            for person, day, keys in self.oracle.mails
        )
        self.assertEqual(mails, wanted, text)
        self.check_put_off(text)
        self.check_standing(text, now, ran)

    def check_put_off(self, text):
        logs = self.env["commercial.reminder.log"].search([("rule_id.what", "=", "snooze")])
        found = [(log.settlement_id.id, log.date_planned, log.state) for log in logs]
        wanted = [(line.record.id, day, state) for line, day, state in self.oracle.put_off]
        wanted += [
            (line.record.id, line.asleep, "snoozed") for line in self.oracle.lines if line.asleep
        ]
        self.assertEqual(sorted(found), sorted(wanted), text)

    def check_standing(self, text, now, ran):
        """What a broken promise had silenced is back with the next run, if nothing moves before."""
        oracle = [line for line in self.oracle.lines if ran or not line.word]
        names = {user: name for name, user in self.people.items()}
        lines = self.env["commercial.contract.settlement"]
        lines = lines.union(*(line.record for line in oracle))
        standing = sorted((one.res_id, names[one.user_id]) for one in lines.activity_ids)
        wanted = sorted(
            (line.record.id, person) for line, person in self.oracle.standing(now) if line in oracle
        )
        odd = {line_id for line_id, _person in set(standing) ^ set(wanted)}
        self.assertEqual(standing, wanted, f"{text}{self.tell(odd)}")

    def tell(self, line_ids):
        """Return what happened to these lines, and what the log says of them."""
        told = []
        for line in self.oracle.lines:
            if line.record.id in line_ids:
                told.append(f"\n{line.record.display_name} {vars(line)}")
                told += [f"\n  {day} {event}" for one, day, event in self.story if one is line]
                told += [
                    f"\n  {log.rule_id.what} {log.step} {log.date_planned} {log.date_due} {log.state}"
                    f" {log.cause} {log.date_sent} {log.user_ids.mapped('name')} {log.is_closed}"
                    f" {[(one.user_id.name, one.active) for one in log.activity_ids]}"
                    for log in line.record.reminder_log_ids.sorted("id")
                ]
        return "".join(told)
