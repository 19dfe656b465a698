from odoo.tests import HttpCase, tagged

from .common import ContractCase
from .invariants import assert_ledger


@tagged("post_install", "-at_install", "tour")
class TestTourAmend(ContractCase, HttpCase):
    """A salesperson amends a signed contract in the browser."""

    browser_size = "1440x900"

    def test_amend(self):
        """Six pumps of 100.00 + 13 % are 678.00; 232.00 are received; two more make 904.00."""
        contract = self.contract(
            goods=[(self.pump, 6, 100)],
            tax=self.tax_13,
            plan=[("A", 232, "2026-01-31"), ("B", 446, "2026-02-28")],
        )
        self.advance(contract, 232)
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_amend", login="seller")
        self.env.invalidate_all()
        self.assertEqual(contract.amount_total, 904)
        self.assertEqual([line.amount for line in self.lines(contract)], [232, 672])
        self.assertEqual(contract.title, "Eight pumps")
        self.assertEqual(contract.amendment_ids.reason, "Two more pumps")
        self.assertEqual(contract.amendment_ids.user_id, self.seller)
        assert_ledger(self, contract)
