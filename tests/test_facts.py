from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import LedgerCase

JAN, FEB, MAR, APR = ("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-15")


class FactsCase(LedgerCase):
    """Figures worked out by hand. A contract of 10,000 signed on 5 January: A 3,000, B 5,000, C 2,000.
    At the end of each test the facts add up to the figures of all contracts (I9)."""

    def commit(self):
        """End a transaction, as far as facts are concerned: what follows happens later."""
        self.env.cr.flush()

    def facts(self, contract, kind):
        domain = [("contract_id", "=", contract.id), ("kind", "=", kind)]
        return self.env["commercial.contract.fact"].search(domain, order="id")

    def booked(self, contract, kind):
        """Return (day, person, amount) of each row, in the order in which they were booked."""
        return [(str(row.date), row.user_id.login, row[kind]) for row in self.facts(contract, kind)]

    def net(self, contract, kind, measure=None):
        """Return {(day, person): sum}, without those that come to nothing."""
        found = {}
        for row in self.facts(contract, kind):
            key = (str(row.date), row.user_id.login)
            found[key] = round(found.get(key, 0) + row[measure or kind], 3)
        return {key: amount for key, amount in found.items() if amount}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestFacts(FactsCase):
    def test_signing(self):
        k = self.contract(signed=False)
        self.assertFalse(self.facts(k, "signed") | self.facts(k, "planned"))
        k.action_sign()
        self.assertEqual(self.booked(k, "signed"), [("2026-01-05", "seller", 10000)])
        self.assertEqual(
            self.booked(k, "planned"),
            [(JAN, "seller", 3000), (FEB, "seller", 5000), (MAR, "seller", 2000)],
        )
        k.action_draft()
        self.assertEqual(self.net(k, "signed"), {})
        self.assertEqual(self.net(k, "planned"), {})
        self.assertEqual(self.booked(k, "signed")[-1], ("2026-01-05", "seller", -10000))

    def test_a_row_for_each_of_the_goods(self):
        k = self.contract(
            goods=[(self.pump, 6, 100), (self.valve, 4, 100)],
            tax=self.tax_13,
            plan=[("A", 1130, JAN)],
        )
        found = {row.product_id: row.signed for row in self.facts(k, "signed")}
        self.assertEqual(found, {self.pump: 678, self.valve: 452})
        self.assertEqual(
            self.facts(k, "signed").product_categ_id, (self.pump | self.valve).categ_id
        )
        moves = k.settlement_ids._bill("2026-02-01")
        moves.action_post()
        found = {row.product_id: row.invoiced for row in self.facts(k, "invoiced")}
        self.assertEqual(found, {self.pump: 678, self.valve: 452})
        self.assertEqual(self.facts(k, "invoiced").invoice_id, moves)

    def test_invoice_and_payment(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        self.pay(invoice, 1200)
        self.assertEqual(self.booked(k, "invoiced"), [("2026-01-10", "seller", 3000)])
        self.assertEqual(self.booked(k, "settled"), [("2026-01-20", "seller", 1200)])
        [row] = self.facts(k, "settled")
        self.assertEqual((row.settlement_id, row.invoice_id), (self.lines(k)[0], invoice))
        self.assertEqual(row.date_month, date(2026, 1, 1))
        self.refund((self.lines(k)[0], 500), date="2026-02-12")
        self.assertEqual(
            self.net(k, "invoiced"),
            {("2026-01-10", "seller"): 3000, ("2026-02-12", "seller"): -500},
        )

    def test_undo_takes_from_who_had_it(self):
        """A is paid in January, B in part; then the contract goes to another person."""
        k = self.contract()
        a, b, _c = self.lines(k)
        first = self.pay(self.invoice(a))
        second = self.pay(self.invoice(b), 2000, "2026-02-20")
        self.assertEqual(
            self.net(k, "settled"), {("2026-01-20", "seller"): 3000, ("2026-02-20", "seller"): 2000}
        )
        k.user_id = self.seller2
        # what is settled stays planned for who had it, what is open is work of the new one
        self.assertEqual(
            self.net(k, "planned"),
            {(JAN, "seller"): 3000, (FEB, "seller2"): 5000, (MAR, "seller2"): 2000},
        )
        self.assertEqual(self.net(k, "signed"), {("2026-01-05", "seller"): 10000})
        second.action_draft()
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 3000})
        self.assertEqual(self.booked(k, "settled")[-1], ("2026-02-20", "seller", -2000))
        first.action_draft()
        self.assertEqual(self.net(k, "settled"), {})
        self.assertEqual(
            self.net(k, "planned"),
            {(JAN, "seller2"): 3000, (FEB, "seller2"): 5000, (MAR, "seller2"): 2000},
        )
        first.action_post()
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller2"): 3000})

    def test_what_is_undone_and_done_anew_counts_for_today(self):
        k = self.contract(plan=[("A", 3000, JAN)])
        entry = [
            (self.bank.default_account_id, 1000, None),
            (self.receivable, -1000, self.customer),
        ]
        one = self.entry(*entry, post=False)
        one.line_ids.filtered("credit").commercial_contract_id = k
        one.action_post()
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 1000})
        item = one.line_ids.filtered("credit")
        k.user_id = self.seller2
        one.button_draft()
        self.assertEqual(self.net(k, "settled"), {})
        one.write(
            {
                "line_ids": [
                    Command.update(item.id, {"credit": 1500}),
                    Command.update((one.line_ids - item).id, {"debit": 1500}),
                ]
            }
        )
        one.action_post()
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller2"): 1500})

    def test_a_moved_due_date(self):
        k = self.contract()
        self.commit()
        self.lines(k)[1].reschedule(APR, "The site is late")
        self.assertEqual(
            self.net(k, "planned"),
            {(JAN, "seller"): 3000, (MAR, "seller"): 2000, (APR, "seller"): 5000},
        )
        self.assertEqual(
            self.booked(k, "planned")[-2:], [(FEB, "seller", -5000), (APR, "seller", 5000)]
        )

    def test_a_line_that_waits_has_no_day(self):
        k = self.contract(plan=[("A", 3000, JAN), ("B", 7000, None)])
        waiting = self.facts(k, "planned").filtered(lambda row: not row.date)
        self.assertEqual((waiting.planned, waiting.date_month), (7000, False))

    def test_an_amendment_is_an_event_of_its_own(self):
        k = self.contract()
        self.pay(self.invoice(self.lines(k)[0]))
        self.commit()
        k.user_id = self.seller2
        self.commit()
        amendment = k.amend(
            {"line_ids": [Command.update(k.line_ids.id, {"price_unit": 12000})]},
            "More",
            "2026-02-10",
        )
        self.assertEqual(
            self.net(k, "signed"),
            {("2026-01-05", "seller"): 10000, ("2026-02-10", "seller2"): 2000},
        )
        self.assertEqual(self.facts(k, "signed")[-1].amendment_id, amendment)
        # 9,000 are open on B and C, 7,000 before: 5,000 * 9 / 7 = 6,428.57, the rest 2,571.43
        self.assertEqual(
            self.net(k, "planned"),
            {(JAN, "seller"): 3000, (FEB, "seller2"): 6428.57, (MAR, "seller2"): 2571.43},
        )
        less = k.amend(
            {"line_ids": [Command.update(k.line_ids.id, {"price_unit": 11000})]},
            "Less",
            "2026-03-01",
        )
        self.assertEqual(self.facts(k, "signed")[-1].amendment_id, less)
        self.assertEqual(
            self.net(k, "signed"),
            {
                ("2026-01-05", "seller"): 10000,
                ("2026-02-10", "seller2"): 2000,
                ("2026-03-01", "seller2"): -1000,
            },
        )

    def test_a_termination(self):
        """It takes the rest out of the plan; what was signed stays signed."""
        k = self.contract()
        self.pay(self.invoice((self.lines(k)[0], 1200)))
        k.action_terminate("Over", "2026-02-15")
        self.assertEqual(self.net(k, "signed"), {("2026-01-05", "seller"): 10000})
        self.assertEqual(self.net(k, "planned"), {(JAN, "seller"): 1200})
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 1200})

    def test_a_bounced_payment(self):
        k = self.contract()
        payment = self.advance(k, 4000)
        self.commit()
        k.user_id = self.seller2
        self.commit()
        self.reverse(payment.move_id, "2026-02-03", cancel=True)
        self.assertEqual(
            self.net(k, "settled"),
            {("2026-01-20", "seller"): 4000, ("2026-02-03", "seller2"): -4000},
        )

    def test_a_write_off_is_no_money(self):
        k = self.contract()
        invoice = self.invoice(self.lines(k)[0])
        account = self.expense
        self.pay(
            invoice, 2990, payment_difference_handling="reconcile", writeoff_account_id=account.id
        )
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 2990})
        self.assertEqual(self.net(k, "adjusted"), {("2026-01-20", "seller"): 10})

    def test_what_was_before_odoo(self):
        k = self.contract()
        self.edit(
            self.lines(k)[0],
            opening_invoiced=900,
            opening_settled=800,
            opening_date="2025-12-31",
        )
        self.assertEqual(self.net(k, "settled"), {("2025-12-31", "seller"): 800})
        self.assertEqual(self.net(k, "invoiced"), {("2025-12-31", "seller"): 900})
        self.edit(self.lines(k)[0], opening_invoiced=1000)
        self.assertEqual(self.net(k, "invoiced"), {("2025-12-31", "seller"): 1000})

    def test_a_purchase_counts_in_its_own_direction(self):
        k = self.contract(direction="purchase")
        self.pay(self.invoice(self.lines(k)[0]))
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 3000})
        facts = self.env["commercial.contract.fact"].search([("contract_id", "=", k.id)])
        self.assertEqual(set(facts.mapped("direction")), {"purchase"})
        self.assertEqual(facts.commercial_partner_id, self.vendor)

    def test_money_of_a_deleted_payment_is_taken_back(self):
        k = self.contract()
        payment = self.advance(k, 500)
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 500})
        payment.action_draft()
        payment.unlink()
        self.assertEqual(self.net(k, "settled"), {})

    def test_a_draft_that_is_deleted_takes_its_facts_along(self):
        k = self.contract(signed=False)
        payment = self.advance(k, 500)
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 500})
        payment.action_draft()
        payment.unlink()
        facts = self.facts(k, "settled")
        k.unlink()
        self.env.cr.flush()
        self.assertFalse(facts.exists())

    def test_department_category_and_method_of_then(self):
        north, south = self.env["hr.department"].create([{"name": "North"}, {"name": "South"}])
        k = self.contract(department_id=north.id)
        self.pay(self.invoice(self.lines(k)[0]))
        self.assertEqual(self.facts(k, "settled").department_id, north)
        k.department_id = south
        self.assertEqual(self.facts(k, "settled").department_id, north)
        open_rows = self.facts(k, "planned").filtered(lambda row: str(row.date) == FEB)
        self.assertEqual(
            [(row.department_id, row.planned) for row in open_rows],
            [(north, 5000), (north, -5000), (south, 5000)],
        )

    def test_a_foreign_currency_at_the_rates_of_then(self):
        """1,000 EUR at 0.80 are 1,250 USD; thirds of it by largest remainder."""
        k = self.contract(
            plan=[("A", 333.33, JAN), ("B", 333.33, FEB), ("C", 333.34, MAR)],
            currency_id=self.eur.id,
        )
        self.assertEqual(self.net(k, "signed"), {("2026-01-05", "seller"): 1250})
        self.assertEqual(self.net(k, "signed", "amount"), {("2026-01-05", "seller"): 1000})
        self.assertEqual(
            self.net(k, "planned"),
            {(JAN, "seller"): 416.66, (FEB, "seller"): 416.66, (MAR, "seller"): 416.68},
        )
        invoice = self.invoice(self.lines(k)[0], date="2026-02-10")  # 0.90
        self.assertEqual(self.net(k, "invoiced"), {("2026-02-10", "seller"): 370.37})
        self.pay(invoice, date="2026-03-05")  # 1.00
        self.assertEqual(self.net(k, "settled"), {("2026-03-05", "seller"): 333.33})
        self.assertEqual(self.net(k, "settled", "amount"), {("2026-03-05", "seller"): 333.33})

    def test_a_new_rate_is_an_event_of_its_amendment(self):
        """At 0.80 the 1,000 EUR were 1,250 USD, at 1.00 they are 1,000."""
        k = self.contract(plan=[("A", 1000, MAR)], currency_id=self.eur.id)
        k.amend({"currency_rate": 1.0}, "New rate", "2026-03-01")
        self.assertEqual(
            self.net(k, "signed"), {("2026-01-05", "seller"): 1250, ("2026-03-01", "seller"): -250}
        )
        self.assertEqual(self.net(k, "signed", "amount"), {("2026-01-05", "seller"): 1000})
        self.assertEqual(self.net(k, "planned"), {(MAR, "seller"): 1000})

    def test_a_second_company_in_its_own_money(self):
        other = self.make_company("Eastport Trading", self.eur)
        self._make_rates(other)
        self.env["res.currency.rate"].create(
            {"currency_id": self.usd.id, "company_id": other.id, "name": "2026-01-01", "rate": 2.0}
        )
        k = self.contract(
            plan=[("A", 900, JAN)],
            company_id=other.id,
            currency_id=self.usd.id,
            partner_id=self.customer.id,
        )
        # EUR has the rate 0.80 here, USD 2.00: 2.5 USD a EUR
        self.assertEqual(self.net(k, "signed"), {("2026-01-05", "seller"): 360})
        self.assertEqual(self.facts(k, "signed").company_currency_id, self.eur)
