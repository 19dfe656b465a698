from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestBillingOrders(LedgerCase):
    """B6: whichever way it is tried, nothing of a contract is invoiced twice."""

    def order(self, **values):
        """A sales order over 2 pumps at 500.00 + 13 %: 1,130.00."""
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "user_id": self.seller.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "product_uom_qty": 2,
                            "price_unit": 500.0,
                            "tax_ids": [Command.set(self.tax_13.ids)],
                        }
                    )
                ],
                **values,
            }
        )

    def contract_of(self, order, *plan, sign=True, **values):
        order.action_create_contract()
        contract = order.commercial_contract_id
        contract.write(values)
        contract.settlement_ids.unlink()
        self.plan(contract, *plan)
        if sign:
            contract.action_sign()
        return contract

    def down_payment(self, order, percent):
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        wizard.create({"advance_payment_method": "percentage", "amount": percent}).create_invoices()
        return order.invoice_ids

    def left(self, contract):
        contract.settlement_ids.invalidate_recordset(["amount_to_invoice"])
        return [round(line.amount_to_invoice, 2) for line in self.lines(contract)]

    def test_b6_what_the_order_had_invoiced_is_not_billed_again(self):
        """Down payment 30 % = 339.00 before: of 500.00 and 630.00 there are 161.00 and 630.00 left."""
        order = self.order()
        order.action_confirm()
        before = self.down_payment(order, 30)
        before.action_post()
        k = self.contract_of(order, ("A", 500, "2026-01-31"), ("B", 630, "2026-02-28"))
        self.assertEqual(before.invoice_line_ids.commercial_contract_id, k)
        self.assertEqual(self.left(k), [161, 630])
        moves = k.settlement_ids._bill("2026-01-10")
        self.assertEqual(moves.mapped("amount_total"), [161, 630])
        self.assertAlmostEqual(sum((before | moves).mapped("amount_total")), 1130.0)
        self.assertEqual(self.left(k), [0, 0])
        with self.assertRaisesRegex(UserError, "nothing left"):
            k.settlement_ids._bill()
        # paid, all of it settles the plan
        moves.action_post()
        for move in before | moves:
            self.pay(move)
        self.assertFigures(k, "A 161/500/0, B 630/630/0")

    def test_b6_an_order_invoiced_whole_leaves_nothing(self):
        order = self.order()
        order.action_confirm()
        order._create_invoices()
        k = self.contract_of(order, ("A", 500, "2026-01-31"), ("B", 630, "2026-02-28"))
        self.assertEqual(self.left(k), [0, 0])
        self.assertEqual(k.line_ids.qty_invoiced, 2)
        order.invoice_ids.unlink()  # a draft that is deleted frees the plan
        self.assertEqual(self.left(k), [500, 630])

    def test_b6_invoiced_while_the_contract_was_a_draft(self):
        order = self.order()
        order.action_confirm()
        k = self.contract_of(order, ("A", 500, "2026-01-31"), ("B", 630, "2026-02-28"), sign=False)
        move = order._create_invoices()
        k.action_sign()
        self.assertEqual(move.commercial_contract_ids, k)
        self.assertEqual(self.left(k), [0, 0])
        move.action_post()
        self.reverse(move)
        self.assertEqual(self.left(k), [500, 630])

    def test_b6_b2_the_rest_is_exact_per_goods_line(self):
        """One of two pumps invoiced by the order (565.00): the plan's rest carries the other's tax."""
        order = self.order()
        order.action_confirm()
        order.order_line.qty_delivered = 1
        self.pump.invoice_policy = "delivery"
        before = order._create_invoices()
        self.assertAlmostEqual(before.amount_total, 565.0)
        k = self.contract_of(order, ("A", 500, "2026-01-31"), ("B", 630, "2026-02-28"))
        self.assertEqual(self.left(k), [0, 565])
        move = self.lines(k)[1]._bill("2026-01-10")
        self.assertEqual((move.amount_untaxed, move.amount_tax), (500, 65))

    def test_b6_an_invoice_by_hand_that_names_no_plan_line(self):
        """It settles the plan by due date (R4), so it is taken off by due date as well."""
        k = self.contract()
        move = self.invoice((k, 4000))
        self.assertEqual(self.left(k), [0, 4000, 2000])
        self.pay(move)
        self.assertFigures(k, "A 0/3000/0, B 0/1000/0")
        self.refund((k, 500))
        self.assertEqual(self.left(k), [0, 4500, 2000])

    def test_b6_a_copied_invoice_bills_nothing(self):
        k = self.contract()
        move = self.lines(k)[0]._bill("2026-01-10")
        copy = move.copy()
        self.assertFalse(copy.commercial_contract_ids)
        self.assertEqual(self.left(k), [0, 5000, 2000])

    def test_b6_bills_of_a_purchase_order_before_it_became_a_contract(self):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "product_qty": 4,
                            "price_unit": 250.0,
                            "tax_ids": [Command.set(self.tax_13_in.ids)],
                        }
                    )
                ],
            }
        )
        self.pump.purchase_method = "purchase"
        order.button_confirm()
        order.action_create_invoice()
        order.invoice_ids.invoice_line_ids.quantity = 1
        k = self.contract_of(order, ("A", 500, "2026-01-31"), ("B", 630, "2026-02-28"))
        # 250.00 + 13 % = 282.50 are billed
        self.assertEqual(self.left(k), [217.5, 630])
        self.assertEqual(order.invoice_status, "no")

    def matched_bill(self, **values):
        """Return (contract of a purchase order over 1,130.00, bill that came first and was matched with
        the order afterwards)."""
        self.pump.purchase_method = "purchase"
        goods = {
            "product_id": self.pump.id,
            "price_unit": 250.0,
            "tax_ids": [Command.set(self.tax_13_in.ids)],
        }
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "order_line": [Command.create({**goods, "product_qty": 4})],
            }
        )
        order.button_confirm()
        k = self.contract_of(order, ("A", 500, "2026-01-31"), ("B", 630, "2026-02-28"), **values)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "invoice_date": "2026-01-10",
                "date": "2026-01-10",
                "invoice_line_ids": [Command.create({**goods, "quantity": 4})],
            }
        )
        self.env.flush_all()
        rows = self.env["purchase.bill.line.match"].search(
            [("partner_id", "=", self.vendor.id), ("company_id", "=", self.company.id)]
        )
        # who has no rights on contracts
        buyer = self.make_user(
            "buyer", "purchase.group_purchase_user", "account.group_account_invoice"
        )
        rows.with_user(buyer).action_match_lines()
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)
        return k, bill

    def test_b6_a_bill_that_is_matched_with_its_order_later(self):
        """By orders: it is what the contract was billed."""
        k, bill = self.matched_bill(billing_policy="order")
        self.assertEqual(k.invoice_ids, bill)
        self.assertEqual(bill.invoice_line_ids.commercial_contract_line_id, k.line_ids)
        bill.action_post()
        self.assertEqual(k.amount_invoiced, 1130)
        self.pay(bill, 600)
        self.assertFigures(k, "A 0/500/0, B 0/100/0")

    def test_b6_a_bill_that_is_matched_later_is_not_billed_again(self):
        """By plan: nothing is left to bill, and nothing is billed twice."""
        k, bill = self.matched_bill()
        self.assertEqual(bill.invoice_line_ids.commercial_contract_id, k)
        self.assertEqual(self.left(k), [0, 0])

    def test_b6_a_bill_that_the_contract_cannot_have_is_matched_all_the_same(self):
        """What is of before the opening amounts counts there (R23)."""
        k, bill = self.matched_bill(sign=False)
        bill.invoice_line_ids.write({"purchase_line_id": False, "commercial_contract_id": False})
        self.lines(k)[0].write(
            {"opening_invoiced": 500, "opening_settled": 0, "opening_date": "2026-01-15"}
        )
        order = k.purchase_order_ids
        bill.invoice_line_ids.purchase_line_id = order.order_line
        self.assertFalse(bill.invoice_line_ids.commercial_contract_id)
        self.assertEqual(order.invoice_ids, bill)

    def test_b6_by_order_the_plan_bills_nothing(self):
        order = self.order()
        order.action_confirm()
        k = self.contract_of(
            order, ("A", 500, "2026-01-31"), ("B", 630, "2026-02-28"), billing_policy="order"
        )
        move = order._create_invoices()
        self.assertEqual(move.invoice_line_ids.commercial_contract_id, k)
        self.assertFalse(move.invoice_line_ids.commercial_settlement_id)
        self.assertEqual(self.left(k), [0, 0])
        move.action_post()
        self.pay(move, 600)
        self.assertFigures(k, "A 0/500/0, B 0/100/0")

    def test_b6_reading_what_is_left_takes_constant_queries(self):
        counts = []
        for number in (5, 20):
            contracts = self.env["commercial.contract"].union(
                *(self.contract() for _n in range(number))
            )
            for k in contracts:
                self.invoice((k, 4000), post=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(
                sum(contracts.settlement_ids.mapped("amount_to_invoice")), 6000 * number
            )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 2, counts)
