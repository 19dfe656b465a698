from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesTransfers(LedgerCase):
    """R21: a credit note used on another document."""

    def kinds(self, contract):
        return sorted((row[3], row[2]) for row in self.rows(contract))

    def line(self, contract, name):
        return self.lines(contract).filtered(lambda found: found.name == name)

    def test_r21_a_credit_note_of_one_contract_pays_another(self):
        """R21: K1 A invoiced and paid 3,000, credit note 600 used on K2's invoice of A."""
        first, second = self.contract(), self.contract()
        self.pay(self.invoice(self.line(first, "A")), 3000)
        credit = self.refund((self.line(first, "A"), 600))
        invoice = self.invoice(self.line(second, "A"))
        self.match(credit, invoice)
        self.assertFigures(first, "A 2400/2400/0")
        self.assertFigures(second, "A 3000/600/0")
        self.unmatch(credit)
        self.assertFigures(first, "A 2400/3000/0")
        self.assertFigures(second, "A 3000/0/0")

    def test_r21_a_credit_note_pays_another_line_of_its_contract(self):
        """R21: A paid 3,000, credit 500 used on B's invoice, 4,500 paid."""
        contract = self.contract()
        self.pay(self.invoice(self.line(contract, "A")), 3000)
        credit = self.refund((self.line(contract, "A"), 500))
        invoice = self.invoice(self.line(contract, "B"))
        self.match(credit, invoice)
        self.pay(invoice, 4500)
        self.assertFigures(contract, "A 2500/2500/0, B 5000/5000/0")

    def test_r21_goodwill_closes_without_money(self):
        """R21: a refund of no contract over 70 on A's invoice is written off."""
        contract = self.contract()
        invoice = self.invoice(self.line(contract, "A"))
        self.match(self.refund((None, 70)), invoice)
        self.assertFigures(contract, "A 3000/0/70")
        self.assertEqual(self.line(contract, "A").state, "partial")

    def test_r21_a_credit_note_used_on_a_document_of_no_contract(self):
        """Only the minus: the money helps nobody's document."""
        k = self.contract()
        a, _b, _c = self.lines(k)
        self.pay(self.invoice(a))
        credit = self.refund((a, 600))
        self.match(credit, self.invoice((None, 1000)))
        self.assertFigures(k, "A 2400/2400/0")
        self.assertEqual(self.kinds(k), [("cash", 3000), ("netting", -600)])
        self.unmatch(credit)
        self.assertFigures(k, "A 2400/3000/0")

    def test_r21_a_credit_note_over_two_plan_lines_used_on_one_of_them(self):
        """What shares a plan line with the invoice is its own credit (R9), the rest a transfer."""
        k = self.contract()
        a, b, _c = self.lines(k)
        self.pay(self.invoice(a))
        credit = self.refund((a, 300), (b, 200))
        self.match(credit, self.invoice(b))
        # 200 lower B's own invoice; 300 come from A
        self.assertFigures(k, "A 2700/2700/0, B 4800/300/0")
        self.assertEqual(self.kinds(k), [("cash", 3000), ("netting", -300), ("netting", 300)])
