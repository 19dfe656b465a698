from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "slow")
class TestQueries(ContractCase):
    """What the engine costs when invoices are posted and their payments registered, counted beside
    the same invoices of no contract."""

    def invoices(self, count, with_contract):
        """Return draft invoices of 100, each of a contract of its own, or of none."""
        moves = self.env["account.move"]
        for _number in range(count):
            part = (None, 100)
            if with_contract:
                part = self.contract(plan=[("A", 100, "2026-01-31")]).settlement_ids
            moves |= self.invoice(part, post=False)
        self.analyze()
        return moves

    def cost(self, moves):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        moves.action_post()
        self.analyze()
        payments = self.pay(moves, group_payment=False)
        self.env.flush_all()
        spent = self.env.cr.sql_log_count - before
        self.assertEqual(len(payments), len(moves))
        return spent

    def added(self, count):
        """Return the queries that the addon adds to so many invoices posted and paid in one go."""
        bare, ours = self.invoices(count, False), self.invoices(count, True)
        return self.cost(ours) - self.cost(bare)

    def test_posting_and_payment_add_a_constant_number_of_queries(self):
        self.added(2)  # fills the caches that live longer than a transaction
        single = self.added(1)
        self.assertLessEqual(single, 41)
        small, large = self.added(10), self.added(50)
        self.assertLessEqual(abs(large - small), 10, f"10 payments: {small}, 50: {large}")
        unsettled = self.env["commercial.contract"].search([("settlement_state", "!=", "settled")])
        self.assertFalse(unsettled)

    def test_a_rebuild_does_not_grow_with_the_contracts(self):
        def cost(contracts):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contracts.follow_ledger()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.cost(self.invoices(30, True))
        contracts = self.env["commercial.contract"].search([])
        cost(contracts[:2])
        self.assertLessEqual(abs(cost(contracts) - cost(contracts[:3])), 5)
