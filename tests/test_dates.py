from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ALL, LedgerCase

DAY = "2026-02-10"
DEPARTMENT = "commercial_contract.group_contract_department"


@tagged("post_install", "-at_install")
@freeze_time(DAY)
class TestDates(LedgerCase):
    """The calendar of the team: which day is whose, and what falls on one day.

    ========= =========== ========== ========== ========== ==================================
    contract  responsible start      notice     end        plan
    ========= =========== ========== ========== ========== ==================================
    K         seller      2026-01-01 2026-02-28 2026-05-31 A 3,000 31 Jan, B 5,000 28 Feb
    L         seller2     2026-02-28 (none)     (none)     X 400 28 Feb
    ========= =========== ========== ========== ========== ==================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.k = cls.contract(
            plan=[("A", 3000, "2026-01-31"), ("B", 5000, "2026-02-28")],
            date_start="2026-01-01",
            date_notice="2026-02-28",
            date_end="2026-05-31",
        )
        cls.l = cls.contract(
            plan=[("X", 400, "2026-02-28")], user_id=cls.seller2.id, date_start="2026-02-28"
        )
        cls.a, cls.b = cls.k.settlement_ids.sorted("name")

    def dates(self, user):
        """Return the model as the user opens it, with nothing known from before."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["commercial.contract.date"].with_user(user)

    def told(self, user, *domain):
        """Return (day, kind, contract or plan line, amount, how many of the person on that day)."""
        rows = self.dates(user).search([("contract_id", "in", (self.k | self.l).ids), *domain])
        return sorted(
            (str(r.date), r.kind, r.settlement_id.name or r.contract_id.title, r.amount, r.same_day)
            for r in rows
        )

    def plan_activity(self, record, day, summary, user, **values):
        values = {"automated": False, **values}
        record.activity_schedule(
            "mail.mail_activity_data_todo", day, summary, user_id=user.id, **values
        )

    OF_K = [
        ("2026-01-01", "start", "K", 0, 1),
        ("2026-01-31", "due", "A", 3000, 1),
        ("2026-02-28", "due", "B", 5000, 2),
        ("2026-02-28", "notice", "K", 0, 2),
        ("2026-05-31", "end", "K", 0, 1),
    ]
    OF_L = [("2026-02-28", "due", "X", 400, 2), ("2026-02-28", "start", "K", 0, 2)]

    def test_own_and_all(self):
        self.assertEqual(self.told(self.seller), self.OF_K)
        self.assertEqual(self.told(self.seller2), self.OF_L)
        self.assertEqual(self.told(self.leader), sorted(self.OF_K + self.OF_L))
        groups = self.dates(self.leader)._read_group(
            [("contract_id", "in", (self.k | self.l).ids)], ["user_id"], ["__count"]
        )
        self.assertEqual(set(groups), {(self.seller, 5), (self.seller2, 2)})

    def test_departments_see_theirs(self):
        north = self.env["hr.department"].create({"name": "North", "company_id": self.company.id})
        planner = self.make_user("planner", DEPARTMENT)
        self.env["hr.employee"].create(
            {
                "name": "Planner",
                "user_id": planner.id,
                "company_id": self.company.id,
                "department_id": north.id,
            }
        )
        self.assertEqual(self.told(planner), [])
        self.l.department_id = north
        self.assertEqual(self.told(planner), self.OF_L)

    def test_clashes_are_those_that_one_sees(self):
        """The seller has an activity on L, which he does not see: to him there is no clash with it."""
        self.assertEqual(self.told(self.seller, ("is_clash", "=", True)), self.OF_K[2:4])
        self.assertEqual(
            self.told(self.seller, ("is_clash", "=", False)), [*self.OF_K[:2], self.OF_K[4]]
        )
        self.plan_activity(self.l, "2026-01-31", "Call", self.seller)
        self.assertEqual(self.told(self.seller, ("is_clash", "=", True)), self.OF_K[2:4])
        seen = self.told(self.leader, ("date", "=", "2026-01-31"), ("is_clash", "=", True))
        self.assertEqual(
            seen,
            [("2026-01-31", "activity", "K", 0, 2), ("2026-01-31", "due", "A", 3000, 2)],
        )
        names = self.dates(self.leader).search([("kind", "=", "activity")]).mapped("display_name")
        self.assertIn(f"Call · {self.l.display_name}", names)

    def test_a_promise_takes_the_place_of_its_line(self):
        self.a._promise("2026-02-12", 1200)
        promise = ("2026-02-12", "promise", "A", 1200, 1)
        self.assertEqual(self.told(self.seller)[1], promise)
        self.assertNotIn(self.OF_K[1], self.told(self.seller))
        self.advance(self.k, 3000, "2026-02-11")  # kept, and the line is settled
        self.assertEqual([r for r in self.told(self.seller) if r[2] == "A"], [])

    def test_activities_that_people_planned(self):
        self.plan_activity(self.b, "2026-03-02", "Visit", self.seller2)
        self.plan_activity(self.b, DAY, "Reminder of the daily job", self.seller, automated=True)
        self.assertEqual(self.told(self.seller, ("user_id", "=", self.seller.id)), self.OF_K)
        self.assertEqual(
            self.told(self.seller, ("user_id", "=", self.seller2.id)),
            [("2026-03-02", "activity", "B", 0, 1)],
        )

    def test_what_is_over_or_paused_has_no_dates(self):
        self.k.action_suspend("Works closed", DAY)
        self.assertEqual([r[1] for r in self.told(self.seller)], ["start", "notice", "end"])
        self.k.action_resume()
        self.k.action_terminate("Over", DAY)
        self.assertEqual(self.told(self.seller), [])
        self.l.active = False
        self.assertEqual(self.told(self.seller2), [])

    def test_a_click_opens_the_record(self):
        rows = self.dates(self.seller).search([("contract_id", "=", self.k.id)])
        opened = {row.kind: row.action_open() for row in rows}
        self.assertEqual(
            (opened["end"]["res_model"], opened["end"]["res_id"]), (self.k._name, self.k.id)
        )
        self.assertEqual(opened["due"]["res_model"], self.a._name)

    def test_who_may_not_see_the_contract_sees_no_day_of_it(self):
        row = self.dates(self.seller).search([("contract_id", "=", self.k.id)], limit=1)
        with self.assertRaises(AccessError):
            row.with_user(self.seller2).read(["date"])
        with self.assertRaises(AccessError):
            row.with_user(self.seller2).action_open()
        self.k.deputy_ids = [Command.set(self.seller2.ids)]
        self.assertEqual(len(self.told(self.seller2)), 7)

    def test_queries_do_not_grow(self):
        user = self.make_user("reader", ALL)
        columns = {"display_name": {}, "same_day": {}, "amount": {}, "user_id": {}}

        def read():
            found = self.dates(user).web_search_read([("is_clash", "=", True)], columns)
            self.assertEqual(len(found["records"]), found["length"])

        def more(count):
            for _number in range(count):
                line = self.lines(self.contract())[0]
                self.plan_activity(line, DAY, "Call", user)

        more(2)
        read()
        small = self.queries(read)
        more(20)
        read()
        self.assertLessEqual(self.queries(read) - small, 3)
