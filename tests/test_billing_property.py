import os
import random

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.money import from_units, prorate, to_units
from .common import ContractCase

SEED = int(os.environ.get("BILLING_SEED", "20261125"))
CONTRACTS = int(os.environ.get("BILLING_CONTRACTS", "20"))


@tagged("post_install", "-at_install", "slow")
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
        """Return signed contracts of 1 to 4 goods lines, each with its 1 to 5 plan lines in the order
        in which they will be billed."""
        contracts = self.env["commercial.contract"].create(
            [self.prepare_contract(dice) for _number in range(CONTRACTS)]
        )
        rows = []
        for contract in contracts:
            rounding = contract.currency_id.rounding
            total = to_units(contract.amount_total, rounding)
            weights = [dice.randint(1, 9) for _part in range(dice.randint(1, 5))]
            rows += [
                {
                    "contract_id": contract.id,
                    "name": f"L{number}",
                    "amount": from_units(part, rounding),
                    "date_due": f"2026-0{number}-28",
                }
                for number, part in enumerate(prorate(total, weights), 1)
            ]
        self.env["commercial.contract.settlement"].create(rows)
        contracts.action_sign()
        return {
            contract: contract.settlement_ids.browse(
                dice.sample(contract.settlement_ids.ids, len(contract.settlement_ids))
            )
            for contract in contracts
        }

    def prepare_contract(self, dice):
        currencies = [self.usd, self.usd, self.usd, self.jpy, self.kwd, self.eur]
        taxes = [self.tax_13, self.tax_6, self.tax_21, self.included, self.env["account.tax"]]
        products = [self.pump, self.valve, self.service]
        return {
            "title": "Random",
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "currency_id": dice.choice(currencies).id,
            "user_id": self.seller.id,
            "date_signed": "2026-01-05",
            "line_ids": [
                Command.create(
                    {
                        "name": f"Goods {number}",
                        "product_id": dice.choice(products).id,
                        "quantity": dice.choice([1, 2, 3, 7, 1.5]),
                        "price_unit": round(dice.uniform(1, 2000), 2),
                        "discount": dice.choice([0, 0, 10, 33.33]),
                        "tax_ids": [Command.set(dice.choice(taxes).ids)],
                    }
                )
                for number in range(dice.randint(1, 4))
            ],
        }

    def test_random_contracts_bill_out(self):
        dice = random.Random(SEED)
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            drawn = self.draw(dice)
            moves = self.bill(dice, drawn)
            self.analyze()
            for step in ("action_post", "button_draft", "action_post"):
                getattr(self.env["account.move"].union(*moves.values()), step)()
                for line, move in moves.items():
                    self.assertSame(line, move.amount_total, line.amount, f"{method} {step}")
            for contract, lines in drawn.items():
                invoices = self.env["account.move"].union(*(moves[line] for line in lines))
                for name in ("amount_tax", "amount_untaxed"):
                    total = sum(invoices.mapped(name))
                    self.assertSame(contract, total, contract[name], f"{method} {name}")
                self.assertFalse(any(lines.mapped("amount_to_invoice")))
            for reversal in self.env["account.move"].union(*moves.values())._reverse_moves():
                line = reversal.invoice_line_ids.commercial_settlement_id
                self.assertSame(line, reversal.amount_total, line.amount, f"{method} reversal")

    def bill(self, dice, drawn):
        """Return {plan line: invoice}: of half of the contracts all lines at once, of the others
        one line after the other."""
        moves = {}
        rounds = [[], [], [], [], []]
        for lines in drawn.values():
            if dice.random() < 0.5:
                rounds[0] += lines
            else:
                for number, line in enumerate(lines):
                    rounds[number].append(line)
        for part in filter(None, rounds):
            made = part[0].union(*part)._bill("2026-01-10")
            for move in made:
                moves[move.invoice_line_ids.commercial_settlement_id] = move
        return moves

    def assertSame(self, record, found, wanted, text):
        compared = record.currency_id.compare_amounts(found, wanted)
        text = f"seed {SEED} {record.display_name} {text}: {found} instead of {wanted}"
        self.assertEqual(compared, 0, text)
