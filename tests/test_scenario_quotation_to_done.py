from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase
from .invariants import assert_ledger, snapshot


@tagged("post_install", "-at_install")
class TestScenarioQuotationToDone(LedgerCase):
    """One contract of 1,130,000.00 CNY from quotation to done: three goods lines at 13 % VAT, plan
    30/60/10. After each step the figures per plan line, and I1 to I6 by SQL."""

    @classmethod
    def _get_company(cls):
        return cls.make_company("东方贸易有限公司", cls.cny)

    def assertState(self, figures, settlement_state):
        self.assertFigures(self.k, figures)
        self.assertEqual(self.k.settlement_state, settlement_state)
        assert_ledger(self, self.k)

    def undo_and_redo(self, undo, redo, without, settlement_state="partial"):
        """Undo a step and do it again: the state before and the state after come back exactly (I6)."""
        after = snapshot(self.k)
        undo()
        self.assertState(without, settlement_state)
        redo()
        self.assertEqual(snapshot(self.k), after)
        assert_ledger(self, self.k)

    def bill(self, line):
        """Make and post the invoice of a plan line, as finance does."""
        line.with_user(self.accountant).action_create_invoice()
        invoice = line.invoice_ids.filtered(lambda move: move.state == "draft")
        self.assertEqual(len(invoice), 1)
        invoice.invoice_date = "2026-02-10"
        invoice.action_post()
        return invoice

    def test_from_quotation_to_done(self):
        self.quotation()
        self.signing()
        self.advance_before_any_invoice()
        self.first_invoice_takes_the_advance()
        self.third_party_pays_the_rest_of_the_first_line()
        self.second_invoice_and_partial_payment()
        self.the_rest()
        self.completed_undone_and_completed_again()

    def quotation(self):
        opportunity = self.env["crm.lead"].create(
            {"name": "Pumping station", "type": "opportunity"}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "user_id": self.seller.id,
                "opportunity_id": opportunity.id,
                "currency_id": self.cny.id,
                "order_line": [
                    Command.create({"display_type": "line_section", "name": "Station"}),
                    *(
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "price_unit": price,
                                "tax_ids": [Command.set(self.tax_13.ids)],
                            }
                        )
                        for product, quantity, price in (
                            (self.pump, 100, 5000),
                            (self.valve, 5000, 60),
                            (self.service, 1, 200000),
                        )
                    ),
                ],
            }
        )
        action = order.action_create_contract()
        self.k = self.env["commercial.contract"].browse(action["res_id"])
        self.assertEqual(order.action_create_contract()["res_id"], self.k.id)
        self.assertEqual(self.k.order_ids, order)
        self.assertEqual(self.k.state, "draft")
        self.assertEqual(self.k.partner_id, self.customer)
        self.assertEqual(self.k.user_id, self.seller)
        self.assertEqual(self.k.opportunity_id, opportunity)
        self.assertEqual(self.k.line_ids.product_id, self.pump | self.valve | self.service)
        self.assertEqual(
            (self.k.amount_untaxed, self.k.amount_tax, self.k.amount_total),
            (1000000, 130000, 1130000),
        )

    def signing(self):
        self.k.payer_id = self.customer
        lines = self.k.plan_from_text("30/60/10")
        self.assertEqual(lines.mapped("amount"), [339000, 678000, 113000])
        for line, name, date in zip(
            lines, "ABC", ("2026-01-31", "2026-03-31", "2026-06-30"), strict=True
        ):
            line.write({"name": name, "date_due": date})
        self.k.date_signed = "2026-01-05"
        self.k.with_user(self.seller).action_sign()
        self.assertEqual(self.k.state, "active")
        self.a, self.b, self.c = self.lines(self.k)
        self.assertState("", "none")

    def advance_before_any_invoice(self):
        action = self.a.with_user(self.accountant).action_register_payment()
        dialog = self.env[action["res_model"]].with_user(self.accountant)
        values = {"amount": 300000, "date": "2026-01-15"}
        dialog.with_context(**action["context"]).create(values).action_register()
        payment = self.k.tagged_payment_ids
        self.assertEqual((payment.amount, payment.partner_id), (300000, self.customer))
        self.assertState("A 0/300000/0", "partial")
        self.undo_and_redo(payment.action_draft, payment.action_post, "", "none")
        self.advanced = payment

    def first_invoice_takes_the_advance(self):
        invoice = self.bill(self.a)
        self.assertEqual((invoice.amount_total, invoice.amount_tax), (339000, 39000))
        self.assertState("A 339000/300000/0", "partial")
        self.match(self.advanced, invoice)
        self.assertEqual(invoice.amount_residual, 39000)
        self.assertState("A 339000/300000/0", "partial")
        self.undo_and_redo(
            lambda: self.unmatch(self.advanced),
            lambda: self.match(self.advanced, invoice),
            "A 339000/300000/0",
        )
        self.undo_and_redo(invoice.button_draft, invoice.action_post, "A 0/300000/0")
        self.assertEqual((invoice.amount_total, invoice.amount_tax), (339000, 39000))
        self.first = invoice

    def third_party_pays_the_rest_of_the_first_line(self):
        payment = self.payment(39000, "2026-02-20", partner_id=self.payer.id)
        self.assertState("A 339000/300000/0", "partial")
        self.match(payment, self.first)
        self.assertState("A 339000/339000/0", "partial")
        self.assertEqual(self.a.state, "settled")
        self.undo_and_redo(
            lambda: self.unmatch(payment),
            lambda: self.match(payment, self.first),
            "A 339000/300000/0",
        )

    def second_invoice_and_partial_payment(self):
        self.second = self.bill(self.b)
        self.assertEqual((self.second.amount_total, self.second.amount_tax), (678000, 78000))
        payment = self.pay(self.second, 200000, "2026-03-31")
        self.assertState("A 339000/339000/0, B 678000/200000/0", "partial")
        self.undo_and_redo(
            payment.action_draft, payment.action_post, "A 339000/339000/0, B 678000/0/0"
        )
        line = self.bank_line(178000, "2026-04-10", match=self.second)
        self.assertState("A 339000/339000/0, B 678000/378000/0", "partial")
        self.undo_and_redo(
            line.action_undo_reconciliation,
            lambda: self.place(line, self._partner_items(self.second)),
            "A 339000/339000/0, B 678000/200000/0",
        )

    def the_rest(self):
        third = self.bill(self.c)
        self.assertEqual((third.amount_total, third.amount_tax), (113000, 13000))
        self.assertEqual(self.k.amount_invoiced, 1130000)
        self.pay(self.second, date="2026-04-30")
        self.assertState("A 339000/339000/0, B 678000/678000/0, C 113000/0/0", "partial")
        self.last = self.pay(third, date="2026-06-30")
        self.all_settled = "A 339000/339000/0, B 678000/678000/0, C 113000/113000/0"
        self.assertState(self.all_settled, "settled")
        self.assertEqual(self.k.amount_settled, 1130000)
        self.assertEqual(self.k.amount_unsettled, 0)

    def completed_undone_and_completed_again(self):
        self.k.with_user(self.seller).action_complete()
        self.assertEqual((self.k.state, self.k.done_by), ("done", "hand"))
        self.undo_and_redo(
            self.last.action_draft,
            self.last.action_post,
            "A 339000/339000/0, B 678000/678000/0, C 113000/0/0",
        )
        self.last.action_draft()
        self.assertEqual(self.c.state, "open")
        self.assertEqual(self.k.state, "done", "the life of a contract is people's")
        self.k.with_user(self.seller).action_reopen()
        self.assertEqual(self.k.state, "active")
        self.last.action_post()
        self.assertState(self.all_settled, "settled")
        self.k.with_user(self.seller).action_complete()
        self.assertEqual(self.k.state, "done")
