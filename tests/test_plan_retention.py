from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestPlanRetention(LedgerCase):
    """Retention is held and released later (frappe/erpnext#47651, OCA/account-invoicing#762)."""

    def test_retention_from_the_plan_to_its_own_receivable(self):
        """1,130.00 in two halves of 565.00, 5 % of each held: 536.75, 536.75 and 56.50."""
        k = self.contract(
            0,
            (),
            goods=[(self.pump, 2, 500)],
            tax=self.tax_13,
            signed=False,
            retention_percent=5,
            retention_days=365,
        )
        k.plan_from_recurrence(months=1, start="2026-02-01", end="2026-03-01")
        k.action_sign()
        first, second, kept = k.settlement_ids.sorted("sequence")
        self.assertEqual([line.amount for line in (first, second, kept)], [536.75, 536.75, 56.5])
        self.assertEqual((kept.kind, kept.date_due), ("retention", False))
        self.assertEqual(k.amount_retention, 56.5)
        moves = (first | second)._bill()
        moves.invoice_date = "2026-03-01"
        moves.action_post()
        self.pay(moves, date="2026-03-05")
        self.assertEqual((k.amount_unsettled, k.amount_retention), (56.5, 56.5))

        k.action_complete("delivered and accepted")
        self.assertEqual(kept.date_due, date(2027, 3, 10))
        self.assertEqual(kept.due_status, "later")
        move = kept._bill()
        self.assertEqual((move.amount_total, move.invoice_date_due), (56.5, date(2027, 3, 10)))
        self.assertIn("Retention 5 % of", move.invoice_line_ids.name)
        move.invoice_date = "2026-03-10"
        move.action_post()
        receivable = move.line_ids.filtered(lambda item: item.display_type == "payment_term")
        self.assertEqual(
            (receivable.amount_residual, receivable.date_maturity), (56.5, date(2027, 3, 10))
        )
        self.assertEqual(sum(k.invoice_ids.mapped("amount_tax")), k.amount_tax)
        with freeze_time("2027-03-20"):
            self.pay(move, date="2027-03-20")
        self.assertEqual((k.amount_retention, k.settlement_state), (0, "settled"))

    def test_open_retention_is_found(self):
        def retention(amount):
            k = self.contract(100, [("A", 100 - amount, "2026-01-31"), ("R", amount, None)])
            self.lines(k)[1].with_env(k._unlocked().env).kind = "retention"
            return k

        none, small, large = self.contract(100, [("A", 100, None)]), retention(5), retention(10)
        mine = [("id", "in", (none | small | large).ids)]

        def found(operator, value):
            return self.env["commercial.contract"].search(
                [*mine, ("amount_retention", operator, value)], order="id"
            )

        self.assertEqual(found(">", 0), small | large)
        self.assertEqual(found("=", 0), none)
        self.assertEqual(found("=", 5), small)
        self.assertEqual(found("!=", 5), none | large)
        self.assertEqual(found("<=", 5), none | small)
        self.payment(5, contract=small, named=self.lines(small)[1])
        self.assertEqual(found(">", 0), large)

    def test_retention_settings_are_locked_with_the_contract(self):
        k = self.contract()
        with self.assertRaises(UserError):
            k.retention_percent = 5

    def builder(self, contract, **values):
        wizard = Form(
            self.env["commercial.contract.plan.builder"]
            .with_user(self.seller)
            .with_context(default_contract_id=contract.id)
        )
        for name, value in values.items():
            setattr(wizard, name, value)
        return wizard

    def test_the_builder_shows_the_lines_and_builds_them(self):
        k = self.contract(900, (), signed=False, date_start="2027-01-31", date_end="2027-03-31")
        wizard = self.builder(k, retention_percent=10.0, retention_days=30)
        built = wizard.save()
        shown = [(line.name, str(line.date_due or ""), line.amount) for line in built.line_ids]
        want = [
            ("Jan 2027", "2027-01-31", 270),
            ("Feb 2027", "2027-02-28", 270),
            ("Mar 2027", "2027-03-31", 270),
            ("Retention", "", 90),
        ]
        self.assertEqual(shown, want)
        self.assertFalse(k.settlement_ids)
        built.action_build()
        plan = k.settlement_ids.sorted("sequence")
        self.assertEqual(
            [(line.name, str(line.date_due or ""), line.amount) for line in plan], want
        )
        self.assertEqual((k.retention_percent, k.retention_days), (10, 30))

    def test_each_way_of_the_builder(self):
        term = self.env.ref("account.account_payment_term_30days")
        other = self.contract(100, [("A", 60, "2026-02-05"), ("B", 40, "2026-03-05")])
        for values, amounts in (
            ({"source": "text", "text": "30/70"}, [300, 700]),
            ({"source": "term", "payment_term_id": term}, [1000]),
            ({"source": "contract", "other_id": other}, [600, 400]),
            ({"source": "recurrence", "date": "2027-01-01", "date_end": "2027-12-30",
              "interval": 26, "unit": "weeks"}, [500, 500]),
        ):  # fmt: skip
            with self.subTest(source=values["source"]):
                k = self.contract(1000, [("X", 100, "2026-01-31")], signed=False)
                wizard = self.builder(k, **values).save()
                self.assertEqual(wizard.line_ids.mapped("amount"), amounts)
                wizard.action_build()
                self.assertEqual(k.settlement_ids.sorted("sequence").mapped("amount"), amounts)

    def test_the_builder_keeps_lines_and_says_what_is_wrong(self):
        k = self.contract(1000, [("X", 100, "2026-01-31")], signed=False)
        wizard = self.builder(k, source="text", mode="append", text="50/50")
        wizard.save().action_build()
        self.assertEqual(k.settlement_ids.sorted("sequence").mapped("amount"), [100, 450, 450])
        wizard = self.builder(k, source="text", text="50/40")
        self.assertIn("is no plan", wizard.fault)
        wizard = self.builder(k, source="text").save()
        self.assertFalse(wizard.line_ids)
        with self.assertRaises(UserError) as error:
            wizard.action_build()
        self.assertIn("Parts", str(error.exception))
        self.assertIn(k.name, str(error.exception))

    def test_a_contract_whose_retention_alone_is_open_is_completed_without_a_reason(self):
        k = self.contract(100, (), signed=False, retention_percent=10, retention_days=30)
        k.plan_from_text("100")
        k.action_sign()
        reason = self.env["commercial.contract.reason"].create(
            {"action": "complete", "contract_ids": k.ids}
        )
        self.assertTrue(reason.needs_reason)
        with self.assertRaises(UserError):
            k.action_complete()
        self.payment(90, contract=k)
        reason.invalidate_recordset()
        self.assertFalse(reason.needs_reason)
        k.action_complete()
        self.assertEqual(str(k.settlement_ids.filtered("date_due").date_due), "2026-04-09")

    def test_retention_is_reminded_of_after_completion_and_no_more_when_that_is_undone(self):
        k = self.contract(100, (), signed=False, retention_percent=10, retention_days=30)
        k.plan_from_recurrence(months=1, start="2026-02-01", end="2026-02-01")
        k.action_sign()
        self.payment(90, contract=k)
        k.action_complete()
        kept = k.settlement_ids.filtered(lambda line: line.kind == "retention")

        def remind():
            with patch.object(self.env.cr, "commit", self.env.flush_all):
                self.env["commercial.reminder.rule"]._cron_remind()

        remind()
        self.assertFalse(kept.activity_ids)
        with freeze_time("2026-04-02"):
            remind()
            self.assertEqual(str(kept.activity_ids.date_deadline), "2026-04-09")
            k.action_reopen()
            self.assertFalse(kept.activity_ids)
            k.action_complete()
            self.assertEqual(str(kept.activity_ids.date_deadline), "2026-05-02")
            remind()
            self.assertEqual(len(kept.activity_ids), 1)
