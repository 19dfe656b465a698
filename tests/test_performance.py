from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import HttpCase, freeze_time, tagged

from .common import ContractCase

TODAY = "2026-03-10"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPerformance(ContractCase):
    """The ranking of people on 10 March 2026, in USD; figures by hand.

    K of the seller: 10,000 signed on 5 January; 3,000 due on 31 January, invoiced on 10 January, 500 of them paid on
    20 January, 1,000 on 10 February, ten days late; 5,000 due on 28 February; 2,000 on 31 March.
    E of his colleague: 720.00 EUR signed on 5 February at 0.90, 800.00 USD, due on 28 February; 450.00 EUR paid on
    5 March at 1.00, five days late.
    O of the colleague: 500 signed on 1 March 2025; 400 paid on 8 March, 100 on 8 April 2025.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.k = cls.contract()
        colleague = {"user_id": cls.seller2.id}
        cls.e = cls.contract(
            plan=[("E", 720, "2026-02-28")],
            currency_id=cls.eur.id,
            date_signed="2026-02-05",
            **colleague,
        )
        cls.o = cls.contract(plan=[("O", 500, "2025-03-01")], date_signed="2025-03-01", **colleague)

    def setUp(self):
        super().setUp()
        self.invoice(self.lines(self.k)[0], date="2026-01-10")
        self.advance(self.k, 500, "2026-01-20")
        self.advance(self.k, 1000, "2026-02-10")
        self.advance(self.e, 450, "2026-03-05", currency_id=self.eur.id)
        self.advance(self.o, 400, "2025-03-08")
        self.advance(self.o, 100, "2025-04-08")
        self.env.flush_all()
        self.env.cr.flush()

    def ranking(self, user=None):
        return self.env["commercial.contract.performance"].with_user(user or self.leader)

    def people(self, period="year", user=None, **options):
        page = self.ranking(user).read_performance(period, **options)
        return {one["name"]: one for one in page["people"]}

    def test_question_16_this_year(self):
        people = self.people()
        self.assertEqual(list(people), ["Seller", "Seller2"])
        self.assertEqual(
            people["Seller"],
            {
                "id": self.seller.id,
                "name": "Seller",
                "signed": 10000,
                "invoiced": 3000,
                "settled": 1500,
                "rate": 15,
                "late_days": 6.7,  # 500 in time, 1,000 ten days late
                "overdue": 6500,
                "place": 1,
                "before": 0,
                "place_before": None,
                "year": 0,
                "place_year": None,
            },
        )
        colleague = people["Seller2"]
        self.assertEqual(
            [colleague[name] for name in ("signed", "invoiced", "settled", "rate", "late_days")],
            [800, 0, 450, 56.25, 5],
        )
        self.assertEqual(colleague["overdue"], 270)
        # what came in April of last year is not of the same stretch
        self.assertEqual((colleague["year"], colleague["place_year"]), (400, 1))
        self.assertEqual(colleague["place"], 2)

    def test_this_month_beside_the_same_days_of_february(self):
        people = self.people("month")
        self.assertEqual(list(people), ["Seller2", "Seller"])
        self.assertEqual(people["Seller"]["settled"], 0)
        self.assertIsNone(people["Seller"]["rate"])
        self.assertIsNone(people["Seller"]["place"])
        self.assertEqual((people["Seller"]["before"], people["Seller"]["place_before"]), (1000, 1))
        self.assertEqual((people["Seller2"]["settled"], people["Seller2"]["before"]), (450, 0))
        self.assertEqual(people["Seller2"]["year"], 400)

    def test_a_moved_date_makes_late_money_no_less_late(self):
        self.lines(self.k)[1].reschedule("2026-03-06", "The customer asked for it")
        self.advance(self.k, 1500, "2026-02-26")  # the rest of the first line, 26 days late
        self.advance(self.k, 500, "2026-03-06")  # of the second, agreed for 28 February: 6 days
        # (500 x 0 + 1,000 x 10 + 1,500 x 26 + 500 x 6) / 3,500
        self.assertEqual(self.people()["Seller"]["late_days"], 14.9)

    def test_what_is_undone_counts_no_more(self):
        """The payment of 1,000 is cancelled after the contract changed hands: taken from who had it."""
        payment = self.k.payment_ids.filtered(lambda one: one.amount == 1000)
        self.k._hand_over(self.seller2, "Leaves")
        payment.action_cancel()
        self.env.flush_all()
        self.env.cr.flush()
        people = self.people()
        self.assertEqual((people["Seller"]["settled"], people["Seller"]["late_days"]), (500, 0))
        self.assertEqual(people["Seller2"]["settled"], 450)
        # who has the contract now has what is overdue of it
        self.assertEqual((people["Seller"]["overdue"], people["Seller2"]["overdue"]), (0, 7770))

    def test_money_out_is_apart(self):
        purchase = self.contract(
            plan=[("P", 90, "2026-02-01")], direction="purchase", date_signed="2026-02-01"
        )
        self.env.cr.flush()
        [one] = self.people(direction="purchase").values()
        self.assertEqual((one["signed"], one["overdue"]), (90, 90))
        self.assertEqual(self.people()["Seller"]["signed"], 10000)
        self.assertEqual(purchase.user_id, self.seller)

    def test_everybody_sees_his_own(self):
        self.assertEqual(list(self.people(user=self.seller)), ["Seller"])
        with self.assertRaises(AccessError):
            self.ranking(self.nobody).read_performance()
        with self.assertRaises(AccessError):
            self.ranking(self.nobody).action_view_performance("signed", self.seller.id)
        self.assertRefused(lambda: self.ranking().read_performance("century"), "month, quarter")

    def test_each_figure_opens_its_records(self):
        one = self.people()["Seller2"]
        for name in ("signed", "settled", "year"):
            action = self.ranking().action_view_performance(name, self.seller2.id)
            facts = self.ranking().env["commercial.contract.fact"].search(Domain(action["domain"]))
            column = name if name == "signed" else "settled"
            with self.subTest(figure=name):
                self.assertEqual(sum(facts.mapped(column)), one[name])
        action = self.ranking().action_view_performance("overdue", self.seller2.id)
        lines = (
            self.ranking().env["commercial.contract.settlement"].search(Domain(action["domain"]))
        )
        self.assertEqual(lines, self.e.settlement_ids.with_env(lines.env))

    def test_queries_do_not_grow(self):
        few = self.queries(self.people)
        for number in range(10):
            user = self.make_user(f"more-{number}", "commercial_contract.group_contract_own")
            contract = self.contract(plan=[("A", 100, "2026-02-10")], user_id=user.id)
            self.advance(contract, 10 + number, "2026-02-20")
        self.env.flush_all()
        self.env.cr.flush()
        self.assertEqual(len(self.people()), 12)
        self.assertLessEqual(self.queries(self.people), few)


@tagged("post_install", "-at_install", "tour")
class TestTourPerformance(ContractCase, HttpCase):
    """A leader reads who collected most, and opens what a figure is the sum of."""

    browser_size = "1440x900"

    def test_from_the_ranking_to_the_events(self):
        today = fields.Date.context_today(self.company)
        late = fields.Date.subtract(today, days=1)
        contract = self.contract(plan=[("A", 3000, late)], date_signed=today)
        self.advance(contract, 1200, today)
        self.env.flush_all()
        self.env.cr.flush()  # the browser has a transaction of its own
        self.start_tour("/odoo/discuss", "contract_performance", login="leader")
