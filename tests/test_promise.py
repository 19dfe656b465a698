from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import OWN, LedgerCase

# The plan of a contract: A 3,000 due 31 Jan, B 5,000 due 28 Feb, C 2,000 due 31 Mar.
DAY = "2026-02-10"


@tagged("post_install", "-at_install")
@freeze_time(DAY)
class TestPromise(LedgerCase):
    """A word given on a plan line: open until its day, kept or broken by the cash alone."""

    def setUp(self):
        super().setUp()
        self.k = self.contract()
        self.a, self.b, self.c = self.lines(self.k)

    def promise(self, lines=None, day="2026-02-20", amount=None, **values):
        return (lines or self.a)._promise(day, amount, **values)

    def told(self, promise):
        self.env.flush_all()
        return promise.state, promise.amount_kept, promise.date_closed and str(promise.date_closed)

    def test_open_then_broken_on_the_day_after(self):
        promise = self.promise()
        self.assertEqual((promise.amount, self.told(promise)), (3000, ("open", 0, False)))
        with freeze_time("2026-02-20"):
            promise.invalidate_recordset()
            self.assertEqual(promise.state, "open")
        with freeze_time("2026-02-21"):
            promise.invalidate_recordset()
            self.assertEqual(promise.state, "broken")

    def test_kept_by_cash_and_undone(self):
        promise = self.promise()
        payment = self.advance(self.k, 3000, "2026-02-18")
        self.assertEqual(self.told(promise), ("kept", 3000, "2026-02-18"))
        payment.action_draft()
        self.assertEqual(self.told(promise), ("open", 0, False))
        with freeze_time("2026-03-01"):
            promise.invalidate_recordset()
            self.assertEqual(promise.state, "broken")

    def test_partial_cash_keeps_a_part(self):
        promise = self.promise()
        self.advance(self.k, 1200, "2026-02-12")
        self.assertEqual(self.told(promise), ("open", 1200, False))
        self.advance(self.k, 1000, "2026-02-25")  # too late
        self.assertEqual(self.told(promise), ("open", 1200, False))
        with freeze_time("2026-02-26"):
            promise.invalidate_recordset()
            self.assertEqual(promise.state, "broken")

    def test_cash_before_it_does_not_count(self):
        """1,000 came on 5 Feb, 400 on the day of the promise before it was recorded: 1,600 are left."""
        self.advance(self.k, 1000, "2026-02-05")
        self.advance(self.k, 400, DAY)
        promise = self.promise()
        self.assertEqual((promise.amount, self.told(promise)), (1600, ("open", 0, False)))
        self.advance(self.k, 100, DAY)
        self.assertEqual(self.told(promise), ("open", 100, False))
        self.advance(self.k, 1500, "2026-02-20")
        self.assertEqual(self.told(promise), ("kept", 1600, "2026-02-20"))

    def test_the_same_by_sql(self):
        promise = self.promise(amount=2500)
        self.advance(self.k, 700, "2026-02-11")
        self.advance(self.k, 900, "2026-02-20")
        self.advance(self.k, 800, "2026-02-21")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT LEAST(p.amount, SUM(a.amount)), p.amount_kept FROM commercial_contract_promise p"
            " JOIN commercial_contract_allocation a ON a.settlement_id = p.settlement_id"
            " AND a.kind IN ('cash', 'netting') AND a.date BETWEEN p.date_made AND p.date"
            " WHERE p.id = %s GROUP BY p.id",
            [promise.id],
        )
        self.assertEqual([float(one) for one in self.env.cr.fetchone()], [1600, 1600])

    def test_several_lines_in_one_go_oldest_first(self):
        promises = self.promise(self.b | self.a, amount=4000, promised_by="Ms. Liu")
        self.assertEqual(
            [(one.settlement_id, one.amount) for one in promises], [(self.a, 3000), (self.b, 1000)]
        )
        body = self.k.message_ids.sorted("id")[-1].body
        for text in ("Ms. Liu", "A", "B", "3,000.00", "1,000.00", "02/20/2026"):
            self.assertIn(text, body)

    def test_instalments_share_the_cash_by_their_dates(self):
        first = self.promise(amount=1000, day="2026-02-15")
        second = self.promise(amount=2000, day="2026-02-25")
        self.advance(self.k, 1500, "2026-02-14")
        self.assertEqual(self.told(first), ("kept", 1000, "2026-02-14"))
        self.assertEqual(self.told(second), ("open", 500, False))

    def test_the_last_word_holds(self):
        first = self.promise(day="2026-02-15")
        second = self.promise(day="2026-02-18")
        self.assertEqual((first.state, second.state), ("cancelled", "open"))
        with freeze_time("2026-02-20"):
            self.env.invalidate_all()
            third = self.promise(day="2026-02-27", amount=500)
            self.assertEqual((second.state, second.is_superseded), ("broken", True))
            self.assertEqual(self.a.promise_date, third.date)

    def test_closed_without_its_money(self):
        """Money of 1 Feb is found after the promise was recorded: there is nothing left to keep."""
        promise, other = self.promise(), self.promise(self.b)
        payment = self.advance(self.k, 3000, "2026-02-01")
        self.assertEqual(self.told(promise), ("cancelled", 0, "2026-02-01"))
        self.assertEqual(self.told(other), ("open", 0, False))
        payment.action_draft()
        self.assertEqual(self.told(promise), ("open", 0, False))

    def test_what_is_refused(self):
        draft = self.contract(signed=False)
        other = self.contract(partner_id=self.other_customer.id)
        euro = self.contract(currency_id=self.eur.id)
        out = self.contract(direction="purchase")
        for lines, values, text in (
            (self.a, {"day": "2026-02-09"}, "on or after"),
            (self.a, {"made": "2026-02-11"}, "in the future"),
            (self.a, {"amount": 0}, "does not fit"),
            (self.a, {"amount": 3000.01}, "3,000.00 is open"),
            (self.lines(draft)[0], {}, "waits for no money"),
            (self.a | self.lines(other)[0], {}, "differ in customer"),
            (self.a | self.lines(euro)[0], {}, "differ in customer"),
            (self.a | self.lines(out)[0], {}, "differ in customer"),
        ):
            with self.subTest(text), self.assertRaisesRegex(UserError, text):
                self.promise(lines, **values)
        self.assertFalse(
            self.env["commercial.contract.promise"].search([("contract_id", "=", self.k.id)])
        )

    def test_in_yen_and_of_another_company(self):
        """Yen have no cents; the company of the contract is not the one of who looks."""
        contract = self.contract(currency_id=self.jpy.id, plan=[("A", 100000, "2026-01-31")])
        line = contract.settlement_ids
        promise = self.promise(line, amount=40000)
        self.advance(contract, 39999, "2026-02-12")
        self.assertEqual(self.told(promise), ("open", 39999, False))
        self.advance(contract, 1, "2026-02-13")
        self.assertEqual(self.told(promise), ("kept", 40000, "2026-02-13"))
        other = self.make_company("Other Books")
        far = self.contract(company_id=other.id)
        with self.assertRaisesRegex(UserError, "differ in customer"):
            self.promise(self.b | self.lines(far)[1])
        self.promise(self.lines(far)[0])
        seen = self.env["commercial.contract.promise"].with_user(self.leader).search([])
        self.assertEqual(seen, promise)

    def test_money_out(self):
        contract = self.contract(direction="purchase")
        promise = self.promise(self.lines(contract)[0])
        payment = self.lines(contract)[0]._register_payment(journal=self.bank, date="2026-02-11")
        self.assertTrue(payment)
        self.assertEqual(self.told(promise), ("kept", 3000, "2026-02-11"))

    def test_a_moved_due_date(self):
        early, late = self.promise(day="2026-02-20"), self.promise(self.b, day="2026-03-20")
        (self.a | self.b).reschedule("2026-03-15", "Crane late")
        self.assertEqual((early.state, late.state), ("cancelled", "open"))
        self.assertIn("Crane late", early.cancel_reason)

    def test_the_end_of_a_contract_and_a_pause(self):
        promise = self.promise()
        self.k.action_suspend("Works closed")
        self.assertEqual(promise.state, "open")
        self.k.action_resume()
        self.k.action_terminate("Over")
        self.assertEqual(self.told(promise)[0], "cancelled")

    def test_taken_back(self):
        promise = self.promise()
        promise.with_user(self.seller).action_cancel()
        self.assertEqual((promise.state, self.a.promise_state), ("cancelled", False))
        with self.assertRaisesRegex(UserError, "cannot be taken back"):
            promise.action_cancel()

    def test_who_may(self):
        stranger = self.make_user("stranger", OWN)
        promise = self.a.with_user(self.seller)._promise("2026-02-20")
        self.assertEqual(promise.create_uid, self.seller)
        with self.assertRaises(AccessError):
            self.a.with_user(stranger)._promise("2026-02-20")
        with self.assertRaises(AccessError):
            promise.with_user(stranger).action_cancel()
        self.assertFalse(promise.with_user(stranger).search([]))
        for values in ({"amount_kept": 3000}, {"amount": 1}, {"date": "2026-03-01"}):
            with self.assertRaises(AccessError):
                promise.with_user(self.manager).write(values)

    def test_what_lists_find_and_group(self):
        late, kept, still = (
            self.promise(amount=1000, day=DAY),
            self.promise(self.b),
            self.promise(self.c),
        )
        self.advance(self.k, 3000, DAY)
        self.advance(self.k, 5000, "2026-02-11")
        other = self.contract()
        broken = self.promise(self.lines(other)[0], day="2026-02-11")
        with freeze_time("2026-02-15"):
            self.env.invalidate_all()
            promises = self.env["commercial.contract.promise"].with_user(self.leader)
            wanted = {"kept": late | kept, "open": still, "broken": broken}
            for state, found in wanted.items():
                self.assertEqual(promises.search([("state", "=", state)]), found.sorted(
                    lambda one: (one.date, one.id), reverse=True))  # fmt: skip
                self.assertEqual(set(found.mapped("state")), {state})
            self.assertEqual(
                dict(promises._read_group([], ["state"], ["amount:sum"])),
                {"broken": 3000, "kept": 6000, "open": 2000},
            )
            lines = self.env["commercial.contract.settlement"].with_user(self.leader)
            self.assertEqual(lines.search([("promise_state", "=", "broken")]), broken.settlement_id)
            self.assertEqual(lines.search([("promise_state", "=", "open")]), self.c)
            self.assertEqual(
                lines.search([("promise_date", "<", "2026-02-15")]), broken.settlement_id
            )
            none = lines.search([("promise_state", "=", False), ("contract_id", "=", other.id)])
            self.assertEqual(none, other.settlement_ids - broken.settlement_id)
            self.assertEqual(
                lines.search([("promise_date", "=", False), ("contract_id", "=", other.id)]), none
            )

    def test_the_dialog(self):
        action = self.k.with_user(self.seller).action_promise()
        self.assertEqual(action["context"]["default_settlement_ids"], self.a.ids)
        model = self.env[action["res_model"]].with_user(self.seller)
        context = {"default_settlement_ids": (self.a | self.b).ids}
        dialog = Form(model.with_context(**context))
        self.assertEqual(dialog.amount, 8000)
        dialog.date = "2026-02-20"
        dialog.amount = 3500
        self.assertEqual(len(dialog.preview.splitlines()), 2)
        dialog.promised_by = "Ms. Liu"
        dialog.save().action_record()
        self.assertEqual(self.a.promise_ids.amount, 3000)
        self.assertEqual(self.b.promise_ids.amount, 500)
        self.assertEqual(self.customer.with_user(self.seller).commercial_promise_count, 2)

    def test_queries_do_not_grow_with_the_lines(self):
        def cost(count):
            contracts = self.env["commercial.contract"].union(
                *(self.contract(plan=[("A", 100, "2026-01-31")]) for _n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contracts.settlement_ids._promise("2026-02-20")
            self.env.flush_all()
            made = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            contracts.settlement_ids.mapped("promise_state")
            return made, self.env.cr.sql_log_count - before

        cost(2)
        small, large = cost(3), cost(30)
        for few, many in zip(small, large, strict=True):
            self.assertLessEqual(many - few, 3, (small, large))

    def test_the_cash_closes_many_with_the_same_number_of_queries(self):
        def cost(count):
            contract = self.contract(plan=[(f"L{n:03}", 10, "2026-01-20") for n in range(count)])
            contract.settlement_ids._promise("2026-02-20")
            self.env.flush_all()
            self.env.invalidate_all()
            payment = self.advance(contract, 10 * count, DAY, post=False)
            before = self.env.cr.sql_log_count
            payment.action_post()
            self.env.flush_all()
            self.assertEqual(set(contract.promise_ids.mapped("state")), {"kept"})
            return self.env.cr.sql_log_count - before

        cost(1)
        few, many = cost(10), cost(90)
        self.assertLessEqual(many - few, 10, f"{few} queries for 10 lines, {many} for 90")
