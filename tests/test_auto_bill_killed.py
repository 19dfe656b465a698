import subprocess
import sys
from contextlib import closing
from itertools import count

from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from .test_two_workers import PLAN, Worker

CONTRACTS = 5
# The job in a process of its own, in batches of one contract. At the third it says where it stands and
# waits to be killed: {stage} of its work and the commit.
SCRIPT = """
import signal

calls = []

def stop():
    calls.append(1)
    if len(calls) == 3:
        env.cr.execute("SELECT pg_backend_pid()")
        print("STANDS", env.cr.fetchone()[0], flush=True)
        signal.pause()

Move, Cron = env.registry["account.move"], env.registry["ir.cron"]
create, commit = Move._create_complete, Cron._commit_progress

def create_and_stop(moves, vals_list):
    made = create(moves, vals_list)
    moves.env.flush_all()
    stop()
    return made

def commit_and_stop(cron, processed=0, **options):
    left = commit(cron, processed, **options)
    if processed:
        stop()
    return left

if {stage!r} == "between":
    Move._create_complete = create_and_stop
else:
    Cron._commit_progress = commit_and_stop
env["commercial.contract"]._cron_bill_due(batch=1)
"""


@tagged("post_install", "-at_install", "slow")
class TestAutoBillKilled(BaseCase):
    """The process of the job is killed (kill -9): nothing is lost, and nothing billed twice (I7). The
    records are really committed, and taken away at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            worker = Worker(cr)
            worker.customer = worker.env["res.partner"].create({"name": "Killed"})
            contracts = [
                worker.contract(plan=PLAN, company_id=worker.company.id)
                for _number in range(CONTRACTS)
            ]
            contracts = worker.env["commercial.contract"].union(*contracts)
            contracts.settlement_ids.auto_bill = True
            self.ids, self.customer_id = contracts.ids, worker.customer.id
        self.addCleanup(self.clean_up)

    def clean_up(self):
        with self.registry.cursor() as cr:
            env = Worker(cr).env
            env["account.move"].search([("partner_id", "=", self.customer_id)]).unlink()
            contracts = env["commercial.contract"].browse(self.ids)
            # what was signed is not deleted
            contracts._unlocked().write({"state": "draft", "date_locked": False})
            contracts.unlink()
            env["res.partner"].browse(self.customer_id).unlink()

    def kill_the_job(self, stage):
        shell = [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http"]
        shell.append("--log-level=critical")
        with subprocess.Popen(
            shell, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            process.stdin.write(SCRIPT.format(stage=stage))
            process.stdin.close()
            stands = next((line for line in process.stdout if line.startswith("STANDS")), None)
            process.kill()
        self.assertTrue(stands, "the job ended before it could be killed")
        self.wait_for_the_end_of(int(stands.split()[1]))

    def wait_for_the_end_of(self, backend):
        """Until the database has noticed and given up what was not committed."""
        with closing(self.registry.cursor()) as cr:
            for _try in count():
                cr.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [backend])
                if not cr.fetchone():
                    return
                cr.rollback()

    def totals(self):
        with closing(self.registry.cursor()) as cr:
            contracts = Worker(cr).env["commercial.contract"].browse(self.ids)
            return [sorted(k.invoice_ids.mapped("amount_total")) for k in contracts]

    def check(self, stage, done):
        self.kill_the_job(stage)
        self.assertEqual(sorted(self.totals())[-done:], [[100, 100, 100]] * done)
        self.assertEqual(sorted(self.totals())[:-done], [[]] * (CONTRACTS - done))
        with closing(self.registry.cursor()) as cr:
            Worker(cr).env["commercial.contract"]._cron_bill_due()
        self.assertEqual(self.totals(), [[100, 100, 100]] * CONTRACTS)

    def test_killed_between_its_work_and_the_commit(self):
        self.check("between", 2)

    def test_killed_after_the_commit(self):
        self.check("after", 3)
