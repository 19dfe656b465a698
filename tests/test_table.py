import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

from .common import LedgerCase

DOCS = Path(__file__).resolve().parent.parent / "docs"
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| ([LR]\d+) \|$", re.MULTILINE)


@tagged("post_install", "-at_install")
class TestTable(LedgerCase):
    """What is cash and what is not: each row of the table in docs/money.md, quoted by its test."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)

    def write_off(self, invoice, amount):
        return self.pay(
            invoice,
            amount,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.expense.id,
            writeoff_label="rest",
        )

    def kinds(self, contract=None):
        return sorted({row[3] for row in self.rows(contract or self.k)})

    def test_01(self):
        """item of a posted payment or bank entry, reconciled with a document of the contract"""
        self.pay(self.invoice(self.a), 1200)
        self.assertFigures(self.k, "A 3000/1200/0")
        self.assertEqual(self.kinds(), ["cash"])

    def test_02(self):
        """the same in draft or cancelled, though Odoo keeps the match"""
        invoice = self.invoice(self.a)
        payment = self.pay(invoice, 1200)
        payment.action_draft()
        self.assertTrue(self.partials(invoice))
        self.assertFigures(self.k, "A 3000/0/0")
        payment.action_cancel()
        self.assertFigures(self.k, "A 3000/0/0")

    def test_03(self):
        """open item of a posted entry with money, tagged"""
        self.advance(self.k, 400)
        self.assertFigures(self.k, "A 0/400/0")
        self.assertEqual(self.kinds(), ["cash"])

    def test_04(self):
        """the same, not tagged"""
        self.payment(400)
        self.assertFigures(self.k)

    def test_05(self):
        """tagged item reconciled with a document of no contract"""
        self.match(self.advance(self.k, 400), self.invoice((None, 400)))
        self.assertFigures(self.k, "A 0/400/0")

    def test_06(self):
        """tagged item reconciled with a miscellaneous entry"""
        other = self.contract(partner_id=self.other_customer.id)
        payment = self.advance(self.k, 400)
        entry = self.entry(
            (self.receivable, 400, self.customer), (self.receivable, -400, self.other_customer)
        )
        debit, credit = self._partner_items(entry).sorted("balance", reverse=True)
        self.match(payment, debit)
        self.assertFigures(self.k)
        self.match(credit, self.invoice(self.lines(other)[0]))
        self.assertFigures(other, "A 3000/400/0")
        self.assertEqual(self.kinds(other), ["netting"])

    def test_07(self):
        """cash reconciled with the cash that took it back (refund, bounced, reversed)"""
        payment = self.advance(self.k, 400)
        self.reverse(payment.move_id, cancel=True)
        self.assertFigures(self.k)
        self.assertEqual([row[2:] for row in self.rows(self.k)], [(400, "cash"), (-400, "cash")])

    def test_08(self):
        """bank line whose money stands on the suspense account"""
        bank = self.bank_line(400)
        bank.commercial_contract_id = self.k
        self.assertFigures(self.k)

    def test_09(self):
        """bank line that clears an outstanding account"""
        payment = self.pay(self.invoice(self.a), 400, journal=self.bank_outstanding)
        bank = self.bank_line(400, journal_id=self.bank_outstanding.id)
        bank.commercial_contract_id = self.k
        _liquidity, suspense, _other = bank._seek_for_lines()
        outstanding = payment.move_id.line_ids - self._partner_items(payment)
        suspense.with_context(force_delete=True, skip_readonly_check=True).write(
            {"account_id": outstanding.account_id.id}
        )
        (suspense | outstanding).reconcile()
        self.assertFigures(self.k, "A 3000/400/0")

    def test_10(self):
        """bank line matched with a document directly"""
        self.bank_line(400, match=self.invoice(self.a))
        self.assertFigures(self.k, "A 3000/400/0")
        self.assertEqual(self.kinds(), ["cash"])

    def test_11(self):
        """entry typed by hand with a bank or cash item"""
        entry = self.entry(
            (self.bank.default_account_id, 400, None), (self.receivable, -400, self.customer)
        )
        self.match(entry, self.invoice(self.a))
        self.assertFigures(self.k, "A 3000/400/0")
        self.assertEqual(self.kinds(), ["cash"])

    def test_12(self):
        """payment without journal entry, in process or paid"""
        invoice = self.invoice(self.a)
        payment = self.announce(invoice, 400)
        self.assertFigures(self.k, "A 3000/400/0")
        payment.action_validate()
        self.assertFigures(self.k, "A 3000/400/0")
        self.bank_line(300, "2026-01-22", match=invoice)
        self.assertFigures(self.k, "A 3000/400/0")

    def test_13(self):
        """payment without journal entry, draft, cancelled or rejected"""
        invoice = self.invoice(self.a)
        for action in ("action_draft", "action_cancel", "action_reject"):
            with self.subTest(action=action):
                getattr(self.announce(invoice, 400), action)()
                self.assertFigures(self.k, "A 3000/0/0")

    def test_14(self):
        """rejected payment whose entry is posted"""
        payment = self.pay(self.invoice(self.a), 400)
        payment.action_reject()
        self.assertFigures(self.k, "A 3000/400/0")
        self.assertEqual([doubt["record"] for doubt in self.k._find_doubts()], [payment])

    def test_15(self):
        """write-off, early discount or small difference in the entry"""
        self.write_off(self.invoice(self.a), 2990)
        self.assertFigures(self.k, "A 3000/2990/10")
        self.assertEqual(self.kinds(), ["cash", "writeoff"])

    def test_16(self):
        """bank fee on a listed account, beside the money"""
        self.company.contract_fee_account_ids = self.expense
        entry = self.entry(
            (self.bank.default_account_id, 2980, None),
            (self.expense, 20, None),
            (self.receivable, -3000, self.customer),
        )
        self.match(entry, self.invoice(self.a))
        self.assertFigures(self.k, "A 3000/3000/0")
        self.assertEqual(self.kinds(), ["cash"])

    def test_17(self):
        """bad debt: an entry on expense against a document"""
        entry = self.entry((self.expense, 700, None), (self.receivable, -700, self.customer))
        self.match(entry, self.invoice(self.a))
        self.assertFigures(self.k, "A 3000/0/700")

    def test_18(self):
        """receivable against payable in one entry"""
        entry = self.entry((self.payable, 500, self.vendor), (self.receivable, -500, self.customer))
        credit = self._partner_items(entry).filtered(lambda item: item.balance < 0)
        self.match(credit, self.invoice(self.a))
        self.assertFigures(self.k, "A 3000/500/0")
        self.assertEqual(self.kinds(), ["netting"])

    def test_19(self):
        """sale document against purchase document"""
        bought = self.contract(direction="purchase", plan=[("A", 500, "2026-01-31")])
        invoice, bill = self.invoice(self.a), self.invoice(bought.settlement_ids)
        # Odoo 19 takes no bill on a receivable account any more; books that were brought along may
        item = self._partner_items(bill)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET account_id = %s WHERE id = %s",
            [self.receivable.id, item.id],
        )
        self.env.invalidate_all()
        self.match(invoice, bill)
        self.assertFigures(self.k, "A 3000/500/0")
        self.assertFigures(bought, "A 500/500/0")
        self.assertEqual((self.kinds(), self.kinds(bought)), (["netting"], ["netting"]))

    def test_20(self):
        """credit note on its own invoice"""
        self.reverse(self.invoice(self.a), cancel=True)
        self.assertFigures(self.k)

    def test_21(self):
        """credit note used on another document"""
        self.pay(self.invoice(self.a))
        self.match(self.refund((self.a, 600)), self.invoice(self.b))
        self.assertFigures(self.k, "A 2400/2400/0, B 5000/600/0")
        self.assertEqual(self.kinds(), ["cash", "netting"])

    def test_22(self):
        """credit note of no contract on the contract's document"""
        self.match(self.refund((None, 70)), self.invoice(self.a))
        self.assertFigures(self.k, "A 3000/0/70")

    def test_23(self):
        """money paid back on the contract's credit note"""
        self.pay(self.invoice(self.a))
        self.pay(self.refund((self.a, 400)), date="2026-02-10")
        self.assertFigures(self.k, "A 2600/2600/0")
        self.assertIn(("A", "2026-02-10", -400, "cash"), self.rows(self.k))

    def test_24(self):
        """exchange difference and its reversal"""
        invoice = self.invoice((self.a, 2400), currency=self.eur)
        payment = self.pay(invoice, 1200, "2026-02-05", currency_id=self.eur.id)
        payment.commercial_contract_id = False
        self.assertTrue(self.partials(invoice).exchange_move_id)
        self.assertFigures(self.k, "A 3000/1500/0")
        self.unmatch(payment)
        self.assertFigures(self.k, "A 3000/0/0")

    def test_25(self):
        """cash basis tax entry"""
        self.company.tax_exigibility = True
        tax = self.make_tax(
            15,
            tax_exigibility="on_payment",
            cash_basis_transition_account_id=self.make_account(
                "Tax in transit", "liability_current", reconcile=True
            ).id,
        )
        invoice = self.invoice((self.a, 2000), tax=tax)
        self.pay(invoice, 1150)
        domain = [("tax_cash_basis_origin_move_id", "=", invoice.id)]
        self.assertTrue(self.env["account.move"].search(domain))
        self.assertFigures(self.k, "A 2300/1150/0")

    def test_26(self):
        """amount of a plan line from before Odoo"""
        self.a.write(
            {"opening_settled": 500, "opening_invoiced": 500, "opening_date": "2025-12-31"}
        )
        self.assertFigures(self.k, "A 0/500/0")
        self.assertFalse(self.k.allocation_ids.move_line_id or self.k.allocation_ids.payment_id)

    def test_27(self):
        """tagged item on a listed deposit account"""
        deposit = self.make_account("Received in advance", "liability_current", reconcile=True)
        self.company.contract_deposit_account_ids = deposit
        bank = self.entry((self.bank.default_account_id, 900, None), (deposit, -900, self.customer))
        item = bank.line_ids.filtered(lambda line: line.account_id == deposit)
        item.commercial_contract_id = self.k
        self.assertFigures(self.k, "A 0/900/0")
        moved = self.entry((deposit, 900, self.customer), (self.receivable, -900, self.customer))
        self.match(moved.line_ids.filtered(lambda line: line.balance < 0), self.invoice(self.b))
        (item | moved.line_ids.filtered(lambda line: line.balance > 0)).reconcile()
        self.assertFigures(self.k, "B 5000/900/0")
        self.assertEqual(self.kinds(), ["netting"])

    def test_28(self):
        """money on a draft document"""
        self.match(self.payment(1000), self.invoice(self.b, post=False))
        self.assertFigures(self.k, "B 0/1000/0")


