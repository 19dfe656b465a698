from odoo.addons.commercial_contract.tools.waterfall import Item, Line, lay
from odoo.tests.common import BaseCase


class TestToolsWaterfallBounced(BaseCase):
    def test_a_bounced_advance_takes_its_own_money_back(self):
        """I6: B paid 300 by its invoice, an untied advance of 70 lands on A, and bounces."""
        lines = [Line(1, 500, (31,)), Line(2, 500, (59,))]
        paid = Item("b", 10, 300, billed=2, document="inv", siblings=(2,))
        came, went = Item("p", 12, 70, pair="x"), Item("q", 14, -70, pair="x")
        self.assertEqual(
            lay(lines, [paid, came, went]),
            ({("b", 2): 300, ("p", 1): 70, ("q", 1): -70}, 0),
        )

    def test_more_taken_back_than_had_come_goes_by_the_last_lines(self):
        """Of 100 that bounced with 70 of its own, 30 come off the last line that holds money."""
        lines = [Line(1, 500, (31,)), Line(2, 500, (59,))]
        paid = Item("b", 10, 300, billed=2, document="inv", siblings=(2,))
        came, went = Item("p", 12, 70, pair="x"), Item("q", 14, -100, pair="x")
        rows, rest = lay(lines, [paid, came, went])
        self.assertEqual(rest, 0)
        self.assertEqual(rows, {("b", 2): 300, ("p", 1): 70, ("q", 1): -70, ("q", 2): -30})
