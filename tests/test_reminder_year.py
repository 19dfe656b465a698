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

_logger = logging.getLogger(__name__)

# The whole year over 200 contracts: REMINDER_CONTRACTS=200 REMINDER_DAYS=365
CONTRACTS = int(os.environ.get("REMINDER_CONTRACTS", "24"))
DAYS = int(os.environ.get("REMINDER_DAYS", "120"))
SEED = int(os.environ.get("REMINDER_SEED", "20260110"))
FIRST = date(2026, 1, 10)
HOUR = 20  # UTC, at which the job runs: another day already in the east
ZONES = {"main": "America/New_York", "far": "Asia/Shanghai"}
PEOPLE = {
    "seller": "America/New_York",
    "seller2": "Pacific/Auckland",
    "islander": "Pacific/Honolulu",
}
EVENTS = ("pay", "pay", "part", "undo", "move", "move", "rest", "rest", "dispute", "done", "end")
STEPS = {"settlement": (-7,), "overdue": (1, 15, 30), "end": (-30,)}


def workday(day, back):
    while day.weekday() > 4:
        day += timedelta(days=-1 if back else 1)
    return day


class Line:
    """What the oracle knows of a plan line: no field of the reminders is read."""

    def __init__(self, record, company, person):
        self.record, self.company, self.person = record, company, person
        self.contract = record.contract_id
        self.due, self.amount, self.paid = record.date_due, record.amount, 0.0
        self.disputed, self.live = False, False

    def is_open(self, world):
        return self.amount - self.paid > 0.001 and self.contract not in world.ended


class Oracle:
    """A second, slower reading of the rules: day by day, line by line, in plain Python."""

    def __init__(self):
        self.lines, self.ends = [], {}
        self.resting, self.ended = set(), set()
        self.done, self.held = {}, set()
        self.sent, self.waiting, self.mails = {}, [], []

    def days(self, what, told):
        """Return the day of each step; all but the one before the due date falls on a working day."""
        found = []
        for offset in STEPS[what]:
            day = told + timedelta(days=offset)
            if what != "settlement":
                day = workday(day, offset < 0)
            found.append(max([day, *found]))
        return found

    def run(self, now):
        """What the job does at this moment."""
        for what in ("overdue", "settlement", "end"):
            records = self.ends if what == "end" else self.lines
            for record in records:
                self.look(what, record, now)
        self.post(now)

    def look(self, what, record, now):
        if what == "end":
            company, person, told = self.ends[record]
            contract, resting = record, record in self.resting
            if record in self.ended:
                return
        else:
            company, person, told = record.company, record.person, record.due
            contract, resting = record.contract, record.contract in self.resting or record.disputed
            if not record.is_open(self):
                return
        today = now.astimezone(ZoneInfo(ZONES[company])).date()
        days, key = self.days(what, told), (what, record, told)
        reach = {"settlement": None, "overdue": 60, "end": 30}[what]
        stuck = any(one[:2] == (what, record) for one in self.held)
        if reach is not None and told < today - timedelta(days=reach) and not stuck:
            return
        done = self.done.setdefault(key, set())
        steps = [
            step for step, day in enumerate(days) if day <= today and step > max(done, default=-1)
        ]
        if not steps:
            return
        step = steps[-1]
        done.update(steps[:-1])
        if resting:
            self.held.add((what, record, told, step))
            return
        done.add(step)
        self.held.discard((what, record, told, step))
        if what == "settlement":
            if self.is_told_later(record, told):
                return
            self.sent[what, record, told, step] = today
            record.live = True
        else:
            self.waiting.append((what, record, told, step, days[step], company, person, contract))

    def is_told_later(self, line, told):
        """Whether the same person has been told that it is overdue, or will be with the next mail."""
        waits = any(one[:3] == ("overdue", line, told) for one in self.waiting)
        return waits or any(key[:3] == ("overdue", line, told) for key in self.sent)

    def post(self, now):
        """The daily mails: what holds no longer is dropped, the rest goes on the day of its person."""
        mails, rest = {}, []
        for one in self.waiting:
            what, record, told, step, day, company, person, contract = one
            ended = contract in self.ended or (what != "end" and not record.is_open(self))
            resting = contract in self.resting or (what != "end" and record.disputed)
            if ended or resting:
                self.done[what, record, told].discard(step)
                self.held.add((what, record, told, step))
            elif what != "end" and record.due != told:
                continue
            else:
                own = now.astimezone(ZoneInfo(PEOPLE[person])).date()
                if day > own:
                    rest.append(one)
                    continue
                mails.setdefault((person, own), set()).add((what, record, told, step))
                today = now.astimezone(ZoneInfo(ZONES[company])).date()
                self.sent[what, record, told, step] = today
        self.waiting = rest
        self.mails += [(person, own, keys) for (person, own), keys in mails.items()]

    def move(self, line, day):
        """The open reminder of a line moves along: its new date is told by it."""
        line.due = day
        if line.live:
            self.done.setdefault(("settlement", line, day), set()).add(0)

    def standing(self):
        """Return the lines on which somebody has an open reminder."""
        return {
            line
            for line in self.lines
            if line.live and line.is_open(self) and line.contract not in self.resting
        }


