from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCase


@tagged("post_install", "-at_install")
class TestBillingQueries(ContractCase):
    """What billing costs: its own share does not grow with the plan lines (aesthetics 3.6)."""

    def lines_to_bill(self, count):
        contracts = self.env["commercial.contract"].create(
            [
                {
                    "title": f"K {number}",
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "currency_id": self.usd.id,
                    "user_id": self.seller.id,
                    "line_ids": [
                        Command.create(
                            {
                                "name": "Pump",
                                "product_id": self.pump.id,
                                "quantity": 1,
                                "price_unit": 1000.0,
                                "tax_ids": [Command.set(self.tax_13.ids)],
                            }
                        )
                    ],
                    "settlement_ids": [
                        Command.create({"name": "A", "amount": 1130.0, "date_due": "2026-01-31"})
                    ],
                }
                for number in range(count)
            ]
        )
        contracts.action_sign()
        return contracts.settlement_ids.with_prefetch()

    def test_billing_takes_no_queries_that_grow(self):
        """The chatter's notes and followers included; Odoo's own create takes 9 an invoice."""
        env = self.env(context={**self.env.context, "tracking_disable": False})
        few, many = (self.lines_to_bill(count).with_env(env) for count in (10, 100))
        few[:1]._bill("2026-01-10").unlink()  # caches are warm now
        counts = [
            self.queries(lambda lines=lines: lines._bill("2026-01-10")) for lines in (few, many)
        ]
        self.assertLessEqual((counts[1] - counts[0]) / 90, 0.5, counts)

    def test_reading_what_is_left_takes_constant_queries(self):
        few, many = self.lines_to_bill(10), self.lines_to_bill(100)
        counts = [
            self.queries(lambda lines=lines: lines.mapped("amount_to_invoice"))
            for lines in (few, many)
        ]
        self.assertLessEqual(abs(counts[1] - counts[0]), 3, counts)
        invoices = [
            self.queries(lambda lines=lines: lines.mapped("invoice_ids")) for lines in (few, many)
        ]
        self.assertLessEqual(abs(invoices[1] - invoices[0]), 3, invoices)
