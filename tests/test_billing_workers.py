from contextlib import closing
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_two_workers import TestTwoWorkers


@tagged("post_install", "-at_install", "slow")
class TestBillingWorkers(TestTwoWorkers):
    """Two workers bill one contract at the same time (I7)."""

    def setUp(self):
        super().setUp()
        # what was signed could not be taken away at the end
        running = patch.object(self.registry["commercial.contract"], "_is_running", lambda _k: True)
        self.startPatcher(running)

    def clean_up(self):
        with self.registry.cursor() as cr:
            worker = self.worker(cr)
            worker.env["account.move"].search([("partner_id", "=", self.ids[0])]).unlink()
        return super().clean_up()

    def bill(self, name):
        return lambda worker: worker.k.settlement_ids.filtered(lambda s: s.name == name)._bill()

    def totals(self):
        with closing(self.registry.cursor()) as cr:
            return sorted(self.worker(cr).k.invoice_ids.mapped("amount_total"))

    def test_two_workers_bill_one_plan_line_once(self):
        with self.assertRaisesRegex(UserError, "nothing left"):
            self.both(self.bill("A"), self.bill("A"))
        self.assertEqual(self.totals(), [100])

    def test_two_workers_bill_two_plan_lines_one_after_the_other(self):
        self.assertEqual(self.both(self.bill("A"), self.bill("B")), 2)
        self.assertEqual(self.totals(), [100, 100])
