from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_questions import TestQuestions


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestQuestionsAmended(TestQuestions):
    """What changed after signing, asked of the contracts of the other questions."""

    def test_30_what_changed_since_signing(self):
        """Crane: 1,000 more from April on, the end moved; pumps given up with 600 of 1,500 received."""
        crane, pumps = self.crane.with_user(self.seller), self.pumps.with_user(self.seller2)
        line = crane.line_ids
        crane.amend(
            {
                "date_end": "2026-12-31",
                "line_ids": [Command.update(line.id, {"price_unit": 11000})],
            },
            "A stronger crane",
            "2026-04-01",
        )
        pumps.action_terminate("The customer gave up", "2026-03-15")
        rows = self.records("contract_amendments")
        self.assertEqual(
            {
                (row.contract_id.title, row.kind, str(row.date), row.reason, row.user_id.name, row.difference)
                for row in rows
            },
            {
                ("Crane", "change", "2026-04-01", "A stronger crane", "Seller", 1000),
                ("Pumps", "terminate", "2026-03-15", "The customer gave up", "Seller2", -900),
            },
        )  # fmt: skip
        self.assertEqual(self.records("contract_amendments", "terminate").contract_id, self.pumps)
        self.assertEqual(
            self.records("contract_amendments", user=self.seller).contract_id, self.crane
        )
        month = self.records("contract_amendments", "date", period="month")
        self.assertEqual(month.contract_id, self.pumps)
        sums = self.sums("contract_amendments", ["currency_id"], ["difference"])
        self.assertEqual(sums, {"USD": (100,)})
        # on the form, side by side: each plan line, each of the goods, each term
        [amendment] = crane.amendment_ids
        self.assertEqual((amendment.total_before, amendment.total_after), (10000, 11000))
        self.assertEqual(
            (amendment.goods_ids.price_before, amendment.goods_ids.price_after), (10000, 11000)
        )
        self.assertEqual(amendment.term_ids.mapped("label"), ["Contract End"])
        before, after = self.sql(
            "SELECT SUM(amount_before), SUM(amount_after) FROM commercial_contract_amendment_line"
            " WHERE amendment_id = %s",
            amendment.id,
        )[0]
        self.assertEqual(after - before, 1000)
