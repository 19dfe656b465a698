from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourFacts(ContractCase, HttpCase):
    """A leader sees what was signed and settled this year, and gets from a figure to its contract."""

    browser_size = "1440x900"

    def test_from_the_figures_to_the_contract(self):
        today = fields.Date.context_today(self.company)
        k = self.contract(plan=[("A", 3000, today), ("B", 7000, today)], date_signed=today)
        self.pay(self.invoice(self.lines(k)[0], date=today), 1200, today)
        self.env.cr.flush()  # the browser has a transaction of its own
        self.start_tour("/odoo/discuss", "contract_facts", login="leader")
