"""Faults: a process killed between and within batches, a job started twice, workers on one contract
at once. No cent and no activity is lost or doubled (I7)."""

from collections import Counter

from odoo.service import model as service
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import invariants
from .processes import Gate, JobCase, ProcessCase
from .test_two_workers import Worker

PLAN = (("A", 100, "2026-01-31"), ("B", 100, "2026-02-28"), ("C", 100, "2026-03-31"))
CHECK = "odoo.addons.commercial_contract.models.cash.commercial_contract_check"


@tagged("post_install", "-at_install", "slow")
class TestKilledJobs(JobCase):
    """The jobs go on where they stood. Six contracts in batches of two."""

    def make(self, worker):
        contracts = worker.k
        for _number in range(6):
            contracts |= worker.contract(plan=PLAN, company_id=worker.company.id)
        for contract in contracts:
            worker.advance(contract, 60)
        return contracts

    def remind(self, env):
        env.ref("commercial_contract.reminder_rule_settlement")._remind_all(batch=2)

    def check(self, env):
        with mute_logger(CHECK):
            env["commercial.contract"]._cron_check_ledger(batch=2)

    def reminded(self):
        """{plan line: (activities, rows of the log)} of the lines that were due."""
        with self.cursor() as cr:
            lines = self.contracts(self.env(cr)).settlement_ids
            told = Counter(self.activities(lines.env, lines).mapped("res_id"))
            return {
                line.id: (told[line.id], len(line.reminder_log_ids)) for line in lines
            }  # fmt: skip

    def assert_all_reminded_once(self):
        self.assertEqual(self.run_alone(self.remind), 0)
        self.assertEqual(set(self.reminded().values()), {(1, 1)})

    def test_reminders_killed_between_batches(self):
        # the rule begins with one
        self.killed_after(("ir.cron", "_commit_progress"), 4, self.remind)
        found = Counter(self.reminded().values())
        self.assertEqual(found, {(1, 1): 6, (0, 0): 12}, "three batches of two were committed")
        self.assert_all_reminded_once()

    def test_reminders_killed_within_a_batch(self):
        """Activities are made, their log is not written yet: both are gone."""
        self.killed_after(("mail.activity", "create"), 2, self.remind)
        self.assertEqual(Counter(self.reminded().values()), {(1, 1): 2, (0, 0): 16})
        self.assert_all_reminded_once()

    def damage(self):
        with self.cursor() as cr:
            cr.execute(
                "UPDATE commercial_contract SET amount_settled = 0 WHERE id = ANY(%s)", [self.ids]
            )

    def settled(self):
        """[(settled, activities)] of the contracts."""
        with self.cursor() as cr:
            contracts = self.contracts(self.env(cr))
            told = Counter(self.activities(contracts.env, contracts).mapped("res_id"))
            return Counter((c.amount_settled, told[c.id]) for c in contracts)

    def assert_all_mended_once(self):
        self.assertEqual(self.run_alone(self.check), 0)
        self.assertEqual(self.settled(), {(60, 1): 6})
        with self.cursor() as cr:
            invariants.assert_ledger(self, self.contracts(self.env(cr)))

    def test_check_killed_between_batches(self):
        self.damage()
        self.killed_after(("ir.cron", "_commit_progress"), 2, self.check)
        self.assertEqual(self.settled(), {(60, 1): 2, (0, 0): 4})
        self.assert_all_mended_once()

    def test_check_killed_within_a_batch(self):
        """Mended, but nobody was told yet: both are done again."""
        self.damage()
        self.killed_after(("commercial.contract", "follow_ledger"), 2, self.check)
        self.assertEqual(self.settled(), {(60, 1): 2, (0, 0): 4})
        self.assert_all_mended_once()

    def test_reminders_started_twice(self):
        self.started_twice(self.remind)
        self.assertEqual(set(self.reminded().values()), {(1, 1)})

    def test_check_started_twice(self):
        self.damage()
        self.started_twice(self.check)
        self.assertEqual(self.settled(), {(60, 1): 6})


@tagged("post_install", "-at_install", "slow")
class TestWorkersAtOnce(ProcessCase):
    """Workers in processes of their own, as RPC runs them (``retrying``), on the same contracts. All
    of them began before any of them wrote."""

    def make(self, worker):
        contracts = worker.contract(plan=PLAN, signed=False, company_id=worker.company.id)
        return contracts | worker.contract(plan=PLAN, signed=False, company_id=worker.company.id)

    def at_once(self, *works):
        """Each of the works gets a worker on the contracts; all are committed in the end."""
        gate = Gate()

        def run(work):
            def inside(env):
                env.cr.execute("SELECT COUNT(*) FROM commercial_contract")  # its view of the books
                gate.wait()

                def attempt():
                    worker = Worker(env.cr, self.partner_id)
                    worker.one, worker.two = self.contracts(worker.env)
                    work(worker)

                with mute_logger("odoo.sql_db", "odoo.service.model"):
                    service.retrying(attempt, env)

            return inside

        children = [self.start(run(work)) for work in works]
        gate.wait_for(len(children))
        gate.open(len(children))
        self.assertEqual([self.end(child) for child in children], [0] * len(children))

    def settled(self):
        with self.cursor() as cr:
            contracts = self.contracts(self.env(cr))
            invariants.assert_ledger(self, contracts)
            return [contracts[n].settlement_ids.mapped("amount_settled") for n in (0, 1)]

    def test_payments_of_one_contract(self):
        def pay(worker):
            worker.advance(worker.one, 60)

        self.at_once(pay, pay, pay)
        self.assertEqual(self.settled()[0], [100, 80, 0])

    def test_payments_retagged_and_plan_edits(self):
        """Money that is on its way from one contract to the other while both plans change."""
        with self.cursor() as cr:
            worker = Worker(cr, self.partner_id)
            payment = worker.advance(self.contracts(worker.env)[0], 150).id

        def retag(worker):
            payments = worker.env["account.payment"].browse(payment)
            payments.commercial_contract_id = worker.two

        def edit(worker):
            (worker.one | worker.two).settlement_ids.filtered(lambda s: s.name == "A").amount = 30

        def pay(worker):
            worker.advance(worker.two, 25)

        self.at_once(retag, edit, pay)
        self.assertEqual(self.settled(), [[0, 0, 0], [30, 100, 45]])
