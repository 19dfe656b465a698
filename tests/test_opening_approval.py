from odoo.exceptions import UserError
from odoo.tests import tagged

from .approvals import ApprovalCase
from .opening_files import OpeningFiles, one_sheet


@tagged("post_install", "-at_install")
class TestOpeningApproval(OpeningFiles, ApprovalCase):
    """Running contracts that fall under approval rules: over 100 needs the boss, and these are over 1,000."""

    def test_who_sets_the_rules_takes_them_over_as_signed(self):
        contracts = self.take_over(one_sheet(2))
        self.assertEqual(set(contracts.mapped("state")), {"active"})
        self.assertFalse(contracts.review_ids)
        for contract in contracts:
            notes = "".join(contract.message_ids.mapped("body"))
            self.assertIn("Not asked for: approval by the rule Over 100", notes)

    def test_others_get_an_error_for_each_row(self):
        wizard = self.dialog(one_sheet(3), user=self.accountant)
        self.assertEqual(wizard.error_count, 0, wizard.messages)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            wizard.action_take_over()
        for text in ("row 2: T-00001", "row 5: T-00002", "row 8: T-00003", "(Over 100)"):
            self.assertIn(text, str(caught.exception))
        self.assertFalse(self.env["commercial.contract"].search([("name", "=like", "T-0%")]))

    def test_others_take_over_what_falls_under_no_rule(self):
        self.over_100.definition_domain = "[('amount_total', '>', 1000)]"
        contracts = self.take_over(one_sheet(2), user=self.accountant)
        self.assertEqual(set(contracts.mapped("state")), {"active"})

    def test_a_context_from_outside_signs_nothing(self):
        for token in (True, 1, "TAKEN_OVER"):
            draft = self.draft().with_context(contract_taken_over=token)
            self.assertRefused(draft.action_sign, draft.name, "approv")
            self.assertEqual(self.state(draft), "draft")
