from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesKinds(LedgerCase):
    """Money rules R12, R17, R23: write-off, netting, opening amounts."""

    def write_off(self, documents, amount, **values):
        return self.pay(
            documents,
            amount,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.expense.id,
            writeoff_label="rest",
            **values,
        )

    def kinds(self, contract):
        contract.env.flush_all()
        rows = contract.allocation_ids.sorted(lambda row: (row.kind, row.amount))
        return [(row.kind, row.amount) for row in rows]

    def test_r12_the_rest_is_written_off(self):
        k = self.contract()
        self.write_off(self.invoice(self.lines(k)[0]), 2990)
        self.assertFigures(k, "A 3000/2990/10")
        self.assertEqual(self.kinds(k), [("cash", 2990), ("writeoff", 10)])
        self.assertEqual(self.lines(k)[0].state, "settled")

    def test_r12_overpaid_by_a_small_difference(self):
        k = self.contract()
        income = self.get_account("income_other")
        self.pay(
            self.invoice(self.lines(k)[0]),
            3000.04,
            payment_difference_handling="reconcile",
            writeoff_account_id=income.id,
            writeoff_label="difference",
        )
        self.assertFigures(k, "A 3000/3000/0")

    def test_r12_a_write_off_comes_before_the_cash_of_documents(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.advance(k, 200, "2026-01-12", named=a)
        self.write_off(self.invoice(a), 2950)
        self.assertFigures(k, "A 3000/2950/50, B 0/200/0")

    def test_r12_bad_debt(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        entry = self.entry((self.expense, 700, None), (self.receivable, -700, self.customer))
        self.match(entry, invoice)
        self.assertFigures(k, "A 3000/0/700")
        self.assertEqual(self.lines(k)[0].state, "partial")

    def pair(self):
        """Return a sale and a purchase contract with their first documents."""
        sale, purchase = self.contract(), self.contract(direction="purchase")
        invoice = self.invoice(self.lines(sale)[0])
        bill = self.invoice((self.lines(purchase)[0], 2500))
        return sale, purchase, invoice, bill

    def test_r17_netting_by_an_entry(self):
        sale, purchase, invoice, bill = self.pair()
        entry = self.entry(
            (self.payable, 2500, self.vendor), (self.receivable, -2500, self.customer)
        )
        debit, credit = self._partner_items(entry).sorted("balance", reverse=True)
        self.match(credit, invoice)
        self.match(debit, bill)
        self.assertFigures(sale, "A 3000/2500/0")
        self.assertFigures(purchase, "A 2500/2500/0")
        self.assertEqual(self.kinds(sale), [("netting", 2500)])
        self.assertEqual(self.kinds(purchase), [("netting", 2500)])

    def test_r17_netting_on_a_bank_entry(self):
        sale, purchase, invoice, bill = self.pair()
        bill = self.invoice((self.lines(purchase)[1], 1200))
        entry = self.entry(
            (self.bank.default_account_id, 1800, None),
            (self.receivable, -3000, self.customer),
            (self.payable, 1200, self.vendor),
            journal=self.bank,
        )
        debit, credit = self._partner_items(entry).sorted("balance", reverse=True)
        self.match(credit, invoice)
        self.match(debit, bill)
        self.assertEqual(self.kinds(sale), [("cash", 1800), ("netting", 1200)])
        self.assertEqual(self.kinds(purchase), [("netting", 1200)])

    def test_r17_invoice_and_refund_on_one_bank_entry(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice, credit_note = self.invoice(a), self.refund((a, 500))
        entry = self.entry(
            (self.bank.default_account_id, 2500, None),
            (self.receivable, -3000, self.customer),
            (self.receivable, 500, self.customer),
            journal=self.bank,
        )
        debit, credit = self._partner_items(entry).sorted("balance", reverse=True)
        self.match(credit, invoice)
        self.match(debit, credit_note)
        self.assertFigures(k, "A 2500/2500/0")
        self.assertEqual(self.kinds(k), [("cash", 2500), ("netting", -500), ("netting", 500)])

    def test_r23_opening_amounts_take_their_room_first(self):
        k = self.contract()
        a, b, _c = self.lines(k)
        for line, amount in ((a, 3000), (b, 1000)):
            line.write(
                {
                    "opening_settled": amount,
                    "opening_invoiced": amount,
                    "opening_date": "2025-12-31",
                }
            )
        self.assertFigures(k, "A 0/3000/0, B 0/1000/0")
        self.assertEqual(self.kinds(k), [("opening", 1000), ("opening", 3000)])
        b.action_create_invoice()
        invoice = b.invoice_ids
        self.assertEqual(invoice.amount_total, 4000)
        invoice.invoice_date = "2026-01-10"
        invoice.action_post()
        self.pay(invoice, 2500)
        self.assertFigures(k, "A 0/3000/0, B 4000/3500/0")
        self.advance(k, 2600)
        self.assertFigures(k, "A 0/3000/0, B 4000/5000/0, C 0/1100/0")
