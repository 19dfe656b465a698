from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .approvals import ApprovalCase
from .common import ALL
from .test_amendment_approval import REQUEST

DAY = "2026-02-10"


@tagged("post_install", "-at_install")
@freeze_time(DAY)
class TestTodo(ApprovalCase):
    """The list "My Day" on 10 February: what awaits whom. A line is due soon seven days before its date.

    K of the seller, without a text: A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000 due 31 Mar.
    L of a colleague, with its text: 400 due 10 Feb, 500 due 15 Feb, 600 due 25 Feb.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.over_100.active = False  # asked for where a test is about approvals
        cls.k = cls.contract()
        cls.l = cls.contract(
            plan=[("X", 400, DAY), ("Y", 500, "2026-02-15"), ("Z", 600, "2026-02-25")],
            user_id=cls.seller2.id,
        )
        cls.attach(cls.l)
        cls.a = cls.k.settlement_ids.sorted("name")[0]
        cls.x, cls.y, _z = cls.l.settlement_ids.sorted("name")

    @classmethod
    def attach(cls, contracts):
        cls.env["ir.attachment"].create(
            [
                {
                    "name": "text.pdf",
                    "raw": b"text",
                    "res_model": contract._name,
                    "res_id": contract.id,
                }
                for contract in contracts
            ]
        )

    def todo(self, user, **context):
        """Return the list as the user opens it: nothing is known of another day or another time zone."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["commercial.contract.todo"].with_user(user).with_context(**context)

    def told(self, user, mine=True, **context):
        """Return what the list shows: (kind, when, date, contract or plan line, amount) of each row."""
        model = self.todo(user, **context)
        ours = [("contract_id", "in", (self.k | self.l).ids)]
        rows = model.search(ours + ([("user_id", "=", user.id)] if mine else []))
        return [
            (
                row.kind,
                row.urgency,
                row.date and str(row.date),
                (row.settlement_id.name or row.contract_id.title),
                row.amount,
            )
            for row in rows
        ]

    OF_K = [
        ("overdue", "late", "2026-01-31", "A", 3000),
        ("to_invoice", "late", "2026-01-31", "A", 3000),
        ("text", "waiting", False, "K", 10000),
    ]
    OF_L = [
        ("due", "now", DAY, "X", 400),
        ("to_invoice", "now", DAY, "X", 400),
        ("due", "soon", "2026-02-15", "Y", 500),
    ]

    def test_28_what_awaits_me_and_my_team(self):
        self.assertEqual(self.told(self.seller), self.OF_K)
        self.assertEqual(self.told(self.seller2), self.OF_L)
        self.assertEqual(self.told(self.leader), [])
        team = self.told(self.leader, mine=False)
        self.assertEqual(sorted(team, key=str), sorted(self.OF_K + self.OF_L, key=str))
        groups = self.todo(self.leader)._read_group(
            [("contract_id", "in", (self.k | self.l).ids)], ["user_id"], ["__count"]
        )
        self.assertEqual(set(groups), {(self.seller, 3), (self.seller2, 3)})
        urgent = self.todo(self.leader)._read_group([("contract_id", "=", self.l.id)], ["urgency"])
        self.assertEqual(urgent, [("now",), ("soon",)])

    def test_the_same_as_the_lists(self):
        """Each kind has the records of the list of its name, as far as they are the seller's."""
        self.invoice((self.a, 1000), date="2026-02-01", post=False)
        own = [("user_id", "=", self.seller.id)]
        plan = self.env["commercial.contract.settlement"].with_user(self.seller)
        contracts = self.env["commercial.contract"].with_user(self.seller)
        todo = self.todo(self.seller)

        def rows(kind):
            return todo.search([*own, ("kind", "=", kind)])

        overdue = plan.search([*own, ("due_status", "=", "overdue")])
        self.assertEqual(rows("overdue").settlement_id, overdue)
        self.assertEqual(
            sum(rows("overdue").mapped("amount")), sum(overdue.mapped("amount_residual"))
        )
        self.assertEqual(
            rows("due").settlement_id, plan.search([*own, ("due_status", "=", "soon")])
        )
        billable = plan.search([*own, ("is_to_invoice", "=", True)])
        self.assertEqual(rows("to_invoice").settlement_id, billable)
        self.assertEqual(sum(rows("to_invoice").mapped("amount")), 2000)
        missing = [*own, ("is_without_text", "=", True), ("state", "in", ("draft", "active"))]
        self.assertEqual(rows("text").contract_id, contracts.search(missing))

    def test_today_is_the_day_of_whoever_looks(self):
        """23:30 UTC: in Auckland it is the 11th, in Honolulu the 10th."""
        with freeze_time("2026-02-10 23:30:00"):
            late = self.told(self.seller2, tz="Pacific/Auckland")
            now = self.told(self.seller2, tz="Pacific/Honolulu")
        self.assertIn(("overdue", "late", DAY, "X", 400), late)
        self.assertEqual(now, self.OF_L)
        with freeze_time(
            "2026-02-10 09:30:00"
        ):  # in Honolulu still the 9th: it is not to be invoiced
            early = self.told(self.seller2, tz="Pacific/Honolulu")
        self.assertEqual(
            early,
            [("due", "soon", DAY, "X", 400), ("due", "soon", "2026-02-15", "Y", 500)],
        )

    def test_a_promise_takes_the_place_of_its_line(self):
        def rows():
            return [row for row in self.told(self.seller) if row[0] in ("overdue", "promise")]

        self.a._promise("2026-02-12", 1200, promised_by="Ms. Liu")
        self.assertEqual(rows(), [])
        with freeze_time("2026-02-12"):
            self.assertEqual(rows(), [("promise", "now", "2026-02-12", "A", 1200)])
        with freeze_time("2026-02-13"):
            self.assertEqual(rows(), [("promise", "late", "2026-02-12", "A", 1200)])
            [row] = self.todo(self.seller).search([("kind", "=", "promise")])
            self.assertEqual(row.name, "A: promised by Ms. Liu and not there")
            self.a._promise("2026-02-20")
            self.assertEqual(rows(), [])
        with freeze_time("2026-02-21"):
            self.assertEqual(rows(), [("promise", "late", "2026-02-20", "A", 3000)])
            self.advance(self.k, 3000, "2026-02-21")
            self.assertEqual(rows(), [])

    def test_activities_on_contracts_and_lines(self):
        self.k.activity_schedule(
            "mail.mail_activity_data_call", "2026-02-09", "Call K", user_id=self.seller.id
        )
        self.l.activity_schedule(
            "mail.mail_activity_data_todo", "2026-02-17", user_id=self.seller.id
        )
        self.k.activity_schedule(
            "mail.mail_activity_data_todo", "2026-02-18", "Too far", user_id=self.seller.id
        )
        # the reminder of the daily job: the line stands there already, but not to a deputy
        for user in self.seller | self.seller2:
            self.a.activity_schedule(
                "mail.mail_activity_data_todo", DAY, "Look", user_id=user.id, automated=True
            )
        self.k.deputy_ids = self.seller2
        self.l.deputy_ids = self.seller
        activity = ("activity", "late", "2026-02-09", "K", 0)
        rows = self.told(self.seller)
        self.assertEqual(
            sorted(rows, key=str),
            sorted([*self.OF_K, activity, ("activity", "soon", "2026-02-17", "K", 0)], key=str),
        )
        self.assertIn(("activity", "now", DAY, "A", 3000), self.told(self.seller2))
        names = self.todo(self.seller).search([("kind", "=", "activity")]).mapped("name")
        self.assertIn("Call K", names)
        self.k.activity_ids.filtered(lambda a: a.summary == "Call K")._action_done()
        self.assertNotIn(activity, self.told(self.seller))

    def test_what_is_paused_paid_or_ended_awaits_nobody(self):
        self.advance(self.l, 400, DAY)
        self.invoice((self.x, 400), date=DAY)
        self.assertEqual(self.told(self.seller2), [("due", "soon", "2026-02-15", "Y", 500)])
        self.l.action_suspend("Works closed", DAY)
        self.assertEqual(self.told(self.seller2), [])
        self.l.action_resume()
        self.assertEqual(len(self.told(self.seller2)), 1)
        self.attach(self.k)
        self.assertNotIn("text", [row[0] for row in self.told(self.seller)])

    def test_approvals_when_it_is_ones_turn(self):
        self.over_100.write({"active": True, "approve_sequence": True})
        later = self.rule(
            "Then", [("amount_total", ">", 100)], self.second, approve_sequence=True, sequence=5
        )
        self.assertLess(later.sequence, self.over_100.sequence)
        draft = self.requested(700)
        contracts = self.env["commercial.contract"]

        def asked():
            """Return who has a row, which must be who finds the contract under his approvals."""
            self.env.flush_all()
            self.env.invalidate_all()
            rows = (
                self.todo(self.env.user)
                .sudo()
                .search([("contract_id", "=", draft.id), ("kind", "=", "approval")])
            )
            self.assertEqual(set(rows.mapped("amount")) - {700}, set())
            for user in self.boss | self.second:
                found = contracts.with_user(user).search([("can_review", "=", True)])
                self.assertEqual(draft in found.with_user(draft.env.user), user in rows.user_id)
                seen = self.todo(user).search(
                    [("user_id", "=", user.id), ("kind", "=", "approval")]
                )
                self.assertEqual(seen.ids, rows.filtered(lambda r, u=user: r.user_id == u).ids)
            return rows.user_id

        first = asked()
        self.assertEqual(len(first), 1)
        draft.with_user(first).action_approve()
        self.assertEqual(asked(), (self.boss | self.second) - first)
        draft.with_user((self.boss | self.second) - first).action_reject("Too cheap")
        self.assertFalse(asked())

    def test_amendments_and_terminations_that_await_ones_approval(self):
        """K comes to 12,000: 2,000 more; its end gives up 10,000. The boss first, then the second."""
        model = self.env["ir.model"]._get_id(REQUEST)
        for number, person in ((9, self.boss), (5, self.second)):
            values = {"model_id": model, "approve_sequence": True, "sequence": number}
            self.rule(f"Changes {number}", [], person, **values)
        contract = self.k.with_user(self.seller)
        goods = self.k.line_ids
        dearer = {"line_ids": [Command.update(goods.id, {"price_unit": goods.price_unit * 1.2})]}
        amendment = contract.prepare_amendment(dearer, "Dearer")
        end = contract.prepare_termination("Over")
        (amendment | end).action_request_approval()

        def asked(user):
            """Return the rows of a user, which must be what the list of requests has for him."""
            rows = self.todo(user).search([("user_id", "=", user.id), ("kind", "=", "approval")])
            found = self.env[REQUEST].with_user(user).search([("can_review", "=", True)])
            self.assertEqual(rows.request_id, found)
            self.assertLessEqual(set(rows.contract_id.ids), {self.k.id})
            return sorted(
                (row.request_id.id, row.amount, row.name.split(",")[0], row.urgency) for row in rows
            )

        both = [
            (amendment.id, 2000, "Approve the amendment: Changes 9", "waiting"),
            (end.id, -10000, "Approve the termination: Changes 9", "waiting"),
        ]
        self.assertEqual((asked(self.boss), asked(self.second)), (both, []))
        rows = self.todo(self.boss).search([("request_id", "=", end.id)])
        opened = rows.action_open()
        self.assertEqual((opened["res_model"], opened["res_id"]), (REQUEST, end.id))
        # the seller sees that they wait, a stranger does not; he who is asked sees nothing else of K
        self.assertEqual(len(self.todo(self.seller).search([("request_id", "!=", False)])), 2)
        self.assertFalse(self.todo(self.seller2).search([("contract_id", "=", self.k.id)]))
        end.with_user(self.boss).action_approve()
        [left] = asked(self.second)
        self.assertEqual(left[:2], (end.id, -10000))
        self.assertEqual(asked(self.boss), both[:1])
        amendment.with_user(self.boss).action_reject("Too dear")
        end.action_cancel()
        self.assertEqual((asked(self.boss), asked(self.second)), ([], []))

    def test_who_may_not_see_texts_is_not_asked_for_one(self):
        self.seller.group_ids = [
            Command.unlink(self.env.ref("commercial_contract.group_contract_texts").id)
        ]
        self.assertEqual(self.told(self.seller), self.OF_K[:2])

    def test_a_hidden_row_tells_nothing_by_its_number(self):
        row = self.todo(self.seller).search([("kind", "=", "overdue")], limit=1)
        self.env.invalidate_all()
        for name in ("name", "contract_id", "amount"):
            with self.assertRaises(AccessError):
                row.with_user(self.seller2).mapped(name)

    def test_a_click_opens_the_record(self):
        rows = self.todo(self.seller).search([("user_id", "=", self.seller.id)])
        opened = [(a["res_model"], a["res_id"]) for a in (row.action_open() for row in rows)]
        self.assertEqual(
            opened,
            [
                ("commercial.contract.settlement", self.a.id),
                ("commercial.contract.settlement", self.a.id),
                ("commercial.contract", self.k.id),
            ],
        )

    def test_the_overview_counts_it(self):
        page = self.env["commercial.contract"].with_user(self.seller).get_overview("sale")
        mine = self.todo(self.seller).search_count([("user_id", "=", self.seller.id)])
        self.assertEqual((page["to_do"], mine), (3, 3))

    def test_queries_do_not_grow(self):
        user = self.make_user("reader", ALL)
        columns = {"name": {}, "contract_id": {"fields": {"display_name": {}}}, "amount": {}}

        def read():
            found = self.todo(user).web_search_read([], columns)
            self.assertEqual(len(found["records"]), found["length"])

        def more(count):
            for _number in range(count):
                contract = self.contract()
                line = self.lines(contract)[0]
                contract.activity_schedule("mail.mail_activity_data_todo", DAY, user_id=user.id)
                line.activity_schedule("mail.mail_activity_data_todo", DAY, user_id=user.id)
                self.lines(contract)[1]._promise(DAY)

        more(2)
        read()
        small = self.queries(read)
        more(20)
        read()
        # what the registry keeps of the user may have been pushed out
        self.assertLessEqual(self.queries(read) - small, 3)
