from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestSuspension(LedgerCase):
    def setUp(self):
        super().setUp()
        self.k = self.contract()

    def test_suspended_with_date_and_reason(self):
        self.k.action_suspend("Works closed", "2026-02-01")
        self.assertTrue(self.k.is_suspended)
        self.assertEqual(
            (self.k.date_suspended, self.k.suspend_reason), (date(2026, 2, 1), "Works closed")
        )
        self.assertEqual(self.k.state, "active")

    @freeze_time("2026-02-03")
    def test_today_if_nobody_says_otherwise(self):
        self.k.action_suspend()
        self.assertEqual(self.k.date_suspended, date(2026, 2, 3))

    def test_cash_still_counts(self):
        self.k.action_suspend("Works closed")
        self.advance(self.k, 1000)
        self.assertFigures(self.k, "A 0/1000/0")

    def test_resumed(self):
        self.k.action_suspend("Works closed")
        self.k.action_resume()
        self.assertEqual(
            (self.k.is_suspended, self.k.date_suspended, self.k.suspend_reason),
            (False, False, False),
        )

    def test_only_contracts_in_force(self):
        draft = self.contract(signed=False)
        for method in (draft.action_suspend, draft.action_resume):
            with self.assertRaisesRegex(UserError, "is not in force"):
                method()
        with self.assertRaisesRegex(UserError, "nothing to resume"):
            self.k.action_resume()
        self.k.action_suspend()
        with self.assertRaisesRegex(UserError, "suspended already"):
            self.k.action_suspend()

    def test_all_or_nothing(self):
        draft = self.contract(signed=False)
        with self.assertRaises(UserError):
            (self.k | draft).action_suspend("Works closed")
        self.assertFalse(self.k.is_suspended)

    def test_terminating_ends_the_suspension(self):
        self.k.action_suspend("Works closed")
        self.k.action_terminate("Over")
        self.assertFalse(self.k.is_suspended)

    def test_only_who_may_edit_it(self):
        with self.assertRaises(AccessError):
            self.k.with_user(self.seller2).action_suspend("Mine")
        self.k.with_user(self.seller).action_suspend("Mine")
        self.assertTrue(self.k.is_suspended)

    def test_the_wizard(self):
        wizard = self.env["commercial.contract.reason"].with_context(
            active_model="commercial.contract", active_ids=self.k.ids, default_action="suspend"
        )
        with Form(wizard) as form:
            form.reason = "Works closed"
            form.date = "2026-02-01"
        form.record.action_confirm()
        self.assertEqual(self.k.date_suspended, date(2026, 2, 1))
