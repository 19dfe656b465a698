from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourDates(ContractCase, HttpCase):
    """The leader looks at the days of his team, opens one, and asks which fall together."""

    browser_size = "1440x900"

    def test_the_days_of_the_team(self):
        """The seller has 300.00 due on the day by which notice is to be given, seller2 700.00 on it."""
        day = Date.to_string(Date.today().replace(day=15))
        self.contract(plan=[("A", 300, day)], date_notice=day)
        self.contract(plan=[("A", 700, day)], user_id=self.seller2.id)
        self.start_tour("/odoo/discuss", "contract_dates", login="leader")
