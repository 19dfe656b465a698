from contextlib import closing

from odoo.tests import tagged

from . import invariants
from .collisions import collide
from .test_two_workers import TestTwoWorkers


@tagged("post_install", "-at_install", "slow")
class TestPaymentWorkers(TestTwoWorkers):
    """Two workers book the rows of a payment dialog at the same time: one batch that the client sent
    twice, or two dialogs on the same lines. The money is booked once."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            worker = self.worker(cr)
            worker.k.action_sign()
            self.dialogs = [self.make_dialog(worker) for _one in range(2)]

    def make_dialog(self, worker):
        """Return the ids of the rows of a dialog that pays A, B and C, 100 each."""
        dialog = worker.env["commercial.contract.payment"].create(
            {
                "settlement_ids": [(6, 0, worker.k.settlement_ids.ids)],
                "journal_id": worker.bank.id,
                "date": "2026-01-20",
            }
        )
        return dialog.line_ids.ids

    def clean_up(self):
        with self.registry.cursor() as cr:
            worker = self.worker(cr)
            payments = worker.env["account.payment"].search([("partner_id", "=", self.ids[0])])
            payments.action_draft()
            payments.unlink()
            # what was signed is not deleted
            worker.k._unlocked().write({"state": "draft", "date_locked": False})
        return super().clean_up()

    def rows(self, worker, ids):
        return worker.env["commercial.contract.payment.line"].browse(ids)

    def book(self, first, second):
        """Let two workers book these rows at once; return what each told, and the second's tries."""

        def work(ids):
            return lambda cr: self.rows(self.worker(cr), ids).register_batch()

        return collide(self.registry, work(first), work(second))

    def check_booked_once(self):
        with closing(self.registry.cursor()) as cr:
            worker = self.worker(cr)
            self.assertEqual(worker.k.settlement_ids.mapped("amount_settled"), [100, 100, 100])
            self.assertEqual(sum(worker.k.payment_ids.mapped("amount")), 300)
            self.assertEqual(worker.k.amount_unallocated, 0)
            invariants.assert_ledger(self, worker.k)

    def test_one_batch_that_came_twice_is_booked_once(self):
        rows = self.dialogs[0]
        early, late, tries = self.book(rows, rows)
        self.assertTrue(early["made"])
        self.assertEqual(late, {"made": [], "aside": []})
        self.assertEqual(tries, 2, "the second worker saw nothing of the first")
        self.check_booked_once()
        with closing(self.registry.cursor()) as cr:
            # the client got the answer of the later one only
            result = {"made": [], "done": [], "aside": rows, "left": []}
            told = self.rows(self.worker(cr), rows).finish_register_batches(result)["params"]
        self.assertEqual(told["message"], "3 settlement lines paid.")
        self.assertFalse(told["aside"])

    def test_two_dialogs_on_the_same_lines_book_them_once(self):
        early, late, tries = self.book(*self.dialogs)
        self.assertTrue(early["made"])
        self.assertEqual(late, {"made": [], "aside": self.dialogs[1]})
        self.assertEqual(tries, 2, "the second worker saw nothing of the first")
        self.check_booked_once()
