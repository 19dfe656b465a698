from contextlib import closing

from odoo.tests import tagged

from .test_two_workers import TestTwoWorkers


@tagged("post_install", "-at_install", "slow")
class TestFactsWorkers(TestTwoWorkers):
    """Two workers book facts of one contract at the same time: none is lost, none is doubled. Plan A, B,
    C of 100 each."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self.worker(cr).k.action_sign()

    def clean_up(self):
        with self.registry.cursor() as cr:
            self.worker(cr).k._unlocked().write({"state": "draft", "date_locked": False})
        return super().clean_up()

    def sums(self):
        """Return {kind: sum} of the facts, and how many there are."""
        with closing(self.registry.cursor()) as cr:
            cr.execute(
                "SELECT kind, SUM(amount), COUNT(*) FROM commercial_contract_fact WHERE contract_id = %s"
                " GROUP BY kind",
                [self.ids[1]],
            )
            return {kind: (float(amount), count) for kind, amount, count in cr.fetchall()}

    def test_both_mend_what_is_missing(self):
        """Neither writes a figure of the contract: the booking alone lets them collide."""
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM commercial_contract_fact WHERE contract_id = %s", [self.ids[1]])
        tries = self.both(
            lambda worker: worker.k.follow_ledger(), lambda worker: worker.k.follow_ledger()
        )
        self.assertEqual(tries, 2)
        self.assertEqual(self.sums(), {"signed": (300, 1), "planned": (300, 3)})

    def test_both_choose_a_method(self):
        def choose(name):
            def act(worker):
                line = worker.k.settlement_ids.filtered(lambda line: line.name == name)
                line.method_id = worker.env["commercial.settlement.method"].search([], limit=1)

            return act

        self.assertEqual(self.both(choose("A"), choose("B")), 2)
        self.assertEqual(self.sums(), {"signed": (300, 1), "planned": (300, 7)})

    def test_a_handover_and_a_payment(self):
        def hand_over(worker):
            worker.k.user_id = worker.env.ref("base.user_root")

        self.both(hand_over, self.pay(150))
        self.assertEqual(self.sums()["settled"], (150, 2))
        self.assertEqual(self.sums()["planned"][0], 300)
