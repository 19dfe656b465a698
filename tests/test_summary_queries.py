from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ContractCase

DEPARTMENT = "commercial_contract.group_contract_department"


@tagged("post_install", "-at_install", "slow")
class TestSummaryQueries(ContractCase):
    """A period summary costs as many queries for 1,000 contracts as for 10, for who sees all and for the
    head of a department."""

    def make(self, count):
        contracts = self.env["commercial.contract"].create(
            [
                {
                    "title": "K",
                    "partner_id": partner.id,
                    "department_id": self.north.id,
                    "date_signed": "2026-01-05",
                    "line_ids": [Command.create({"name": "Pump", "price_unit": 100})],
                    "settlement_ids": [
                        Command.create({"name": "A", "amount": 100, "date_due": "2026-01-28"})
                    ],
                }
                for partner in self.env["res.partner"].create(
                    [{"name": f"C{number}"} for number in range(count)]
                )
            ]
        )
        contracts.action_sign()
        self.env.cr.flush()
        self.analyze()

    @freeze_time("2026-03-10")
    def test_ten_and_a_thousand_contracts(self):
        self.north = self.env["hr.department"].create({"name": "North"})
        head = self.make_user("head", DEPARTMENT)
        self.env["hr.employee"].create(
            {"name": "Head", "user_id": head.id, "department_id": self.north.id}
        )
        costs = {}
        for more, total in ((10, 10), (990, 1000)):
            self.make(more)
            for user in (self.leader, head):
                for by in ("department_id", "commercial_partner_id"):
                    source = self.env["report.commercial_contract.period_summary"].with_user(user)

                    def ask(source=source, by=by):
                        return source._get_period_summary_data("year", by=by)

                    totals = ask()["totals"]
                    self.assertEqual(
                        [totals[name] for name in ("count", "signed", "overdue")],
                        [total, 100.0 * total, 100.0 * total],
                    )
                    costs.setdefault((user.login, by), []).append(self.queries(ask))
        for asked, (few, many) in costs.items():
            self.assertLessEqual(many - few, 3, f"{asked}: {few} queries, {many} for 1,000")
