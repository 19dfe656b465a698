from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import ContractCase
from .invariants import assert_ledger


@tagged("post_install", "-at_install", "tour")
class TestTourContract(ContractCase, HttpCase):
    """What people do in the browser, as the users who do it."""

    browser_size = "1440x900"

    def test_from_quotation_to_settled(self):
        """Pumps for 1,000.00 + 13 %: a plan of 339.00, 678.00 and 113.00; the first is settled."""
        order = (
            self.env["sale.order"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create({"product_id": self.pump.id, "product_uom_qty": 2})
                    ],
                }
            )
        )
        self.start_tour(f"/odoo/sales/{order.id}", "contract_from_quotation", login="seller")
        contract = order.commercial_contract_id
        self.assertEqual((contract.state, contract.amount_total), ("active", 1130.0))
        self.assertEqual(contract.settlement_ids.mapped("amount"), [339.0, 678.0, 113.0])

        self.start_tour(
            f"/odoo/contracts/{contract.id}", "contract_bill_and_receive", login="accountant"
        )
        self.env.invalidate_all()
        first = contract.settlement_ids[0]
        self.assertEqual(
            (first.amount_invoiced, first.amount_settled, first.state), (339.0, 339.0, "settled")
        )
        self.assertEqual(contract.settlement_state, "partial")
        self.assertEqual(contract.invoice_ids.amount_total, 339.0)
        assert_ledger(self, contract)

    def test_by_hand(self):
        self.customer.name = "Tour Customer"
        self.start_tour("/odoo/sales-contracts", "contract_by_hand", login="seller")
        contract = self.env["commercial.contract"].search([("title", "=", "Pumps for the tour")])
        self.assertEqual((contract.state, contract.user_id), ("active", self.seller))
        self.assertEqual(contract.settlement_ids.mapped("amount"), [282.5, 282.5])  # 565.00

    def test_reschedule(self):
        contract = self.contract(plan=[("A", 100, "2026-01-31"), ("B", 50, "2026-02-28")])
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_reschedule", login="seller")
        line = contract.settlement_ids.filtered(lambda found: found.name == "A")
        self.assertEqual(
            (str(line.date_due), str(line.date_due_original)), ("2026-03-15", "2026-01-31")
        )
        self.assertEqual(line.reschedule_reason, "The site was not ready")

    def test_build_a_plan(self):
        """1,000.00 in three quarters, of which 5 % are held until 30 days after completion."""
        contract = self.contract(
            1000, (), signed=False, date_start="2027-01-31", date_end="2027-07-31"
        )
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_plan_builder", login="seller")
        self.assertEqual(
            contract.settlement_ids.sorted("sequence").mapped("amount"),
            [316.66, 316.67, 316.67, 50.0],
        )

    def test_take_the_rest(self):
        contract = self.contract(1000, [("A", 300, None), ("B", 600, None)], signed=False)
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_take_the_rest", login="seller")
        self.assertEqual(contract.settlement_ids.mapped("amount"), [300.0, 700.0])

    def test_suspend_and_terminate(self):
        contract = self.contract(plan=[("A", 100, "2026-01-31")])
        self.start_tour(
            f"/odoo/contracts/{contract.id}", "contract_suspend_and_terminate", login="seller"
        )
        self.assertEqual((contract.state, contract.is_suspended), ("terminated", False))
        self.assertEqual(contract.settlement_ids.state, "cancelled")
        self.assertEqual(contract.amendment_ids.reason, "The project was given up")

    def test_combine_invoices(self):
        contract = self.contract(plan=[("A", 300, "2026-01-31"), ("B", 700, "2026-02-28")])
        self.start_tour(
            "/odoo/settlement-to-invoice",
            "contract_combine_invoices",
            login="accountant",
        )
        self.assertEqual(contract.invoice_ids.amount_total, 1000)

    def test_link(self):
        """3,000 invoiced by hand, 1,200 paid on it, 700 in advance: all of it is linked."""
        contract = self.contract(
            plan=[("Advance", 3000, "2026-01-31"), ("Rest", 500, "2026-02-28")]
        )
        self.pay(self.invoice((None, 3000)), 1200)
        self.payment(700)
        self.start_tour(f"/odoo/contracts/{contract.id}", "contract_link", login="accountant")
        self.assertFigures(contract, "Advance 3000/1900/0")
        assert_ledger(self, contract)
