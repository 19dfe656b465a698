import logging
import os
import random
from collections import Counter
from contextlib import closing

from odoo.exceptions import UserError
from odoo.tests import tagged

from . import invariants
from .oracle import money_missing
from .walk_steps import BillingSteps, PlanSteps
from .walk_steps_cash import CashSteps
from .walk_steps_undo import UndoSteps
from .walk_world import WalkWorld

_logger = logging.getLogger(__name__)
SEED = int(os.environ.get("CC_WALK_SEED") or 20260110)
RUNS = int(os.environ.get("CC_WALK_RUNS") or ("CC_WALK_SEED" in os.environ and 1) or 100)
# What makes money comes more often than what takes it away, so that something always lives.
WEIGHTS = {
    "bill_plan": 10,
    "bill_hand": 8,
    "bill_shared": 7,
    "bill_nobody": 2,
    "credit": 4,
    "credit_use": 5,
    "reverse": 3,
    "relink": 3,
    "unlink_contract": 2,
    "invoice_draft": 3,
    "invoice_post": 4,
    "invoice_cancel": 2,
    "invoice_delete": 2,
    "plan_amend": 4,
    "plan_edit": 4,
    "plan_add": 2,
    "plan_delete": 2,
    "plan_date": 4,
    "plan_sequence": 2,
    "plan_cancel": 2,
    "opening": 2,
    "terminate": 1,
    "pause": 1,
    "complete": 2,
    "register": 12,
    "register_many": 6,
    "advance": 10,
    "payment_untagged": 3,
    "match": 12,
    "pay_back": 4,
    "match_back": 4,
    "bank_tagged": 3,
    "bank_tag_of_the_line": 3,
    "bank_matched": 5,
    "bank_undo": 2,
    "announce": 5,
    "entry_bank": 4,
    "deposit": 3,
    "deposit_moved": 3,
    "entry_net": 4,
    "entry_mixed": 3,
    "write_off": 3,
    "retag": 5,
    "tag_item": 3,
    "name_line": 4,
    "unmatch": 4,
    "drop_partial": 2,
    "payment_draft": 4,
    "payment_post": 4,
    "payment_cancel": 1,
    "payment_reject": 1,
    "payment_delete": 2,
    "payment_reverse": 3,
    "entry_draft": 3,
    "there_and_back": 10,
}
FIRST = ("bill_plan", "bill_hand", "bill_shared", "advance", "bank_tagged")


