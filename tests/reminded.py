from unittest.mock import patch

from odoo.tests import freeze_time

from .common import LedgerCase

# A is due on Saturday 31 January, B on 28 February, C on 31 March 2026; people work from Monday to Friday.


class RemindedCase(LedgerCase):
    """No rule is in use but those that a test switches on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["commercial.reminder.rule"].search([]).active = False

    def rule(self, name, **values):
        """Switch a ready-made rule on."""
        rule = self.env.ref(f"commercial_contract.reminder_rule_{name}")
        rule.write({"active": True, **values})
        return rule

    def lead(self, *users):
        """Make the leader the manager of these users."""
        employees = self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": self.company.id}
                for user in (self.leader, *users)
            ]
        )
        employees[1:].parent_id = employees[0]

    def run_job(self, *days):
        for day in days:
            self.env.invalidate_all()
            with freeze_time(day), patch.object(self.env.cr, "commit", self.env.flush_all):
                self.env["commercial.reminder.rule"]._cron_remind()
        self.env.invalidate_all()

    def told(self, record):
        """Return the log of a record: step, day, outcome, reason."""
        return [
            (log.step, str(log.date_planned), log.state, log.cause)
            for log in record.reminder_log_ids.sorted(lambda log: (log.rule_id.sequence, log.step))
        ]
