from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import ALL, ContractCase

TODAY = "2026-02-10"


@tagged("post_install", "-at_install")
class TestFunnel(ContractCase):
    """From leads to money on 10 February 2026, in USD, 0.90 EUR a USD on that day; figures by hand.

    L: a lead of the seller over 1,000.00, 10 %. O: an opportunity of his over 5,000.00, 40 %, to be won by 20 March.
    M: one of a colleague over 3,000.00, 50 %, that was a lead in December and turned on 5 February; lost.
    W: one of last December over 900.00.
    Q: a quotation of the seller over 800.00, valid until 10 March. R: one of the colleague over 450.00 EUR, today
    500.00. K: a contract of the seller over 10,000.00: 3,000 by 31 Jan, 5,000 by 28 Feb, 2,000 by 31 Mar; 3,000
    invoiced, 1,000 settled. E: one of the colleague over 720.00 EUR, 900.00 at the rate of its signing, 800.00 today,
    due on 1 December.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("boss", ALL, "sales_team.group_sale_salesman_all_leads")
        cls.lead = cls.make_lead("L", 1000, 10, "2026-02-01 10:00:00", type="lead")
        cls.o = cls.make_lead("O", 5000, 40, "2026-01-15 10:00:00", date_deadline="2026-03-20")
        cls.m = cls.make_lead("M", 3000, 50, "2025-12-01 10:00:00", user_id=cls.seller2.id)
        cls.m.date_conversion = "2026-02-05 10:00:00"
        cls.m.action_set_lost()
        cls.w = cls.make_lead("W", 900, 50, "2025-12-31 10:00:00")
        cls.q = cls.make_quotation(cls.seller, 800, validity_date="2026-03-10")
        cls.r = cls.make_quotation(cls.seller2, 450, cls.eur, validity_date=False)
        cls.make_quotation(cls.seller, 70).state = "cancel"
        cls.k = cls.contract()
        cls.e = cls.contract(
            plan=[("E", 720, "2026-12-01")], currency_id=cls.eur.id, user_id=cls.seller2.id
        )

    @classmethod
    def make_lead(cls, name, amount, probability, created, **values):
        lead = cls.env["crm.lead"].create(
            {
                "name": name,
                "type": "opportunity",
                "user_id": cls.seller.id,
                "expected_revenue": amount,
                "probability": probability,
                "company_id": cls.company.id,
                **values,
            }
        )
        lead.flush_recordset()
        cls.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", [created, lead.id])
        lead.invalidate_recordset(["create_date"])
        return lead

    @classmethod
    def make_quotation(cls, user, amount, currency=None, **values):
        prices = cls.env["product.pricelist"].create(
            {"name": f"List {amount}", "currency_id": (currency or cls.usd).id}
        )
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": user.id,
                "company_id": cls.company.id,
                "pricelist_id": prices.id,
                "date_order": "2026-02-03 10:00:00",
                "order_line": [
                    (0, 0, {"product_id": cls.pump.id, "price_unit": amount, "tax_ids": [(5,)]})
                ],
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        self.invoice(self.lines(self.k)[0], date="2026-01-10")
        self.advance(self.k, 1000, "2026-01-20")
        self.env.flush_all()
        self.env.cr.flush()

    @freeze_time(TODAY)
    def funnel(self, user, period="year", person=None):
        return (
            self.env["commercial.contract.funnel"]
            .with_user(user)
            .read_funnel(period, person and person.id)
        )

    def stages(self, *args):
        return {
            stage["name"]: (stage["count"], stage["amount"], stage["weighted"])
            for stage in self.funnel(*args)["stages"]
        }

    def test_stages_of_the_year(self):
        self.assertEqual(
            self.stages(self.boss),
            {
                "leads": (1, 1000, 100),
                "opportunities": (2, 8000, 2000),  # what is lost has no probability
                "quotations": (2, 1300, 0),
                "signed": (2, 10900, 0),
                "invoiced": (1, 3000, 0),
                "settled": (1, 1000, 0),
            },
        )

    def test_stages_of_other_periods(self):
        """In February: L arose, M was won over, both quotations; in 2025 M arose as a lead, and W."""
        month = self.stages(self.boss, "month")
        self.assertEqual(
            [month[name][1] for name in ("leads", "opportunities", "quotations")],
            [1000, 3000, 1300],
        )
        self.assertEqual(month["signed"], (0, 0, 0))
        before = self.stages(self.boss, "last_year")
        self.assertEqual([before[name][1] for name in ("leads", "opportunities")], [3000, 900])
        self.assertEqual(self.stages(self.boss, "quarter"), self.stages(self.boss, "year"))
        with self.assertRaises(UserError):
            self.funnel(self.boss, "century")

    def test_people(self):
        people = {one["name"]: one["amounts"] for one in self.funnel(self.boss)["people"]}
        self.assertEqual(list(people), ["Seller", "Seller2"])
        self.assertEqual(list(people["Seller"].values()), [1000, 5000, 800, 10000, 3000, 1000])
        self.assertEqual(list(people["Seller2"].values()), [0, 3000, 500, 900, 0, 0])
        one = self.stages(self.boss, "year", self.seller2)
        self.assertEqual([stage[1] for stage in one.values()], [0, 3000, 500, 900, 0, 0])

    def test_question_27_what_will_become_money_and_when(self):
        page = self.funnel(self.boss)
        self.assertEqual(page["months"][0], "2026-02-01")
        self.assertEqual(page["months"][-1], "2026-07-01")
        self.assertTrue(page["is_converted"])
        self.assertEqual(
            page["ahead"],
            {
                "opportunities": {"2026-03-01": 2000, "undated": 450},
                "quotations": {"2026-03-01": 800, "undated": 500},
                "plan": {"late": 2000, "2026-02-01": 5000, "2026-03-01": 2000, "later": 800},
            },
        )

    def test_what_went_on_is_expected_once(self):
        """An opportunity with a quotation, a quotation with a contract: each only in the latest stage."""
        if "order_ids" in self.env["crm.lead"]._fields:
            self.q.opportunity_id = self.o
        else:
            self.k.opportunity_id = self.o
        self.r.commercial_contract_id = self.e
        ahead = self.funnel(self.boss)["ahead"]
        self.assertEqual(ahead["opportunities"], {"undated": 450})
        self.assertEqual(ahead["quotations"], {"2026-03-01": 800})

    @freeze_time(TODAY)
    def test_each_figure_opens_its_records(self):
        funnel = self.env["commercial.contract.funnel"].with_user(self.boss)
        page = self.funnel(self.boss)
        for stage in page["stages"]:
            with self.subTest(stage=stage["name"]):
                action = funnel.action_view_funnel(stage["name"])
                model = funnel.env[action["res_model"]].with_context(**action["context"])
                self.assertEqual(model.search_count(action["domain"]), stage["count"])
        opened = {
            (name, bucket): funnel.action_view_funnel(name, bucket=bucket)
            for name, sums in page["ahead"].items()
            for bucket in sums
        }
        found = {
            key: funnel.env[action["res_model"]].search(action["domain"])
            for key, action in opened.items()
        }
        self.assertEqual(found["opportunities", "2026-03-01"], self.o)
        self.assertEqual(found["opportunities", "undated"], self.w)
        self.assertEqual(found["quotations", "2026-03-01"], self.q)
        self.assertEqual(found["quotations", "undated"], self.r)
        self.assertEqual(found["plan", "late"].mapped("name"), ["A"])
        self.assertEqual(found["plan", "2026-02-01"].mapped("name"), ["B"])
        self.assertEqual(found["plan", "later"].mapped("name"), ["E"])

    def test_everybody_sees_his_own(self):
        """A salesperson his leads and contracts; who has no rights on sales the contracts only."""
        own = self.stages(self.seller)
        self.assertEqual([stage[1] for stage in own.values()], [1000, 5000, 800, 10000, 3000, 1000])
        self.assertEqual(
            [one["name"] for one in self.funnel(self.seller)["people"]], [self.seller.name]
        )
        staff = self.funnel(self.staff)
        self.assertEqual(
            [stage["name"] for stage in staff["stages"]], ["signed", "invoiced", "settled"]
        )
        self.assertEqual(list(staff["ahead"]), ["plan"])
        funnel = self.env["commercial.contract.funnel"].with_user(self.staff)
        self.assertRefused(lambda: funnel.action_view_funnel("leads"), "closed to you")

    def test_queries_do_not_grow(self):
        few = self.queries(lambda: self.funnel(self.boss))
        for number in range(12):
            self.make_lead(f"N{number}", 100, 10, "2026-02-01 10:00:00")
            self.contract(plan=[("A", 100, f"2026-{number + 1:02}-10")])
        self.env.flush_all()
        self.env.cr.flush()
        self.assertLessEqual(self.queries(lambda: self.funnel(self.boss)), few)
