from contextlib import contextmanager
from unittest.mock import patch

import psycopg2

from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from . import invariants
from .common import LedgerCase

TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "commercial_contract_allocation",
    "commercial_contract_settlement",
    "commercial_reminder_log",
    "mail_activity",
    "mail_message",
)
FAULT = """
    CREATE SEQUENCE cc_fault;
    CREATE FUNCTION cc_fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF {condition} AND nextval('cc_fault') >= {number} THEN
            RAISE EXCEPTION 'planted fault';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER cc_fault BEFORE INSERT ON {table}
        FOR EACH ROW EXECUTE FUNCTION cc_fault()"""
JOBS = "odoo.addons.commercial_contract.models"


@tagged("post_install", "-at_install")
class TestDatabaseErrors(LedgerCase):
    """The database refuses a row in the middle: nothing is half written; a job goes on with the rest."""

    def setUp(self):
        super().setUp()
        self.ks = self.contract() | self.contract() | self.contract()
        self.invoices = self.env["account.move"]
        for contract in self.ks:
            self.invoices |= self.invoice(self.lines(contract)[0])

    @contextmanager
    def breaking(self, table, number=1, condition="TRUE"):
        """From the n-th row on that fits the condition, nothing gets into the table."""
        self.env.flush_all()
        self.env.cr.execute(FAULT.format(table=table, number=number, condition=condition))
        with mute_logger("odoo.sql_db"):
            yield
        self.env.cr.execute(f"DROP TRIGGER cc_fault ON {table}")
        self.env.cr.execute("DROP FUNCTION cc_fault; DROP SEQUENCE cc_fault")

    def state(self):
        self.env.flush_all()
        counts = []
        for table in TABLES:
            self.env.cr.execute(f"SELECT COUNT(*) FROM {table}")
            counts.append((table, self.env.cr.fetchone()[0]))
        return counts, invariants.snapshot(self.ks)

    def assert_nothing_half_written(self, action, table, number):
        before = self.state()
        with self.breaking(table, number):
            with (
                self.assertRaises(psycopg2.errors.RaiseException),
                self.env.cr.savepoint(),
            ):
                action()
                self.env.flush_all()
            self.env.invalidate_all()
        self.assertEqual(self.state(), before)
        action()
        self.assertNotEqual(self.state(), before, "without the fault it is done")

    def test_one_payment_over_three_contracts(self):
        self.assert_nothing_half_written(
            lambda: self.pay(self.invoices), "commercial_contract_allocation", 3
        )
        self.assertEqual(self.ks.mapped("amount_settled"), [3000, 3000, 3000])

    def test_three_payments_and_the_last_match_fails(self):
        self.assert_nothing_half_written(
            lambda: self.pay(self.invoices, group_payment=False), "account_partial_reconcile", 3
        )

    def test_bank_line(self):
        self.assert_nothing_half_written(
            lambda: self.bank_line(7000, match=self.invoices), "account_partial_reconcile", 2
        )

    def test_invoices_of_three_contracts(self):
        lines = self.env["commercial.contract.settlement"].union(
            *(self.lines(contract)[1] for contract in self.ks)
        )
        self.assert_nothing_half_written(lines.action_create_invoice, "account_move_line", 3)
        self.assertEqual(lines.mapped("amount_to_invoice"), [0, 0, 0])

    def test_termination(self):
        self.pay(self.invoices)
        self.assert_nothing_half_written(
            lambda: self.ks.action_terminate("Over", "2026-02-01"), "mail_message", 2
        )

    def run_job(self, job):
        with patch.object(self.env.cr, "commit", self.env.flush_all), mute_logger(JOBS):
            job()
        self.env.invalidate_all()

    def test_the_check_goes_on_with_the_rest(self):
        self.pay(self.invoices)
        bad = self.ks[1]
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM commercial_contract_allocation")
        self.env.cr.execute("UPDATE commercial_contract SET amount_settled = 0")
        self.env.invalidate_all()
        check = self.env["commercial.contract"]._cron_check_ledger
        with self.breaking("commercial_contract_allocation", 1, f"NEW.contract_id = {bad.id}"):
            self.run_job(check)
        self.assertEqual(self.ks.mapped("amount_settled"), [3000, 0, 3000])
        said = html2plaintext(bad.activity_ids.note)
        self.assertIn("planted fault", said)
        self.run_job(check)
        self.assertEqual(self.ks.mapped("amount_settled"), [3000, 3000, 3000])

    def test_reminders_go_on_with_the_rest(self):
        lines = self.ks.settlement_ids
        bad = lines[4]
        rules = self.env["commercial.reminder.rule"]
        with self.breaking("mail_activity", 1, f"NEW.res_id = {bad.id}"):
            self.run_job(rules._cron_remind)
        told = {line: len(line.activity_ids) for line in lines}
        self.assertEqual(told, {line: int(line != bad) for line in lines})
        self.assertEqual(bad.reminder_log_ids.state, "held")
        self.assertIn("planted fault", bad.reminder_log_ids.reason)
        self.run_job(rules._cron_remind)
        self.assertEqual({len(line.activity_ids) for line in lines}, {1})
        self.assertEqual({len(line.reminder_log_ids) for line in lines}, {1})
