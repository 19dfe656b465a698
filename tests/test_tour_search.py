from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourSearch(ContractCase, HttpCase):
    """Typing into the search box: Chinese without spaces, a typing mistake, a model number."""

    browser_size = "1440x900"

    def test_search(self):
        steel = self.env["res.partner"].create({"name": "本溪钢铁集团", "is_company": True})
        self.contract(title="设备采购安装合同", partner_id=steel.id)
        supply = self.contract(title="Supply agreement", signed=False)
        supply.line_ids.model_number = "QR-77"
        self.contract(title="Nothing of the kind")
        self.start_tour("/odoo/sales-contracts", "contract_search", login="staff")
        self.assertEqual(supply.state, "draft")
