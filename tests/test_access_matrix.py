from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.contract.parts import PARTS
from .access_case import AccessCase
from .access_matrix import ROLES, read_parts, read_table
from .common import ALL

EXPORT = "base.group_allow_export"
OPERATIONS = {"C": "create", "R": "read", "W": "write", "D": "unlink"}
SUMS = {
    "commercial.contract": "amount_total",
    "commercial.contract.settlement": "amount",
    "commercial.contract.line": "price_total",
    "commercial.contract.allocation": "amount",
    "commercial.contract.amendment": "amount_after",
    "commercial.contract.amendment.request": "total_after",
    "commercial.contract.promise": "amount",
    "commercial.contract.fact": "signed",
}


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessCase):
    """Plays through the table of access_matrix: each stored model of this addon, each role, each way of
    reading and each operation, on records of four contracts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls.make_role(role, groups) for role, groups in ROLES.items()}
        cls.make_employee(cls.users["department"], cls.south)
        seeing = cls.users["own"] | cls.users["department"]
        cls.env["commercial.contract.category"].create({"name": "Works"})
        cls.lead = cls.env["crm.lead"].create({"name": "Lead", "company_id": cls.company.id})
        cls.mine = cls.full("mine", user_id=cls.seller2.id, deputy_ids=[Command.set(seeing.ids)])
        cls.near = cls.full("near", user_id=cls.seller2.id)
        cls.far = cls.full("far", user_id=cls.seller2.id)
        other = cls.make_company("Other Books")
        cls.elsewhere = cls.contract(
            title="elsewhere",
            company_id=other.id,
            user_id=cls.seller2.id,
            partner_id=cls.customer.id,
        )
        cls.fill(cls.elsewhere)
        cls.contracts = cls.mine | cls.near | cls.far | cls.elsewhere
        (cls.mine | cls.far | cls.elsewhere).department_id = False
        cls.near.department_id = cls.south
        here = cls.mine | cls.near | cls.far
        cls.users["portal"].partner_id.parent_id = cls.customer
        cls.mine.is_shared = True
        here.write({"project_id": cls.project.id, "opportunity_id": cls.lead.id})
        cls.ask(cls.far, cls.users["review"])
        cls.seen = {
            "own": cls.mine,
            "review": cls.far,
            "department": cls.mine | cls.near,
            "all": here,
            "manager": here,
        }
        cls.shown = {**cls.seen, "portal": cls.mine}
        cls.env.flush_all()

    @classmethod
    def make_role(cls, role, groups):
        if role != "portal":
            return cls.make_user(f"matrix-{role}", EXPORT, *groups)
        return new_test_user(
            cls.env,
            login="matrix-portal",
            groups=",".join(groups),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def ask(cls, contract, user):
        """Let the user be asked to approve a contract, by a rule that holds for no other."""
        rule = cls.env["tier.definition"].create(
            {
                "name": "matrix",
                "model_id": cls.env["ir.model"]._get_id("commercial.contract"),
                "company_id": cls.company.id,
                "definition_domain": f"[('id', '=', {contract.id})]",
                "review_type": "individual",
                "reviewer_id": user.id,
            }
        )
        cls.env["tier.review"].create(contract._prepare_tier_review_vals(rule, 1))

    @classmethod
    def full(cls, title, **values):
        contract = cls.contract(title=title, **values)
        cls.payment(cls, 100, contract=contract)
        cls.fill(contract)
        return contract

    @classmethod
    def fill(cls, contract):
        """Put a record of each kind below the contract."""
        line = contract.settlement_ids[0]
        create = {name: cls.env[name].create for name in read_table()}
        create["commercial.contract.progress"](
            {"contract_id": contract.id, "name": "begun", "percent": 10}
        )
        create["commercial.contract.amendment"](
            {
                "contract_id": contract.id,
                "name": "A1",
                "kind": "change",
                "date": "2026-01-06",
                "amount_after": 7,
                "line_ids": [
                    Command.create({"contract_id": contract.id, "settlement_id": line.id})
                ],
                "goods_ids": [Command.create({"contract_id": contract.id, "name": "Pump"})],
                "term_ids": [Command.create({"contract_id": contract.id, "field_name": "title"})],
            }
        )
        create["commercial.contract.amendment.request"](
            {"contract_id": contract.id, "date": "2026-01-06", "total_after": 7}
        )
        create["commercial.contract.promise"](
            {
                "contract_id": contract.id,
                "settlement_id": line.id,
                "date_made": "2026-01-02",
                "date": "2026-01-09",
                "amount": 5,
            }
        )
        # a text that is missing is no row for whom texts are closed: test_todo
        cls.env["ir.attachment"].create(
            {"name": "text.pdf", "raw": b"text", "res_model": contract._name, "res_id": contract.id}
        )
        create["commercial.customer.value"](
            {
                "partner_id": cls.env["res.partner"].create({"name": "Rated"}).id,
                "company_id": cls.company.id,
                "date": "2026-01-01",
            }
        )
        rule = cls.env["commercial.reminder.rule"].search([], limit=1)
        create["commercial.reminder.log"](
            {
                "contract_id": contract.id,
                "rule_id": rule.id,
                "settlement_id": line.id,
                "date_planned": "2026-01-01",
                "state": "sent",
            }
        )
        schedule = create["commercial.summary.schedule"](
            {"name": contract.title, "user_ids": [Command.set(cls.users["manager"].ids)]}
        )
        create["commercial.summary.mail"](
            {
                "schedule_id": schedule.id,
                "user_id": cls.users["manager"].id,
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
            }
        )
        create["commercial.reminder.digest"](
            {"user_id": cls.seller.id, "date": date(2026, 1, 1) + timedelta(days=contract.id)}
        )

    def test_the_table_names_every_stored_model(self):
        stored = {
            name
            for name, model in self.registry.items()
            if model._original_module == "commercial_contract"
            and not (model._abstract or model._transient)
        }
        self.assertEqual(set(read_table()), stored)
        self.assertEqual(set(read_parts()), set(PARTS))

    def rows_of(self, name):
        """Return the records of a model that the test looks at, and by role those that it may see."""
        model = self.env[name].with_context(active_test=False)
        if name != "commercial.contract" and "contract_id" not in model._fields:
            rows = model.search([])
            return rows, dict.fromkeys((*self.seen, "finance"), rows)
        key = "id" if name == "commercial.contract" else "contract_id.id"
        rows = model.search([(key, "in", self.contracts.ids)])
        return rows, {
            role: model.search([(key, "in", contracts.ids)])
            for role, contracts in self.shown.items()
        }

    def test_every_cell(self):
        for name, cells in read_table().items():
            rows, seen = self.rows_of(name)
            self.assertTrue(rows, name)
            for role, letters in cells.items():
                with self.subTest(model=name, role=role):
                    visible = seen.get(role, rows.browse()) if letters else rows.browse()
                    self.check(self.users[role], rows, visible, letters)

    def test_each_part_closed(self):
        table = read_table()
        for part, closed in read_parts().items():
            user = self.make_user(f"no-{part}", EXPORT, ALL)
            user.group_ids = [Command.unlink(self.env.ref(PARTS[part]).id)]
            for name, cells in table.items():
                rows, seen = self.rows_of(name)
                with self.subTest(part=part, model=name):
                    if name in closed:
                        self.check(user, rows, rows.browse(), "")
                    else:
                        self.check(user, rows, seen["all"], cells["all"])

    def check(self, user, rows, visible, letters):
        self.next_request()
        mine = rows.with_user(user)
        for letter, operation in OPERATIONS.items():
            for row in mine:
                may = letter in letters and row.id in visible._ids
                self.assertEqual(row.has_access(operation), may, (row, operation))
        if not letters:
            return self.check_closed(mine)
        domain = [("id", "in", rows.ids)]
        self.assertEqual(set(mine.search(domain)._ids), set(visible._ids))
        self.assertEqual(mine.search_count(domain), len(visible))
        self.assertEqual(mine._read_group(domain, [], ["__count"]), [(len(visible),)])
        [total] = mine.formatted_read_group(domain, [], self.measures(rows))
        self.assertEqual(total["__count"], len(visible))
        for measure in self.measures(rows)[1:]:
            wanted = sum(visible.mapped(measure.partition(":")[0]))
            self.assertAlmostEqual(total[measure] or 0, wanted)
        named = {row[0] for row in mine.name_search("", limit=None)}
        self.assertEqual(named & set(rows.ids), set(visible.filtered(self.is_active).ids))
        may = mine.browse(visible.ids)
        exports = user.has_group(EXPORT)
        if exports:
            self.assertEqual(len(may.export_data(["display_name"])["datas"]), len(visible))
        self.assertEqual(len(may.read(["display_name"])), len(visible))
        for row in mine - may:
            with self.assertRaises(AccessError):
                row.read(["display_name"])
            if exports:
                with self.assertRaises(AccessError):
                    row.export_data(["display_name"])
        return None

    def check_closed(self, rows):
        for refused in (
            lambda: rows.search([]),
            lambda: rows.search_count([]),
            lambda: rows._read_group([], [], ["__count"]),
            lambda: rows.formatted_read_group([], [], ["__count"]),
            lambda: rows.name_search(""),
            lambda: rows.read(["display_name"]),
            *(
                [lambda: rows.export_data(["display_name"])]
                if rows.env.user.has_group(EXPORT)
                else []
            ),
        ):
            with self.assertRaises(AccessError):
                refused()

    def measures(self, rows):
        name = SUMS.get(rows._name)
        return ["__count", f"{name}:sum"] if name else ["__count"]

    def is_active(self, row):
        return "active" not in row._fields or row.active

    def test_counts_of_smart_buttons(self):
        for role, contracts in self.seen.items():
            with self.subTest(role=role):
                self.next_request()
                user = self.users[role]
                user.group_ids = [
                    Command.link(self.env.ref("sales_team.group_sale_salesman_all_leads").id),
                    Command.link(self.env.ref("project.group_project_user").id),
                ]
                foreign = self.env["commercial.contract"].search(
                    [("commercial_partner_id", "=", self.customer.id)]
                )
                seen = foreign.with_user(user)._filtered_access("read")
                self.assertLessEqual(contracts, seen)
                partner = self.customer.with_user(user)
                self.assertEqual(partner.commercial_contract_count, len(seen))
                self.assertEqual(set(partner.commercial_contract_ids._ids), set(seen._ids))
                shown = contracts & self.seen[role]
                for record in (self.project, self.lead):
                    mine = record.with_user(user)
                    listed = record.commercial_contract_ids & shown
                    self.assertEqual(
                        mine.commercial_contract_count,
                        len(
                            record.commercial_contract_ids.with_user(user)._filtered_access("read")
                        ),
                    )
                    self.assertEqual(mine.commercial_contract_ids & listed, listed)
                siblings = contracts[0].with_user(user).sibling_count
                self.assertEqual(siblings, len(seen) - 1)

    def test_nobody_puts_anything_below_a_contract_that_he_does_not_see(self):
        user = self.users["own"]
        for name, values in {
            "commercial.contract.line": {"name": "x", "price_unit": 1},
            "commercial.contract.settlement": {"name": "x", "amount": 1},
            "commercial.contract.progress": {"name": "x", "percent": 1},
        }.items():
            draft = self.foreign(f"draft {name}")
            with self.subTest(model=name):
                with self.assertRaises(AccessError):
                    self.env[name].with_user(user).create({"contract_id": draft.id, **values})
                own = self.contract(signed=False, user_id=user.id)
                row = self.env[name].with_user(user).create({"contract_id": own.id, **values})
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    row.contract_id = draft
                    self.env.flush_all()
