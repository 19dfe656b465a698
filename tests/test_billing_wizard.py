from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import FINANCE, OWN, LedgerCase


@tagged("post_install", "-at_install")
class TestBillingWizard(LedgerCase):
    """What is asked and told before plan lines are invoiced by hand (B5, B7, B8)."""

    def ask(self, lines, user=None):
        """Return the form of the dialog that the button on these lines opens."""
        action = lines.with_user(user or self.accountant).action_bill()
        self.assertEqual(action["res_model"], "commercial.contract.billing")
        wizard = self.env["commercial.contract.billing"].with_user(user or self.accountant)
        return Form(wizard.with_context(**action["context"]))

    def preview(self, form):
        return [(row["description"], row["count"], row["amount"]) for row in form.line_ids._records]

    def test_b5_a_single_line_needs_no_dialog(self):
        a = self.lines(self.contract())[0]
        action = a.with_user(self.accountant).action_bill()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("account.move", a.invoice_ids.id)
        )

    def test_b5_several_lines_are_put_together_as_shown(self):
        k1, k2 = self.contract(), self.contract()
        lines = self.lines(k1)[:2] | self.lines(k2)[:1]
        form = self.ask(lines)
        self.assertTrue(form.has_choice)
        self.assertEqual([amount for _k, _n, amount in self.preview(form)], [3000, 3000, 5000])
        form.consolidate = "contract"
        self.assertEqual(self.preview(form), [(k1.name, 2, 8000), (k2.name, 1, 3000)])
        form.consolidate = "recipient"
        self.assertEqual(self.preview(form), [(f"{k1.name} and {k2.name}", 3, 11000)])
        form.invoice_date = "2026-01-10"
        action = form.save().action_create()
        move = k1.invoice_ids
        self.assertEqual(action["res_id"], move.id)
        self.assertEqual((move.amount_total, str(move.invoice_date)), (11000, "2026-01-10"))
        self.assertEqual(move.commercial_contract_ids, k1 | k2)

    def test_b5_other_recipients_come_on_other_invoices(self):
        k1, k2 = self.contract(), self.contract(partner_id=self.payer.id)
        form = self.ask(self.lines(k1)[0] | self.lines(k2)[0])
        form.consolidate = "recipient"
        self.assertEqual([row[0] for row in self.preview(form)], [k1.name, k2.name])

    def test_money_in_and_money_out_have_no_sum(self):
        sale = self.lines(self.contract())[:2]
        purchase = self.lines(self.contract(direction="purchase"))[:1]
        self.assertFalse(self.ask(sale).is_mixed)
        self.assertTrue(self.ask(sale | purchase).is_mixed)

    def test_b7_a_suspended_contract_is_told_of_and_may_be_invoiced(self):
        k = self.contract()
        k.action_suspend("Works closed", "2026-02-01")
        a = self.lines(k)[0]
        form = self.ask(a)
        self.assertFalse(form.has_choice)
        for word in (k.name, "suspended", "Works closed"):
            self.assertIn(word, form.warning)
        form.save().action_create()
        self.assertEqual(a.amount_to_invoice, 0)

    def test_b7_faults_are_told_before_anything_is_asked(self):
        k = self.contract()
        self.lines(k)[0]._bill()
        with self.assertRaisesRegex(UserError, "nothing left"):
            self.lines(k)[0].with_user(self.accountant).action_bill()
        with self.assertRaisesRegex(AccessError, "Finance"):
            self.lines(k).with_user(self.seller).action_bill()

    def test_b7_what_cannot_be_invoiced_is_set_aside_and_the_rest_goes_on(self):
        k, draft = self.contract(), self.contract(signed=False)
        a, b, _c = self.lines(k)
        a._bill()
        aside = a | self.lines(draft)[0]
        form = self.ask(aside | b)
        self.assertEqual([amount for _k, _n, amount in self.preview(form)], [5000])
        for text in (k.name, "nothing left to invoice", draft.name, "'Draft'"):
            self.assertIn(text, form.set_aside)
        wizard = form.save()
        self.assertEqual(wizard.action_view_aside()["domain"], [("id", "in", aside.ids)])
        params = wizard.action_create()["params"]
        self.assertEqual(params["message"], "1 settlement lines invoiced, 2 set aside.")
        self.assertEqual(params["next"]["res_id"], b.invoice_ids.id)
        self.assertEqual(b.invoice_ids.amount_total, 5000)
        self.assertFalse(self.lines(draft)[0].invoice_ids)

    def test_b7_contract_finance_without_rights_on_the_books(self):
        clerk = self.make_user("clerk", OWN, FINANCE)
        k = self.contract(deputy_ids=clerk.ids)
        form = self.ask(self.lines(k)[:2], clerk)
        form.consolidate = "contract"
        self.assertEqual(self.preview(form), [(k.name, 2, 8000)])
        self.assertEqual(form.save().action_create()["tag"], "display_notification")
        self.assertEqual(k.invoice_ids.amount_total, 8000)

    def test_b8_the_vendors_number_is_asked_for(self):
        k = self.contract(direction="purchase")
        a, b, _c = self.lines(k)
        form = self.ask(a)
        form.ref = "V-77"
        form.invoice_date = "2026-01-10"
        form.save().action_create()
        self.assertEqual(a.invoice_ids.ref, "V-77")
        a.invoice_ids.action_post()
        form = self.ask(b)
        self.assertTrue(form.is_one_bill)
        sale = self.ask(self.lines(self.contract())[:2])
        self.assertFalse(sale.is_one_bill)

    def test_b8_the_vendors_own_amounts_are_shown(self):
        """The plan says 339.00, the vendor's paper 339.02."""
        k = self.contract(
            1130.0,
            [("A", 339, "2026-01-31"), ("B", 791, "2026-02-28")],
            goods=[(self.pump, 1, 1000.0)],
            tax=self.tax_13_in,
            direction="purchase",
        )
        a, b = self.lines(k)
        bill = a._bill("2026-01-10", ref="V-1")
        self.assertFalse(bill.commercial_contract_difference)
        self.assertEqual((a.amount_difference, b.amount_difference), (0, 0))
        bill.invoice_line_ids.write({"price_unit": 339.02, "tax_ids": False})
        self.assertAlmostEqual(a.amount_difference, 0.02)
        for word in (k.name, "'A'", "339.00", "339.02"):
            self.assertIn(word, bill.commercial_contract_difference)
        bill.invoice_line_ids.price_unit = 338.99
        self.assertAlmostEqual(a.amount_difference, -0.01)
        bill.action_post()
        # the job makes no bill over the cent
        k.settlement_ids.auto_bill = True
        k._bill_due(k._get_auto_bill_domain("2026-01-31"))
        self.assertEqual(k.invoice_ids, bill)
