from odoo.tests import Form, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestBankReconcile(LedgerCase):
    """Bank lines reconciled by code, as an import or another addon does it."""

    def test_a_bank_line_on_two_invoices_and_an_advance(self):
        k = self.contract()
        a, b, _c = self.lines(k)
        first, second = self.invoice(a), self.invoice((b, 1000))
        line = self.bank_line(4500, partner=self.customer)
        self.match(line, first, second)  # 3,000 and 1,000; 500 stay open
        self.assertFigures(k, "A 3000/3000/0, B 1000/1000/0")
        line.commercial_contract_id = k
        self.assertFigures(k, "A 3000/3000/0, B 1000/1500/0")
        line.action_undo_reconciliation()  # all its items are made anew, on the suspense account
        self.assertFigures(k, "A 3000/0/0, B 1000/0/0")
        self.place(line, self._partner_items(first))
        self.assertFigures(k, "A 3000/3000/0, B 1000/1500/0")
        line.commercial_contract_id = False
        self.assertFigures(k, "A 3000/3000/0, B 1000/0/0")
        line.unlink()
        self.assertFigures(k, "A 3000/0/0, B 1000/0/0")

    def test_the_day_of_a_bank_line_is_corrected(self):
        """Odoo lets the day of a posted bank line be changed: its money moves to that day."""
        k = self.contract()
        line = self.bank_line(700, "2026-01-20", partner=self.customer)
        line.commercial_contract_id = k
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 700, "cash")])
        self.assertEqual(self.months(k), {"2026-01-01": 700})
        line.date = "2026-02-03"
        self.assertEqual(self.rows(k), [("A", "2026-02-03", 700, "cash")])
        self.assertEqual(self.months(k), {"2026-01-01": 0, "2026-02-01": 700})

    def months(self, contract):
        """Return {first of the month: settled in it}, as the figures say."""
        facts = self.env["commercial.contract.fact"].search(
            [("contract_id", "=", contract.id), ("kind", "=", "settled")]
        )
        return {
            str(month): sum(part.mapped("settled"))
            for month, part in facts.grouped("date_month").items()
        }

    def test_a_bank_line_that_stays_on_the_suspense_account(self):
        """Some tools leave the bank line as it is, and book suspense against receivable beside it."""
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        line = self.bank_line(1200)
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id.reconcile = True
        entry = self.entry(
            (suspense.account_id, 1200, None), (self.receivable, -1200, self.customer)
        )
        (suspense | entry.line_ids.filtered(lambda item: item.balance > 0)).reconcile()
        self.assertFigures(k, "A 3000/0/0")
        self.match(entry, invoice)
        self.assertFigures(k, "A 3000/1200/0")
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 1200, "cash")])
        self.reverse(entry, cancel=True)
        self.assertFigures(k, "A 3000/0/0")

    def test_a_bank_line_that_clears_a_payment_counts_once(self):
        k = self.contract()
        payment = self.pay(self.invoice(self.lines(k)[0]), 1200, journal=self.bank_outstanding)
        line = self.bank_line(1200, journal_id=self.bank_outstanding.id)
        outstanding, _counterpart, _write_off = payment._seek_for_lines()
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.with_context(
            force_delete=True, skip_readonly_check=True
        ).account_id = outstanding.account_id
        (suspense | outstanding).reconcile()
        self.assertTrue(payment.is_matched)
        line.commercial_contract_id = k
        self.assertFigures(k, "A 3000/1200/0")
        line.action_undo_reconciliation()
        self.assertFigures(k, "A 3000/1200/0")


