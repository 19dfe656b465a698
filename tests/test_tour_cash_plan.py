from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourCashPlan(ContractCase, HttpCase):
    """Nothing in the bank, 500 to pay in a week, 900 to come later: short, until the bill is moved."""

    browser_size = "1440x900"

    def setUp(self):
        super().setUp()
        today = fields.Date.context_today(self.company)
        add = fields.Date.add
        self.contract(plan=[("A", 900, add(today, days=16))])
        self.p = self.contract(plan=[("P", 500, add(today, days=8))], direction="purchase")

    def test_move_on_trial(self):
        day = self.p.settlement_ids.date_due
        self.start_tour("/odoo/discuss", "contract_cash_plan", login="accountant")
        self.env.invalidate_all()
        self.assertEqual(self.p.settlement_ids.date_due, day, "nothing is stored")


@tagged("post_install", "-at_install", "tour")
class TestTourCashPlanPhone(TestTourCashPlan):
    browser_size = "390x844"
    touch_enabled = True

    def test_move_on_trial(self):
        self.start_tour("/odoo/cash-plan", "contract_cash_plan_phone", login="accountant")


@tagged("post_install", "-at_install", "tour")
class TestTourPeriodSummary(ContractCase, HttpCase):
    """A leader looks at the year by responsible, on the screen."""

    browser_size = "1440x900"

    def test_show(self):
        today = fields.Date.context_today(self.company)
        self.contract(plan=[("A", 900, today)], date_signed=today)
        self.env.cr.flush()  # the browser has a transaction of its own
        self.start_tour("/odoo/discuss", "contract_period_summary", login="leader")
