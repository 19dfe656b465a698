from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestAutoBill(LedgerCase):
    """The daily job makes the draft invoices of the lines marked for it: each once, none lost (I7)."""

    def setUp(self):
        super().setUp()
        self.k = self.auto()

    def auto(self, **values):
        """A contract whose plan lines are all billed by the job: A 31 Jan, B 28 Feb, C 31 Mar."""
        k = self.contract(**values)
        k.settlement_ids.auto_bill = True
        return k

    def run_job(self, day, **options):
        with freeze_time(day), patch.object(self.env.cr, "commit", self.env.flush_all):
            self.env["commercial.contract"]._cron_bill_due(**options)

    def billed(self, contract=None):
        lines = self.lines(contract or self.k)
        return "".join(line.name for line in lines if line.amount_to_invoice < line.amount)

    def told(self, contract=None):
        kind = self.env.ref("commercial_contract.mail_activity_type_not_invoiced")
        return (contract or self.k).activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def test_the_scheduled_action(self):
        cron = self.env.ref("commercial_contract.ir_cron_bill_due")
        with freeze_time("2026-01-31"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(self.billed(), "A")

    def test_on_its_day_and_not_before(self):
        self.run_job("2026-01-30")
        self.assertEqual(self.billed(), "")
        self.run_job("2026-01-31")
        self.assertEqual(self.billed(), "A")
        self.assertEqual(self.k.invoice_ids.state, "draft")
        self.assertEqual(self.k.invoice_ids.amount_total, 3000)
        self.assertEqual(self.k.invoice_ids.invoice_user_id, self.seller)

    def test_fault_815_and_1512_missed_days_are_caught_up_in_one_run(self):
        """OCA/contract 815, 1512: nothing is lost when the job did not run, however many are due."""
        others = self.env["commercial.contract"].union(*(self.auto() for _n in range(7)))
        self.run_job("2026-04-01", batch=3)
        for k in (self.k, *others):
            self.assertEqual(self.billed(k), "ABC")
            self.assertEqual(len(k.invoice_ids), 3)

    def test_run_twice_bills_once(self):
        for _time in range(2):
            self.run_job("2026-02-28")
        self.assertEqual(self.k.invoice_count, 2)

    def test_only_what_is_marked_runs_and_is_billed_by_plan(self):
        self.lines(self.k)[1].auto_bill = False
        by_order = self.auto(billing_policy="order")
        draft = self.auto(signed=False)
        suspended, ended = self.auto(), self.auto()
        suspended.action_suspend("Works closed")
        ended.action_terminate("Over")
        undated = self.auto(plan=[("A", 100, None)])
        self.run_job("2026-04-01")
        self.assertEqual(self.billed(), "AC")
        for k in (by_order, draft, suspended, ended, undated):
            self.assertFalse(k.invoice_ids)
        suspended.action_resume()
        self.run_job("2026-04-02")
        self.assertEqual(self.billed(suspended), "ABC")

    def test_fault_381_and_512_deleted_and_cancelled_invoices_free_their_lines(self):
        """OCA/contract 381, 512: the plan remembers nothing; what is billed is read from the invoices."""
        self.run_job("2026-02-28")
        first, second = self.k.invoice_ids.sorted("invoice_date_due")
        first.unlink()
        second.button_cancel()
        self.assertEqual(self.billed(), "")
        self.run_job("2026-03-01")
        self.assertEqual(self.billed(), "AB")

    def test_b7_one_bad_contract_is_set_aside_and_the_rest_goes_on(self):
        bad = self.auto(plan=[("A", 100, "2026-01-31")], goods=[(self.pump, 1, 100.0)])
        self.pump.active = False
        for day in ("2026-01-31", "2026-02-01"):
            self.run_job(day)
        self.assertEqual(self.billed(), "A")
        self.assertFalse(bad.invoice_ids)
        activity = self.told(bad)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.seller)
        for word in (bad.name, "'A'", "Pump", "Unarchive"):
            self.assertIn(word, activity.note)
        self.assertFalse(self.told())
        self.pump.active = True
        self.run_job("2026-02-02")
        self.assertEqual(self.billed(bad), "A")
        self.assertFalse(self.told(bad))

    def test_b7_somebody_of_finance_is_told_where_the_responsible_cannot_be(self):
        self.seller.active = False
        self.company.fiscalyear_lock_date = "2026-12-31"
        self.run_job("2026-01-31")
        self.assertTrue(self.told().user_id.has_group("commercial_contract.group_contract_finance"))
        self.company.fiscalyear_lock_date = False
        self.lines(self.k)[1]._bill("2026-01-31")  # by hand, another line: it can be billed again
        self.assertFalse(self.told())

    def test_b7_a_fault_that_only_odoo_finds_sets_one_contract_aside(self):
        """The batch fails as a whole, and is tried again in parts."""
        bad, good = self.auto(), self.auto()
        Move = self.env.registry["account.move"]
        create = Move._create_complete

        def refuse(moves, vals_list):
            if any(bad.name in vals["invoice_origin"] for vals in vals_list):
                raise ValueError("Odoo says no")
            return create(moves, vals_list)

        with (
            patch.object(Move, "_create_complete", refuse),
            self.assertLogs("odoo.addons.commercial_contract", "ERROR"),
        ):
            self.run_job("2026-01-31")
        self.assertEqual(self.billed(good), "A")
        self.assertEqual(self.billed(), "A")
        self.assertIn("Odoo says no", self.told(bad).note)

    def test_b5_the_job_combines_as_the_company_or_the_category_says(self):
        one, two, other = self.auto(), self.auto(), self.auto(partner_id=self.payer.id)
        category = self.env["commercial.contract.category"].create(
            {"name": "Apart", "consolidate": "contract"}
        )
        alone = self.auto(category_id=category.id)
        self.company.contract_consolidate = "recipient"
        self.run_job("2026-02-28")
        self.assertEqual(one.invoice_ids, two.invoice_ids)
        self.assertEqual(one.invoice_ids, self.k.invoice_ids)
        self.assertEqual(one.invoice_ids.amount_total, 24000)
        self.assertEqual(other.invoice_ids.amount_total, 8000)
        self.assertEqual(alone.invoice_ids.amount_total, 8000)
        self.assertEqual(len(alone.invoice_ids | one.invoice_ids), 2)

    def test_b5_where_one_contract_fails_the_other_recipients_stay_combined(self):
        one, two = self.auto(partner_id=self.payer.id), self.auto(partner_id=self.payer.id)
        self.company.contract_consolidate = "recipient"
        Move = self.env.registry["account.move"]
        create = Move._create_complete

        def refuse(moves, vals_list):
            if any(self.k.name in vals["invoice_origin"] for vals in vals_list):
                raise ValueError("Odoo says no")
            return create(moves, vals_list)

        with (
            patch.object(Move, "_create_complete", refuse),
            self.assertLogs("odoo.addons.commercial_contract", "ERROR"),
        ):
            self.run_job("2026-01-31")
        self.assertEqual(one.invoice_ids, two.invoice_ids)
        self.assertEqual(len(one.invoice_ids), 1)
        self.assertTrue(self.told())

    def test_each_company_has_its_own_day(self):
        """At 22:00 UTC on 30 Jan it is 31 Jan in Shanghai, and still the 30th in London."""
        self.company.partner_id.tz = "Asia/Shanghai"
        self.run_job("2026-01-30 22:00:00")
        self.assertEqual(self.billed(), "A")

    def test_queries_do_not_grow_with_the_contracts(self):
        counts = []
        for number in (10, 40):
            for _n in range(number):
                self.auto()
            before = self.env.cr.sql_log_count
            self.run_job("2026-01-31")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual((counts[1] - counts[0]) / 30, 3, counts)
