from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourSummary(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_a_week_to_the_leader(self):
        """The manager puts down who gets which summary; the rest is the job's."""
        self.start_tour("/odoo/discuss", "contract_summary_mail", login="manager")
        schedule = self.env["commercial.summary.schedule"].search(
            [("name", "=", "Week to the leader")]
        )
        self.assertEqual((schedule.user_ids, schedule.unit), (self.leader, "week"))
        self.assertTrue(schedule.with_pdf and schedule.with_xlsx)
        self.assertEqual(schedule.company_id, self.company)
