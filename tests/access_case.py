"""The world of the tests of access, and a second way of telling who sees what."""

from odoo.fields import Command

from .common import ContractCase

DEPARTMENT = "commercial_contract.group_contract_department"

# Who works on a contract, said once more: by the tree of departments as its links draw it, the
# version that holds today, and one question per contract. It shares nothing with the condition.
ORACLE = """
WITH RECURSIVE mine AS (
    SELECT (SELECT v.department_id FROM hr_version v
             WHERE v.employee_id = e.id AND v.active AND v.date_version = coalesce(
                   (SELECT max(date_version) FROM hr_version
                     WHERE employee_id = e.id AND active AND date_version <= %(today)s),
                   (SELECT min(date_version) FROM hr_version WHERE employee_id = e.id AND active))
           ) AS id
      FROM hr_employee e WHERE e.user_id = %(uid)s AND e.active
    UNION
    SELECT child.id FROM hr_department child JOIN mine ON child.parent_id = mine.id
)
SELECT c.id,
       c.user_id IS NOT DISTINCT FROM %(uid)s OR EXISTS (
           SELECT FROM commercial_contract_deputy_rel d
            WHERE d.contract_id = c.id AND d.user_id = %(uid)s),
       EXISTS (SELECT FROM mine WHERE mine.id = c.department_id)
       OR EXISTS (SELECT FROM project_project p WHERE p.id = c.project_id AND p.user_id = %(uid)s)
       OR EXISTS (SELECT FROM mail_followers f JOIN res_users u ON u.partner_id = f.partner_id
                   WHERE u.id = %(uid)s AND f.res_model = 'project.project' AND f.res_id = c.project_id)
       OR EXISTS (SELECT FROM project_task t JOIN project_task_user_rel a ON a.task_id = t.id
                   WHERE t.project_id = c.project_id AND a.user_id = %(uid)s AND t.active
                     AND t.state IN ('01_in_progress', '02_changes_requested', '03_approved', '04_waiting_normal'))
  FROM commercial_contract c WHERE c.id = ANY(%(ids)s) ORDER BY c.id
"""


class AccessCase(ContractCase):
    """Departments (Sales with North and South below it, and Works), a project, and one contract of
    somebody else in each; a head of department whose employee stands in North."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales, cls.north, cls.south, cls.works = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Sales", "North", "South", "Works")
            ]
        )
        (cls.north | cls.south).parent_id = cls.sales
        cls.head = cls.make_user("head", DEPARTMENT)
        cls.employee = cls.make_employee(cls.head, cls.north)
        cls.project = cls.env["project.project"].create(
            {"name": "Bridge", "user_id": cls.seller2.id, "company_id": cls.company.id}
        )
        cls.in_north, cls.in_south, cls.in_works, cls.in_project = (
            cls.foreign(title, **values)
            for title, values in (
                ("north", {"department_id": cls.north.id}),
                ("south", {"department_id": cls.south.id}),
                ("works", {"department_id": cls.works.id}),
                ("project", {"project_id": cls.project.id}),
            )
        )
        cls.everything = cls.in_north | cls.in_south | cls.in_works | cls.in_project
        cls.nothing = cls.env["commercial.contract"]
        cls.env.flush_all()

    @classmethod
    def foreign(cls, title, **values):
        """Return a contract of a salesman who is nobody's colleague."""
        contract = cls.contract(title=title, user_id=cls.seller2.id, signed=False)
        contract.write(values)
        return contract

    @classmethod
    def make_employee(cls, user, department, **values):
        return cls.env["hr.employee"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": cls.company.id,
                "department_id": department.id,
                **values,
            }
        )

    @classmethod
    def make_task(cls, *users, project=None):
        return cls.env["project.task"].create(
            {
                "name": "Task",
                "project_id": (project or cls.project).id,
                "user_ids": [Command.set([user.id for user in users])],
            }
        )

    def next_request(self):
        """What one request leaves to the next: the database, and the caches of the registry."""
        self.env.flush_all()
        self.env.invalidate_all()

    def oracle(self, user, contracts, today):
        """Return {contract id: (is own, is of the departments or projects)} by SQL of its own."""
        self.env.flush_all()
        self.env.cr.execute(ORACLE, {"uid": user.id, "ids": contracts.ids, "today": today})
        return {row[0]: (row[1], row[1] or row[2]) for row in self.env.cr.fetchall()}

    def assertSees(self, user, contracts, everything=None):
        """The next request of the user sees just these contracts, and their plan lines: by search, by
        count, by group, one by one, by writing and by reading."""
        everything = self.everything if everything is None else everything
        self.next_request()
        for name in ("commercial.contract", "commercial.contract.settlement"):
            key = "id" if name == "commercial.contract" else "contract_id"
            model = self.env[name].with_user(user)
            domain = [(key, "in", everything.ids)]
            rows = self.env[name].search(domain)
            wanted = rows.filtered(
                lambda row, key=key: (row if key == "id" else row.contract_id) in contracts
            )
            self.assertEqual(model.search(domain), wanted, name)
            self.assertEqual(model.search_count(domain), len(wanted), name)
            [(count,)] = model._read_group(domain, [], ["__count"])
            self.assertEqual(count, len(wanted), name)
            self.next_request()
            self.assertEqual(rows.with_user(user)._filtered_access("read"), wanted, name)
            for row in rows.with_user(user):
                self.assertEqual(row.has_access("write"), row in wanted, name)
