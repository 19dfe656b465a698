from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .approvals import ApprovalCase
from .common import MANAGER, OWN, ContractCase

DEPARTMENT = "commercial_contract.group_contract_department"


@tagged("post_install", "-at_install")
class TestViewAs(ContractCase):
    """Question 29: who may see this contract, and why? And what does that person reach?

    ========= ============ ============ ============== =============== =======
    contract  responsible  deputy       department     project         amount
    ========= ============ ============ ============== =============== =======
    crane     seller       seller2      North          Harbour         10,000
    pumps     seller2                   North 1        (none)           1,000 EUR
    steel     leader                    South          (none)             500 out
    ========= ============ ============ ============== =============== =======

    planner (department) is employed in North, above North 1; guest (department) nowhere: he follows
    Harbour, where boss (department) is the manager and helper (department) has an open task. The
    seller2 sees own contracts only.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner, cls.guest, cls.boss, cls.helper = (
            cls.make_user(login, DEPARTMENT) for login in ("planner", "guest", "boss", "helper")
        )
        cls.north, cls.south = cls.env["hr.department"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("North", "South")]
        )
        cls.north_1 = cls.env["hr.department"].create(
            {"name": "North 1", "company_id": cls.company.id, "parent_id": cls.north.id}
        )
        cls.env["hr.employee"].create(
            {
                "name": "Planner",
                "user_id": cls.planner.id,
                "company_id": cls.company.id,
                "department_id": cls.north.id,
            }
        )
        cls.harbour = cls.env["project.project"].create({"name": "Harbour", "user_id": cls.boss.id})
        cls.harbour.message_subscribe(cls.guest.partner_id.ids)
        cls.env["project.task"].create(
            [
                {"name": name, "project_id": cls.harbour.id, "user_ids": [Command.set(user.ids)]}
                for name, user in (("Lift", cls.helper), ("Paint", cls.helper))
            ]
        )
        cls.crane = cls.contract(
            title="Crane",
            user_id=cls.seller.id,
            deputy_ids=[Command.set(cls.seller2.ids)],
            department_id=cls.north.id,
            project_id=cls.harbour.id,
        )
        cls.pumps = cls.contract(
            title="Pumps",
            plan=[("A", 1000, "2026-01-31")],
            user_id=cls.seller2.id,
            department_id=cls.north_1.id,
            currency_id=cls.eur.id,
        )
        cls.steel = cls.contract(
            title="Steel",
            plan=[("A", 500, "2026-01-31")],
            user_id=cls.leader.id,
            department_id=cls.south.id,
            direction="purchase",
        )
        cls.all = cls.crane | cls.pumps | cls.steel
        cls.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"a", "res_model": cls.crane._name, "res_id": cls.crane.id}
        )

    def who(self, contract, user=None):
        """Return {user: reasons} of a contract."""
        rows = self.env["commercial.contract.sight"].with_user(user or self.manager)
        rows = rows.search([("contract_id", "=", contract.id)])
        people = self.env["res.users"].search([("login", "not in", ("admin", "__system__"))])
        return {
            person.login: set(part.mapped("reason"))
            for person, part in rows.grouped("user_id").items()
            if person in people
        }

    def test_29_who_may_see_this_contract_and_why(self):
        everybody = {login: {"all"} for login in ("staff", "accountant", "manager")}
        self.assertEqual(
            self.who(self.crane),
            {
                **everybody,
                "seller": {"responsible"},
                "seller2": {"deputy"},
                "planner": {"department"},
                "guest": {"project_follower"},
                "boss": {"project_manager"},
                "helper": {"project_task"},
                "leader": {"all"},
            },
        )
        self.assertEqual(
            self.who(self.pumps),
            {**everybody, "seller2": {"responsible"}, "planner": {"department"}, "leader": {"all"}},
        )
        self.assertEqual(self.who(self.steel), {**everybody, "leader": {"all", "responsible"}})
        rows = self.env["commercial.contract.sight"].search(
            [("contract_id", "=", self.pumps.id), ("user_id", "=", self.planner.id)]
        )
        self.assertEqual(rows.department_id, self.north)
        self.assertEqual(rows.level, "department")

    def test_it_says_what_the_rules_give(self):
        """For each user and contract: a reason stands there just where the rules let him read."""
        people = self.seller | self.seller2 | self.planner | self.guest | self.boss | self.helper
        people |= self.staff | self.leader | self.manager | self.nobody
        self.boss.company_ids |= self.make_company("Elsewhere")
        sight = self.env["commercial.contract.sight"]
        found = {
            (contract, user)
            for contract, user in sight._read_group(
                [("contract_id", "in", self.all.ids), ("user_id", "in", people.ids)],
                ["contract_id", "user_id"],
            )
        }
        self.assertEqual(
            found,
            {
                (contract, user)
                for user in people
                for contract in self.all
                if contract.with_user(user).has_access("read")
            },
        )
        for user in people:
            for model in (self.all, self.all.settlement_ids, self.all.line_ids):
                seen = model.with_user(self.manager).search(
                    [("reader_ids", "in", user.ids), ("id", "in", model.ids)]
                )
                may = model.with_user(user)._filtered_access("read")
                self.assertEqual(set(seen.ids), set(may.ids), (user.login, model._name))

    def test_a_task_that_is_done_and_a_dated_move_change_the_answer(self):
        self.env["project.task"].search([("user_ids", "in", self.helper.ids)]).state = "1_done"
        self.planner.employee_ids.department_id = self.south
        self.assertNotIn("helper", self.who(self.crane))
        self.assertNotIn("planner", self.who(self.crane))
        self.assertEqual(self.who(self.steel)["planner"], {"department"})

    def test_a_customer_in_the_portal(self):
        customer = new_test_user(
            self.env,
            login="at-k",
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        site = self.env["res.partner"].create(
            {"name": "Site", "is_company": True, "parent_id": self.customer.id}
        )
        customer.partner_id.parent_id = self.customer
        local = self.contract(title="Local", partner_id=site.id, is_shared=True)
        self.assertEqual(self.who(local)["at-k"], {"customer"})
        self.assertTrue(local.with_user(customer).has_access("read"))
        self.assertNotIn("at-k", self.who(self.crane))
        wizard = self.view_as(customer)
        self.assertEqual((wizard.contract_count, wizard.document_count), (1, 0))

    def view_as(self, user, by=None):
        form = Form(self.env["commercial.contract.view.as"].with_user(by or self.manager))
        form.user_id = user
        return form.save()

    def test_what_a_user_reaches(self):
        wizard = self.view_as(self.planner)
        self.assertEqual(wizard.contract_count, 2)  # crane and pumps
        self.assertEqual(wizard.line_count, 2)
        self.assertEqual(wizard.settlement_count, 4)
        self.assertEqual(wizard.document_count, 1)
        self.assertEqual(
            [
                (row.direction, row.currency_id, row.count, row.amount_total, row.amount_unsettled)
                for row in wizard.total_ids.sorted("amount_total")
            ],
            [("sale", self.eur, 1, 1000, 1000), ("sale", self.usd, 1, 10000, 10000)],
        )
        self.assertEqual(
            [(row.reason, row.count) for row in wizard.reason_ids], [("department", 2)]
        )
        for action, records in (
            (wizard.action_open_contracts(), self.crane | self.pumps),
            (wizard.action_open_lines(), (self.crane | self.pumps).line_ids),
            (wizard.action_open_settlements(), (self.crane | self.pumps).settlement_ids),
        ):
            model = self.env[action["res_model"]].with_user(self.manager)
            self.assertEqual(set(model.search(action["domain"]).ids), set(records.ids))
        reasons = self.env["commercial.contract.sight"].search(
            wizard.action_open_reasons()["domain"]
        )
        self.assertEqual(reasons.contract_id, self.crane | self.pumps)
        [file] = self.env["ir.attachment"].search(wizard.action_open_documents()["domain"])
        self.assertEqual(file.name, "a.txt")

    def test_money_in_and_out_never_share_a_total(self):
        wizard = self.view_as(self.leader)
        rows = {(row.direction, row.currency_id.name): row.amount_total for row in wizard.total_ids}
        self.assertEqual(
            rows, {("sale", "USD"): 10000, ("sale", "EUR"): 1000, ("purchase", "USD"): 500}
        )

    def test_who_sees_nothing(self):
        for user in (self.nobody, self.make_user("fresh", OWN)):
            wizard = self.view_as(user)
            self.assertEqual((wizard.contract_count, wizard.line_count), (0, 0))
            self.assertFalse(wizard.total_ids)
            self.assertFalse(wizard.reason_ids)

    def test_it_is_for_administrators(self):
        for user in (self.leader, self.planner):
            with self.assertRaises(AccessError):
                self.env["commercial.contract.view.as"].with_user(user).create(
                    {"user_id": self.seller.id}
                )
            with self.assertRaises(AccessError):
                self.who(self.crane, user)
            with self.assertRaises(AccessError):
                self.all.with_user(user).search([("reader_ids", "in", self.seller.ids)])

    def test_nothing_of_a_company_that_is_not_open_to_the_administrator(self):
        other = self.make_company("Elsewhere")
        boss = self.make_user("far-boss", MANAGER)
        boss.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        rows = self.env["commercial.contract.sight"].with_user(boss)
        rows = rows.with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([("contract_id", "in", self.all.ids)]))
        form = Form(
            self.env["commercial.contract.view.as"]
            .with_user(boss)
            .with_context(allowed_company_ids=other.ids)
        )
        form.user_id = self.leader
        self.assertEqual(form.save().contract_count, 0)

    def test_more_people_take_no_more_queries(self):
        counts = []
        sight = self.env["commercial.contract.sight"]
        for number in (2, 20):
            for n in range(number):
                user = self.make_user(f"more-{number}-{n}", DEPARTMENT)
                self.crane.deputy_ids |= user
            self.env.flush_all()
            sight.search([("contract_id", "=", self.crane.id)])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            sight.search([("contract_id", "=", self.crane.id)]).mapped("reason")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestViewAsReviewer(ApprovalCase):
    """Who must approve a contract sees it, and the screens say so."""

    def test_a_reviewer(self):
        contract = self.draft()
        contract.action_request_approval()
        rows = self.env["commercial.contract.sight"].search(
            [("contract_id", "=", contract.id), ("user_id", "=", self.boss.id)]
        )
        self.assertIn("reviewer", rows.mapped("reason"))
        self.assertTrue(contract.with_user(self.boss).has_access("read"))
