import contextlib

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OWN, ContractCase


@tagged("post_install", "-at_install")
class TestAccess(ContractCase):
    """Who sees which contracts, on the contract and on every record below one (I8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.contract(title="own")
        cls.shared = cls.contract(
            title="shared", user_id=cls.seller2.id, deputy_ids=[Command.set(cls.seller.ids)]
        )
        cls.foreign = cls.contract(title="foreign", user_id=cls.seller2.id)
        cls.here = cls.own | cls.shared | cls.foreign
        for contract in cls.here:
            cls.env["commercial.contract.progress"].create(
                {"contract_id": contract.id, "name": "started", "percent": 10}
            )
            cls.payment(cls, 100, contract=contract)
        other = cls.make_company("Other Books")
        cls.elsewhere = cls.contract(title="elsewhere", company_id=other.id)
        cls.env.flush_all()

    def test_an_archived_contract_is_read_by_its_own_people(self):
        self.own.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        for user, may in ((self.seller, True), (self.seller2, False)):
            self.assertEqual(self.own.with_user(user).has_access("read"), may)

    def children(self):
        """Return every model whose records stand below a contract."""
        return [
            self.env[name]
            for name, model in self.registry.items()
            if not (model._abstract or model._transient or name == "commercial.contract")
            and "is_mine" in model._fields
        ]

    def assertSees(self, user, contracts):
        """The user sees just these contracts and what is below them, by search and one by one."""
        everything = self.here | self.elsewhere
        found = self.env["commercial.contract"].with_user(user).search([])
        self.env.invalidate_all()  # as in the next request; caches of the registry stay
        with self.subTest(user=user.name, model="commercial.contract"):
            self.assertEqual(found & everything, contracts)
            names = self.env["commercial.contract"].with_user(user).name_search("", limit=None)
            self.assertEqual({row[0] for row in names} & set(everything.ids), set(contracts.ids))
            for contract in everything:
                for operation in ("read", "write"):
                    may = contract.with_user(user).has_access(operation)
                    self.assertEqual(may, contract in contracts, (contract.title, operation))
        for model in self.children():
            with self.subTest(user=user.name, model=model._name):
                rows = model.search([("contract_id", "in", everything.ids)])
                mine = rows.filtered(lambda row: row.contract_id in contracts)
                found = model.with_user(user).search([("contract_id", "in", everything.ids)])
                self.assertEqual(found, mine)
                groups = model.with_user(user)._read_group(
                    [("contract_id", "in", everything.ids)], ["contract_id"], ["__count"]
                )
                self.assertEqual(sum(count for _contract, count in groups), len(mine))
                for row in rows:
                    self.assertEqual(row.with_user(user).has_access("read"), row in mine)

    def test_there_is_something_below_each_contract(self):
        names = {model._name for model in self.children()}
        for name in ("line", "settlement", "progress", "allocation"):
            self.assertIn(f"commercial.contract.{name}", names)
            rows = self.env[f"commercial.contract.{name}"].search([])
            self.assertLessEqual(self.here, rows.contract_id)

    def test_own_contracts_and_those_as_deputy(self):
        self.assertSees(self.seller, self.own | self.shared)
        self.assertSees(self.seller2, self.shared | self.foreign)

    def test_a_new_deputy_sees_at_the_next_search(self):
        self.assertSees(self.seller, self.own | self.shared)
        self.foreign.deputy_ids = [Command.link(self.seller.id)]
        self.assertSees(self.seller, self.here)
        self.foreign.deputy_ids = [Command.unlink(self.seller.id)]
        self.assertSees(self.seller, self.own | self.shared)

    def test_a_new_responsible_sees_at_the_next_search(self):
        self.assertSees(self.seller, self.own | self.shared)
        self.own.user_id = self.seller2
        self.assertSees(self.seller, self.shared)
        self.assertSees(self.seller2, self.here)

    def test_all_contracts_of_the_companies_of_the_user(self):
        for user in (self.staff, self.accountant, self.leader, self.manager):
            self.assertSees(user, self.here)

    def test_another_company_opens_with_the_user_s_companies(self):
        self.staff.company_ids = [Command.link(self.elsewhere.company_id.id)]
        companies = self.company | self.elsewhere.company_id
        Contract = self.env["commercial.contract"].with_user(self.staff)
        found = Contract.with_context(allowed_company_ids=companies.ids).search([])
        self.assertLessEqual(self.here | self.elsewhere, found)

    def test_a_user_without_groups_sees_nothing(self):
        for model in (self.env["commercial.contract"], *self.children()):
            with self.subTest(model=model._name), self.assertRaises(AccessError):
                model.with_user(self.nobody).search([])
        with self.assertRaises(AccessError):
            self.own.with_user(self.nobody).read(["title"])

    def test_departments_follow_the_employee_at_the_next_search(self):
        top, north, south = self.env["hr.department"].create(
            [{"name": name, "company_id": self.company.id} for name in ("Sales", "North", "South")]
        )
        (north | south).parent_id = top
        head = self.make_user("head", "commercial_contract.group_contract_department")
        employee = self.env["hr.employee"].create(
            {
                "name": "Head",
                "user_id": head.id,
                "company_id": self.company.id,
                "department_id": north.id,
            }
        )
        self.own.department_id = north
        self.foreign.department_id = south
        self.assertSees(head, self.own)
        employee.department_id = south
        self.assertSees(head, self.foreign)
        employee.department_id = top
        self.assertSees(head, self.own | self.foreign)

    def test_nobody_writes_allocations(self):
        rows = self.own.allocation_ids
        self.assertTrue(rows)
        for user in (self.seller, self.accountant, self.manager):
            row = rows[0].with_user(user)
            for operation in ("write", "create", "unlink"):
                with self.subTest(user=user.name, operation=operation):
                    self.assertFalse(row.has_access(operation))
            with self.assertRaises(AccessError):
                row.write({"amount": 1})

    def test_figures_are_there_for_people_without_accounting_rights(self):
        plain = self.make_user("plain", OWN)
        self.own.user_id = plain
        own = self.own.with_user(plain)
        self.assertFalse(self.env["account.move.line"].with_user(plain).has_access("read"))
        self.assertEqual(own.amount_settled, 100)
        self.assertEqual(own.settlement_ids.sorted("name").mapped("amount_settled"), [100, 0, 0])
        row = own.allocation_ids.read(["settlement_id", "date", "amount", "kind"])[0]
        self.assertEqual(row["amount"], 100)
        with self.assertRaises(AccessError):
            self.foreign.with_user(plain).read(["amount_settled"])

    def test_an_accountant_who_sees_no_contract_registers_payments_all_the_same(self):
        clerk = self.make_user("clerk", "account.group_account_invoice")
        invoice = self.invoice(self.lines(self.foreign)[1])
        wizard = self.env["account.payment.register"].with_user(clerk)
        wizard.with_context(active_model="account.move", active_ids=invoice.ids).create(
            {"payment_date": "2026-01-20", "journal_id": self.bank.id}
        ).action_create_payments()
        self.assertFigures(self.foreign, "A 0/100/0, B 5000/5000/0")

    def test_a_salesperson_works_on_his_own(self):
        plan = [Command.create({"name": "A", "amount": 10, "date_due": "2026-01-31"})]
        goods = [Command.create({"name": "Goods", "price_unit": 10, "tax_ids": False})]
        contract = (
            self.env["commercial.contract"]
            .with_user(self.seller)
            .create(
                {
                    "title": "mine",
                    "partner_id": self.customer.id,
                    "line_ids": goods,
                    "settlement_ids": plan,
                }
            )
        )
        self.assertEqual(contract.user_id, self.seller)
        contract.action_sign()
        self.assertEqual(contract.state, "active")
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.seller).title = "taken"
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.seller).action_draft()
        with self.assertRaises(AccessError):
            self.lines(self.foreign)[0].with_user(self.seller).reschedule("2026-05-01", "mine")

    def test_side_groups_open_no_contracts(self):
        helper = self.make_user(
            "helper",
            OWN,
            "commercial_contract.group_contract_finance",
            "commercial_contract.group_contract_legal",
            "account.group_account_user",
        )
        self.assertSees(helper, self.env["commercial.contract"])

    def test_dialogs_tell_nothing_of_what_the_user_may_not_see(self):
        """A dialog works with the rights of whoever opens it, also on ids that he made up."""
        helper = self.make_user("helper", OWN, "commercial_contract.group_contract_finance")
        mine = self.contract(title="mine", user_id=helper.id, signed=False)
        lines = self.lines(self.foreign)
        dialogs = (
            ("commercial.contract.payment", {"settlement_ids": lines.ids}, "amount"),
            ("commercial.contract.billing", {"settlement_ids": lines.ids}, "line_ids"),
            (
                "commercial.contract.plan.builder",
                {"contract_id": mine.id, "source": "contract", "other_id": self.foreign.id},
                "line_ids",
            ),
        )
        for model, values, name in dialogs:
            with self.subTest(model=model):
                with contextlib.suppress(AccessError):
                    self.assertFalse(self.env[model].with_user(helper).create(values)[name])
