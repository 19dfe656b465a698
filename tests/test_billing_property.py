import os
import random

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.money import from_units, prorate, to_units
from .common import ContractCase

SEED = int(os.environ.get("BILLING_SEED", "20261125"))
CONTRACTS = int(os.environ.get("BILLING_CONTRACTS", "20"))


@tagged("post_install", "-at_install")
class TestBillingProperty(ContractCase):
    """Random contracts, billed out: every invoice exact, all of them together the contract (I2).

    BILLING_SEED and BILLING_CONTRACTS (per rounding method) widen the walk.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax_21 = cls.make_tax(21)
        cls.included = cls.make_tax(13, name="Incl.", price_include_override="tax_included")

    def draw(self, dice):
        """Return a signed contract of 1 to 4 goods lines in 2 to 5 parts, and its plan lines in the
        order in which they will be billed."""
        currency = dice.choice([self.usd, self.usd, self.usd, self.jpy, self.kwd, self.eur])
        taxes = [self.tax_13, self.tax_6, self.tax_21, self.included, self.env["account.tax"]]
        contract = self.env["commercial.contract"].create(
            {
                "title": "Random",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "currency_id": currency.id,
                "user_id": self.seller.id,
                "date_signed": "2026-01-05",
                "line_ids": [
                    Command.create(
                        {
                            "name": f"Goods {number}",
                            "product_id": dice.choice([self.pump, self.valve, self.service]).id,
                            "quantity": dice.choice([1, 2, 3, 7, 1.5]),
                            "price_unit": round(dice.uniform(1, 2000), 2),
                            "discount": dice.choice([0, 0, 10, 33.33]),
                            "tax_ids": [Command.set(dice.choice(taxes).ids)],
                        }
                    )
                    for number in range(dice.randint(1, 4))
                ],
            }
        )
        total = to_units(contract.amount_total, currency.rounding)
        weights = [dice.randint(1, 9) for _part in range(dice.randint(2, 5))]
        parts = [from_units(part, currency.rounding) for part in prorate(total, weights)]
        self.plan(contract, *((f"L{n}", part, f"2026-0{n}-28") for n, part in enumerate(parts, 1)))
        contract.action_sign()
        lines = list(contract.settlement_ids)
        dice.shuffle(lines)
        return contract, contract.settlement_ids.browse([line.id for line in lines])

    def test_random_contracts_bill_out(self):
        dice = random.Random(SEED)
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            for number in range(CONTRACTS):
                with self.subTest(seed=SEED, method=method, number=number):
                    self.check_contract(*self.draw(dice), together=dice.random() < 0.5)

    def check_contract(self, contract, lines, together):
        moves = {}
        for part in [lines] if together else lines:
            made = part._bill("2026-01-10")
            moves.update(zip(made.invoice_line_ids.commercial_settlement_id, made, strict=True))
        invoices = self.env["account.move"].union(*moves.values())
        for step in ("action_post", "button_draft", "action_post"):
            getattr(invoices, step)()
            for line, move in moves.items():
                self.assertSame(contract, move.amount_total, line.amount, f"{step} {line.name}")
        tax, net = sum(invoices.mapped("amount_tax")), sum(invoices.mapped("amount_untaxed"))
        self.assertSame(contract, tax, contract.amount_tax, "tax")
        self.assertSame(contract, net, contract.amount_untaxed, "net")
        self.assertFalse(any(lines.mapped("amount_to_invoice")))
        for reversal in invoices._reverse_moves():
            line = reversal.invoice_line_ids.commercial_settlement_id
            self.assertSame(contract, reversal.amount_total, line.amount, "reversal")

    def assertSame(self, contract, found, wanted, text):
        compared = contract.currency_id.compare_amounts(found, wanted)
        self.assertEqual(compared, 0, f"{text}: {found} instead of {wanted}")
