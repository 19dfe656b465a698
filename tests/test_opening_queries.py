from odoo.tests import tagged

from .common import ContractCase
from .opening_files import OpeningFiles, one_sheet


@tagged("post_install", "-at_install", "slow")
class TestOpeningQueries(OpeningFiles, ContractCase):
    """A file of running contracts takes as many queries for many contracts as for few."""

    def cost(self, count):
        """Return the queries of (check, taking over) so many contracts, of which half are in EUR, each
        signed on a day of its own."""
        changes = {"r1": {12: "币种"}}
        for row in range(2, 3 * count + 2):
            number = (row - 2) // 3
            day = f"2026-02-{number % 28 + 1:02}"
            changes[f"r{row}"] = {
                0: f"{count}-{number}",
                5: day,
                12: "EUR" if number % 2 else "USD",
            }
        content = one_sheet(count, **changes)
        wizard = self.dialog(content)
        self.assertEqual(wizard.error_count, 0, wizard.messages)
        check = self.queries(wizard.action_check)
        take = self.queries(wizard.action_take_over)
        self.assertEqual(len(wizard.contract_ids), count)
        self.assertEqual(set(wizard.contract_ids.mapped("state")), {"active"})
        return check, take

    def test_queries_do_not_grow_with_the_contracts(self):
        self.cost(2)  # fills the caches that live longer than a transaction
        small, middle, large = self.cost(4), self.cost(33), self.cost(200)
        for few, more, many in zip(small, middle, large, strict=True):
            self.assertLessEqual(abs(more - few), 3, (small, middle))
            # Odoo inserts and updates a hundred rows at once
            self.assertLessEqual(abs(many - few), 35, (small, large))

    def test_contracts_are_signed_at_the_rates_of_odoo(self):
        """Rates of the company before shared ones, the newest on or before the day."""
        rates = self.env["res.currency.rate"]
        rates.create(
            {"currency_id": self.eur.id, "company_id": False, "name": "2025-06-01", "rate": 0.7}
        )
        rates.create(
            {
                "currency_id": self.usd.id,
                "company_id": self.company.id,
                "name": "2026-01-15",
                "rate": 1.25,
            }
        )
        days = ("2025-06-01", "2025-12-31", "2026-01-10", "2026-01-20", "2026-02-10", "2026-11-01")
        contracts = self.env["commercial.contract"]
        for currency in (self.eur, self.jpy, self.usd):
            for day in days:
                if currency == self.jpy and day < "2026":
                    continue
                contracts |= self.contract(currency_id=currency.id, date_signed=day)
        for contract in contracts:
            expected = self.env["res.currency"]._get_conversion_rate(
                self.usd, contract.currency_id, self.company, contract.date_signed
            )
            self.assertAlmostEqual(contract.currency_rate, expected, places=9)
        self.assertEqual(contracts[0].currency_rate, 0.7 / 1.25)
