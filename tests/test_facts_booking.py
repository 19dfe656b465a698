from odoo import fields
from odoo.tests import tagged

from .test_facts import FEB, JAN, FactsCase


@tagged("post_install", "-at_install")
class TestFactsBooking(FactsCase):
    """When facts are booked, how they are asked as of a day, and how they are proved and mended."""

    def test_nothing_changed_books_nothing(self):
        k = self.contract()
        self.pay(self.invoice(self.lines(k)[0]), 1200)
        count = len(self.env["commercial.contract.fact"].search([]))
        self.assertEqual(count, 6)
        k.follow_ledger()
        k.partner_ref = "KD-7"
        self.lines(k)[0].is_disputed = True
        self.assertEqual(len(self.env["commercial.contract.fact"].search([])), count)

    def test_they_are_booked_before_the_transaction_ends(self):
        k = self.contract()
        self.env.cr.flush()
        self.env.cr.execute(
            "SELECT COUNT(*), SUM(signed) FROM commercial_contract_fact WHERE contract_id = %s",
            [k.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (4, 10000))

    def test_as_of_a_day(self):
        k = self.contract()
        self.company.partner_id.tz = "Asia/Shanghai"
        self.assertEqual(self.net(k, "planned")[FEB, "seller"], 5000)
        Fact = self.env["commercial.contract.fact"]
        domain = [("contract_id", "=", k.id)]
        facts = Fact.search(domain, order="id")
        # the 31st of January ends there at 16:00 UTC
        for fact, moment in zip(
            facts,
            ("01-31 15:59:59", "01-31 16:00:00", "02-02 00:00:00", "02-03 00:00:00"),
            strict=True,
        ):
            self.env.cr.execute(
                "UPDATE commercial_contract_fact SET date_booked = %s WHERE id = %s",
                [f"2026-{moment}", fact.id],
            )
        self.env.invalidate_all()
        self.assertEqual(Fact.search(domain + Fact.as_of("2026-01-30")), facts.browse())
        self.assertEqual(Fact.search(domain + Fact.as_of("2026-01-31")), facts[:1])
        self.assertEqual(
            Fact.search([*domain, ("date_as_of", "=", "2026-02-01")]), facts[:2].sorted()
        )
        self.assertEqual(len(Fact.search([*domain, ("date_as_of", "=", "2026-02-28")])), 4)

    def test_the_nightly_proof_finds_and_mends(self):
        k = self.contract()
        self.pay(self.invoice(self.lines(k)[0]), 1200)
        self.assertEqual(k._check_ledger(), [])
        self.env.cr.execute(
            "DELETE FROM commercial_contract_fact WHERE kind = 'settled' AND contract_id = %s",
            [k.id],
        )
        [drift] = k._check_ledger()
        self.assertEqual(
            (drift["contract"], drift["what"], drift["stored"], drift["books"]),
            (k, "fact settled", 0, 1200),
        )
        with self.assertLogs(level="WARNING"):
            k._prove_ledger()
        self.assertEqual(k._check_ledger(), [])
        self.assertEqual(self.net(k, "settled"), {("2026-01-20", "seller"): 1200})
        note = self.env["mail.activity"].search([("res_id", "=", k.id)]).note
        self.assertIn("1,200", note)

    def test_contracts_of_before_are_booked_at_their_own_time(self):
        k = self.contract()
        payment = self.pay(self.invoice(self.lines(k)[0]), 1200)
        facts = self.env["commercial.contract.fact"].search([("contract_id", "=", k.id)])
        before = {kind: self.net(k, kind) for kind in ("signed", "planned", "invoiced", "settled")}
        self.env.cr.execute("DELETE FROM commercial_contract_fact WHERE id = ANY(%s)", [facts.ids])
        self.env.cr.execute(
            "UPDATE commercial_contract SET date_locked = '2026-01-06 08:00' WHERE id = %s", [k.id]
        )
        self.env.cr.execute(
            "UPDATE commercial_contract_settlement SET create_date = '2026-01-04' WHERE contract_id = %s",
            [k.id],
        )
        self.env.cr.execute(
            "UPDATE account_move SET create_date = '2026-01-11 08:00' WHERE id = %s",
            payment.invoice_ids.ids or payment.reconciled_invoice_ids.ids,
        )
        self.env.cr.execute(
            "UPDATE commercial_contract_allocation SET create_date = '2026-01-21 08:00' WHERE contract_id = %s",
            [k.id],
        )
        self.env.invalidate_all()
        self.env["commercial.contract"]._book_facts_of_before()
        after = {kind: self.net(k, kind) for kind in before}
        self.assertEqual(after, before)
        facts = self.env["commercial.contract.fact"].search([("contract_id", "=", k.id)])
        booked = {row.kind: str(row.date_booked) for row in facts}
        self.assertEqual(
            booked,
            {
                "signed": "2026-01-06 08:00:00",
                "planned": "2026-01-06 08:00:00",
                "invoiced": "2026-01-11 08:00:00",
                "settled": "2026-01-21 08:00:00",
            },
        )
        count = len(facts)
        self.env["commercial.contract"]._book_facts_of_before()
        self.assertEqual(len(facts.search([("contract_id", "=", k.id)])), count)

    def test_a_fact_opens_what_it_tells_of(self):
        k = self.contract()
        a, *_others = self.lines(k)
        invoice = self.invoice(a)
        payment = self.pay(invoice, 1200)

        def opened(kind, user):
            action = self.facts(k, kind)[:1].with_user(user).action_open_source()
            return action["res_model"], action["res_id"]

        self.assertEqual(opened("signed", self.accountant), ("commercial.contract", k.id))
        self.assertEqual(
            opened("planned", self.accountant), ("commercial.contract.settlement", a.id)
        )
        self.assertEqual(opened("invoiced", self.accountant), ("account.move", invoice.id))
        self.assertEqual(opened("settled", self.accountant), ("account.payment", payment.id))
        # who has no rights on the books sees the amount, and the contract
        self.assertEqual(opened("settled", self.staff), ("commercial.contract", k.id))

    def test_the_day_of_booking_is_now(self):
        before = fields.Datetime.now()
        k = self.contract()
        [row] = self.facts(k, "signed")
        self.assertLessEqual(before, row.date_booked)
        self.assertEqual(self.net(k, "planned")[JAN, "seller"], 3000)


@tagged("post_install", "-at_install", "slow")
class TestFactsQueries(FactsCase):
    def paid(self, count):
        """Return so many signed contracts, each with an advance."""
        contracts = self.env["commercial.contract"]
        for _number in range(count):
            contracts |= self.contract(plan=[("A", 50, JAN), ("B", 50, FEB)])
        items = [(self.receivable, -30, self.customer)] * count
        entry = self.entry((self.bank.default_account_id, 30 * count, None), *items, post=False)
        lines = entry.line_ids.filtered("credit")
        for contract, item in zip(contracts, lines, strict=True):
            item.commercial_contract_id = contract
        entry.action_post()
        self.env.flush_all()
        return contracts

    def test_booking_takes_constant_queries(self):
        Fact = self.env["commercial.contract.fact"]

        def cost(count):
            self.paid(count)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Fact._book_pending()
            return self.env.cr.sql_log_count - before

        cost(2)
        small, large = cost(5), cost(40)
        self.assertEqual(small, large)
        self.assertLessEqual(large, 15)
