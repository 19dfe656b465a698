from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from . import invariants
from .checked_books import CheckedBooks

LOGGER = "odoo.addons.commercial_contract.models.cash.commercial_contract_check"
COLUMNS = (
    "contract_id, settlement_id, kind, date, amount, amount_company, move_line_id, payment_id,"
    " invoice_id"
)


class CheckCase(CheckedBooks):
    """The same with an advance, and the nightly job run by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drift_type = cls.env.ref("commercial_contract.mail_activity_type_ledger_drift")
        cls.doubt_type = cls.env.ref("commercial_contract.mail_activity_type_payment_doubt")

    def setUp(self):
        super().setUp()
        self.advance(self.other, 3500)

    def run_job(self, **options):
        with patch.object(self.env.cr, "commit", self.env.flush_all):
            self.env["commercial.contract"]._cron_check_ledger(**options)
        self.env.invalidate_all()

    def damage(self, sql, *args):
        self.env.flush_all()
        self.env.cr.execute(sql, args)
        self.env.invalidate_all(flush=False)

    def row(self, kind="cash"):
        """The one row of this kind that the first contract has, as SQL."""
        where = f"kind = '{kind}' AND contract_id = {self.k.id}"
        return f"(SELECT id FROM commercial_contract_allocation WHERE {where})"

    def activities(self, kind=None):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "commercial.contract"),
                ("activity_type_id", "=", (kind or self.drift_type).id),
            ]
        )


@tagged("post_install", "-at_install")
class TestCheckLedger(CheckCase):
    """What is broken on purpose by SQL, past the ORM, is found by ``_check_ledger``, and the nightly
    job brings back the exact state before."""

    def found_and_mended(self, sql, *whats, contract=None):
        """The SQL breaks just this of ``contract`` (default: the first one)."""
        contract = contract or self.k
        before = invariants.snapshot(self.contracts), self.digests()
        self.assertEqual(self.contracts._check_ledger(), [])
        self.damage(sql)
        drifts = self.contracts._check_ledger()
        self.assertEqual({drift["contract"] for drift in drifts}, set(contract))
        self.assertEqual({drift["what"] for drift in drifts}, set(whats))
        with self.assertLogs(LOGGER, "WARNING") as log:
            self.run_job()
        self.assertEqual(len(log.output), len(drifts))
        self.assertEqual(self.contracts._check_ledger(), [])
        self.assertEqual((invariants.snapshot(self.contracts), self.digests()), before)
        self.assertEqual(invariants.broken(self.env), {})
        return drifts

    def digests(self):
        return [contract.ledger_version for contract in self.contracts]

    def test_sound_books(self):
        self.assertEqual(self.env["commercial.contract"]._check_ledger(), [])
        with self.assertNoLogs(LOGGER, "WARNING"):
            self.run_job()
        self.assertFalse(self.activities() | self.activities(self.doubt_type))

    def test_a_total_of_the_contract(self):
        for name in ("invoiced", "settled", "adjusted", "unsettled", "unallocated"):
            with self.subTest(name=name):
                column = f"amount_{name}"
                [drift] = self.found_and_mended(
                    f"UPDATE commercial_contract SET {column} = {column} + 0.01"
                    f" WHERE id = {self.k.id}",
                    column,
                )
                self.assertAlmostEqual(drift["stored"] - drift["books"], 0.01)

    def test_the_settlement_state(self):
        self.found_and_mended(
            f"UPDATE commercial_contract SET settlement_state = 'none' WHERE id = {self.k.id}",
            "settlement_state",
        )

    def test_the_digest(self):
        self.found_and_mended(
            f"UPDATE commercial_contract SET ledger_version = 'x' WHERE id = {self.k.id}",
            "ledger_version",
        )
        self.assertFalse(self.activities(), "no figure was wrong")

    def test_a_figure_of_a_plan_line(self):
        for column in ("amount_invoiced", "amount_settled", "amount_adjusted", "amount_residual"):
            with self.subTest(column=column):
                [drift] = self.found_and_mended(
                    f"UPDATE commercial_contract_settlement SET {column} = {column} - 0.01"
                    f" WHERE id = {self.a.id}",
                    column,
                )
                self.assertEqual(drift["line"], self.a)

    def test_the_state_of_a_plan_line(self):
        self.found_and_mended(
            f"UPDATE commercial_contract_settlement SET state = 'open', date_settled = NULL"
            f" WHERE id = {self.a.id}",
            *("state", "date_settled"),
        )

    def test_a_value_of_a_row(self):
        for change in (
            "amount = amount - 0.02",
            "amount_company = amount_company + 1",
            "date = date + 1",
            "kind = 'netting'",
            "invoice_id = NULL",
        ):
            with self.subTest(change=change):
                self.found_and_mended(
                    f"UPDATE commercial_contract_allocation SET {change} WHERE id = {self.row()}",
                    "allocation",
                )

    def test_netting_or_write_off_called_cash(self):
        for kind in ("netting", "writeoff"):
            with self.subTest(kind=kind):
                self.found_and_mended(
                    f"UPDATE commercial_contract_allocation SET kind = 'cash'"
                    f" WHERE id = {self.row(kind)}",
                    "allocation",
                )

    def test_a_row_deleted(self):
        self.found_and_mended(
            f"DELETE FROM commercial_contract_allocation WHERE id = {self.row()}", "allocation"
        )

    def test_a_row_doubled(self):
        self.found_and_mended(
            f"INSERT INTO commercial_contract_allocation ({COLUMNS})"
            f" SELECT {COLUMNS} FROM commercial_contract_allocation WHERE id = {self.row()}",
            "allocation",
        )

    def test_a_row_moved_to_another_line(self):
        self.found_and_mended(
            f"UPDATE commercial_contract_allocation SET settlement_id = {self.b.id} WHERE id = {self.row()}",
            "allocation",
        )

    def test_a_row_moved_to_another_contract(self):
        self.found_and_mended(
            f"UPDATE commercial_contract_allocation SET contract_id = {self.other.id} WHERE id = {self.row()}",
            "allocation",
            contract=self.k | self.other,
        )

    def test_all_rows_gone(self):
        self.found_and_mended(
            "DELETE FROM commercial_contract_allocation", "allocation", contract=self.contracts
        )


@tagged("post_install", "-at_install")
class TestCheckSources(CheckCase):
    """What was changed in the books or in the plan by SQL: the figures follow, as the rebuild says."""

    def follows(self, sql, figures, contract=None):
        contract = contract or self.k
        self.damage(sql)
        self.assertTrue(self.contracts._check_ledger())
        with mute_logger(LOGGER):
            self.run_job()
        self.assertFigures(contract, figures)
        self.assertEqual(contract._check_ledger(), [])
        invariants.assert_rebuilt(self, self.contracts)

    def source(self):
        return f"(SELECT move_line_id FROM commercial_contract_allocation WHERE id = {self.row()})"

    def test_source_to_draft(self):
        self.follows(
            f"""WITH item AS (
                    UPDATE account_move_line SET parent_state = 'draft' WHERE id = {self.source()}
                    RETURNING move_id)
                UPDATE account_move SET state = 'draft' WHERE id IN (SELECT move_id FROM item)""",
            "A 3000/0/10, B 5000/2500/0",
        )

    def test_source_deleted(self):
        self.follows(
            f"DELETE FROM account_partial_reconcile WHERE credit_move_id = {self.source()}",
            # what the wizard tagged comes back as an advance, on the same line (L4, R3)
            "A 3000/2990/10, B 5000/2500/0",
        )
        self.assertEqual(
            self.k.allocation_ids.filtered(lambda r: r.amount == 2990).invoice_id.ids, []
        )

    def test_tag_taken_off(self):
        payment = self.other.tagged_payment_ids
        self.follows(
            f"UPDATE account_payment SET commercial_contract_id = NULL WHERE id = {payment.id}",
            "",
            self.other,
        )

    def test_invoice_line_to_another_plan_line(self):
        self.follows(
            f"""UPDATE account_move_line SET commercial_settlement_id = {self.b.id}
                 WHERE move_id = {self.paid.id} AND display_type = 'product'""",
            # both invoices bill B now: 2,500 netting, 2,990 cash, the rest of B by nobody; the
            # 10 written off find room on B, and what B cannot take goes to A by due date
            "A 0/500/0, B 8000/4990/10",
        )

    def test_plan_line_cut(self):
        """I1 breaks as well: that is told, and no rebuild mends it."""
        self.damage(
            f"UPDATE commercial_contract_settlement SET amount = 2000 WHERE id = {self.a.id}"
        )
        with mute_logger(LOGGER):
            self.run_job()
        self.assertFigures(self.k, "A 3000/1990/10, B 5000/3500/0")
        [left] = self.k._check_ledger()
        self.assertEqual((left["what"], left["stored"], left["books"]), ("plan", 7000, 8000))
        [activity] = self.activities()
        self.assertIn(
            "The plan adds up to $ 7,000.00, but the contract to $ 8,000.00", self.text(activity)
        )

    def text(self, activity):
        return html2plaintext(activity.note).replace("\N{NO-BREAK SPACE}", " ")


@tagged("post_install", "-at_install")
class TestCheckJob(CheckCase):
    """The nightly job tells a manager once, and one bad record does not stop it (I7)."""

    def text(self, kind=None):
        [activity] = self.activities(kind)
        return html2plaintext(activity.note).replace("\N{NO-BREAK SPACE}", " ")

    def break_settled(self, contract, by=100):
        self.damage(
            "UPDATE commercial_contract SET amount_settled = amount_settled - %s WHERE id = %s",
            *(by, contract.id),
        )

    def test_what_is_told(self):
        self.break_settled(self.k)
        with self.assertLogs(LOGGER, "WARNING") as log:
            self.run_job()
        for word in ("amount_settled is 5390.0", "5490.0", "mended: True"):
            self.assertIn(word, log.output[0])
        [activity] = self.activities()
        self.assertEqual(activity.res_id, self.k.id)
        self.assertTrue(activity.user_id.has_group("commercial_contract.group_contract_manager"))
        for word in (self.k.name, "Settled", "$ 5,390.00", "$ 5,490.00", "mended"):
            self.assertIn(word, self.text())

    def test_one_activity_a_contract(self):
        for _night in range(2):
            self.break_settled(self.k)
            with mute_logger(LOGGER):
                self.run_job()
            self.run_job()
        self.assertEqual(self.text().count("Settled"), 1)
        self.break_settled(self.k, 200)
        with mute_logger(LOGGER):
            self.run_job()
        self.assertEqual(self.text().count("Settled"), 2)
        self.activities().action_done()
        self.break_settled(self.k)
        with mute_logger(LOGGER):
            self.run_job()
        self.assertEqual(self.text().count("Settled"), 1, "a drift that comes again is told again")

    def test_archived_contracts_are_checked(self):
        self.k.active = False
        self.break_settled(self.k)
        self.assertTrue(self.env["commercial.contract"]._check_ledger())
        with mute_logger(LOGGER):
            self.run_job()
        self.assertEqual(self.k.amount_settled, 5490)

    def test_one_bad_record_stops_nothing(self):
        """A record that fails is set aside with the reason; those before and after it are mended."""
        for contract in self.contracts:
            self.break_settled(contract)
        Contract = self.env.registry["commercial.contract"]
        work_out = Contract._work_out

        def fail(contract, books):
            if contract == self.other:
                raise ZeroDivisionError("a rate of zero")
            return work_out(contract, books)

        for batch in (500, 1):
            for contract in self.contracts:
                self.break_settled(contract, 1)
            job = "odoo.addons.commercial_contract.models.contract.commercial_job"
            with patch.object(Contract, "_work_out", fail), mute_logger(LOGGER, job):
                self.run_job(batch=batch)
            stored = [contract.amount_settled for contract in self.contracts]
            self.assertEqual(stored[::2], [5490, 2500])
            self.assertNotEqual(stored[1], 3500)
            said = self.activities().filtered(lambda a: a.res_id == self.other.id)
            self.assertIn("a rate of zero", html2plaintext(said.note))
        with mute_logger(LOGGER):
            self.run_job()
        self.assertEqual(self.other.amount_settled, 3500)

    def test_queries_do_not_grow_with_the_contracts(self):
        for _number in range(12):
            self.advance(self.contract(plan=[("A", 100, "2026-01-31")]), 50)
        contracts = self.env["commercial.contract"].search([])

        def cost(part):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part._prove_ledger()
            return self.env.cr.sql_log_count - before

        few = self.contracts | contracts[:2]
        cost(few)
        self.assertEqual(cost(few), cost(contracts))
