from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestScenarioAmendments(LedgerCase):
    """Signed, a part invoiced and paid, amended up and down, refused below what happened, the rest
    invoiced: what the invoices come to is what was agreed last, per goods line and tax (B2)."""

    def setUp(self):
        super().setUp()
        self.k = self.contract(
            goods=[(self.pump, 6, 100), (self.valve, 4, 100)],
            tax=self.tax_13,
            plan=[("A", 339, "2026-01-31"), ("B", 565, "2026-02-28"), ("C", 226, "2026-03-31")],
        )
        self.a, self.b, self.c = self.lines(self.k)
        self.pumps, self.valves = self.k.line_ids

    def bill(self, lines):
        moves = lines._bill("2026-02-01")
        moves.action_post()
        return moves

    def amend(self, line, quantity, reason="As agreed"):
        return self.k.amend({"line_ids": [Command.update(line.id, {"quantity": quantity})]}, reason)

    def carried(self):
        """Return {goods: (net, tax included)} on posted invoices, added up from their lines."""
        found = {}
        for item in self.k.move_line_ids.filtered(lambda item: item.display_type == "product"):
            net, gross = found.get(item.commercial_contract_line_id, (0, 0))
            found[item.commercial_contract_line_id] = (
                round(net + item.price_subtotal, 2),
                round(gross + item.price_total, 2),
            )
        return found

    def assertAllBilled(self, total, tax, **goods):
        invoices = self.k.invoice_ids
        self.assertAlmostEqual(sum(invoices.mapped("amount_total")), total)
        self.assertAlmostEqual(sum(invoices.mapped("amount_tax")), tax)
        self.assertEqual(self.carried(), {self[name]: pair for name, pair in goods.items()})
        for line in self.lines(self.k):
            self.assertAlmostEqual(line.amount_invoiced, line.amount)
            self.assertAlmostEqual(line.amount_to_invoice, 0)
        self.assertEqual(self.env["commercial.contract"]._check_ledger(), [])

    def __getitem__(self, name):
        return getattr(self, name)

    def test_up_and_down_until_all_is_invoiced(self):
        invoice = self.bill(self.a)
        self.pay(invoice, 200)
        self.assertFigures(self.k, "A 339/200/0")
        self.amend(self.pumps, 8)  # 904 + 452 = 1,356; 1,017 over 565 : 226
        self.assertEqual([line.amount for line in self.lines(self.k)], [339, 726.43, 290.57])
        self.assertFigures(self.k, "A 339/200/0")
        self.bill(self.b)
        # left of the pumps 904 - 203.40 = 700.60, of the valves 452 - 135.60 = 316.40: 726.43 over these
        # is 500.43 and 226.00
        self.assertEqual(self.carried()[self.valves][1], 361.6)
        self.assertEqual(self.carried()[self.pumps][1], 703.83)
        with self.assertRaisesRegex(UserError, "'Valve' of .* cannot come to less"):
            self.amend(self.valves, 3)  # 339, but 361.60 is invoiced
        self.amend(self.valves, 3.5)  # 904 + 395.50 = 1,299.50
        self.assertEqual([line.amount for line in self.lines(self.k)], [339, 726.43, 234.07])
        self.bill(self.c)
        self.assertAllBilled(1299.5, 149.5, pumps=(800, 904), valves=(350, 395.5))
        self.advance(self.k, 1099.5)
        self.env.flush_all()
        self.assertEqual((self.k.settlement_state, self.k.amount_unsettled), ("settled", 0))
        self.k.action_complete()

    def test_cut_to_what_was_invoiced_of_one_of_the_goods(self):
        """The lines between take nothing more of what is all invoiced."""
        self.bill(self.a)
        self.amend(self.valves, 1.2)  # 135.60, all of it invoiced; 813.60 in all
        self.assertEqual([line.amount for line in self.lines(self.k)], [339, 339, 135.6])
        self.bill(self.b)
        self.assertEqual(self.carried()[self.valves], (120, 135.6))
        self.bill(self.c)
        self.assertAllBilled(813.6, 93.6, pumps=(600, 678), valves=(120, 135.6))

    def test_a_credit_note_makes_room_to_amend_down(self):
        invoice = self.bill(self.a)
        with self.assertRaisesRegex(UserError, "less than what was invoiced"):
            self.k.amend({"line_ids": [Command.delete(self.valves.id)]}, "No valves")
        self.reverse(invoice, cancel=True)
        self.k.amend({"line_ids": [Command.delete(self.valves.id)]}, "No valves")
        self.assertEqual([line.amount for line in self.lines(self.k)], [203.4, 339, 135.6])
        self.bill(self.a | self.b | self.c)
        posted = self.k.move_line_ids.filtered(lambda item: item.display_type == "product")
        pumps = posted.filtered(lambda item: item.commercial_contract_line_id == self.pumps)
        net = sum(
            -item.price_total if item.move_type == "out_refund" else item.price_total
            for item in pumps
        )
        self.assertAlmostEqual(net, 678)

    def test_drafts_hold_what_they_bill(self):
        self.b._bill("2026-02-01")
        with self.assertRaisesRegex(UserError, "565.00 is invoiced or settled already|'Pump'"):
            self.amend(self.pumps, 1)

    def test_invoices_that_name_no_plan_line_hold_the_amount(self):
        self.invoice((self.k, 1000))
        with self.assertRaisesRegex(UserError, "1,000.00 is invoiced or settled"):
            self.amend(self.pumps, 3)

    def test_money_flows_on_as_the_plan_grows(self):
        self.advance(self.k, 1200)
        self.assertFigures(self.k, "A 0/339/0, B 0/565/0, C 0/226/0, un 70")
        self.amend(self.pumps, 7)
        self.env.flush_all()
        self.assertEqual((self.k.amount_unallocated, self.k.amount_settled), (0, 1200))

    def test_three_currencies(self):
        for currency in (self.eur, self.jpy, self.kwd):
            with self.subTest(currency=currency.name):
                k = self.contract(
                    goods=[(self.pump, 3, 333), (self.valve, 7, 77)],
                    tax=self.tax_13,
                    plan=(),
                    signed=False,
                    currency_id=currency.id,
                )
                k.plan_from_text("3x")
                k.action_sign()
                first, second, third = k.settlement_ids.sorted("sequence")
                self.bill(first)
                k.amend({"line_ids": [Command.update(k.line_ids[0].id, {"quantity": 5})]}, "More")
                self.bill(second)
                k.amend(
                    {"line_ids": [Command.update(k.line_ids[1].id, {"price_unit": 71.3})]}, "Less"
                )
                self.bill(third)
                self.assertAlmostEqual(sum(k.invoice_ids.mapped("amount_total")), k.amount_total)
                self.assertAlmostEqual(sum(k.invoice_ids.mapped("amount_tax")), k.amount_tax)

    def test_orders_that_are_invoiced_by_themselves(self):
        """Invoiced by orders, the plan follows the cash alone, and still adds up."""
        k = self.contract(
            goods=[(self.pump, 6, 100)],
            plan=[("A", 200, "2026-01-31"), ("B", 400, "2026-02-28")],
            billing_policy="order",
        )
        self.advance(k, 300)
        k.amend({"line_ids": [Command.update(k.line_ids.id, {"quantity": 9})]}, "More")
        self.assertEqual([line.amount for line in self.lines(k)], [200, 700])
        self.assertFigures(k, "A 0/200/0, B 0/100/0")
        with self.assertRaisesRegex(UserError, "300.00 is invoiced or settled"):
            k.amend({"line_ids": [Command.update(k.line_ids.id, {"quantity": 2})]}, "Less")
