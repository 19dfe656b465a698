from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models.fact import commercial_contract_figures_read
from .common import ALL, OWN
from .test_dashboard import MEASURES, TODAY, DashboardCase

DEPARTMENT = "commercial_contract.group_contract_department"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDashboardLeader(DashboardCase):
    """The page of leaders: overdue beside the year before, favourites, and how the head of a department
    is spared the events of all others."""

    def favorite(self, name, user=None, **values):
        return self.env["ir.filters"].create(
            {
                "name": name,
                "model_id": "commercial.contract.report",
                "user_ids": [Command.set(user.ids)] if user else False,
                **values,
            }
        )

    def test_overdue_beside_the_year_before(self):
        """Today 4,000 USD of K and 800 EUR of E are late. On 10 March 2025 400 USD were, of a contract that
        was paid in June; what fell due in April and what was signed later were not."""
        old = self.contract(
            plan=[("O", 400, "2025-02-01"), ("N", 100, "2025-04-01")], date_signed="2025-01-15"
        )
        self.advance(old, 500, "2025-06-01")
        late = self.contract(plan=[("S", 70, "2025-02-01")], date_signed="2025-03-20")
        self.advance(late, 70, "2025-06-02")
        self.env.flush_all()
        [cell] = [
            cell for cell in self.page(self.leader, "leader")["strip"] if cell["name"] == "overdue"
        ]
        found = {
            row["currency_id"]: (row["amount"], row["count"], row["before"]) for row in cell["rows"]
        }
        self.assertEqual(found, {self.usd.id: (4000.0, 1, 400.0), self.eur.id: (800.0, 1, 0.0)})
        report = self.env["commercial.contract.report"].with_user(self.leader)
        domain = [("company_id", "=", self.company.id)]
        self.assertEqual(report.overdue_before(domain, "2025-05-01"), {self.usd.id: 570.0})
        self.assertEqual(report.overdue_before(domain, "2025-06-01"), {self.usd.id: 70.0})
        mine = self.env["commercial.contract.report"].with_user(self.seller2)
        self.assertEqual(mine.overdue_before(domain, "2025-05-01"), {})
        other = self.page(self.seller, "sales")
        self.assertFalse(any("before" in row for cell in other["strip"] for row in cell["rows"]))

    def test_favorites(self):
        mine = self.favorite("North by month", self.leader)
        shared = self.favorite("Everybody's")
        self.favorite("Another's", self.seller)
        self.favorite("Of another list", self.leader, model_id="commercial.contract.settlement")
        action = self.env.ref("commercial_contract.commercial_contract_report_action_customers")
        of_action = self.favorite("Customers", self.leader, action_id=action.id)
        found = self.page(self.leader, "leader")["favorites"]
        self.assertEqual([row["id"] for row in found], [of_action.id, shared.id, mine.id])
        default = "commercial_contract.commercial_contract_report_action"
        self.assertEqual([row["action"] for row in found], [action.id, default, default])
        self.assertIsNone(self.page(self.leader, "contract")["favorites"])

    def test_named_contracts_change_no_figure(self):
        """The head of North adds up what his contracts alone come to, named one by one or not."""
        head = self.make_user("chief", DEPARTMENT)
        self.env["hr.employee"].create(
            {"name": "Chief", "user_id": head.id, "department_id": self.k.department_id.id}
        )
        facts = self.env["commercial.contract.fact"].with_user(head)
        [row] = facts.figures([], (), MEASURES)
        self.assertEqual((row["signed"], row["settled"]), (10000, 4000))
        with patch.object(commercial_contract_figures_read, "NAMED", 0):
            self.assertEqual(facts.figures([], (), MEASURES), [row])
        self.assertEqual(facts._keep_seen().figures([], (), MEASURES), [row])
        self.assertEqual(facts._get_seen_ids(), (self.k.id,))

    def test_a_remote_caller_widens_nothing(self):
        """What a client puts into the context neither shows more nor hides anything."""
        nobodys = self.make_user("newcomer", OWN)
        everything = self.env["commercial.contract"].search([]).ids
        for ids in (everything, [], "x", 7):
            for user, signed in ((nobodys, 0), (self.make_user(f"all-{ids!s:.3}", ALL), 11700)):
                facts = self.env["commercial.contract.fact"].with_user(user)
                facts = facts.with_context(contract_figures_seen=ids)
                [row] = facts.figures(
                    [("direction", "=", "sale"), ("company_id", "=", self.company.id)],
                    (),
                    ("signed",),
                )
                self.assertEqual(row["signed"], signed)
