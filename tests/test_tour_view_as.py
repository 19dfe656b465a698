from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourViewAs(ContractCase, HttpCase):
    """An administrator looks at what a colleague reaches, and at who reaches one contract."""

    browser_size = "1440x900"

    def test_view_as(self):
        self.contract(title="Crane")
        self.contract(title="Pumps", user_id=self.seller2.id)
        self.start_tour("/odoo", "contract_view_as", login="manager")
