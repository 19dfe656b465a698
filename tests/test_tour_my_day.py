from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourMyDay(ContractCase, HttpCase):
    """From the overview to what awaits me, to its record, and to what awaits the others."""

    browser_size = "1440x900"

    def test_my_day(self):
        """300.00 of each of two people, late, not invoiced and without a text."""
        for user in self.seller | self.seller2:
            self.contract(
                plan=[("A", 300, "2026-01-31")],
                user_id=user.id,
                deputy_ids=[Command.link(self.seller.id)],
            )
        self.start_tour("/odoo/discuss", "contract_my_day", login="seller")


@tagged("post_install", "-at_install", "tour")
class TestTourMyDayPhone(ContractCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_phone(self):
        self.contract(plan=[("A", 300, "2026-01-31")])
        self.start_tour("/odoo/my-day", "contract_my_day_phone", login="seller")