@tagged("post_install", "-at_install", "slow")
class TestReminderYear(RemindedCase):
    """Random days of many contracts in two companies and four time zones: after each run of the job, what
    was sent, to whom, on which day, in which mail and what stands open is what the oracle says."""

    def setUp(self):
        super().setUp()
        _logger.info("seed %s, %s contracts, %s days", SEED, CONTRACTS, DAYS)
        self.random, self.oracle = random.Random(SEED), Oracle()
        self.rule("settlement")
        self.rule("overdue", how="digest")
        self.rule("end", how="digest")
        far = self.make_company("Far Away")
        islander = self.make_user("islander", OWN)
        islander.write({"company_ids": [Command.set(far.ids)], "company_id": far.id})
        self.companies = {"main": self.company, "far": far}
        for name, zone in ZONES.items():
            self.companies[name].partner_id.tz = zone
        self.people = {"seller": self.seller, "seller2": self.seller2, "islander": islander}
        for name, zone in PEOPLE.items():
            self.people[name].tz = zone
        self.payments = []
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
        self.oracle.ends[contract] = company, person, end
        self.oracle.lines += [Line(line, company, person) for line in contract.settlement_ids]

    def happen(self, event, today):
        """Do one thing to one line or contract, where it can be done, and tell the oracle."""
        line = self.random.choice(self.oracle.lines)
        contract, record = line.contract, line.record
        if contract in self.oracle.ended:
            return
        if event == "undo" and self.payments:
            paid, amount, payment = self.payments.pop(self.random.randrange(len(self.payments)))
            if paid.contract not in self.oracle.ended:
                payment.action_draft()
                paid.paid -= amount
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
        if event in ("pay", "part") and line.company == "main":
            amount = round((line.amount - line.paid) * (1.0 if event == "pay" else 0.4), 2)
            payment = self.advance(line.contract, amount, str(today), named=record)
            line.paid += amount
            self.payments.append((line, amount, payment))
        elif event == "move":
            day = today + timedelta(days=self.random.randrange(1, 40))
            record.reschedule(day, "Agreed")
            self.oracle.move(line, day)
        elif event == "dispute":
            line.disputed = record.is_disputed = not line.disputed
        elif event == "done" and record.activity_ids:
            record.activity_ids.action_done()
            line.live = False

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
                if self.random.random() < 0.88:
                    for _twice in range(self.random.choice((1, 1, 2))):
                        job._cron_remind()
                    self.oracle.run(now)
                self.env.invalidate_all()
                self.check(f"seed {SEED}, day {number}, {now.date()}")
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

    def check(self, text):
        logs = self.env["commercial.reminder.log"].search([("state", "=", "sent")])
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
        lines = self.env["commercial.contract.settlement"]
        lines = lines.union(*(line.record for line in self.oracle.lines))
        standing = sorted(one.res_id for one in lines.activity_ids)
        wanted = sorted(line.record.id for line in self.oracle.standing())
        self.assertEqual(standing, wanted, text)
