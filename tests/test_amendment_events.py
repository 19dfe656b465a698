from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
@freeze_time("2026-02-15")
class TestAmendmentEvents(LedgerCase):
    """A plan that is amended may wait for events: A 339, B 565, C 226, each on a date until then."""

    def setUp(self):
        super().setUp()
        self.k = self.contract(
            plan=[("A", 339, "2026-01-31"), ("B", 565, "2026-02-28"), ("C", 226, "2026-03-31")]
        )
        self.a, self.b, self.c = self.lines(self.k)

    def amend(self, *commands):
        return self.k.amend({"settlement_ids": list(commands)}, "As the work goes on")

    def test_lines_that_wait_for_an_event(self):
        """B waits for half of the work, which is done; C for the completion, D as well, and not yet."""
        self.env["commercial.contract.progress"].create(
            {"contract_id": self.k.id, "name": "Half", "percent": 50, "date": "2026-02-10"}
        )
        half = {"trigger": "progress", "trigger_percent": 50, "trigger_days": 10}
        done = {"trigger": "completion", "trigger_days": 0, "date_due": False}
        amendment = self.amend(
            Command.update(self.b.id, {**half, "date_due": False}),
            Command.update(self.c.id, {**done, "amount": 100}),
            Command.create({"name": "D", "amount": 126, **done}),
        )
        self.assertEqual(
            (self.b.date_due, self.b.date_triggered), (date(2026, 2, 20), date(2026, 2, 10))
        )
        self.assertEqual(self.b.date_due_original, date(2026, 2, 28))
        self.assertEqual((self.c.date_due, self.c.trigger), (False, "completion"))
        self.assertEqual(
            {row.name: (row.due_before, row.due_after) for row in amendment.line_ids},
            {
                "B": ("02/28/2026", "02/20/2026"),
                "C": ("03/31/2026", "After completion"),
                "D": (False, "After completion"),
            },
        )
        self.advance(self.k, 1130)
        self.k.action_complete()
        self.assertEqual(
            {line.name: line.date_due for line in self.lines(self.k)},
            {
                "A": date(2026, 1, 31),
                "B": date(2026, 2, 20),
                "C": date(2026, 2, 15),
                "D": date(2026, 2, 15),
            },
        )

    def test_an_event_that_cannot_be(self):
        for values in (
            {"trigger": "progress", "trigger_percent": 101},
            {"trigger": "progress", "trigger_percent": -1},
            {"trigger": "delivery", "trigger_days": -5},
        ):
            self.assertRefused(
                lambda v=values: self.amend(Command.update(self.b.id, v)),
                self.k.name,
                "'B'",
                "100 %",
            )
