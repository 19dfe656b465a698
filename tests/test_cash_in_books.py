from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import OWN, ContractCase

FEBRUARY = [("date", ">=", "2026-02-01"), ("date", "<=", "2026-02-28")]
SETTLED = [*FEBRUARY, ("direction", "=", "sale"), ("kind", "!=", "writeoff")]


@tagged("post_install", "-at_install")
class TestCashInBooks(ContractCase):
    """What came into the books in February beside what was settled, figures by hand.

    K, USD: 300 in January, 4,000 in February: 2,700 settle the rest of A, 1,300 of B.
    L, USD: 450 on 400. M, USD, of a colleague: 100 too much in January, paid back in February.
    O, USD: 200 were settled before Odoo, on 2 February. E, EUR: 70. P: a purchase, 90 paid.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.k = cls.contract()
        cls.l = cls.contract(plan=[("X", 400, "2026-02-10")])
        cls.m = cls.contract(plan=[("Y", 500, "2026-02-10")], user_id=cls.seller2.id)
        cls.o = cls.contract(plan=[("O", 600, "2026-02-10")])
        cls.e = cls.contract(plan=[("E", 700, "2026-02-05")], currency_id=cls.eur.id)
        cls.p = cls.contract(plan=[("P", 800, "2026-02-01")], direction="purchase")

    def setUp(self):
        super().setUp()
        self.advance(self.k, 300, "2026-01-20")
        self.advance(self.k, 4000, "2026-02-03")
        self.advance(self.l, 450, "2026-02-04")
        self.advance(self.m, 600, "2026-01-21")
        self.pay_back(self.m, 100, "2026-02-06")
        self.o.settlement_ids.write(
            {"opening_settled": 200, "opening_invoiced": 200, "opening_date": "2026-02-02"}
        )
        self.advance(self.e, 70, "2026-02-07", currency_id=self.eur.id)
        self.advance(self.p, 90, "2026-02-08")
        self.env.flush_all()

    def found(self, domain, user=None):
        """Return {currency: what is not zero}."""
        rows = self.env["commercial.contract.allocation"].with_user(user or self.leader)
        names = {self.usd.id: "USD", self.eur.id: "EUR"}
        return {
            names[row.pop("currency_id")]: {key: value for key, value in row.items() if value}
            for row in rows.get_cash_in_books(domain)
        }

    def test_what_ties_and_what_differs(self):
        """4,000 + 400 + 200 are settled; 4,450 came, of it 50 above the plan of L."""
        self.assertEqual(
            self.found(SETTLED),
            {
                "USD": {"settled": 4600, "books": 4450, "unallocated": 50, "opening": 200},
                "EUR": {"settled": 70, "books": 70},
            },
        )

    def test_money_paid_back_is_of_the_month_in_which_it_went(self):
        """600 came in January, 500 of it settles; none of it settles in February, but 100 went."""
        january = [("date", "<", "2026-02-01"), ("contract_id", "=", self.m.id)]
        self.assertEqual(
            self.found(january), {"USD": {"settled": 500, "books": 600, "unallocated": 100}}
        )
        both = [("contract_id", "=", self.m.id)]
        self.assertEqual(self.found(both), {"USD": {"settled": 500, "books": 500}})

    def test_what_the_filters_hide(self):
        """Of K only B is listed: 1,300 of the 4,000 that came in February."""
        line = self.lines(self.k)[1]
        self.assertEqual(
            self.found([*SETTLED, ("settlement_id", "=", line.id)]),
            {"USD": {"settled": 1300, "books": 4000, "elsewhere": 2700}},
        )

    def test_money_out(self):
        domain = [*FEBRUARY, ("direction", "=", "purchase")]
        self.assertEqual(self.found(domain), {"USD": {"settled": 90, "books": 90}})

    def test_nothing_over_both_directions_nor_too_many(self):
        self.assertEqual(self.found(FEBRUARY), {})
        path = "odoo.addons.commercial_contract.models.cash.commercial_contract_allocation_books"
        with patch(f"{path}.AT_ONCE", 2):
            self.assertEqual(self.found(SETTLED), {})

    def test_only_what_the_user_may_see(self):
        outsider = self.make_user("outsider", OWN)
        self.assertEqual(self.found(SETTLED, outsider), {})
        january = [("date", "<", "2026-02-01"), ("direction", "=", "sale")]
        self.assertEqual(self.found(january, self.seller), {"USD": {"settled": 300, "books": 300}})

    def test_queries_do_not_grow(self):
        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.found(SETTLED)
            return self.env.cr.sql_log_count - before

        cost()
        small = cost()
        for _number in range(10):
            self.advance(self.contract(), 100, "2026-02-03")
        self.assertLessEqual(cost(), small)


@tagged("post_install", "-at_install", "tour")
class TestTourCashInBooks(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_settled_this_month(self):
        """450.00 came for a plan of 400.00."""
        contract = self.contract(plan=[("X", 400, "2026-02-10")])
        self.advance(contract, 450, fields.Date.context_today(contract))
        self.start_tour("/odoo/settled", "contract_cash_in_books", login="accountant")
