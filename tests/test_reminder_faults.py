"""The daily job killed in the middle, and two of them at once, in real processes (I7): the daily mail, what
nobody answered, what was put off. Nobody is told twice, and nothing is lost."""

import re
from collections import Counter
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import new_test_user, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from .common import ALL, OWN
from .processes import JobCase
from .test_two_workers import Worker

COMMIT = ("ir.cron", "_commit_progress")
RULES, LOGS, DIGESTS = (f"commercial.reminder.{name}" for name in ("rule", "log", "digest"))


@tagged("post_install", "-at_install", "slow")
class TestReminderFaults(JobCase):
    """Two people have two contracts each, a line of each is due in three days; both have one manager. The
    job works in batches of one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        registry = Registry(get_db_name())
        with registry.cursor() as cr:
            worker = Worker(cr)
            users, head = worker.env["res.users"], worker.env["hr.employee"]
            for name, group in (("manager", ALL), ("north", OWN), ("south", OWN)):
                users |= new_test_user(
                    worker.env,
                    login=f"faults-{name}",
                    groups=f"base.group_user,{group}",
                    company_id=worker.company.id,
                    company_ids=[Command.set(worker.company.ids)],
                )
            for user in users:
                head |= head.create(
                    {"name": user.name, "user_id": user.id, "parent_id": head[:1].id}
                )
            people = [(one._name, one.ids) for one in (head, users, users.partner_id)]
            cls.user_ids = users.ids

        def take_away():
            with registry.cursor() as cr:
                for name, ids in people:
                    Worker(cr).env[name].browse(ids).unlink()

        cls.addClassCleanup(take_away)

    def make(self, worker):
        self.today = fields.Date.today()
        self.rule_id = self.keep(worker.env[RULES].create({"name": "Faults"})).id
        self.addCleanup(self.begin_again)
        contracts = worker.k
        for user_id in self.user_ids[1:] * 2:
            plan = [("A", 100, self.today + timedelta(days=3))]
            contracts |= worker.contract(plan=plan, user_id=user_id, company_id=worker.company.id)
        return contracts

    def logs(self, env):
        return env[LOGS].search([("contract_id", "in", self.ids)])

    def mails(self, env):
        people = env["res.users"].browse(self.user_ids).partner_id
        return env["mail.mail"].search([("recipient_ids", "in", people.ids)])

    def digests(self, env):
        return env[DIGESTS].search([("user_id", "in", self.user_ids)])

    def begin_again(self, how="digest"):
        """Nobody was told of anything yet."""
        with self.cursor() as cr:
            env = self.env(cr)
            self.logs(env).activity_ids.unlink()
            for records in (self.logs(env), self.mails(env), self.digests(env)):
                records.unlink()
            env[RULES].browse(self.rule_id).how = how

    def told_before(self, how):
        """The job of five days ago told all of it, and nobody answers."""
        self.begin_again(how)
        with self.cursor() as cr:
            env, day = self.env(cr), self.today - timedelta(days=5)
            self.job(env)
            self.logs(env).date_sent = self.digests(env).date = day
            env[RULES].browse(self.rule_id).escalate_days = 3

    def put_off(self, how):
        """All was told, and was put off until yesterday."""
        self.begin_again(how)
        with self.cursor() as cr:
            env = self.env(cr)
            self.job(env)
            for line in self.contracts(env).settlement_ids:
                matter = ("due", line.contract_id, line, env["mail.activity"])
                logs = env[LOGS].with_user(line.contract_id.user_id)
                logs._put_off([matter], self.today - timedelta(days=1), "Away")

    def job(self, env):
        rules = env[RULES]
        for rule in (rules.browse(self.rule_id), rules._get_snooze_rule()):
            rule._remind_all(batch=1)
        self.send(env)

    def send(self, env):
        env[DIGESTS]._send_all(batch=1)

    def told(self, env):
        """Count what people were told of a line, by mail or activity: ``{(person, line): number}``."""
        told = Counter()
        for mail in self.mails(env):
            person = mail.recipient_ids.user_ids
            self.assertEqual(len(person), 1)
            lines = re.findall(r"settlement&amp;res_id=(\d+)", mail.body_html)
            told.update((person.id, int(line)) for line in lines)
        told.update((one.user_id.id, one.res_id) for one in self.logs(env).activity_ids)
        return told

    def check(self, count=None):
        """Whatever was told has its row, and what was not told has one that waits, or none yet.

        :param count: how many rows there are once all is done; None: it is not done yet
        """
        with self.cursor() as cr:
            env = self.env(cr)
            logs = self.logs(env)
            sent = logs.filtered(lambda log: log.state == "sent")
            rows = Counter((user.id, log.settlement_id.id) for log in sent for user in log.user_ids)
            self.assertEqual(self.told(env), rows)
            if count is None:
                self.assertLessEqual(set(logs.mapped("state")), {"sent", "waiting", "snoozed"})
            else:
                self.assertEqual(Counter(logs.mapped("state")), {"sent": count})

    def check_one_mail_each(self):
        with self.cursor() as cr:
            mails = self.mails(self.env(cr))
            self.assertEqual(len(mails), len(mails.recipient_ids))

    def go_on(self):
        """Do what is left, and have nothing left then."""
        for _run in range(2):
            with self.cursor() as cr:
                self.job(self.env(cr))

    def check_killed(self, prepare, how, count, *places):
        """Kill the job at each of these places, in turn; the next run does what is left, and no more."""
        for place in places:
            with self.subTest(how=how, place=place):
                prepare(how)
                self.killed_after(*place, self.job)
                self.check()
                self.go_on()
                self.check(count)
                self.check_one_mail_each()

    def check_at_once(self, prepare, how, count, model):
        """Whose mail is out before the other process has planned all gets the rest tomorrow."""
        for run in (self.started_twice, partial(self.begun_before, model)):
            with self.subTest(how=how, run=run), mute_logger("odoo.sql_db"):
                prepare(how)
                run(self.job)
                self.check()
                with self.cursor() as cr:
                    for digest in self.digests(self.env(cr)):
                        digest.date -= timedelta(days=1)
                self.go_on()
                self.check(count)

    def test_daily_mail_killed(self):
        self.check_killed(
            *(self.begin_again, "digest", 4),
            *((COMMIT, number) for number in range(2, 9)),
            ((LOGS, "_claim"), 2),
            ((DIGESTS, "create"), 2),
            (("mail.mail", "create"), 1),
            ((LOGS, "_settle_mailed"), 2),
        )

    def test_daily_mail_at_once(self):
        self.check_at_once(self.begin_again, "digest", 4, "res.users")

    def test_mailed_at_once(self):
        """All is planned, and two processes mail it."""
        for run in (self.started_twice, partial(self.begun_before, "res.users")):
            with self.subTest(run=run), mute_logger("odoo.sql_db"):
                self.begin_again()
                with self.cursor() as cr:
                    self.env(cr)[RULES].browse(self.rule_id)._remind_all()
                run(self.send)
                self.check(4)
                self.check_one_mail_each()

    def test_unanswered_killed(self):
        places = (((RULES, "_escalate"), 2), (("mail.activity", "create"), 2))
        self.check_killed(self.told_before, "activity", 8, *places)

    def test_unanswered_killed_with_its_mail(self):
        """The manager has all of it in one mail."""
        self.check_killed(
            *(self.told_before, "digest", 8),
            *((COMMIT, number) for number in range(3, 9)),
            ((LOGS, "create"), 2),
            (("mail.mail", "create"), 1),
        )

    def test_unanswered_at_once(self):
        for how in ("activity", "digest"):
            self.check_at_once(self.told_before, how, 8, LOGS)

    def test_put_off_killed(self):
        self.check_killed(
            *(self.put_off, "digest", 8),
            *((COMMIT, number) for number in range(3, 7)),
            ((LOGS, "_needs_telling"), 2),
            (("mail.activity", "create"), 2),
        )

    def test_put_off_at_once(self):
        self.check_at_once(self.put_off, "digest", 8, LOGS)

    def test_taken_off_at_once(self):
        """All four contracts miss their text; while the job takes their reminders off, as the texts are there
        by now, another one does. So do two with what nobody is left to be mailed of (an activity told it)."""
        with self.cursor() as cr:
            env = self.env(cr)
            self.contracts(env)._unlocked().date_signed = self.today
            rule = env[RULES].browse(self.rule_id)
            rule.write({"what": "text", "when": "after", "days": 0, "how": "activity"})
            self.job(env)
            self.assertEqual(len(self.logs(env).activity_ids.filtered("active")), 4)
            for contract in self.contracts(env):
                env["ir.attachment"].create(
                    {"name": "K", "res_model": contract._name, "res_id": contract.id, "raw": b"K"}
                )

        def look_first(gate, original, records, *args):
            self.logs(records.env)
            gate.wait()
            return original(records, *args)

        with mute_logger("odoo.sql_db"):
            self.second_meanwhile(RULES, "_follow_open", look_first, self.job)
        with self.cursor() as cr:
            logs = self.logs(self.env(cr))
            self.assertFalse(logs.activity_ids.filtered("active"))
            logs.write({"state": "waiting", "user_ids": [Command.clear()]})
        with mute_logger("odoo.sql_db"):
            self.second_meanwhile(LOGS, "_drop_stale", look_first, self.send)
        with self.cursor() as cr:
            self.assertEqual(set(self.logs(self.env(cr)).mapped("state")), {"sent"})
