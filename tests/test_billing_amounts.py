from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestBillingAmounts(ContractCase):
    """Exactness (B1, B2) where taxes, goods and currencies are not the plain case."""

    def bill_all(self, contract, together=True):
        """Return the invoices of all plan lines, due first; each totals its plan line."""
        lines = contract.settlement_ids.sorted("date_due")
        moves = self.env["account.move"]
        if together:
            moves = lines._bill("2026-01-10")
        else:
            for line in lines:
                moves |= line._bill("2026-01-10")
        for step in ("action_post", "button_draft", "action_post"):
            getattr(moves, step)()
            for line, move in zip(lines, moves, strict=True):
                self.assertMoney(contract.currency_id, move.amount_total, line.amount, step)
        return moves

    def assertMoney(self, currency, found, wanted, text=""):
        self.assertEqual(currency.compare_amounts(found, wanted), 0, (text, found, wanted))

    def assertBilledOut(self, contract, moves):
        """All parts together carry the contract's net and tax, in all and per goods line (B2)."""
        currency = contract.currency_id
        self.assertMoney(currency, sum(moves.mapped("amount_tax")), contract.amount_tax, "tax")
        self.assertMoney(
            currency, sum(moves.mapped("amount_untaxed")), contract.amount_untaxed, "net"
        )

    def split(self, contract, *amounts):
        """Give a draft contract a plan of these amounts and sign it."""
        self.plan(
            contract, *((f"L{n}", amount, f"2026-0{n}-28") for n, amount in enumerate(amounts, 1))
        )
        contract.action_sign()
        return contract

    def draft(self, *goods, **values):
        """goods: (product, quantity, price, taxes[, discount])"""
        contract = self.contract(0, [], goods=[row[:3] for row in goods], signed=False, **values)
        for line, row in zip(contract.line_ids, goods, strict=True):
            line.tax_ids = row[3]
            line.discount = row[4] if len(row) > 4 else 0
        return contract

    def both_methods(self):
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            with self.subTest(method=method):
                yield method

    def test_goods_without_tax(self):
        """3 x 33.335 and 50.00 without tax in thirds: 50.00, 50.00, 50.01; and in one."""
        none = self.env["account.tax"]
        for _method in self.both_methods():
            k = self.draft((self.pump, 3, 33.335, none), (self.valve, 1, 50.0, none))
            self.assertMoney(self.usd, k.amount_total, 150.01)  # 100.005 is 100.01
            self.split(k, 50.0, 50.0, 50.01)
            self.assertBilledOut(k, self.bill_all(k))
            whole = self.draft((self.pump, 3, 33.335, none), (self.valve, 1, 50.0, none))
            self.assertBilledOut(whole, self.bill_all(self.split(whole, 150.01)))

    def test_taxed_and_untaxed_goods(self):
        """Pump 100.00 + 13.00, freight 9.99 untaxed: 122.99 in 40.99, 41.00, 41.00."""
        for _method in self.both_methods():
            k = self.draft(
                (self.pump, 1, 100.0, self.tax_13), (self.service, 1, 9.99, self.env["account.tax"])
            )
            self.split(k, 40.99, 41.0, 41.0)
            moves = self.bill_all(k, together=False)
            self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 13.0)
            self.assertAlmostEqual(sum(moves.mapped("amount_untaxed")), 109.99)

    def test_tax_included_in_the_price(self):
        """113.00 with 13 % in it: net 100.00, tax 13.00, in thirds."""
        included = self.make_tax(13, name="VAT 13 % incl.", price_include_override="tax_included")
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 113.0, included))
            self.assertAlmostEqual(k.amount_untaxed, 100.0)
            self.split(k, 37.66, 37.67, 37.67)
            moves = self.bill_all(k)
            self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 13.0)
            self.assertAlmostEqual(sum(moves.mapped("amount_untaxed")), 100.0)
            self.assertEqual(moves.invoice_line_ids.mapped("price_unit"), [37.66, 37.67, 37.67])

    def test_two_taxes_on_a_line(self):
        """10 % and then 5 % on top of both: 100.00 + 10.00 + 5.50 = 115.50, in sevenths of 16.50."""
        first = self.make_tax(10, name="First", include_base_amount=True, sequence=1)
        second = self.make_tax(5, name="Second", sequence=2)
        for _method in self.both_methods():
            k = self.split(self.draft((self.pump, 1, 100.0, first + second)), *[16.5] * 7)
            moves = self.bill_all(k)
            taxes = moves.line_ids.filtered("tax_line_id").grouped("tax_line_id")
            self.assertAlmostEqual(-sum(taxes[first].mapped("amount_currency")), 10.0)
            self.assertAlmostEqual(-sum(taxes[second].mapped("amount_currency")), 5.5)

    def test_tax_of_a_fixed_amount(self):
        """A recycling fee of 2.00 a piece stays a tax: 3 x 10.00 + 6.00 + 13 % of 30.00 = 39.90."""
        fee = self.make_tax(2, name="Recycling", amount_type="fixed")
        for _method in self.both_methods():
            k = self.draft((self.pump, 3, 10.0, fee + self.tax_13))
            self.assertAlmostEqual(k.amount_total, 39.9)
            self.split(k, 10.0, 10.0, 19.9)
            moves = self.bill_all(k)
            taxes = moves.line_ids.filtered("tax_line_id").grouped("tax_line_id")
            self.assertAlmostEqual(-sum(taxes[fee].mapped("amount_currency")), 6.0)
            self.assertAlmostEqual(-sum(taxes[self.tax_13].mapped("amount_currency")), 3.9)

    def test_reverse_charge(self):
        """A tax that is owed and deducted at once leaves the total at 100.00."""
        tax = self.make_tax(
            13,
            name="Reverse charge",
            invoice_repartition_line_ids=[
                Command.create({"repartition_type": "base"}),
                Command.create({"repartition_type": "tax", "factor_percent": 100}),
                Command.create({"repartition_type": "tax", "factor_percent": -100}),
            ],
            refund_repartition_line_ids=[
                Command.create({"repartition_type": "base"}),
                Command.create({"repartition_type": "tax", "factor_percent": 100}),
                Command.create({"repartition_type": "tax", "factor_percent": -100}),
            ],
        )
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 100.0, tax))
            self.assertAlmostEqual(k.amount_total, 100.0)
            self.assertBilledOut(k, self.bill_all(self.split(k, 33.33, 33.33, 33.34)))

    def test_negative_goods(self):
        """A rebate of 100.00 as a line of its own: 900.00 + 117.00, in thirds of 339.00."""
        for _method in self.both_methods():
            k = self.draft(
                (self.pump, 1, 1000.0, self.tax_13), (self.service, 1, -100.0, self.tax_13)
            )
            moves = self.bill_all(self.split(k, 339.0, 339.0, 339.0))
            self.assertEqual(moves.mapped("amount_tax"), [39.0, 39.0, 39.0])
            self.assertBilledOut(k, moves)

    def test_plan_lines_tied_to_goods(self):
        """Pump 500 + 65 on delivery, whole; the rest in two parts: the pump is billed once."""
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 500.0, self.tax_13), (self.service, 1, 300.0, self.tax_6))
            pump, service = k.line_ids
            self.assertAlmostEqual(k.amount_total, 883.0)
            self.plan(k, ("L1", 100.0, "2026-01-28"), ("L2", 565.0, "2026-02-28"))
            self.plan(k, ("L3", 218.0, "2026-03-28"))
            self.lines(k)[1].line_ids = pump
            k.action_sign()
            one, two, three = self.bill_all(k, together=False)
            # the untied lines leave the pump to the line that is tied to it
            self.assertEqual(one.invoice_line_ids.commercial_contract_line_id, service)
            self.assertEqual(two.invoice_line_ids.commercial_contract_line_id, pump)
            self.assertEqual(two.invoice_line_ids.price_unit, 500)
            self.assertEqual(three.invoice_line_ids.commercial_contract_line_id, service)
            self.assertBilledOut(k, one | two | three)

    def test_partly_tied_goods(self):
        """100 of the pump's 565 on a line of its own; the others take its rest as well."""
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 500.0, self.tax_13), (self.service, 1, 300.0, self.tax_6))
            self.plan(k, ("L1", 391.5, "2026-01-28"), ("L2", 100.0, "2026-02-28"))
            self.plan(k, ("L3", 391.5, "2026-03-28"))
            self.lines(k)[1].line_ids = k.line_ids[0]
            k.action_sign()
            self.assertBilledOut(k, self.bill_all(k))

    def test_credit_note_and_bill_again(self):
        """A 3,000 at 13 %, credited 500, billed again over 500; the last line still takes the rest."""
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 10000.0, self.tax_13))
            self.split(k, 3000.0, 5000.0, 3300.0)
            a, b, c = self.lines(k)
            first = a._bill("2026-01-10")
            first.action_post()
            credit = self.reverse(first, post=False)
            credit.invoice_line_ids.price_unit = 442.48  # + 57.52 = 500.00
            credit.action_post()
            self.assertAlmostEqual(credit.amount_total, 500.0)
            self.assertAlmostEqual(a.amount_to_invoice, 500.0)
            again = a._bill("2026-01-10")
            self.assertAlmostEqual(again.amount_total, 500.0)
            rest = (b | c)._bill("2026-01-10")
            self.assertEqual(rest.mapped("amount_total"), [5000.0, 3300.0])
            tax = sum((first | again | rest).mapped("amount_tax")) - credit.amount_tax
            self.assertAlmostEqual(tax, 1300.0)

    def test_credit_of_the_whole_invoice(self):
        for _method in self.both_methods():
            k = self.split(self.draft((self.pump, 1, 100.0, self.tax_13)), 37.66, 37.67, 37.67)
            a, b, c = self.lines(k)
            first = a._bill("2026-01-10")
            first.action_post()
            self.reverse(first)
            moves = (b | c)._bill("2026-01-10") | a._bill("2026-01-10")
            self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 13.0)
            self.assertAlmostEqual(sum(moves.mapped("amount_total")), 113.0)

    def test_opening_counts_as_an_earlier_part(self):
        """37.66 of 113.00 were invoiced before Odoo: 24.54 + 37.67 + ... taxes add up to 13.00 - 4.33."""
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 100.0, self.tax_13))
            self.plan(k, ("L1", 37.66, "2026-01-28"), ("L2", 37.67, "2026-02-28"))
            self.plan(k, ("L3", 37.67, "2026-03-28"))
            self.lines(k)[0].write({"opening_invoiced": 37.66, "opening_date": "2025-12-31"})
            k.action_sign()
            moves = self.lines(k)[1:]._bill("2026-01-10")
            self.assertEqual(moves.mapped("amount_total"), [37.67, 37.67])
            self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 8.67)  # 37.66 held 4.33
            self.assertAlmostEqual(sum(moves.mapped("amount_untaxed")), 66.67)

    def test_foreign_currency_follows_the_rate_of_the_invoice(self):
        """EUR 113.00 at 0.80 in January, 0.90 in February: exact in EUR, balanced in USD."""
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 100.0, self.tax_13), currency_id=self.eur.id)
            self.split(k, 37.66, 37.67, 37.67)
            a, b, c = self.lines(k)
            moves = a._bill("2026-01-10") | b._bill("2026-02-10") | c._bill("2026-03-10")
            moves.action_post()
            self.assertEqual(moves.mapped("amount_total"), [37.66, 37.67, 37.67])
            self.assertAlmostEqual(sum(moves.mapped("amount_tax")), 13.0)
            # 33.33 / 0.80 + 4.33 / 0.80 = 41.66 + 5.41
            self.assertAlmostEqual(moves[0].amount_total_signed, 47.07)
            for move in moves:
                self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0.0)

    def test_purchase_bills(self):
        """B8 by direction: vendor bills of the same amounts, without the vendor's number."""
        for _method in self.both_methods():
            k = self.draft((self.pump, 1, 100.0, self.tax_13_in), direction="purchase")
            moves = self.bill_all(self.split(k, 37.66, 37.67, 37.67))
            self.assertEqual(set(moves.mapped("move_type")), {"in_invoice"})
            self.assertEqual(moves.partner_id, self.vendor)
            self.assertEqual(moves.journal_id.type, "purchase")
            self.assertBilledOut(k, moves)

    def test_taxes_of_the_fiscal_position(self):
        """The goods hold mapped taxes already; the invoice takes them as they are."""
        position = self.env["account.fiscal.position"].create(
            {"name": "Reduced", "company_id": self.company.id}
        )
        self.tax_6.write(
            {
                "fiscal_position_ids": [Command.link(position.id)],
                "original_tax_ids": [Command.link(self.tax_13.id)],
            }
        )
        k = self.draft((self.pump, 1, 100.0, self.tax_6), fiscal_position_id=position.id)
        moves = self.bill_all(self.split(k, 35.33, 35.33, 35.34))
        self.assertEqual(moves.invoice_line_ids.tax_ids, self.tax_6)
        self.assertBilledOut(k, moves)

    def test_preview_writes_nothing(self):
        k = self.split(self.draft((self.pump, 1, 100.0, self.tax_13)), 113.0)
        before = self.env["account.move"].search_count([])
        [values] = k.settlement_ids._prepare_invoices("2026-01-10")
        self.assertEqual(values["partner_id"], self.customer.id)
        self.assertEqual(self.env["account.move"].search_count([]), before)
        self.assertEqual(k.settlement_ids.amount_to_invoice, 113.0)
