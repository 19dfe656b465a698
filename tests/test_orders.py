from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestOrders(ContractCase):
    """Sale and purchase orders: the way to a contract, and what is left to invoice there (B6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "30/70",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 30, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 70, "nb_days": 30}),
                ],
            }
        )

    def order(self, **values):
        """A quotation of 2 pumps at 500 less 10 % and one installation at 1,000, both at 13 %."""
        rows = [
            {"display_type": "line_section", "name": "Machines"},
            {"product_id": self.pump.id, "product_uom_qty": 2, "price_unit": 500, "discount": 10},
            {"display_type": "line_note", "name": "Delivered to the site"},
            {"product_id": self.service.id, "product_uom_qty": 1, "price_unit": 1000},
        ]
        taxes = {"tax_ids": [Command.set(self.tax_13.ids)]}
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date_order": "2026-01-10 08:00:00",
                "order_line": [
                    Command.create(row if "display_type" in row else {**row, **taxes})
                    for row in rows
                ],
                **values,
            }
        )

    def purchase(self, **values):
        return self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "product_qty": 4,
                            "price_unit": 250,
                            "tax_ids": [Command.set(self.tax_13_in.ids)],
                        }
                    )
                ],
                **values,
            }
        )

    def contract_of(self, order, sign=True, **values):
        order.action_create_contract()
        contract = order.commercial_contract_id
        contract.write(values)
        if not contract.settlement_ids:
            contract.plan_from_text("30/70")
        if sign:
            contract.action_sign()
        return contract

    def test_quotation_becomes_a_contract(self):
        lead = self.env["crm.lead"].create({"name": "Pumps for K", "type": "opportunity"})
        order = self.order(
            user_id=self.seller.id,
            partner_invoice_id=self.payer.id,
            payment_term_id=self.term.id,
            client_order_ref="PO-7",
            opportunity_id=lead.id,
        )
        action = order.with_user(self.seller).action_create_contract()
        contract = order.commercial_contract_id
        self.assertEqual((action["res_model"], action["res_id"]), (contract._name, contract.id))
        self.assertEqual(contract.state, "draft")
        self.assertEqual(contract.title, "PO-7")
        self.assertEqual(contract.direction, "sale")
        self.assertEqual(contract.partner_id, self.customer)
        self.assertEqual(contract.invoice_partner_id, self.payer)
        self.assertEqual(contract.user_id, self.seller)
        self.assertEqual(contract.opportunity_id, lead)
        self.assertEqual(contract.currency_id, order.currency_id)
        self.assertEqual(contract.team_id, order.team_id)
        pump, service = contract.line_ids.sorted("sequence")
        self.assertEqual(pump.product_id, self.pump)
        self.assertEqual(pump.model_number, "P-100")
        self.assertEqual((pump.quantity, pump.price_unit, pump.discount), (2, 500, 10))
        self.assertEqual(pump.tax_ids, self.tax_13)
        self.assertEqual(service.product_id, self.service)
        # 900 + 1,000 and 13 % of both: 247
        self.assertAlmostEqual(contract.amount_total, 2147.0)
        self.assertAlmostEqual(contract.amount_total, order.amount_total)
        plan = contract.settlement_ids.sorted("date_due")
        self.assertEqual([str(line.date_due) for line in plan], ["2026-01-10", "2026-02-09"])
        self.assertEqual(plan.mapped("amount"), [644.1, 1502.9])

    def test_second_click_opens_the_first_contract(self):
        order = self.order()
        first = order.action_create_contract()
        count = self.env["commercial.contract"].search_count([])
        self.assertEqual(order.action_create_contract()["res_id"], first["res_id"])
        self.assertEqual(self.env["commercial.contract"].search_count([]), count)
        self.assertFalse(order.copy().commercial_contract_id)

    def test_order_without_goods_or_cancelled_is_refused(self):
        empty = self.order(order_line=[Command.create({"display_type": "line_note", "name": "x"})])
        with self.assertRaisesRegex(UserError, empty.name):
            empty.action_create_contract()
        cancelled = self.order()
        cancelled._action_cancel()
        with self.assertRaisesRegex(UserError, cancelled.name):
            cancelled.action_create_contract()

    def test_return_and_mark_up_go_into_the_price(self):
        order = self.order(
            order_line=[
                Command.create(
                    {
                        "product_id": self.pump.id,
                        "product_uom_qty": 3,
                        "price_unit": 100,
                        "discount": -10,
                    }
                ),
                Command.create(
                    {"product_id": self.valve.id, "product_uom_qty": -2, "price_unit": 40}
                ),
            ]
        )
        order.action_create_contract()
        pump, valve = order.commercial_contract_id.line_ids.sorted("sequence")
        self.assertEqual((pump.quantity, pump.price_unit, pump.discount), (3, 110, 0))
        self.assertEqual((valve.quantity, valve.price_unit), (2, -40))
        self.assertAlmostEqual(order.commercial_contract_id.amount_total, order.amount_total)

    def test_price_below_a_cent_is_kept(self):
        """1,000 valves at 0.3335 are 333.50, as on the order, not 330.00."""
        rows = [{"product_id": self.valve.id, "product_uom_qty": 1000, "price_unit": 0.3335}]
        order = self.order(
            order_line=[Command.create({**row, "tax_ids": [Command.clear()]}) for row in rows]
        )
        contract = self.contract_of(order)
        self.assertAlmostEqual(contract.amount_total, 333.5)
        lines = contract.settlement_ids.sorted("sequence")
        moves = lines._bill("2026-01-10")
        self.assertEqual(moves.mapped("amount_total"), lines.mapped("amount"))

    def test_invoice_says_the_model_once(self):
        contract = self.contract_of(self.order())
        move = contract.settlement_ids.sorted("sequence")[0]._bill("2026-01-10")
        text = move.invoice_line_ids.sorted("sequence")[0].name
        self.assertEqual(text.count("P-100"), 1)

    def test_analytic_account_of_the_lines_comes_along(self):
        job = self.env["account.analytic.account"].create(
            {
                "name": "Job 7",
                "plan_id": self.env["account.analytic.plan"].create({"name": "Jobs"}).id,
            }
        )
        order = self.order()
        order.order_line.filtered("product_id").analytic_distribution = {str(job.id): 100}
        self.assertEqual(self.contract_of(order, sign=False).analytic_account_id, job)
        mixed = self.order()
        mixed.order_line.filtered("product_id")[0].analytic_distribution = {str(job.id): 100}
        self.assertFalse(self.contract_of(mixed, sign=False).analytic_account_id)

    def test_two_lines_of_one_product_stay_apart(self):
        """A confirmed and locked order as well; each line orders its own goods line."""
        rows = [
            {"product_id": self.pump.id, "product_uom_qty": n, "price_unit": 500} for n in (1, 3)
        ]
        order = self.order(order_line=[Command.create(row) for row in rows])
        order.action_confirm()
        order.locked = True
        contract = self.contract_of(order, sign=False)
        self.assertEqual(contract.line_ids.sorted("sequence").mapped("qty_ordered"), [1, 3])

    def test_quantities_are_read_from_confirmed_orders(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order()
        contract = self.contract_of(order)
        pump, service = contract.line_ids.sorted("sequence")
        self.assertEqual(pump.qty_ordered, 0)  # a quotation orders nothing
        order.action_confirm()
        self.assertEqual((pump.qty_ordered, service.qty_ordered), (2, 1))
        order.order_line.filtered("product_id")[0].qty_delivered = 1
        self.assertEqual(pump.qty_delivered, 1)
        later = self.order(
            order_line=[
                Command.create(
                    {
                        "product_id": self.pump.id,
                        "product_uom_qty": 1,
                        "product_uom_id": dozen.id,
                    }
                )
            ],
            commercial_contract_id=contract.id,
        )
        self.assertEqual(later.order_line.commercial_contract_line_id, pump)
        later.action_confirm()
        self.assertEqual(pump.qty_ordered, 14)
        self.assertEqual(contract.order_count, 2)
        self.assertEqual(contract.action_view_orders()["res_model"], "sale.order")
        later.commercial_contract_id = False
        self.assertFalse(later.order_line.commercial_contract_line_id)
        self.assertEqual(pump.qty_ordered, 2)

    def test_order_of_other_books_or_direction_is_refused(self):
        contract = self.contract()
        with self.assertRaisesRegex(ValidationError, contract.name):
            self.purchase(commercial_contract_id=contract.id)
        other = self.make_company("Elsewhere")
        foreign = (
            self.env["sale.order"]
            .with_company(other)
            .create({"partner_id": self.other_customer.id, "company_id": other.id})
        )
        with self.assertRaisesRegex(ValidationError, "Elsewhere"):
            foreign.commercial_contract_id = contract

    def test_b6_plan_takes_the_order_off_the_list(self):
        """B6: nothing to invoice once the contract is signed, and as before when it is not."""
        order = self.order()
        order.action_confirm()
        contract = self.contract_of(order, sign=False)
        lines = order.order_line.filtered("product_id")
        self.assertEqual(order.invoice_status, "to invoice")  # a draft holds nothing up
        contract.action_sign()
        self.assertEqual(order.invoice_status, "no")
        self.assertEqual(set(lines.mapped("invoice_status")), {"no"})
        self.assertEqual(lines.mapped("qty_to_invoice"), [0, 0])
        self.assertEqual(order.amount_to_invoice, 0)
        self.assertEqual(sum(lines.mapped("untaxed_amount_to_invoice")), 0)
        self.assertFalse(
            self.env["sale.order"].search(
                [("id", "=", order.id), ("invoice_status", "=", "to invoice")]
            )
        )
        contract.action_draft()
        self.assertEqual(order.invoice_status, "to invoice")
        self.assertEqual(lines.mapped("qty_to_invoice"), [2, 1])

    def test_b6_plan_refuses_invoices_of_the_order(self):
        """B6: Odoo's wizard refuses, with the contract's name, also for down payments."""
        order = self.order()
        order.action_confirm()
        contract = self.contract_of(order)
        for method, values in (
            ("delivered", {}),
            ("percentage", {"amount": 30}),
            ("fixed", {"fixed_amount": 100}),
        ):
            wizard = (
                self.env["sale.advance.payment.inv"]
                .with_context(active_model="sale.order", active_ids=order.ids)
                .create({"advance_payment_method": method, **values})
            )
            with self.assertRaisesRegex(UserError, contract.name):
                wizard.create_invoices()
        with self.assertRaisesRegex(UserError, contract.name):
            order._create_invoices()
        quiet = order.with_context(raise_if_nothing_to_invoice=False)
        self.assertFalse(quiet._create_invoices())  # a customer's own payment must go through

    def test_b6_order_policy_carries_the_contract(self):
        """B6: under 'order' Odoo's invoice names the contract and no plan line."""
        order = self.order()
        order.action_confirm()
        contract = self.contract_of(order, billing_policy="order")
        self.assertEqual(order.invoice_status, "to invoice")
        move = order._create_invoices()
        goods = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        self.assertEqual(goods.commercial_contract_id, contract)
        self.assertFalse(goods.commercial_settlement_id)
        self.assertEqual(goods.commercial_contract_line_id, contract.line_ids)
        notes = move.invoice_line_ids - goods
        self.assertFalse(notes.commercial_contract_id)
        self.assertEqual(move.commercial_contract_ids, contract)
        self.assertEqual(contract.invoice_ids, move)
        self.assertEqual(contract.line_ids.sorted("sequence").mapped("qty_invoiced"), [2, 1])
        with self.assertRaisesRegex(UserError, "orders"):
            contract.settlement_ids._bill()

    def test_b6_earlier_invoices_get_the_contract(self):
        """B6: a down payment made before is no goods line, and its invoice names the contract."""
        order = self.order()
        order.action_confirm()
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "percentage", "amount": 30})
        )
        wizard.create_invoices()
        before = order.invoice_ids
        before.action_post()
        contract = self.contract_of(order, sign=False)
        self.assertEqual(len(contract.line_ids), 2)
        products = before.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        self.assertEqual(products.commercial_contract_id, contract)
        self.assertEqual(contract.invoice_ids, before)

    def test_purchase_order_becomes_a_contract_and_is_not_billed(self):
        """B6 for purchases: the same by direction."""
        order = self.purchase(payment_term_id=self.term.id, partner_ref="Q-1")
        contract = self.contract_of(order, sign=False)
        self.assertEqual(contract.direction, "purchase")
        self.assertEqual(contract.partner_id, self.vendor)
        self.assertAlmostEqual(contract.amount_total, 1130.0)
        self.assertEqual(contract.settlement_ids.mapped("amount"), [339.0, 791.0])
        order.button_confirm()
        self.pump.purchase_method = "purchase"
        order.order_line.invalidate_recordset()
        order.order_line._compute_qty_invoiced()
        self.assertEqual(order.order_line.qty_to_invoice, 4)
        contract.action_sign()
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(order.invoice_status, "no")
        with self.assertRaisesRegex(UserError, contract.name):
            order.action_create_invoice()
        self.assertEqual(contract.line_ids.qty_ordered, 4)
        self.assertEqual(contract.purchase_order_count, 1)
        self.assertEqual(contract.action_view_orders()["res_id"], order.id)
