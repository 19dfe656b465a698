from contextlib import closing

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .test_two_workers import TestTwoWorkers


@tagged("post_install", "-at_install", "slow")
class TestBillingWorkers(TestTwoWorkers):
    """Two workers bill one contract at the same time (I7): users, the job, or both of them."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            contract = self.worker(cr).k
            contract.action_sign()
            contract.settlement_ids.auto_bill = True

    def clean_up(self):
        with self.registry.cursor() as cr:
            worker = self.worker(cr)
            worker.env["account.move"].search([("partner_id", "=", self.ids[0])]).unlink()
            # what was signed is not deleted
            worker.k._unlocked().write({"state": "draft", "date_locked": False})
        return super().clean_up()

    def run_job(self, worker):
        """The job of 10 March: A and B have come due."""
        with freeze_time("2026-03-10"):
            worker.env["commercial.contract"]._cron_bill_due()

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

    def test_the_job_at_once_with_itself(self):
        self.both(self.run_job, self.run_job)
        self.assertEqual(self.totals(), [100, 100])

    def test_the_job_after_a_user(self):
        self.both(self.bill("A"), self.run_job)
        self.assertEqual(self.totals(), [100, 100])

    def test_a_user_after_the_job(self):
        with self.assertRaisesRegex(UserError, "nothing left"):
            self.both(self.run_job, self.bill("A"))
        self.assertEqual(self.totals(), [100, 100])

    def test_the_job_leaves_alone_what_somebody_works_on(self):
        """A contract that another transaction holds is billed in the next run."""
        with closing(self.registry.cursor()) as cr1, closing(self.registry.cursor()) as cr2:
            worker = self.worker(cr1)
            self.bill("A")(worker)
            worker.env.flush_all()  # written, not committed
            self.run_job(self.worker(cr2))
            cr1.commit()
        self.assertEqual(self.totals(), [100])
        with closing(self.registry.cursor()) as cr:
            self.run_job(self.worker(cr))
        self.assertEqual(self.totals(), [100, 100])
