from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ALL, ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourFunnel(ContractCase, HttpCase):
    """A leader follows the money from opportunities to what is settled, and opens what stands behind."""

    browser_size = "1440x900"

    def test_from_the_funnel_to_its_records(self):
        self.make_user("boss", ALL, "sales_team.group_sale_salesman_all_leads")
        self.env["crm.lead"].create(
            {
                "name": "Pumps for the harbour",
                "type": "opportunity",
                "user_id": self.seller.id,
                "expected_revenue": 5000,
                "probability": 40,
                "company_id": self.company.id,
            }
        )
        today = fields.Date.context_today(self.company)
        self.contract(plan=[("A", 3000, today), ("B", 7000, today)], date_signed=today)
        self.env.cr.flush()  # the browser has a transaction of its own
        self.start_tour("/odoo/discuss", "contract_funnel", login="boss")
