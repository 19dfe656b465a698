from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourHandover(ContractCase, HttpCase):
    """Contracts are ticked in a list and given to a colleague."""

    browser_size = "1440x900"

    def test_hand_over(self):
        contracts = self.contract(title="Crane") | self.contract(title="Pumps")
        self.start_tour("/odoo/sales-contracts", "contract_handover", login="leader")
        self.assertEqual(contracts.user_id, self.seller2)
        for contract in contracts:
            self.assertIn("Moves to another region", contract.message_ids[0].body)
