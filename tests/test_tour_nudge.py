from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourNudge(ContractCase, HttpCase):
    """The lists of the month in the browser: what is late is asked for, what is due is invoiced."""

    browser_size = "1440x900"

    def setUp(self):
        super().setUp()
        today = fields.Date.context_today(self.company)
        late = fields.Date.subtract(today, days=20)
        self.contracts = self.env["commercial.contract"].union(
            *(
                self.contract(plan=[("A", amount, late)], user_id=self.seller.id)
                for amount in (300, 700)
            )
        )

    def nudges(self):
        kind = self.env.ref("commercial_contract.mail_activity_type_nudge")
        return self.contracts.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def test_overdue(self):
        self.contracts[1].action_suspend("later")
        self.start_tour("/odoo", "contract_nudge_overdue", login="leader")
        self.assertEqual(self.nudges().user_id, self.seller)

    def test_month_start(self):
        self.start_tour("/odoo/settlement-due", "contract_month_start", login="accountant")
        self.assertEqual(
            sorted(self.contracts.settlement_ids.invoice_ids.mapped("amount_total")), [300, 700]
        )
        self.assertEqual(set(self.nudges().mapped("res_id")), set(self.contracts.ids))

    def test_cards_never_add_money_in_and_out(self):
        """300 and 700 to come, 50 to pay: three contracts beside each other, 1,000 of sales."""
        self.contract(direction="purchase", plan=[("A", 50, "2026-01-31")])
        self.start_tour(
            "/odoo/contracts-without-text", "contract_kanban_directions", login="leader"
        )

    def test_the_foot_holds_more_groups_than_are_open(self):
        """1,000 of the seller and 10 of each of eleven others: Odoo opens ten groups."""
        others = self.env["res.users"].create(
            [{"name": f"Responsible {n}", "login": f"responsible{n}"} for n in range(11)]
        )
        today = fields.Date.context_today(self.company)
        for user in others:
            self.contract(plan=[("A", 10, today)], user_id=user.id)
        self.start_tour("/odoo/settlement-due", "contract_many_responsibles", login="leader")