@tagged("post_install", "-at_install", "-standard", "bank_reconcile_oca")
class TestBankReconcileWidget(LedgerCase):
    """The same through the form of ``account_reconcile_oca``; ``TestBankReconcileOca`` runs it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a click on a row of the addon's widget writes this field
        cls.env["ir.ui.view"].create(
            {
                "name": "clicks",
                "model": "account.bank.statement.line",
                "inherit_id": cls.env.ref(
                    "account_reconcile_oca.bank_statement_line_form_reconcile_view"
                ).id,
                "arch": '<field name="manual_reference" position="attributes">'
                '<attribute name="invisible">0</attribute></field>',
            }
        )

    def reconcile(self, line, *documents, rest=None):
        """Pick the documents in the form of the addon, as the accountant does, put what they leave
        over on the account ``rest``, and reconcile."""
        line = line.with_user(self.accountant)
        view = "account_reconcile_oca.bank_statement_line_form_reconcile_view"
        with Form(line, view=view) as form:
            for document in documents:
                form.add_account_move_line_id = self._partner_items(document)
            if rest:
                rows = form.reconcile_data_info["data"]
                [left] = [row["reference"] for row in rows if row["kind"] == "suspense"]
                form.manual_reference = left
                form.manual_account_id = rest
                form.manual_name = "paid ahead"  # the addon takes a row that was changed
            self.assertTrue(form.can_reconcile)
        line.reconcile_bank_line()
        self.assertTrue(line.is_reconciled)

    def undo(self, line):
        line.with_user(self.accountant).unreconcile_bank_line()

    def line(self, amount, **values):
        line = self.bank_line(amount, **values)
        line.partner_id = self.vendor if amount < 0 else self.customer
        return line

    def test_an_invoice_paid_in_part_and_undone(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        line = self.line(1200)
        self.assertFigures(k, "A 3000/0/0")
        self.reconcile(line, invoice)
        self.assertFigures(k, "A 3000/1200/0")
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 1200, "cash")])
        self.undo(line)
        self.assertFigures(k, "A 3000/0/0")
        self.assertEqual((self.rows(k), k.settlement_state), ([], "none"))
        line.with_user(
            self.accountant
        ).clean_reconcile()  # the addon's button "Reset reconciliation"
        self.reconcile(line, invoice)
        self.assertFigures(k, "A 3000/1200/0")

    def test_invoices_of_two_contracts_on_one_bank_line(self):
        one, two = self.contract(), self.contract()
        first, second = self.invoice(self.lines(one)[0]), self.invoice(self.lines(two)[0])
        line = self.line(5000)
        self.reconcile(line, first, second)
        self.assertFigures(one, "A 3000/3000/0")
        self.assertFigures(two, "A 3000/2000/0")
        self.undo(line)
        self.assertFigures(one, "A 3000/0/0")
        self.assertFigures(two, "A 3000/0/0")

    def test_an_advance_by_its_tag(self):
        k = self.contract()
        line = self.line(700)
        line.commercial_contract_id = k
        self.assertFigures(k)  # on the suspense account it is nobody's
        self.reconcile(line)  # the addon takes the account of the partner
        self.assertFigures(k, "A 0/700/0")
        self.undo(line)
        self.assertEqual(line.commercial_contract_id, k)
        self.assertFigures(k)

    def test_what_the_invoice_leaves_over_counts_for_the_tag(self):
        k = self.contract()
        invoice = self.invoice((self.lines(k)[0], 500))
        line = self.line(800)
        line.commercial_contract_id = k
        self.reconcile(line, invoice, rest=self.receivable)
        self.assertFigures(k, "A 500/800/0")
        self.undo(line)
        self.assertFigures(k, "A 500/0/0")

    def test_a_vendor_bill(self):
        k = self.contract(direction="purchase")
        line = self.line(-3000)
        self.reconcile(line, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/3000/0")
        self.undo(line)
        self.assertFigures(k, "A 3000/0/0")

    def test_a_foreign_invoice(self):
        """2,400 EUR at 0.80 are 3,000 USD; 1,500 USD on 5 Feb at 0.90 are 1,350 EUR of them."""
        k = self.contract()
        invoice = self.invoice((self.lines(k)[0], 2400), currency=self.eur)
        self.assertFigures(k, "A 3000/0/0")
        line = self.line(1500, date="2026-02-05")
        self.reconcile(line, invoice)
        paid = 2400 - invoice.amount_residual
        self.assertAlmostEqual(paid, 1350, places=2)
        self.assertFigures(k, "A 3000/1687.5/0")  # 3,000 x 1,350 / 2,400
        self.undo(line)
        self.assertFigures(k, "A 3000/0/0")

    def test_entries_that_keep_the_suspense_account(self):
        k = self.contract()
        self.bank.reconcile_mode = "keep"
        self.bank.suspense_account_id.reconcile = True
        invoice = self.invoice(self.lines(k)[0])
        line = self.line(1200)
        self.reconcile(line, invoice)
        self.assertFigures(k, "A 3000/1200/0")
        self.undo(line)
        self.assertFigures(k, "A 3000/0/0")

    def test_the_list_of_bank_lines_is_still_ours(self):
        action = self.env.ref("commercial_contract.account_bank_statement_line_action")
        self.assertEqual(len(action.view_ids), 3)
        line = self.line(700)
        view = "commercial_contract.account_bank_statement_line_view_form"
        with Form(line.with_user(self.accountant), view=view) as form:
            form.commercial_contract_id = self.contract()
        self.assertTrue(line.commercial_contract_id)
