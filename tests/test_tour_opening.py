from odoo.tests import HttpCase, tagged

from .common import ContractCase
from .invariants import assert_ledger


@tagged("post_install", "-at_install", "tour")
class TestTourOpening(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_take_running_contracts_over(self):
        """A file with a fault is checked, mended, checked again and taken over: 300 settled of 1,000."""
        self.customer.name = "Tour Customer"
        self.start_tour("/odoo/sales-contracts", "contract_opening", login="accountant")
        contract = self.env["commercial.contract"].search([("name", "=", "TOUR-1")])
        self.assertEqual((contract.state, contract.amount_total), ("active", 1000))
        self.assertEqual(contract.settlement_ids.mapped("amount_settled"), [300, 0])
        assert_ledger(self, contract)
