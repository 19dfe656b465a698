from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import ContractCase


class DashboardTourCase(ContractCase, HttpCase):
    def setUp(self):
        """10,000 signed today by the seller, 300 of it late; 1,200 came today. 90 to pay."""
        super().setUp()
        today = fields.Date.context_today(self.company)
        plan = [("A", 1500, fields.Date.subtract(today, days=20)), ("B", 8500, today)]
        k = self.contract(plan=plan, date_signed=today)
        self.advance(k, 1200, today)
        self.contract(plan=[("P", 90, today)], direction="purchase", date_signed=today)
        self.env.cr.flush()  # the browser has a transaction of its own


@tagged("post_install", "-at_install", "tour")
class TestTourDashboard(DashboardTourCase):
    """From the figures of a role to the records behind them."""

    browser_size = "1440x900"

    def test_leader(self):
        self.start_tour("/odoo/discuss", "contract_dashboard_leader", login="leader")

    def test_favorites(self):
        self.start_tour("/odoo/contract-dashboard", "contract_dashboard_favorites", login="leader")
        saved = self.env["ir.filters"].search([("name", "=", "Money that came")])
        self.assertEqual(saved.model_id, "commercial.contract.report")

    def test_seller(self):
        self.start_tour("/odoo/contract-dashboard", "contract_dashboard_seller", login="seller")

    def test_finance(self):
        self.start_tour(
            "/odoo/contract-dashboard", "contract_dashboard_finance", login="accountant"
        )

    def test_nothing_yet(self):
        user = self.make_user("newcomer", "commercial_contract.group_contract_own")
        user.group_ids = [Command.link(self.env.ref("sales_team.group_sale_salesman").id)]
        self.start_tour("/odoo/contract-dashboard", "contract_dashboard_empty", login="newcomer")


@tagged("post_install", "-at_install", "tour")
class TestTourDashboardPhone(DashboardTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_phone(self):
        self.start_tour("/odoo/contract-dashboard", "contract_dashboard_phone", login="leader")
