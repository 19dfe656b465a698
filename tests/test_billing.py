from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestBilling(ContractCase):
    """Invoices from plan lines: exact to the cent, whatever happens to them afterwards."""

    def use_rounding(self, method):
        self.company.tax_calculation_rounding_method = method

    def assertExact(self, line, amount, *, tax=None):
        """Its invoice, also after a reset to draft, and the reversal total ``amount``."""
        move = line._bill("2026-01-10")
        currency = line.currency_id
        self.assertEqual(move.state, "draft")
        self.assertEqual(currency.compare_amounts(move.amount_total, amount), 0, move.amount_total)
        for product_line in move.invoice_line_ids:
            self.assertEqual(product_line.commercial_settlement_id, line)
            self.assertEqual(product_line.commercial_contract_id, line.contract_id)
        shares = sum(move.invoice_line_ids.mapped("price_total"))
        self.assertEqual(currency.compare_amounts(shares, amount), 0)
        if not move.invoice_date:
            move.invoice_date = "2026-01-10"
        move.action_post()
        move.button_draft()
        move.action_post()
        self.assertEqual(currency.compare_amounts(move.amount_total, amount), 0, move.amount_total)
        if tax is not None:
            self.assertEqual(currency.compare_amounts(move.amount_tax, tax), 0, move.amount_tax)
        reversal = self.reverse(move)
        self.assertEqual(
            currency.compare_amounts(reversal.amount_total, amount), 0, reversal.amount_total
        )
        self.assertEqual(reversal.invoice_line_ids.commercial_settlement_id, line)
        return move

    def test_gross_amounts_that_no_net_reaches(self):
        """B1: 10.13, 10.30, 10.04 and 10.39 at 13 % have no net in whole cents."""
        for method in ("round_per_line", "round_globally"):
            self.use_rounding(method)
            for amount in (10.13, 10.30, 10.04, 10.39):
                with self.subTest(method=method, amount=amount):
                    k = self.contract(
                        113.0,
                        [("A", amount, "2026-01-31"), ("B", 113 - amount, "2026-02-28")],
                        goods=[(self.pump, 1, 100.0)],
                        tax=self.tax_13,
                    )
                    self.assertExact(self.lines(k)[0], amount)

    def test_seven_instalments_of_100(self):
        """B1, B2: 7 x 100.00 at 13 %: each invoice 100.00, their taxes 80.53 in all."""
        # 700.00 / 1.13 = 619.469..., so 619.47 net and 80.53 tax
        for method in ("round_per_line", "round_globally"):
            self.use_rounding(method)
            with self.subTest(method=method):
                k = self.contract(
                    700.0,
                    [(f"L{n}", 100.0, f"2026-0{n}-28") for n in range(1, 8)],
                    goods=[(self.pump, 1, 619.47)],
                    tax=self.tax_13,
                )
                moves = self.lines(k)._bill()
                self.assertEqual(moves.mapped("amount_total"), [100.0] * 7)
                self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 80.53)

    def test_three_thirds(self):
        """B2: 100.00 + 13 % in thirds of 37.66, 37.67, 37.67: tax 13.00 in all, net 100.00."""
        for method in ("round_per_line", "round_globally"):
            self.use_rounding(method)
            with self.subTest(method=method):
                k = self.contract(
                    113.0,
                    [
                        ("A", 37.66, "2026-01-31"),
                        ("B", 37.67, "2026-02-28"),
                        ("C", 37.67, "2026-03-31"),
                    ],
                    goods=[(self.pump, 1, 100.0)],
                    tax=self.tax_13,
                )
                moves = self.env["account.move"]
                for line in self.lines(k):  # one after the other, drafts among them
                    moves |= line._bill("2026-01-10")
                moves[0].action_post()
                self.assertEqual(moves.mapped("amount_total"), [37.66, 37.67, 37.67])
                self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 13.0)
                self.assertAlmostEqual(sum(moves.mapped("amount_untaxed")), 100.0)

    def test_two_rates_and_discount(self):
        """B1, B2: pump 2 x 500 less 10 % at 13 %, service 1,000 at 6 %; 30/60/10."""
        # pump 900.00 + 117.00; service 1,000.00 + 60.00: 2,077.00; 623.10 / 1,246.20 / 207.70
        self.service.taxes_id = self.tax_6
        for method in ("round_per_line", "round_globally"):
            self.use_rounding(method)
            with self.subTest(method=method):
                k = self.contract(
                    2077.0,
                    [],
                    goods=[(self.pump, 2, 500.0), (self.service, 1, 1000.0)],
                    tax=self.tax_13,
                    signed=False,
                )
                k.line_ids[0].discount = 10
                k.line_ids[1].tax_ids = self.tax_6
                self.assertAlmostEqual(k.amount_total, 2077.0)
                k.plan_from_text("30/60/10")
                k.action_sign()
                first, second, last = k.settlement_ids.sorted("sequence")
                one, two = first._bill("2026-01-10"), second._bill("2026-01-10")
                three = last._bill("2026-01-10")
                self.assertEqual((one | two | three).mapped("amount_total"), [623.1, 1246.2, 207.7])
                self.assertAlmostEqual(sum((one | two | three).mapped("amount_tax")), 177.0)
                net = dict.fromkeys(k.line_ids, 0.0)
                for row in (one | two | three).invoice_line_ids:
                    net[row.commercial_contract_line_id] += row.price_subtotal
                self.assertAlmostEqual(net[k.line_ids[0]], 900.0)
                self.assertAlmostEqual(net[k.line_ids[1]], 1000.0)

    def test_yen_and_dinar(self):
        """B1: currencies without and with three decimals."""
        yen = self.contract(
            1000.0,
            [("A", 333, "2026-01-31"), ("B", 333, "2026-02-28"), ("C", 334, "2026-03-31")],
            goods=[(self.pump, 1, 885.0)],  # 885 + 13 % = 885 + 115
            tax=self.tax_13,
            currency_id=self.jpy.id,
        )
        moves = self.lines(yen)._bill("2026-01-10")
        self.assertEqual(moves.mapped("amount_total"), [333, 333, 334])
        self.assertEqual(sum(moves.mapped("amount_tax")), 115)
        kwd = self.contract(
            113.0,
            [("A", 37.667, "2026-01-31"), ("B", 37.667, "2026-02-28"), ("C", 37.666, "2026-03-31")],
            goods=[(self.pump, 1, 100.0)],
            tax=self.tax_13,
            currency_id=self.kwd.id,
        )
        moves = self.lines(kwd)._bill("2026-01-10")
        self.assertEqual([round(m.amount_total, 3) for m in moves], [37.667, 37.667, 37.666])
        self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 13.0)
        moves.action_post()
        moves.button_draft()
        moves.action_post()
        self.assertEqual([round(m.amount_total, 3) for m in moves], [37.667, 37.667, 37.666])
