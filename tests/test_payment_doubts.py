from odoo.tests import tagged
from odoo.tools import html2plaintext

from .test_check_ledger import CheckCase


@tagged("post_install", "-at_install")
class TestPaymentDoubts(CheckCase):
    """Payments that are no drift, but want a look. Told once each, also after the activity is done."""

    def doubts(self):
        return [
            (doubt["contract"], doubt["what"], doubt["record"], doubt["amount"])
            for doubt in self.contracts._find_doubts()
        ]

    def test_a_rejected_payment_whose_entry_is_posted(self):
        """R16: rejecting moves the state only; the money counts by the books."""
        self.assertEqual(self.doubts(), [])
        payment = self.other.tagged_payment_ids
        payment.action_reject()
        self.assertEqual(payment.move_id.state, "posted")
        self.assertFigures(self.other, "A 0/3000/0, B 0/500/0")
        self.assertEqual(self.doubts(), [(self.other, "rejected", payment, 3500)])
        self.assertEqual(self.contracts._check_ledger(), [], "no drift")

    def test_a_rejected_payment_on_an_invoice(self):
        payment = self.pay(self.invoice(self.lines(self.other)[2]))
        payment.commercial_contract_id = False
        payment.action_reject()
        self.assertEqual(self.doubts(), [(self.other, "rejected", payment, 2000)])

    def test_a_payment_tagged_with_one_contract_that_pays_another(self):
        """R6: it gives nothing to the contract that it names."""
        payment = self.pay(self.invoice(self.lines(self.other)[2]))
        self.assertEqual(self.doubts(), [])
        payment.commercial_contract_id = self.k
        self.assertEqual(self.doubts(), [(self.k, "elsewhere", payment, 2000)])

    def test_a_payment_that_pays_another_contract_in_part_only(self):
        payment = self.advance(self.k, 2600)
        self.match(payment, self.invoice(self.lines(self.other)[2]))
        self.assertEqual(self.doubts(), [], "600 are left for the contract that it names")

    def test_a_payment_on_an_invoice_of_no_contract(self):
        self.match(self.advance(self.k, 100), self.invoice((None, 100)))
        self.assertEqual(self.doubts(), [])

    def test_a_deposit_that_was_moved_on_and_not_matched(self):
        """R22: it counts twice until the two items on the deposit account are matched."""
        deposit = self.make_account("Received in advance", "liability_current", reconcile=True)
        self.company.contract_deposit_account_ids = deposit
        received = self.entry(
            (self.bank.default_account_id, 900, None), (deposit, -900, self.customer)
        )
        item = received.line_ids.filtered(lambda line: line.account_id == deposit)
        item.commercial_contract_id = self.other
        self.assertEqual(self.doubts(), [])
        moved = self.entry((deposit, 900, self.customer), (self.receivable, -900, self.customer))
        self.assertEqual(self.doubts(), [(self.other, "deposit", item, 900)])
        (item | moved.line_ids.filtered(lambda line: line.account_id == deposit)).reconcile()
        self.assertEqual(self.doubts(), [])

    def test_told_once(self):
        payment = self.other.tagged_payment_ids
        payment.action_reject()
        for _night in range(2):
            self.run_job()
        [activity] = self.activities(self.doubt_type)
        self.assertEqual(activity.res_id, self.other.id)
        for word in (payment.name, "3,500.00", "rejected"):
            self.assertIn(word, html2plaintext(activity.note))
        activity.action_done()
        self.run_job()
        self.assertFalse(self.activities(self.doubt_type))
        second = self.advance(self.other, 70)
        self.env.flush_all()
        second.action_reject()
        self.run_job()
        text = html2plaintext(self.activities(self.doubt_type).note)
        self.assertIn(second.name, text)
        self.assertNotIn(payment.name, text)