class Walk(BillingSteps, PlanSteps, CashSteps, UndoSteps, WalkWorld):
    """One short seeded walk in a savepoint, its proof at the end, and how a bad one is told."""

    def begin(self, seed):
        """Draw a company, some of its contracts and the kinds of the steps."""
        dice = random.Random(seed)
        self.enter(dice.choice(list(self.places)))
        self.mine = self.all_contracts.browse(
            sorted(dice.sample(self.all_contracts.ids, dice.choice([2, 3, 4])))
        )
        self.moves = self.env["account.move"]
        self.payments = self.env["account.payment"]
        self.bank_lines = self.env["account.bank.statement.line"]
        kinds = dice.choices(list(WEIGHTS), WEIGHTS.values(), k=dice.choice([3, 5, 8, 12]))
        return [*dice.sample(FIRST, 2), *kinds]

    def walk(self, seed, left_out=(), each=False):
        """Walk; return the fault found (a text), or None. Nothing of it stays in the database.

        :param each: compare with a rebuild after each step, and not only after some of them
        """
        with closing(self.env.cr.savepoint()):
            fault = None
            for number, kind in enumerate(self.begin(seed)):
                if number in left_out:
                    continue
                # dice of its own: leaving out another step changes nothing here
                self.rng = random.Random(f"{seed}/{number}")
                try:
                    self.take(kind)
                    if each or self.chance(0.1):
                        self.check_step()
                except Exception as error:
                    _logger.info("seed %s", seed, exc_info=True)
                    fault = f"step {number} ({kind}): {type(error).__name__}: {error}"
                    break
            if not fault:
                try:
                    self.check_end()
                except AssertionError as error:
                    fault = f"at the end: {error}"
        self.env.invalidate_all(flush=False)
        return fault

    def take(self, kind):
        self.forget_the_gone()
        try:
            with self.env.cr.savepoint():
                done = bool(getattr(self, f"step_{kind}")())
                self.env.flush_all()
        except UserError as error:  # Odoo refuses some steps in some states
            self.env.invalidate_all()
            self.refused[kind, str(error)[:60]] += 1
            done = False
        self.done[kind] += done
        self.alive[bool(self.mine.allocation_ids)] += 1

    def check_step(self):
        """What is stored is what a rebuild gives, digests included."""
        stored = invariants.exact(self.mine)
        self.mine.follow_ledger()
        self.assertEqual(invariants.exact(self.mine), stored, "I5")

    def check_end(self):
        """I1 to I5 by SQL that shares no code with the engine, and a rebuild from nothing."""
        found = invariants.broken(self.env)
        # bills by hand go over the plan now and then; what bills from the plan is checked there
        self.assertFalse(
            {name: rows for name, rows in found.items() if name[:2] not in ("Q2", "Q8")}
        )
        self.assertFalse(money_missing(self.env, self.all_contracts), "I3")
        invariants.assert_rebuilt(self, self.mine)
        self.assertEqual(self.all_contracts._check_ledger(), [])
        if self.chance(0.15):
            self.check_all_undone()

    def check_all_undone(self):
        """I6: without its records nothing is left of the walk but what people typed."""
        try:
            self.undo_all()
        except UserError:
            return
        self.done["undo_all"] += 1
        self.env.flush_all()
        for contract in self.all_contracts:
            rows = contract.allocation_ids.filtered(lambda row: row.kind != "opening")
            self.assertFalse(rows, "I6")
            self.assertFalse(contract.amount_invoiced or contract.amount_unallocated, "I6")

    def shrink(self, seed):
        """Return (the steps without which it still fails, the fault of the shortest walk)."""
        left_out, fault = set(), self.walk(seed, each=True) or self.walk(seed)
        for number in reversed(range(len(self.begin(seed)))):
            shorter = self.walk(seed, left_out | {number}, each=True)
            if shorter:
                left_out, fault = left_out | {number}, shorter
        return left_out, fault

    def walk_all(self, seeds):
        self.done, self.refused, self.alive = Counter(), Counter(), Counter()
        bad = [seed for seed in seeds if self.walk(seed)]
        self.report(f"walked {len(seeds)} {self.done.total()}")
        _logger.info("done: %s\nrefused: %s", self.done, self.refused.most_common(12))
        for number, seed in enumerate(bad):
            left_out, fault = self.shrink(seed) if number < 3 else ((), self.walk(seed))
            kinds = [kind for n, kind in enumerate(self.begin(seed)) if n not in left_out]
            self.report(f"seed {seed}: {', '.join(kinds)}: {fault}")
            with self.subTest(seed=seed, steps=kinds):
                self.fail(fault)
        self.assertFalse(bad, "walk one of these seeds again: CC_WALK_SEED=… dev/test TestWalk")

    def report(self, text):
        """Add a line to what dev/soak reads."""
        if "CC_WALK_REPORT" in os.environ:
            with open(os.environ["CC_WALK_REPORT"], "a", encoding="utf-8") as file:
                file.write(" ".join(text.split()) + "\n")


class WalkCase(Walk):
    """Seeded random walks over everything that moves money, in two companies and three currencies.

    CC_WALK_SEED replays one, CC_WALK_RUNS says how many; ``dev/soak`` walks thousands.
    """

    def walk_from(self, seed):
        seeds = range(seed, seed + RUNS)
        _logger.info("the walks' seeds are %s to %s", seeds[0], seeds[-1])
        self.walk_all(seeds)
        self.assertGreater(self.alive[True], 2 * self.alive[False], "most steps have live money")


@tagged("post_install", "-at_install", "slow")
class TestWalk(WalkCase):
    def test_walk(self):
        self.walk_from(SEED)
        if RUNS >= 100:
            self.assertFalse(
                {*WEIGHTS, "undo_all"} - set(+self.done), "each kind of step was walked"
            )


@tagged("post_install", "-at_install")
class TestWalkOn(WalkCase):
    """The other half, for the other process of dev/test."""

    def test_walk(self):
        self.walk_from(SEED + RUNS)
