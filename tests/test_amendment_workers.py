from contextlib import closing

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_two_workers import TestTwoWorkers


@tagged("post_install", "-at_install", "slow")
class TestAmendmentWorkers(TestTwoWorkers):
    """Two workers amend one contract at the same time, or one amends what the other bills or is paid.
    The later one is tried again on what the first one left: plan A, B, C of 100 each."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self.worker(cr).k.action_sign()

    def clean_up(self):
        with self.registry.cursor() as cr:
            worker = self.worker(cr)
            payments = worker.env["account.payment"].search([("partner_id", "=", self.ids[0])])
            payments.action_draft()
            payments.unlink()
            worker.env["account.move"].search([("partner_id", "=", self.ids[0])]).unlink()
            # what was amended is not deleted
            worker.k.amendment_ids.sudo().unlink()
            worker.k._unlocked().write({"state": "draft", "date_locked": False})
        return super().clean_up()

    def amend(self, **vals):
        return lambda worker: worker.k.amend(vals, "Agreed")

    def price(self, amount):
        """Amend the one line of goods to ``amount``; the plan is spread anew."""
        return lambda worker: worker.k.amend(
            {"line_ids": [Command.update(worker.k.line_ids.id, {"price_unit": amount})]}, "Agreed"
        )

    def cut(self, name, amount, other):
        """Amend a plan line to ``amount``, and give ``other`` the rest of 300 - 100."""

        def act(worker):
            plan = {line.name: line for line in worker.k.settlement_ids}
            worker.k.amend(
                {
                    "settlement_ids": [
                        Command.update(plan[name].id, {"amount": amount}),
                        Command.update(plan[other].id, {"amount": 200 - amount}),
                    ]
                },
                "Agreed",
            )

        return act

    def bill(self, name):
        return lambda worker: worker.k.settlement_ids.filtered(lambda s: s.name == name)._bill()

    def check_plan(self, *amounts, numbers=("A1",)):
        with closing(self.registry.cursor()) as cr:
            contract = self.worker(cr).k
            plan = contract.settlement_ids.sorted("name")
            self.assertEqual(tuple(round(line.amount, 2) for line in plan), amounts)
            self.assertEqual(contract.amount_total, sum(plan.mapped("amount")))
            names = contract.amendment_ids.sorted("id").mapped("name")
            self.assertEqual(names, [f"{contract.name}/{number}" for number in numbers])
            return contract.amendment_ids.sorted("id").mapped(
                lambda a: (a.total_before, a.total_after)
            )

    def test_two_amendments_of_the_goods(self):
        """The later one starts from what the first one left: 300 -> 330 -> 360."""
        self.assertEqual(self.both(self.price(330), self.price(360)), 2)
        steps = self.check_plan(120, 120, 120, numbers=("A1", "A2"))
        self.assertEqual(steps, [(300, 330), (330, 360)])

    def test_two_amendments_of_which_only_one_fits(self):
        """Each alone keeps the plan at 300; the second one, given the amounts that it saw, would not."""
        with self.assertRaisesRegex(UserError, "would add up to"):
            self.both(self.cut("A", 40, "B"), self.cut("B", 40, "C"))
        self.check_plan(40, 160, 100)

    def test_the_title_and_the_goods(self):
        self.assertEqual(self.both(self.amend(title="Pumps"), self.price(360)), 2)
        self.check_plan(120, 120, 120, numbers=("A1", "A2"))

    def test_an_amendment_after_an_invoice(self):
        """What was billed meanwhile is frozen: 360 - 100 over B and C."""
        self.assertEqual(self.both(self.bill("A"), self.price(360)), 2)
        self.check_plan(100, 130, 130)

    def test_an_invoice_after_an_amendment(self):
        """The invoice is made out over what the line comes to since."""
        self.assertEqual(self.both(self.price(360), self.bill("A")), 2)
        self.check_plan(120, 120, 120)
        with closing(self.registry.cursor()) as cr:
            self.assertEqual(self.worker(cr).k.invoice_ids.mapped("amount_total"), [120])

    def test_a_cut_below_what_was_billed_meanwhile(self):
        with self.assertRaisesRegex(UserError, "'A'"):
            self.both(self.bill("A"), self.cut("A", 40, "B"))
        with closing(self.registry.cursor()) as cr:
            self.assertFalse(self.worker(cr).k.amendment_ids)

    def test_an_amendment_after_a_payment(self):
        """60 of A is settled meanwhile; A cannot be cut to 40."""
        with self.assertRaisesRegex(UserError, "'A'"):
            self.both(self.pay(60), self.cut("A", 40, "B"))
        with closing(self.registry.cursor()) as cr:
            self.assertFalse(self.worker(cr).k.amendment_ids)

    def test_a_payment_after_an_amendment(self):
        self.assertEqual(self.both(self.cut("A", 40, "B"), self.pay(60)), 2)
        self.check_plan(40, 160, 100)
        self.check(2, {"A": 40, "B": 20, "C": 0})
