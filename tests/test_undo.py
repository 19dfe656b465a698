from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestUndo(LedgerCase):
    def test_a_reversed_advance_takes_back_its_own_money_only(self):
        """I6: B was paid by its invoice; an untied advance fills A and is reversed."""
        contract = self.contract(plan=[("A", 500, "2026-01-31"), ("B", 500, "2026-02-28")])
        line = self.lines(contract).filtered(lambda found: found.name == "B")
        invoice = self.invoice((line, 500))
        self.pay(invoice, 300)
        self.assertFigures(contract, "A 0/0/0, B 500/300/0")
        advance = self.advance(contract, 70)
        self.assertFigures(contract, "A 0/70/0, B 500/300/0")
        self.reverse(advance.move_id, cancel=True)
        self.assertFigures(contract, "A 0/0/0, B 500/300/0")

    def test_figures_are_right_without_a_flush(self):
        """What is read in the transaction of the payment is what the payment made."""
        contract = self.contract(plan=[("A", 500, "2026-01-31")])
        line = contract.settlement_ids
        self.assertEqual(
            (line.amount_settled, line.state, len(line.allocation_ids)), (0, "open", 0)
        )
        payment = self.advance(contract, 500)
        self.assertEqual((line.amount_settled, line.state), (500, "settled"))
        self.assertEqual(line.allocation_ids.mapped("amount"), [500])
        payment.action_draft()
        self.assertEqual(self.env[line._name].search([("state", "=", "settled")]) & line, line[:0])
        self.assertFalse(line.allocation_ids)

    def test_rows_of_the_same_transaction_may_go_again(self):
        """The engine ran in a read; its rows go before anything was flushed."""
        contract = self.contract(plan=[("A", 500, "2026-01-31")])
        payment = self.advance(contract, 500)
        self.assertEqual(contract.settlement_state, "settled")
        payment.action_draft()
        self.env.flush_all()
        self.assertEqual(contract.settlement_state, "none")
        self.assertFalse(contract.allocation_ids)
