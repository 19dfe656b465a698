"""Real processes for tests: workers that run at once, and workers that are killed."""

import os
import signal
import sys
import traceback
from contextlib import contextmanager
from itertools import count
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

from .test_two_workers import Worker

KILLED = -signal.SIGKILL


def die():
    """End this process as ``kill -9`` does: nothing is rolled back, closed or told."""
    os.kill(os.getpid(), signal.SIGKILL)


class ProcessCase(BaseCase):
    """Tests whose records are really committed, and taken away at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.cursor() as cr:
            worker = Worker(cr)
            worker.customer = worker.env["res.partner"].create({"name": "Processes"})
            self.partner_id = worker.customer.id
            self.ids = self.make(worker).ids
        self.addCleanup(self.clean_up)

    def make(self, worker):
        """Return the contracts that the test works on."""
        raise NotImplementedError

    def clean_up(self):
        with self.cursor() as cr:
            env = self.env(cr)
            payments = env["account.payment"].search([("partner_id", "=", self.partner_id)])
            payments.action_draft()
            payments.unlink()
            # what was signed stays in the records, but for a test
            cr.execute(
                "UPDATE commercial_contract SET state = 'draft', date_locked = NULL WHERE id = ANY(%s)",
                [self.ids],
            )
            env.invalidate_all()
            self.contracts(env).unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    @contextmanager
    def cursor(self):
        with self.registry.cursor() as cr:
            yield cr

    def env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def contracts(self, env):
        return env["commercial.contract"].browse(self.ids)

    def start(self, work):
        """Run ``work(env)`` in a process of its own and commit; return its id."""
        child = os.fork()
        if child:
            return child
        try:
            sql_db._Pool = None  # the connections of the parent are not ours
            self.registry._db = sql_db.db_connect(self.registry.db_name)
            with self.registry.cursor() as cr:
                work(self.env(cr))
            os._exit(0)
        except BaseException:  # noqa: BLE001 - a child must not go on as the parent does
            traceback.print_exc(file=sys.stderr)
            os._exit(1)

    def end(self, child):
        """Wait for a process; return 0, or KILLED."""
        _pid, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)

    def run_alone(self, work):
        return self.end(self.start(work))

    def wait_for_the_dead(self, child):
        """The database notices after a moment that a process is gone, and gives up what it had not
        committed."""
        with self.cursor() as cr:
            for _try in count():
                cr.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE application_name = %s", [f"odoo-{child}"]
                )
                if not cr.fetchone():
                    return
                cr.rollback()

    def keep(self, records):
        """Take these records away after the contracts of the test, the last ones first."""
        self.addCleanup(self.take_away, records._name, records.ids)
        return records

    def take_away(self, name, ids):
        with self.cursor() as cr:
            self.env(cr)[name].browse(ids).unlink()


class JobCase(ProcessCase):
    """Jobs whose process is killed, or that run twice at once."""

    def killed_after(self, method, number, job):
        """The job's process is killed right after the n-th call of a method; what it had not
        committed is gone."""

        def work(env):
            model, name = method
            model = env.registry[model]
            original, calls = getattr(model, name), []

            def counting(*args, **kwargs):
                result = original(*args, **kwargs)
                calls.append(1)
                if len(calls) == number:
                    die()
                return result

            with patch.object(model, name, counting):
                job(env)

        child = self.start(work)
        self.assertEqual(self.end(child), KILLED)
        self.wait_for_the_dead(child)

    def started_twice(self, job):
        """The second one runs while the first stands in its first batch, with its rows locked."""

        def stand(gate, original, *args):
            original(*args)
            gate.wait()

        self.second_meanwhile("commercial.job", "_work_on", stand, job)

    def begun_before(self, name, job):
        """The first one has its view of the books, and goes on to lock its rows, those of ``name``, only
        when the second one has done all of the work."""

        def stand(gate, original, records, **options):
            records.env.cr.execute("SELECT COUNT(*) FROM commercial_contract")
            gate.wait()
            return original(records, **options)

        self.second_meanwhile(name, "try_lock_for_update", stand, job)

    def second_meanwhile(self, name, method, stand, job):
        """Run the job in two processes: the second one from beginning to end while the first stands at
        the gate, in the method of model ``name`` that ``stand`` takes the place of there."""
        gate = Gate()

        def first(env):
            model = env.registry[name]
            original = getattr(model, method)

            def standing(*args, **options):
                return stand(gate, original, *args, **options)

            with patch.object(model, method, standing):
                job(env)

        child = self.start(first)
        gate.wait_for(1)
        self.assertEqual(self.run_alone(job), 0)
        gate.open(100)
        self.assertEqual(self.end(child), 0)

    def activities(self, env, records):
        return env["mail.activity"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )


class Gate:
    """Processes wait at a gate until the test opens it."""

    def __init__(self):
        self.read, self.write = os.pipe()
        self.ready_read, self.ready_write = os.pipe()

    def wait(self):
        os.write(self.ready_write, b".")
        os.read(self.read, 1)

    def wait_for(self, number):
        """Return when so many processes stand at the gate."""
        for _one in range(number):
            os.read(self.ready_read, 1)

    def open(self, number):
        os.write(self.write, b"." * number)
