from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "slow")
class TestQueriesSizes(ContractCase):
    """What does not cost more queries where there is more of it: the rebuild of a batch of
    contracts, and the form of a contract."""

    def paid_contracts(self, count):
        """Return so many contracts of two plan lines, each with an advance on the first one."""
        values = {
            "title": "K",
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "line_ids": [Command.create({"name": "Pump", "price_unit": 100})],
            "settlement_ids": [
                Command.create({"name": name, "amount": 50, "date_due": f"2026-0{month}-28"})
                for month, name in enumerate("AB", 1)
            ],
        }
        contracts = self.env["commercial.contract"].create([values] * count)
        contracts.action_sign()
        items = [(self.receivable, -30, self.customer)] * count
        entry = self.entry((self.bank.default_account_id, 30 * count, None), *items, post=False)
        tagged_items = entry.line_ids.filtered("credit")
        for contract, item in zip(contracts, tagged_items, strict=True):
            item.commercial_contract_id = contract
        entry.action_post()
        self.analyze()
        return contracts

    def test_a_rebuild_of_a_batch_takes_constant_queries(self):
        contracts = self.paid_contracts(300)
        self.assertEqual(set(contracts.mapped("amount_settled")), {30.0})
        contracts[:1].follow_ledger()
        counts = [self.queries(part.follow_ledger) for part in (contracts[:10], contracts)]
        self.assertEqual(counts[0], counts[1])

    def test_a_form_takes_constant_queries(self):
        counts = {}
        for number in (2, 20, 200):
            plan = [
                (f"Part {n}", 10, f"{2026 + n // 12}-{n % 12 + 1:02}-01") for n in range(number)
            ]
            contract = self.contract(plan=plan)
            self.advance(contract, 10 * number)
            self.env.flush_all()
            counts[number] = self.queries(lambda contract=contract: Form(contract))
            self.assertEqual(len(contract.allocation_ids), number)
        self.assertLessEqual(abs(counts[200] - counts[20]), 3, counts)
