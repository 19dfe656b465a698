from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import OWN, ContractCase

PLAN = [("A", 300, "2026-01-31"), ("B", 700, "2027-02-28")]


@tagged("post_install", "-at_install", "tour")
class TestTourOverview(ContractCase, HttpCase):
    """The landing page: from each figure to its list, from a word to its contract."""

    browser_size = "1440x900"

    def test_overview(self):
        self.contract(plan=PLAN, title="Yesterday's Pumps")
        self.contract(plan=[("A", 400, "2027-01-31")], user_id=self.seller2.id)
        self.contract(plan=[("A", 90, "2027-01-31")], direction="purchase")
        self.env["commercial.contract"].search([]).deputy_ids = self.seller
        self.start_tour("/odoo/discuss", "contract_overview", login="seller")

    def test_many_lines(self):
        """Ninety of 10.00, more than a page holds, and one of 5.00 of a colleague."""
        self.contract(plan=[(f"A{number}", 10, "2026-01-31") for number in range(90)])
        self.contract(plan=[("B", 5, "2026-01-31")], user_id=self.seller2.id)
        self.start_tour("/odoo/contract-overview", "contract_overview_many", login="accountant")

    def test_money_in_and_out_stay_apart(self):
        """1,000.00 in, 90.00 out: nowhere 1,090.00."""
        self.contract(plan=PLAN)
        self.contract(plan=[("A", 90, "2027-01-31")], direction="purchase")
        self.start_tour("/odoo/contracts", "contract_apart", login="accountant")

    def test_the_next_days_and_the_invoice(self):
        """300 late and not invoiced, 700 due in 25 days."""
        day = fields.Date.add(fields.Date.context_today(self.company), days=25)
        contract = self.contract(plan=[("A", 300, "2026-01-31"), ("B", 700, day)])
        self.start_tour("/odoo/contract-overview", "contract_overview_next", login="accountant")
        self.assertEqual(contract.invoice_ids.mapped("amount_total"), [300])

    def test_first_steps(self):
        self.make_user("newcomer", OWN, "sales_team.group_sale_salesman")
        self.start_tour("/odoo/discuss", "contract_overview_first_steps", login="newcomer")


@tagged("post_install", "-at_install", "tour")
class TestTourOverviewPhone(ContractCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_phone(self):
        self.advance(self.contract(plan=PLAN), 1200)
        self.start_tour("/odoo/contract-overview", "contract_overview_phone", login="seller")
