from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import ContractCase
from .invariants import assert_ledger

PLAN = [("A", 300, "2026-01-31"), ("B", 700, "2026-02-28")]


@tagged("post_install", "-at_install", "tour")
class TestTourTasks(ContractCase, HttpCase):
    """The ordinary tasks of users, each within its budget of clicks (static/tests/tours/tasks.js counts)."""

    browser_size = "1440x900"

    def test_signed_paper(self):
        """1,000.00 + 13 %: 339.00, 678.00, 113.00."""
        self.customer.name = "Tour Customer"
        self.start_tour("/odoo/settlement", "contract_task_signed_paper", login="staff")
        contract = self.env["commercial.contract"].search([("title", "=", "Steel for the task")])
        self.assertEqual((contract.state, contract.amount_total), ("active", 1130.0))
        self.assertEqual(contract.settlement_ids.mapped("amount"), [339.0, 678.0, 113.0])

    def test_quotation(self):
        """500.00 + 13 %, half now and half after 30 days."""
        term = self.env["account.payment.term"].create(
            {
                "name": "50/50",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 30)
                ],
            }
        )
        order = (
            self.env["sale.order"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.customer.id,
                    "payment_term_id": term.id,
                    "order_line": [Command.create({"product_id": self.pump.id})],
                }
            )
        )
        self.start_tour(f"/odoo/sales/{order.id}", "contract_task_quotation", login="seller")
        contract = order.commercial_contract_id
        self.assertEqual(contract.state, "active")
        self.assertEqual(contract.settlement_ids.mapped("amount"), [282.5, 282.5])

    def test_advance(self):
        contract = self.contract(plan=PLAN, title="Task Advance")
        self.start_tour("/odoo/settlement", "contract_task_advance", login="accountant")
        self.assertFigures(contract, "A 0/250/0")
        assert_ledger(self, contract)

    def test_due_date(self):
        contract = self.contract(plan=PLAN)
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_task_due_date", login="seller")
        first = self.lines(contract)[0]
        self.assertEqual(str(first.date_due), "2026-03-15")
        self.assertEqual(first.reschedule_reason, "The site was not ready")

    def test_due(self):
        """Seller: 300 overdue since 31 January. Seller2: 150 of 200 due today. One is settled."""
        today = fields.Date.context_today(self.company)
        self.contract(plan=[("A", 300, "2026-01-31")])
        other = self.contract(plan=[("B", 200, today)], user_id=self.seller2.id)
        self.advance(other, 50)
        self.advance(self.contract(plan=[("C", 70, today)]), 70)
        self.start_tour("/odoo/discuss", "contract_task_due", login="accountant")

    def test_bill(self):
        contract = self.contract(plan=[("A", 300, "2026-01-31")], title="Task Bill")
        self.start_tour("/odoo/discuss", "contract_task_bill", login="accountant")
        invoice = contract.settlement_ids.invoice_ids
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 300.0))
        self.assertFigures(contract, "A 300/0/0")

    def test_salespeople(self):
        contract = self.contract(plan=PLAN, date_signed=fields.Date.context_today(self.company))
        self.payment(400, contract=contract)
        self.start_tour("/odoo/settlement", "contract_task_salespeople", login="leader")
