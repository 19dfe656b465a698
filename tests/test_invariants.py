from contextlib import closing

from odoo.tests import tagged

from . import invariants
from .checked_books import CheckedBooks
from .oracle import money_missing

ROW = "(SELECT id FROM commercial_contract_allocation WHERE kind = '%s' ORDER BY id LIMIT 1)"


@tagged("post_install", "-at_install")
class TestInvariants(CheckedBooks):
    """The queries of money-rules section 6 find no fault in sound books, and the fitting ones find
    each kind of damage. The addon's own check finds what is damaged in its rows."""

    def damage(self, sql, *queries, check=True):
        """The SQL breaks something that these queries see; so does the addon's check."""
        self.env.flush_all()
        with closing(self.env.cr.savepoint()):
            self.env.cr.execute(sql)
            self.env.invalidate_all(flush=False)
            seen = {name.split()[0] for name in invariants.broken(self.env)}
            self.assertLessEqual(set(queries), seen)
            if check:
                self.assertTrue(self.contracts._check_ledger())
        self.env.invalidate_all(flush=False)

    def test_sound_books(self):
        invariants.assert_ledger(self, self.contracts)

    def test_row_doubled(self):
        self.damage(
            f"""INSERT INTO commercial_contract_allocation
                (contract_id, settlement_id, kind, date, amount, amount_company, move_line_id, invoice_id)
                SELECT contract_id, settlement_id, kind, date, amount, amount_company, move_line_id, invoice_id
                  FROM commercial_contract_allocation WHERE id = {ROW % "cash"}""",
            *("Q3", "Q7", "Q8"),
        )

    def test_row_deleted(self):
        self.damage(
            f"DELETE FROM commercial_contract_allocation WHERE id = {ROW % 'cash'}",
            *("Q3", "Q8"),
        )

    def test_cents_lost(self):
        self.damage(
            f"UPDATE commercial_contract_allocation SET amount = amount - 0.02 WHERE id = {ROW % 'cash'}",
            *("Q3", "Q8"),
        )

    def test_plan_line_raised(self):
        self.damage(
            f"UPDATE commercial_contract_settlement SET amount = amount + 1 WHERE id = {self.a.id}",
            *("Q1", "Q3"),
        )

    def test_source_to_draft(self):
        self.damage(
            f"""UPDATE account_move_line SET parent_state = 'draft' WHERE id =
                (SELECT move_line_id FROM commercial_contract_allocation WHERE id = {ROW % "cash"})""",
            *("Q5", "Q8"),
            check=False,
        )

    def test_netting_called_cash(self):
        self.damage(
            f"UPDATE commercial_contract_allocation SET kind = 'cash' WHERE id = {ROW % 'netting'}",
            "Q6",
        )

    def test_write_off_called_cash(self):
        self.damage(
            f"UPDATE commercial_contract_allocation SET kind = 'cash' WHERE id = {ROW % 'writeoff'}",
            *("Q6", "Q8"),
        )

    def test_row_moved_to_another_contract(self):
        self.damage(
            f"""UPDATE commercial_contract_allocation SET contract_id = {self.other.id}
                 WHERE id = {ROW % "cash"}""",
            *("Q4", "Q8"),
        )

    def test_contract_moved_to_another_company(self):
        other = self.make_company("Other Books")
        self.damage(
            f"UPDATE commercial_contract SET company_id = {other.id} WHERE id = {self.k.id}",
            "Q10",
            check=False,
        )

    def test_line_billed_twice(self):
        self.invoice(self.a)
        self.assertIn("Q2", {name.split()[0] for name in invariants.broken(self.env)})
        self.assertFalse(self.k._check_ledger(), "the cash is right all the same")

    def test_undo_brings_back_the_exact_state(self):
        before = invariants.snapshot(self.other)
        a, _b, _c = self.lines(self.other)
        invoice = self.invoice(a)
        billed = invariants.snapshot(self.other)
        payment = self.pay(invoice, 1000)
        self.assertNotEqual(invariants.snapshot(self.other), billed)
        payment.action_draft()
        payment.unlink()
        self.assertEqual(invariants.snapshot(self.other), billed)
        invoice.button_draft()
        invoice.unlink()
        self.assertEqual(invariants.snapshot(self.other), before)

    def test_money_of_foreign_contracts_and_shared_documents(self):
        """What Q8 cannot judge, the oracle does."""
        foreign = self.contract(plan=[("A", 1000, "2026-01-31")], currency_id=self.eur.id)
        shared = self.invoice(
            (foreign.settlement_ids, 60000), (self.lines(self.other)[0], 15000), currency=self.jpy
        )
        self.pay(shared, 65000, "2026-03-05")
        self.advance(foreign, 180, "2026-02-10", currency_id=self.usd.id)
        contracts = self.contracts | foreign
        self.assertEqual(money_missing(self.env, contracts), [])
        for sql in (
            "UPDATE commercial_contract_allocation SET amount = amount - 1 WHERE contract_id = %s",
            "DELETE FROM commercial_contract_allocation WHERE contract_id = %s AND invoice_id > 0",
            "UPDATE commercial_contract SET amount_unallocated = 5 WHERE id = %s",
            "DELETE FROM account_partial_reconcile WHERE %s > 0",
        ):
            with self.subTest(sql), closing(self.env.cr.savepoint()):
                self.env.cr.execute(sql, [foreign.id])
                self.env.invalidate_all(flush=False)
                wrong = {name for name, _books, _stored in money_missing(self.env, contracts)}
                self.assertIn(foreign.display_name, wrong)
        self.env.invalidate_all(flush=False)