@tagged("post_install", "-at_install")
class TestTableInDocs(BaseCase):
    def table(self, name):
        return ROW.findall((DOCS / name).read_text(encoding="utf-8"))

    def test_each_row_is_a_test_that_quotes_it(self):
        tests = sorted(name for name in vars(TestTable) if re.fullmatch(r"test_\d+", name))
        quoted = [
            (str(int(name.removeprefix("test_"))), getattr(TestTable, name).__doc__)
            for name in tests
        ]
        self.assertEqual(quoted, [row[:2] for row in self.table("money.md")])

    def test_both_languages_have_the_same_rows(self):
        english, chinese = self.table("money.md"), self.table("money.zh-CN.md")
        self.assertEqual([(r[0], r[3]) for r in chinese], [(r[0], r[3]) for r in english])
        # what counts alike in one language does so in the other
        pairs = set(zip((r[2] for r in english), (r[2] for r in chinese), strict=True))
        self.assertEqual(len(pairs), len({r[2] for r in chinese}))

    def test_both_languages_have_the_same_shape(self):
        heads = [
            re.findall(r"^#+ |^- \*\*L\d\*\*|^\d\. |\(R\d+\)|（R\d+）", text, re.MULTILINE)
            for text in (
                (DOCS / name).read_text(encoding="utf-8") for name in ("money.md", "money.zh-CN.md")
            )
        ]
        english, chinese = ([re.sub(r"[()（）]", "", part) for part in found] for found in heads)
        self.assertEqual(chinese, english)
