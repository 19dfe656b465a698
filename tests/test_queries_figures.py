from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestQueriesFigures(ContractCase):
    """The strip on a customer and the contracts of a payment cost as many queries for many as for a few."""

    def queries(self, records, name):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = records.mapped(name)
        return self.env.cr.sql_log_count - before, found

    def paid(self, count, partners):
        """Return the payments of so many contracts, spread over the partners."""
        payments = self.env["account.payment"]
        for number in range(count):
            partner = partners[number % len(partners)]
            contract = self.contract(
                plan=[("A", 100, "2026-01-31"), ("B", 50, "2099-01-31")], partner_id=partner.id
            )
            payments |= self.advance(contract, 60)
        return payments

    def customers(self, count):
        return self.env["res.partner"].create(
            [{"name": f"Strip {number}", "is_company": True} for number in range(count)]
        )

    def test_the_strip_of_partners(self):
        few, many = self.customers(2), self.customers(15)
        self.paid(4, few)
        self.paid(30, many)
        self.queries(few.with_user(self.seller), "commercial_contract_figures")
        costs = {}
        for partners in (few, many):
            users = partners.with_user(self.seller)
            costs[len(partners)], found = self.queries(users, "commercial_contract_figures")
            self.assertEqual(
                [[(row["count"], row["signed"], row["settled"], row["overdue"]) for row in rows]
                 for rows in found],
                [[(2, 300.0, 120.0, 80.0)]] * len(partners),
            )  # fmt: skip
        self.assertEqual(costs[2], costs[15])

    def test_one_partner_with_more_contracts(self):
        one, other = self.customers(1), self.customers(1)
        self.paid(2, one)
        self.paid(20, other)
        self.queries(one, "commercial_contract_figures")
        costs = [self.queries(part, "commercial_contract_figures")[0] for part in (one, other)]
        self.assertEqual(costs[0], costs[1])

    def test_the_contracts_of_payments(self):
        payments = self.paid(24, self.customers(1))
        self.queries(payments[:1], "commercial_contract_ids")
        costs = []
        for part in (payments[:2], payments):
            cost, found = self.queries(part, "commercial_contract_ids")
            self.assertEqual(len(found), len(part))
            costs.append(cost)
        self.assertEqual(costs[0], costs[1])
