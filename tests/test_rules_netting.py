from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesNetting(LedgerCase):
    """Money rule R17: what is settled without money, on statement lines as well."""

    def kinds(self, contract):
        return sorted((row[3], row[2]) for row in self.rows(contract))

    def split(self, amount, *rows, **values):
        """Return a statement line whose money stands on (account, credit or minus debit, partner)."""
        line = self.bank_line(amount, **values)
        _liquidity, suspense, _other = line._seek_for_lines()
        line.move_id.with_context(force_delete=True, skip_readonly_check=True).write(
            {
                "line_ids": [
                    Command.delete(suspense.id),
                    *(
                        Command.create(
                            {
                                "account_id": account.id,
                                "partner_id": partner.id,
                                "name": "split",
                                "balance": -credit,
                            }
                        )
                        for account, credit, partner in rows
                    ),
                ]
            }
        )
        return line, *(
            line.move_id.line_ids.filtered(lambda item, c=credit: item.balance == -c)
            for _account, credit, _partner in rows
        )

    def test_r17_one_bank_line_over_an_invoice_and_a_vendor_bill(self):
        sale = self.contract()
        purchase = self.contract(direction="purchase", plan=[("A", 1200, "2026-01-31")])
        invoice, bill = self.invoice(self.lines(sale)[0]), self.invoice(purchase.settlement_ids)
        line, ours, theirs = self.split(
            1800, (self.receivable, 3000, self.customer), (self.payable, -1200, self.vendor)
        )
        self.match(ours, invoice)
        self.match(theirs, bill)
        self.assertFigures(sale, "A 3000/3000/0")
        self.assertFigures(purchase, "A 1200/1200/0")
        self.assertEqual(self.kinds(sale), [("cash", 1800), ("netting", 1200)])
        self.assertEqual(self.kinds(purchase), [("netting", 1200)])
        line.action_undo_reconciliation()
        self.assertFigures(sale, "A 3000/0/0")
        self.assertFigures(purchase, "A 1200/0/0")

    def test_r17_one_bank_line_over_an_invoice_and_a_refund(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice, credit_note = self.invoice(a), self.refund((a, 500))
        _line, debt, credit = self.split(
            2500, (self.receivable, 3000, self.customer), (self.receivable, -500, self.customer)
        )
        self.match(debt, invoice)
        self.match(credit, credit_note)
        self.assertFigures(k, "A 2500/2500/0")
        self.assertEqual(self.kinds(k), [("cash", 2500), ("netting", -500), ("netting", 500)])

    def test_r8_r17_a_payer_with_a_receivable_account_of_his_own(self):
        """Odoo reconciles on one account only, so a transfer entry stands between: netting, and the
        tag on the money behind it does not count once more."""
        k = self.contract()
        account = self.make_account("Receivable of V", "asset_receivable", reconcile=True)
        self.payer.property_account_receivable_id = account
        payment = self.advance(k, 2000, partner_id=self.payer.id)
        self.assertEqual(self._partner_items(payment).account_id, account)
        self.assertFigures(k, "A 0/2000/0")
        transfer = self.entry((account, 2000, self.payer), (self.receivable, -2000, self.customer))
        debit, credit = self._partner_items(transfer).sorted("balance", reverse=True)
        self.match(credit, self.invoice(self.lines(k)[1]))
        self.match(debit, payment)
        self.assertFigures(k, "B 5000/2000/0")
        self.assertEqual(self.kinds(k), [("netting", 2000)])
