from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestBillingTogether(LedgerCase):
    """B5: several plan lines on one invoice, each exact to the cent and due on its own day."""

    def pair(self, **values):
        """Two contracts of 113.00 each: A 37.66 due 31 Jan, B 75.34 due 28 Feb."""
        return tuple(
            self.contract(
                113.0,
                [("A", 37.66, "2026-01-31"), ("B", 75.34, "2026-02-28")],
                goods=[(self.pump, 1, 100.0)],
                tax=self.tax_13,
                **values,
            )
            for _number in range(2)
        )

    def terms(self, move):
        """Return {due date: what is to be paid then}."""
        return {
            str(item.date_maturity): round(abs(item.amount_currency), 2)
            for item in move.line_ids
            if item.display_type == "payment_term"
        }

    def test_b5_one_invoice_a_line_a_contract_or_a_recipient(self):
        for way, count in (("line", 4), ("contract", 2), ("recipient", 1)):
            with self.subTest(way):
                k1, k2 = self.pair()
                moves = (k1 | k2).settlement_ids._bill("2026-01-10", way)
                self.assertEqual(len(moves), count)
                self.assertAlmostEqual(sum(moves.mapped("amount_total")), 226.0)
                self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 26.0)
                self.assertEqual(moves.commercial_contract_ids, k1 | k2)

    def test_b5_what_a_combined_invoice_says(self):
        k1, k2 = self.pair()
        k2._unlocked().title = "Second job"
        move = (k1 | k2).settlement_ids._bill("2026-01-10", "recipient")
        self.assertEqual(move.invoice_origin, f"{k1.name}, {k2.name}")
        self.assertEqual(move.ref, "K, Second job")
        self.assertEqual(move.invoice_user_id, self.seller)
        rows = move.invoice_line_ids.sorted("sequence")
        self.assertEqual(rows.mapped("sequence"), [10, 20, 30, 40])
        self.assertEqual(rows.commercial_settlement_id, (self.lines(k1) | self.lines(k2)))
        self.assertEqual(
            [row.commercial_contract_id for row in rows], [k1, k1, k2, k2], "contract by contract"
        )

    def test_b5_different_companies_currencies_recipients_directions_stay_apart(self):
        k, _twin = self.pair()
        others = [
            self.contract(partner_id=self.payer.id),
            self.contract(currency_id=self.eur.id),
            self.contract(direction="purchase"),
            self.contract(invoice_partner_id=self.payer.id, payer_id=self.customer.id),
        ]
        lines = self.env["commercial.contract"].union(k, *others).settlement_ids
        moves = lines._bill("2026-01-10", "recipient")
        # the first and the last of the others go to one recipient
        self.assertEqual(len(moves), 4)
        for move in moves:
            contracts = move.commercial_contract_ids
            self.assertEqual(len(contracts.currency_id), 1)
            self.assertEqual(len(set(contracts.mapped("direction"))), 1)
        self.assertEqual(others[0].invoice_ids, others[3].invoice_ids)

    def test_b5_each_part_is_due_on_its_own_day(self):
        """The parts of 31 Jan come to 75.32, those of 28 Feb to 150.68; so when posted again."""
        k1, k2 = self.pair()
        move = (k1 | k2).settlement_ids._bill("2026-01-10", "recipient")
        parts = {"2026-01-31": 75.32, "2026-02-28": 150.68}
        self.assertEqual(self.terms(move), parts)
        for step in ("action_post", "button_draft", "action_post"):
            getattr(move, step)()
            self.assertEqual(self.terms(move), parts)
            self.assertEqual(str(move.invoice_date_due), "2026-01-31")
        self.assertEqual(move.amount_total, 226.0)

    def test_b5_an_edited_draft_is_due_on_the_earliest_day(self):
        """Odoo lays the terms anew when the total changes: then nothing is due later than agreed."""
        k1, k2 = self.pair()
        move = (k1 | k2).settlement_ids._bill("2026-01-10", "recipient")
        move.invoice_line_ids[0].price_unit = 30.0
        self.assertEqual(list(self.terms(move)), ["2026-01-31"])
        move.action_post()
        self.assertEqual(list(self.terms(move)), ["2026-01-31"])

    def test_b5_or_all_of_it_on_the_earliest_day(self):
        self.company.contract_invoice_dates = "earliest"
        k1, k2 = self.pair()
        move = (k1 | k2).settlement_ids._bill("2026-01-10", "recipient")
        move.action_post()
        self.assertEqual(self.terms(move), {"2026-01-31": 226.0})

    def test_b5_the_plain_way_is_due_on_the_earliest_day(self):
        """Where Odoo makes the lines (a tax of a fixed amount), it knows one due date."""
        fixed = self.make_tax(13, amount_type="fixed", name="Fixed")
        k = self.contract(
            113.0,
            [("A", 37.66, "2026-01-31"), ("B", 75.34, "2026-02-28")],
            goods=[(self.pump, 1, 100.0)],
            tax=fixed,
        )
        move = k.settlement_ids._bill("2026-01-10", "contract")
        self.assertEqual(self.terms(move), {"2026-01-31": 113.0})

    def test_b5_parts_in_another_currency(self):
        """75.32 and 150.68 EUR at 0.80: 94.15 and 188.35 USD, together the invoice's 282.50."""
        k1, k2 = self.pair(currency_id=self.eur.id)
        move = (k1 | k2).settlement_ids._bill("2026-01-10", "recipient")
        move.action_post()
        self.assertEqual(self.terms(move), {"2026-01-31": 75.32, "2026-02-28": 150.68})
        items = move.line_ids.filtered(lambda item: item.display_type == "payment_term")
        self.assertEqual(sorted(round(item.balance, 2) for item in items), [94.15, 188.35])

    def test_b5_money_on_a_combined_invoice_goes_by_due_date(self):
        """100.00 paid on it: the lines of 31 Jan take 75.32, those of 28 Feb the rest (R7)."""
        k1, k2 = self.pair()
        move = (k1 | k2).settlement_ids._bill("2026-01-10", "recipient")
        move.action_post()
        self.pay(move, 100.0)
        self.assertFigures(k1, "A 37.66/37.66/0, B 75.34/24.68/0")
        self.assertFigures(k2, "A 37.66/37.66/0, B 75.34/0/0")

    def test_b5_b2_the_last_lines_take_the_rest(self):
        """Sevenths of 100.00 + 13 %, on invoices of several contracts: their taxes are 13.00 each."""
        plan = [(f"L{n}", 16.14, f"2026-0{n}-28") for n in range(1, 7)]
        plan.append(("L7", 16.16, "2026-07-28"))
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            contracts = self.env["commercial.contract"].union(
                *(
                    self.contract(113.0, plan, goods=[(self.pump, 1, 100.0)], tax=self.tax_13)
                    for _number in range(3)
                )
            )
            moves = self.env["account.move"]
            for number in range(7):
                lines = self.env["commercial.contract.settlement"].union(
                    *(self.lines(k)[number] for k in contracts)
                )
                move = lines._bill("2026-01-10", "recipient")
                self.assertEqual(len(move), 1)
                self.assertAlmostEqual(move.amount_total, sum(lines.mapped("amount")))
                moves |= move
            moves.action_post()
            self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 39.0)
            self.assertAlmostEqual(sum(moves.mapped("amount_total")), 339.0)
            for k in contracts:
                rows = moves.invoice_line_ids.filtered(
                    lambda row, k=k: row.commercial_contract_id == k
                )
                self.assertAlmostEqual(sum(rows.mapped("price_subtotal")), 100.0)
                self.assertAlmostEqual(sum(rows.mapped("price_total")), 113.0)
