from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourBilling(ContractCase, HttpCase):
    """What the billing dialog asks and tells, as the accountant meets it."""

    browser_size = "1440x900"
    PLAN = (("A", 300, "2026-01-31"), ("B", 700, "2099-02-28"))

    def test_the_number_of_a_vendor_bill(self):
        k = self.contract(plan=self.PLAN, direction="purchase")
        self.start_tour(f"/odoo/contracts/{k.id}", "contract_bill_of_vendor", login="accountant")
        self.assertEqual((k.invoice_ids.ref, k.invoice_ids.amount_total), ("INV-7788", 300))

    def test_a_suspended_contract(self):
        k = self.contract(plan=self.PLAN)
        k.action_suspend("Works closed", "2026-02-01")
        self.start_tour(f"/odoo/contracts/{k.id}", "contract_bill_suspended", login="accountant")
        self.assertEqual(k.invoice_ids.amount_total, 300)


@tagged("post_install", "-at_install", "tour")
class TestTourBillingPhone(ContractCase, HttpCase):
    """The same on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_lines_set_aside(self):
        """The pump of A is archived: B, 700.00, is invoiced, and A waits."""
        k = self.contract(
            plan=[("A", 300, "2026-01-31"), ("B", 700, "2026-02-28")],
            goods=[(self.pump, 1, 300), (self.product_b(), 1, 700)],
            signed=False,
        )
        a, b = self.lines(k)
        a.line_ids, b.line_ids = k.line_ids[0], k.line_ids[1]
        k.action_sign()
        self.pump.active = False
        self.start_tour(f"/odoo/contracts/{k.id}", "contract_bill_aside_phone", login="accountant")
        self.assertEqual((a.amount_invoiced, k.invoice_ids.amount_total), (0, 700))

    def product_b(self):
        return self.pump.copy({"name": "Valve"})


@tagged("post_install", "-at_install", "tour")
class TestTourKeyboard(ContractCase, HttpCase):
    """Without a mouse (screens 5.3)."""

    browser_size = "1440x900"

    def test_the_figures_and_the_invoice(self):
        k = self.contract(plan=[("A", 300, "2026-01-31"), ("B", 700, "2099-02-28")])
        self.start_tour(
            f"/odoo/contracts/{k.id}", "contract_figures_by_keyboard", login="accountant"
        )
        self.assertEqual(k.invoice_ids.amount_total, 300)

    def test_the_overview(self):
        self.contract(plan=[("A", 300, "2026-01-31")])
        self.start_tour(
            "/odoo/contract-overview", "contract_overview_by_keyboard", login="accountant"
        )
