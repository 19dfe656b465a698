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

    def test_the_link_of_the_mail(self):
        """It opens the summary of January that it names, whatever month it is."""
        self.contract(date_signed="2026-01-05")
        asked = "unit=month&day=2026-01-31&direction=sale&by=user_id"
        self.start_tour(
            f"/odoo/period-summary?{asked}&company={self.company.id}",
            "contract_summary_link",
            login="leader",
        )
