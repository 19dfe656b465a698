from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestLinks(LedgerCase):
    """Money rules L1 to L4: which contract a document and its cash belong to."""

    def test_l1_a_line_carries_its_share_with_tax(self):
        k = self.contract(plan=[("A", 1130, "2026-01-31"), ("B", 2260, "2026-02-28")])
        a, b = self.lines(k)
        invoice = self.invoice((a, 1000), (b, 500), tax=self.tax_13)
        self.assertFigures(k, "A 1130/0/0, B 565/0/0")
        tax_line = invoice.line_ids.filtered("tax_line_id")
        self.assertFalse(tax_line.commercial_contract_id or tax_line.commercial_settlement_id)
        self.pay(invoice, 1200)
        self.assertFigures(k, "A 1130/1130/0, B 565/70/0")

    def test_l1_cents_of_tax_rounding_go_to_the_largest_share(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        # 20.01 + 10.03 at 13 %: 22.61 and 11.33 alone, 33.95 together
        k = self.contract(plan=[("A", 22.62, "2026-01-31"), ("B", 11.33, "2026-02-28")])
        a, b = self.lines(k)
        invoice = self.invoice((a, 20.01), (b, 10.03), tax=self.tax_13)
        self.assertEqual(invoice.amount_total, 33.95)
        self.pay(invoice)
        self.assertFigures(k, "A 22.62/22.62/0, B 11.33/11.33/0")

    def test_l1_a_document_may_carry_lines_of_none(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice = self.invoice((None, 500), a, (k, 100))
        self.pay(invoice, 3100)
        # plan lines come first, then lines of a contract alone, whose cash goes by due date
        self.assertFigures(k, "A 3000/3000/0, B 0/100/0")

    def test_l1_a_plan_line_needs_its_own_contract(self):
        one, two = self.contract(), self.contract()
        invoice = self.invoice((one, 100), post=False)
        line = invoice.invoice_line_ids
        with self.assertRaises(ValidationError):
            line.commercial_settlement_id = self.lines(two)[0]
        with self.assertRaises(ValidationError):
            line.write(
                {
                    "commercial_contract_id": False,
                    "commercial_settlement_id": two.settlement_ids[0].id,
                }
            )

    def test_l1_a_reversal_keeps_both_links_and_a_copy_none(self):
        k = self.contract()
        a, _b, _c = self.lines(k)
        invoice = self.invoice(a)
        reversal = self.reverse(invoice, post=False)
        self.assertEqual(reversal.invoice_line_ids.commercial_contract_id, k)
        self.assertEqual(reversal.invoice_line_ids.commercial_settlement_id, a)
        duplicate = invoice.copy()
        self.assertFalse(duplicate.invoice_line_ids.commercial_contract_id)
        self.assertFalse(duplicate.invoice_line_ids.commercial_settlement_id)
        self.assertFigures(k, "A 3000/0/0")

    def test_l2_first_found_wins_item_payment_bank_line(self):
        one, two, three = self.contract(), self.contract(), self.contract()
        payment = self.advance(one, 1000)
        self._partner_items(payment).commercial_contract_id = two
        self.assertFigures(one)
        self.assertFigures(two, "A 0/1000/0")
        self._partner_items(payment).commercial_contract_id = False
        self.assertFigures(one, "A 0/1000/0")
        self.assertFigures(two)
        bank = self.bank_line(600, partner=self.customer)
        bank.commercial_contract_id = three
        self.assertFigures(three, "A 0/600/0")
        self._partner_items(bank).commercial_contract_id = two
        self.assertFigures(three)
        self.assertFigures(two, "A 0/600/0")

    def test_l2_the_item_names_the_plan_line_before_the_payment_does(self):
        k = self.contract()
        _a, b, c = self.lines(k)
        payment = self.advance(k, 1000, named=b)
        self.assertFigures(k, "B 0/1000/0")
        self._partner_items(payment).write(
            {"commercial_contract_id": k.id, "commercial_settlement_id": c.id}
        )
        self.assertFigures(k, "C 0/1000/0")

    def test_l2_items_of_one_bank_line_may_belong_to_several_contracts(self):
        one, two = self.contract(), self.contract()
        entry = self.entry(
            (self.bank.default_account_id, 1500, None),
            (self.receivable, -1000, self.customer),
            (self.receivable, -500, self.customer),
        )
        small, large = self._partner_items(entry).sorted(lambda item: abs(item.balance))
        large.commercial_contract_id = one
        small.commercial_contract_id = two
        self.assertFigures(one, "A 0/1000/0")
        self.assertFigures(two, "A 0/500/0")

    def test_l3_the_contract_of_the_document_beats_the_tag(self):
        one, two = self.contract(), self.contract()
        payment = self.advance(one, 3000)
        self.match(payment, self.invoice(self.lines(two)[0]))
        self.assertFigures(one)
        self.assertFigures(two, "A 3000/3000/0")

    def test_l4_the_wizard_tags_by_itself(self):
        one, two = self.contract(), self.contract()
        a, b, _c = self.lines(one)
        own = self.pay(self.invoice(a) | self.invoice((b, 1000)))
        self.assertEqual(own.commercial_contract_id, one)
        shared = self.pay(self.invoice((b, 100), (self.lines(two)[0], 100)))
        self.assertFalse(shared.commercial_contract_id)
        partly = self.pay(self.invoice((b, 100), (None, 100)))
        self.assertFalse(partly.commercial_contract_id)
        named = self.pay(self.invoice((b, 100)), 250, commercial_contract_id=two.id)
        self.assertEqual(named.commercial_contract_id, two)
        self.assertFigures(one, "A 3000/3000/0, B 1300/1300/0")
        self.assertFigures(two, "A 100/250/0")

    def test_l4_one_payment_per_invoice_is_tagged_each_for_itself(self):
        one, two = self.contract(), self.contract(partner_id=self.other_customer.id)
        invoices = self.invoice(self.lines(one)[0]) | self.invoice(self.lines(two)[0])
        payments = self.pay(invoices, group_payment=False)
        self.assertEqual(payments.commercial_contract_id, one | two)
        for payment in payments:
            self.assertEqual(payment.commercial_contract_id.partner_id, payment.partner_id)
