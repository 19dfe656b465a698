from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourReminders(ContractCase, HttpCase):
    """A rule is read and changed in the browser, and the log says what was held back."""

    browser_size = "1440x900"

    def test_rule_and_log(self):
        rule = self.env.ref("commercial_contract.reminder_rule_overdue")
        contract = self.contract()
        self.env["commercial.reminder.log"].create(
            [
                {
                    "contract_id": contract.id,
                    "settlement_id": line.id,
                    "rule_id": rule.id,
                    "date_planned": "2026-02-02",
                    "date_due": line.date_due,
                    "state": state,
                    "cause": cause,
                }
                for line, state, cause in zip(
                    self.lines(contract),
                    ("held", "sent", "missed"),
                    ("disputed", False, "later"),
                    strict=True,
                )
            ]
        )
        self.start_tour("/odoo/discuss", "contract_reminders", login="manager")
        self.env.invalidate_all()
        firm = self.env.ref("commercial_contract.reminder_step_firm")
        self.assertEqual((rule.who, firm.days), ("both", 20))
