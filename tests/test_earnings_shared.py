import random

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_facts import JAN, FactsCase

# Read from the books alone: invoiced without tax of sales contracts, less that of purchase contracts, less what is
# posted on an account of any contract and is of no contract, each item once.
EARNED = """
    SELECT (SELECT COALESCE(-SUM(l.balance), 0) FROM account_move_line l
              JOIN commercial_contract c ON c.id = l.commercial_contract_id
             WHERE c.id = ANY(%(ids)s) AND l.display_type = 'product' AND l.parent_state = 'posted')
         + (SELECT COALESCE(SUM(a.amount), 0) FROM account_analytic_line a
         LEFT JOIN account_move_line l ON l.id = a.move_line_id
             WHERE l.commercial_contract_id IS NULL AND COALESCE(l.parent_state, 'posted') = 'posted'
               AND EXISTS (SELECT 1 FROM commercial_contract c, jsonb_each_text(to_jsonb(a)) j
                            WHERE c.id = ANY(%(ids)s) AND j.value = c.analytic_account_id::text
                              AND (j.key = 'account_id' OR j.key LIKE 'x_plan%%_id')))"""


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestEarningsShared(FactsCase):
    """Whose an expense is where contracts share an account. At the end of each test Q12 says the same of all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plans = cls.env["account.analytic.plan"].create([{"name": "Jobs"}, {"name": "Sites"}])
        cls.columns = [plan._column_name() for plan in plans]
        cls.jobs = cls.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plans[0].id} for name in ("Crane", "Other")]
        )
        cls.site = cls.env["account.analytic.account"].create(
            {"name": "Harbour", "plan_id": plans[1].id}
        )

    def spend(self, amount, *accounts):
        values = {self.columns[account == self.site]: account.id for account in accounts}
        return self.env["account.analytic.line"].create(
            {"name": "Wages", "amount": -amount, "date": "2026-02-20", **values}
        )

    def bill(self, amount, accounts, contract=None):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-02-10",
                "ref": f"B-{len(self.env['account.move'].search([]))}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.pump.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "commercial_contract_id": contract and contract.id,
                            "analytic_distribution": {",".join(map(str, accounts.ids)): 100},
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    def expenses(self, *contracts):
        return [sum(self.facts(contract, "expense").mapped("expense")) for contract in contracts]

    def earned(self, contracts):
        report = self.env["commercial.contract.report"]
        [row] = report.figures([("contract_id", "in", contracts.ids)], [], ["earned"])
        return row["earned"]

    def test_what_is_signed_comes_before_a_draft(self):
        account = {"analytic_account_id": self.jobs[0].id}
        draft = self.contract(plan=[("A", 100, JAN)], signed=False, **account)
        self.spend(7, self.jobs[0])
        self.assertEqual(self.expenses(draft), [7])
        signed = self.contract(plan=[("B", 100, JAN)], date_signed="2026-01-05", **account)
        self.assertEqual(self.expenses(draft, signed), [0, 7])
        draft.action_sign()
        older = self.contract(plan=[("C", 100, JAN)], date_signed="2025-12-01", **account)
        self.assertEqual(self.expenses(draft, signed, older), [0, 0, 7])

    def test_a_cancelled_sales_contract_takes_nothing(self):
        account = {"analytic_account_id": self.jobs[0].id}
        s = self.contract(plan=[("A", 100, JAN)], signed=False, **account)
        p = self.contract(plan=[("B", 60, JAN)], direction="purchase", **account)
        self.bill(60, self.jobs[0], p)
        self.spend(7, self.jobs[0])
        self.assertEqual(self.expenses(s, p), [67, 0])
        self.assertEqual(self.earned(s | p), -67)
        s.action_cancel()
        self.assertEqual(self.expenses(s, p), [0, 7])
        self.assertEqual((self.earned(s), self.earned(p)), (0, -67))

    def test_an_item_on_accounts_of_two_plans_counts_once(self):
        first = self.contract(plan=[("A", 100, JAN)], analytic_account_id=self.jobs[0].id)
        second = self.contract(plan=[("B", 100, JAN)], analytic_account_id=self.site.id)
        p = self.contract(plan=[("C", 60, JAN)], direction="purchase")
        self.spend(7, self.jobs[0], self.site)
        self.bill(60, self.jobs[0] | self.site, p)
        self.assertEqual(self.expenses(first, second, p), [67, 0, 0])
        self.assertEqual(sum(self.facts(p, "expense").mapped("purchased")), -60)
        self.assertEqual(self.earned(first | second | p), -67)
        first.analytic_account_id = self.jobs[1]
        self.assertEqual(self.expenses(first, second, p), [0, 67, 0])
        first.analytic_account_id = self.jobs[0]
        self.assertEqual(self.expenses(first, second, p), [67, 0, 0])

    def test_at_random(self):
        """All that can happen to shared accounts, and after each step the books say what is earned."""
        walked = self.env["commercial.contract"]
        for seed in (1, 2, 3):
            with self.subTest(seed=seed):
                walked |= self.walk(random.Random(seed), walked)

    def walk(self, dice, before):
        """Return new contracts; what was booked for those before them stays on the accounts."""
        accounts = self.jobs | self.site
        contracts = self.env["commercial.contract"]
        for direction in ("sale", "sale", "purchase", "purchase"):
            contracts |= self.contract(
                plan=[("A", 1000, JAN)],
                direction=direction,
                signed=dice.random() < 0.7,
                analytic_account_id=dice.choice(accounts).id,
                **({"currency_id": self.eur.id} if dice.random() < 0.3 else {}),
            )
        moves = []
        for _step in range(14):
            contract = dice.choice(contracts)
            some = dice.choice((accounts[0], accounts[1], accounts[2], accounts[0] | accounts[2]))
            what = dice.choice((self.step_book, self.step_invoice, self.step_turn, self.step_undo))
            moves += what(dice, contract, some, moves) or []
            self.env.flush_all()
            self.env.cr.execute(EARNED, {"ids": (before | contracts).ids})
            [booked] = self.env.cr.fetchone()
            self.assertAlmostEqual(self.earned(before | contracts), float(booked), 2, what)
        contracts.analytic_account_id = False
        return contracts

    def step_book(self, dice, contract, some, moves):
        """Book wages, a bill of nobody, or one of a purchase contract."""
        if dice.random() < 0.4:
            self.spend(dice.randint(1, 90), *some)
            return []
        owns = (contract.direction, contract.state) == ("purchase", "active")
        owns = owns and contract.currency_id == self.usd and dice.random() < 0.7
        return [self.bill(dice.randint(1, 90), some, contract if owns else None)]

    def step_invoice(self, dice, contract, some, moves):
        if contract.state != "active" or contract.invoice_ids:
            return []
        move = contract.settlement_ids._bill("2026-02-11")
        move.ref = f"I-{contract.id}"
        move.action_post()
        return [move]

    def step_turn(self, dice, contract, some, moves):
        """Sign or cancel a draft, or move a contract to another account or none."""
        if contract.state == "draft" and dice.random() < 0.5:
            dice.choice((contract.action_sign, contract.action_cancel))()
        else:
            contract.analytic_account_id = dice.choice((*self.jobs, self.site, self.site.browse()))

    def step_undo(self, dice, contract, some, moves):
        if moves:
            move = dice.choice(moves)
            move.button_draft() if move.state == "posted" else move.action_post()
