from contextlib import closing

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from . import invariants
from .builders import Builders
from .collisions import collide

PLAN = (("A", 100, "2026-01-31"), ("B", 100, "2026-02-28"), ("C", 100, "2026-03-31"))


class Worker(Builders):
    """A worker's own transaction, in the main company."""

    def __init__(self, cr, partner_id=None, contract_id=None):
        self.env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        self.company = self.env.ref("base.main_company")
        self.seller = self.env.ref("base.user_admin")
        self.bank = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "bank")], limit=1
        )
        self.customer = self.env["res.partner"].browse(partner_id)
        self.k = self.env["commercial.contract"].browse(contract_id)

    # the builders of a class, with this worker's environment
    def contract(self, *args, **values):
        return Builders.contract.__func__(self, *args, **values)

    def plan(self, contract, *rows):
        return Builders.plan.__func__(self, contract, *rows)


@tagged("post_install", "-at_install", "slow")
class TestTwoWorkers(BaseCase):
    """Two workers change one contract at the same time: both began before either wrote. The later
    one collides on the contract's row and is tried again, so what is stored equals a rebuild. The
    records are really committed, and taken away at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.ids = ()
        with self.registry.cursor() as cr:
            worker = Worker(cr)
            worker.customer = worker.env["res.partner"].create({"name": "Two workers"})
            contract = worker.contract(plan=PLAN, signed=False, company_id=worker.company.id)
            self.ids = (worker.customer.id, contract.id)
        self.addCleanup(self.clean_up)

    def clean_up(self):
        with self.registry.cursor() as cr:
            worker = self.worker(cr)
            payments = worker.env["account.payment"].search([("partner_id", "=", self.ids[0])])
            payments.action_draft()
            payments.unlink()
            worker.k.unlink()
            worker.customer.unlink()

    def worker(self, cr):
        return Worker(cr, *self.ids)

    def both(self, first, second):
        """Let two workers begin, the first one commit, and the second one go on as RPC does;
        return how often the second was tried."""
        _first, _second, tries = collide(
            self.registry, lambda cr: first(self.worker(cr)), lambda cr: second(self.worker(cr))
        )
        return tries

    def check(self, tries, figures):
        self.assertEqual(tries, 2, "the second worker saw nothing of the first")
        with closing(self.registry.cursor()) as cr:
            worker = self.worker(cr)
            found = {line.name: line.amount_settled for line in worker.k.settlement_ids}
            self.assertEqual(found, figures)
            invariants.assert_ledger(self, worker.k)

    def pay(self, amount):
        return lambda worker: worker.advance(worker.k, amount)

    def test_two_payments(self):
        tries = self.both(self.pay(60), self.pay(60))
        self.check(tries, {"A": 100, "B": 20, "C": 0})

    def test_a_plan_edit_and_a_payment(self):
        def add_line(worker):
            worker.plan(worker.k, ("0", 50, "2026-01-01"))

        self.check(self.both(add_line, self.pay(60)), {"0": 50, "A": 10, "B": 0, "C": 0})

    def test_a_payment_and_a_plan_edit(self):
        def cut_line(worker):
            worker.k.settlement_ids.filtered(lambda line: line.name == "A").amount = 30

        self.check(self.both(self.pay(60), cut_line), {"A": 30, "B": 30, "C": 0})

    def test_two_due_dates_of_different_lines(self):
        with self.registry.cursor() as cr:
            self.pay(100)(self.worker(cr))

        def move(name, date):
            def act(worker):
                line = worker.k.settlement_ids.filtered(lambda line: line.name == name)
                line.date_due = date

            return act

        # each alone leaves the money on A or on B; together it belongs to C
        tries = self.both(move("A", "2026-04-30"), move("B", "2026-05-31"))
        self.check(tries, {"A": 0, "B": 0, "C": 100})
