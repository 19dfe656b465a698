from datetime import timedelta
from zoneinfo import ZoneInfo

ZONES = {"main": "America/New_York", "far": "Asia/Shanghai"}
PEOPLE = {
    "seller": "America/New_York",
    "seller2": "Pacific/Auckland",
    "islander": "Pacific/Honolulu",
    "leader": "America/New_York",
}
ANSWER = 4  # days after which the manager is told of an unanswered reminder before the due date
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
        self.disputed, self.live, self.told, self.boss = False, False, None, False
        self.cash, self.word = [], None
        self.asleep, self.woken = None, False

    def is_open(self, world):
        return self.amount - self.paid > 0.001 and self.contract not in world.ended

    def promise(self, made, given):
        """All that is open is promised; what was paid on that day before is not part of it."""
        before = sum(amount for day, amount in self.cash if day == made)
        self.word = made, given, self.amount - self.paid, before

    def is_promised(self, today):
        """Whether the word that was given is not kept yet, and its day has not passed."""
        if not self.word or today > self.word[1]:
            return False
        made, given, amount, before = self.word
        on_day = sum(part for day, part in self.cash if day == made)
        later = sum(part for day, part in self.cash if made < day <= given)
        return max(on_day - before, 0) + later < amount - 0.001


class Oracle:
    """A second, slower reading of the rules: day by day, line by line, in plain Python."""

    def __init__(self):
        self.lines, self.ends = [], {}
        self.resting, self.ended = set(), set()
        self.done, self.held = {}, set()
        self.sent, self.waiting, self.mails = {}, [], []
        self.escalated, self.put_off, self.asleep = {}, [], set()

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
        for line in self.lines:
            self.wake(line, now)
        for what in ("overdue", "settlement", "end"):
            records = self.ends if what == "end" else self.lines
            for record in records:
                self.look(what, record, now)
        for line in self.lines:
            self.escalate(line, now)
        self.post(now)

    def today(self, record, now):
        return self.day_of(record.person, now)

    def day_of(self, person, now):
        """The day is that of whoever is told: the leader lives where the company does."""
        return now.astimezone(ZoneInfo(PEOPLE[person])).date()

    def rests(self, line, today):
        return line.contract in self.resting or line.disputed or line.is_promised(today)

    def wake(self, line, now):
        """What was put off until today comes back, if anything is left of it."""
        today = self.today(line, now)
        if not line.asleep or line.asleep > today:
            return
        until, line.asleep = line.asleep, None
        back = line.is_open(self) and not self.rests(line, today)
        self.put_off.append((line, until, "sent" if back else "missed"))
        told_anyway = any(key[1] is line and key[2] == line.due for key in self.asleep)
        if back and not line.live and not line.woken and not told_anyway:
            line.woken = True

    def escalate(self, line, now):
        """The manager is told once of what stands unanswered."""
        today, key = self.day_of("leader", now), line.told
        if line.company != "main" or not line.live or key in self.escalated:
            return
        if not line.is_open(self) or self.rests(line, today):
            return
        if ANSWER <= (today - self.sent[key]).days <= ANSWER + 30:
            self.escalated[key] = today
            line.boss = True

    def look(self, what, record, now):
        if what == "end":
            person, told = self.ends[record]
            contract, resting, asleep = record, record in self.resting, False
            if record in self.ended:
                return
        else:
            contract, person, told = record.contract, record.person, record.due
            resting = self.rests(record, self.today(record, now))
            asleep = not resting and bool(record.asleep)
            if not record.is_open(self):
                return
        today = self.day_of(person, now)
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
        (self.asleep.add if asleep else self.asleep.discard)((what, record, told, step))
        if resting or asleep:
            self.held.add((what, record, told, step))
            return
        done.add(step)
        self.held.discard((what, record, told, step))
        if what == "settlement":
            if self.is_told_later(record, told):
                return
            self.sent[what, record, told, step] = today
            record.live, record.told, record.woken = True, (what, record, told, step), False
        else:
            self.waiting.append((what, record, told, step, days[step], person, contract))

    def is_told_later(self, line, told):
        """Whether the same person has been told that it is overdue, or will be with the next mail."""
        waits = any(one[:3] == ("overdue", line, told) for one in self.waiting)
        return waits or any(key[:3] == ("overdue", line, told) for key in self.sent)

    def post(self, now):
        """The daily mails: what holds no longer is dropped, the rest goes on the day of its person."""
        mails, rest = {}, []
        for one in self.waiting:
            what, record, told, step, day, person, contract = one
            ended = contract in self.ended or (what != "end" and not record.is_open(self))
            own = self.day_of(person, now)
            resting = contract in self.resting or (what != "end" and self.rests(record, own))
            if ended or resting:
                self.done[what, record, told].discard(step)
                self.held.add((what, record, told, step))
            elif what != "end" and record.due != told:
                continue
            else:
                if day > own:
                    rest.append(one)
                    continue
                mails.setdefault((person, own), set()).add((what, record, told, step))
                self.sent[what, record, told, step] = own
        self.waiting = rest
        self.mails += [(person, own, keys) for (person, own), keys in mails.items()]

    def move(self, line, day):
        """The open reminder of a line moves along: its new date is told by it."""
        line.due = day
        if line.word and line.word[1] <= day:
            line.word = None  # what was agreed anew takes its place
        if line.live:
            self.done.setdefault(("settlement", line, day), set()).add(0)

    def standing(self, now):
        """Return the (line, person) of the reminders that stand open."""
        return {
            (line, person)
            for line in self.lines
            if line.is_open(self) and line.contract not in self.resting
            for person, has in ((line.person, line.live or line.woken), ("leader", line.boss))
            if has and not line.is_promised(self.day_of(person, now))
        }
