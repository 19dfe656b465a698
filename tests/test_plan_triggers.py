from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestPlanTriggers(LedgerCase):
    """A line without a date waits for its event, and gets its date from it."""

    def waiting(self, *rows, signed=True, **values):
        """Return a contract whose plan lines wait: (name, amount, trigger, percent, days)."""
        k = self.contract(sum(row[1] for row in rows), (), signed=False, **values)
        k.settlement_ids.create(
            [
                {
                    "contract_id": k.id,
                    "name": name,
                    "amount": amount,
                    "trigger": trigger,
                    "trigger_percent": percent,
                    "trigger_days": days,
                    "sequence": 10 * number,
                }
                for number, (name, amount, trigger, percent, days) in enumerate(rows, 1)
            ]
        )
        if signed:
            k.action_sign()
        return k

    def log(self, contract, day, percent):
        return self.env["commercial.contract.progress"].create(
            {"contract_id": contract.id, "name": "step", "date": day, "percent": percent}
        )

    def dates(self, contract):
        return [str(line.date_due or "") for line in self.lines(contract)]

    def test_progress_gives_the_date_of_the_first_entry_that_reaches_it(self):
        k = self.waiting(("A", 100, "progress", 50, 0), ("B", 100, "progress", 80, 30))
        self.log(k, "2026-02-01", 49.99)
        self.assertEqual(self.dates(k), ["", ""])
        self.log(k, "2026-03-01", 85)
        self.log(k, "2026-02-15", 50)
        self.assertEqual(self.dates(k), ["2026-02-15", "2026-03-31"])
        a, _b = self.lines(k)
        self.assertEqual(a.date_triggered, date(2026, 2, 15))
        bodies = " ".join(k.message_ids.mapped("body"))
        self.assertIn("'A' is now due on 02/15/2026 (On Progress: 02/15/2026)", bodies)

    def test_an_entry_that_is_taken_back_takes_the_date_along(self):
        k = self.waiting(("A", 100, "progress", 50, 10))
        entry = self.log(k, "2026-02-01", 60)
        self.assertEqual(self.dates(k), ["2026-02-11"])
        entry.date = "2026-02-03"
        self.assertEqual(self.dates(k), ["2026-02-13"])
        entry.percent = 40
        self.assertEqual(self.dates(k), [""])
        entry.percent = 50
        self.assertEqual(self.dates(k), ["2026-02-13"])
        entry.unlink()
        self.assertEqual(self.dates(k), [""])
        self.assertIn("no due date any more", k.message_ids[0].body)
        self.assertFalse(self.lines(k).date_due_original)

    def test_what_was_billed_or_settled_keeps_its_date(self):
        k = self.waiting(("A", 100, "progress", 50, 0), ("B", 200, "progress", 50, 0))
        entry = self.log(k, "2026-02-01", 60)
        a, b = self.lines(k)
        self.invoice(b)
        entry.unlink()
        self.assertEqual(self.dates(k), ["", "2026-02-01"])
        self.log(k, "2026-02-20", 60)
        self.payment(50, contract=k, named=a)
        k.progress_ids.unlink()
        self.assertEqual(self.dates(k), ["2026-02-20", "2026-02-01"])

    def test_a_date_typed_by_hand_is_never_touched(self):
        k = self.waiting(("A", 100, "progress", 50, 0), ("B", 100, "progress", 50, 0), signed=False)
        a, b = self.lines(k)
        a.date_due = "2026-06-30"
        k.action_sign()
        entry = self.log(k, "2026-02-01", 60)
        self.assertEqual(self.dates(k), ["2026-06-30", "2026-02-01"])
        b.reschedule("2026-05-31", "agreed on the phone")
        self.assertEqual((b.date_due, b.date_due_original), (date(2026, 5, 31), date(2026, 2, 1)))
        entry.unlink()
        self.assertEqual(self.dates(k), ["2026-06-30", "2026-05-31"])

    def test_nothing_fires_before_signing_and_all_that_has_happened_at_signing(self):
        k = self.waiting(("A", 100, "progress", 50, 0), signed=False)
        self.log(k, "2026-01-02", 60)
        self.assertEqual(self.dates(k), [""])
        k.action_sign()
        self.assertEqual(self.dates(k), ["2026-01-02"])

    def test_who_reports_progress_need_not_edit_the_plan(self):
        k = self.waiting(("A", 100, "progress", 50, 0))
        self.env["commercial.contract.progress"].with_user(self.seller).create(
            {"contract_id": k.id, "name": "step", "date": "2026-02-01", "percent": 60}
        )
        self.assertEqual(self.dates(k), ["2026-02-01"])

    def test_completion_and_reopening(self):
        k = self.waiting(("A", 100, "date", 0, 0), ("B", 10, "completion", 0, 365))
        k.action_complete("all delivered")
        self.assertEqual(self.dates(k), ["", "2027-03-10"])
        self.assertEqual(k.date_done, date(2026, 3, 10))
        k.action_reopen()
        self.assertEqual(self.dates(k), ["", ""])
        self.assertFalse(k.date_done)

    def order(self, contract, *quantities):
        """Return a confirmed order of the contract's goods, so many of each."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "commercial_contract_id": contract.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": goods.product_id.id,
                            "product_uom_qty": quantity,
                            "commercial_contract_line_id": goods.id,
                        }
                    )
                    for goods, quantity in zip(contract.line_ids, quantities, strict=True)
                ],
            }
        )
        order.action_confirm()
        return order

    def deliver(self, line, quantity):
        line.qty_delivered = quantity
        self.env.cr.flush()  # flushes, and runs what waits for the commit

    def test_delivery_of_the_tied_goods_and_of_all(self):
        goods = [(self.service, 2, 300), (self.valve, 4, 100)]
        k = self.waiting(
            ("A", 600, "delivery", 0, 0), ("B", 400, "delivery", 0, 15), goods=goods, signed=False
        )
        a, _b = self.lines(k)
        a.line_ids = k.line_ids[0]
        k.action_sign()
        order = self.order(k, 2, 4)
        first, second = order.order_line
        self.deliver(first, 1)
        self.assertEqual(self.dates(k), ["", ""])
        self.deliver(first, 2)
        self.assertEqual(self.dates(k), ["2026-03-10", ""])
        with freeze_time("2026-04-01"):
            self.deliver(second, 4)
        self.assertEqual(self.dates(k), ["2026-03-10", "2026-04-16"])
        self.deliver(first, 1)
        self.assertEqual(self.dates(k), ["", ""])

    def test_receipt_on_a_purchase_order(self):
        k = self.waiting(
            ("A", 600, "delivery", 0, 5), goods=[(self.service, 2, 300)], direction="purchase"
        )
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "commercial_contract_id": k.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.service.id,
                            "product_qty": 2,
                            "commercial_contract_line_id": k.line_ids.id,
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        order.order_line.qty_received = 2
        self.env.cr.flush()
        self.assertEqual(self.dates(k), ["2026-03-15"])

    def test_a_hundred_contracts_cost_as_many_queries_as_ten(self):
        def cost(count):
            contracts = self.env["commercial.contract"].union(
                *(self.waiting(("A", 100, "progress", 50, 0)) for _n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["commercial.contract.progress"].create(
                [
                    {"contract_id": k.id, "name": "step", "date": "2026-02-01", "percent": 60}
                    for k in contracts
                ]
            )
            self.env.flush_all()
            spent = self.env.cr.sql_log_count - before
            self.assertEqual(
                {str(line.date_due) for line in contracts.settlement_ids}, {"2026-02-01"}
            )
            return spent

        cost(2)
        small, large = cost(3), cost(30)
        self.assertLessEqual(large - small, 5, f"3: {small}, 30: {large}")
