from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestFramework(LedgerCase):
    def setUp(self):
        super().setUp()
        self.framework = self.env["commercial.contract"].create(
            {
                "title": "Frame",
                "partner_id": self.customer.id,
                "is_framework": True,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "amount_ceiling": 4000,
            }
        )

    def test_its_amounts_are_those_of_the_local_contracts(self):
        """800 EUR signed at 0.80 are 1,000 USD; with 3,000 USD that is 4,000, just the ceiling."""
        framework = self.framework
        framework.action_sign()
        first = self.contract(plan=[("A", 3000, "2026-01-31")], parent_id=framework.id)
        euro = self.contract(
            plan=[("A", 800, "2026-01-31")], parent_id=framework.id, currency_id=self.eur.id
        )
        self.advance(first, 500)
        self.advance(euro, 80, currency_id=self.eur.id)
        self.assertEqual(euro.currency_rate, 0.8)
        self.assertEqual(framework.amount_local_total, 4000)
        self.assertEqual(framework.amount_local_settled, 600)
        self.assertEqual((framework.child_count, framework.is_over_ceiling), (2, False))
        third = self.contract(plan=[("A", 1, "2026-01-31")], parent_id=framework.id, signed=False)
        self.assertTrue(framework.is_over_ceiling)
        third.action_cancel()
        self.assertFalse(framework.is_over_ceiling)

    def test_it_has_no_plan_and_takes_no_money(self):
        with self.assertRaises(ValidationError):
            self.plan(self.framework, ("A", 100, None))
        with self.assertRaises(ValidationError):
            self.advance(self.framework, 100)

    def test_local_contracts_are_one_level_deep(self):
        local = self.contract(plan=[("A", 10, None)], parent_id=self.framework.id, signed=False)
        with self.assertRaisesRegex(ValidationError, "one level deep"):
            self.contract(plan=[("A", 10, None)], parent_id=local.id, signed=False)
        with self.assertRaisesRegex(ValidationError, "one level deep"):
            local.is_framework = True

    def test_signing_needs_dates(self):
        self.framework.date_end = False
        with self.assertRaisesRegex(UserError, "start and an end date"):
            self.framework.action_sign()
