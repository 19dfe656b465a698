from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .common import ALL
from .test_facts import FEB, JAN, MAR, FactsCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestFigures(FactsCase):
    """The product's own way to read figures gives what raw SQL gives, of what the user may see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        builder = cls()
        cls.crane = cls.contract()
        cls.pumps = cls.contract(
            plan=[("A", 500, FEB), ("B", 700, MAR)],
            user_id=cls.seller2.id,
            partner_id=cls.other_customer.id,
            currency_id=cls.eur.id,
        )
        builder.pay(builder.invoice(builder.lines(cls.crane)[0]), 1200)
        builder.pay(builder.invoice(builder.lines(cls.pumps)[0]), 250, "2026-03-05")
        cls.facts_of = Domain("contract_id", "in", (cls.crane | cls.pumps).ids)
        cls.env.cr.flush()

    def ask(self, groupby, measures, user=None, domain=(), **options):
        facts = self.env["commercial.contract.fact"].with_user(user or self.staff)
        return facts.figures(self.facts_of & Domain(domain), groupby, measures, **options)

    def sql(self, query, *values):
        self.env.cr.execute(query, values)
        return self.env.cr.fetchall()

    def test_month_and_person(self):
        rows = self.ask(["date_month", "user_id"], ["signed", "planned", "invoiced", "settled"])
        wanted = self.sql(
            "SELECT date_month, user_id, SUM(signed), SUM(planned), SUM(invoiced), SUM(settled)"
            " FROM commercial_contract_fact WHERE contract_id IN (%s, %s) GROUP BY 1, 2 ORDER BY 1, 2",
            self.crane.id,
            self.pumps.id,
        )
        self.assertEqual(
            [(r["date_month"], r["user_id"][0], r["signed"], r["planned"], r["invoiced"], r["settled"])
             for r in rows],
            [(*row[:2], *(float(value or 0) for value in row[2:])) for row in wanted],
        )  # fmt: skip
        # by hand: 10,000 signed on 5 January, 3,000 due and invoiced, 1,200 paid; 1,200 EUR at 0.80
        self.assertEqual(
            rows[0],
            {
                "date_month": date(2026, 1, 1),
                "user_id": (self.seller.id, "Seller"),
                "signed": 10000,
                "planned": 3000,
                "invoiced": 3000,
                "settled": 1200,
            },
        )
        self.assertEqual((rows[1]["user_id"][1], rows[1]["signed"]), ("Seller2", 1500))

    def test_parts_of_a_date_and_of_what_it_names(self):
        for groupby in (["date:month"], ["date_month"], ["date_month:month"]):
            rows = self.ask(groupby, ["planned"])
            self.assertEqual([row[groupby[0]] for row in rows][-1], date(2026, 3, 1))
            self.assertEqual(sum(row["planned"] for row in rows), 11500)
        [row] = self.ask(["date:year"], ["signed", "__count", "contract_id:count_distinct"])
        self.assertEqual(row["date:year"], date(2026, 1, 1))
        self.assertEqual((row["signed"], row["contract_id:count_distinct"]), (11500, 2))
        [row] = self.ask(["contract_id.state"], ["signed"])
        self.assertEqual(row["contract_id.state"], "active")

    def test_no_group_and_no_fact(self):
        self.assertEqual(self.ask([], ["signed", "settled"]), [{"signed": 11500, "settled": 1450}])
        nothing = [("id", "=", 0)]
        self.assertEqual(self.ask([], ["signed"], domain=nothing), [{"signed": 0}])
        self.assertEqual(self.ask(["user_id"], ["signed"], domain=nothing), [])

    def test_order_and_limit(self):
        rows = self.ask(["user_id"], ["settled"], order="settled desc", limit=1)
        self.assertEqual(rows, [{"user_id": (self.seller.id, "Seller"), "settled": 1200}])
        rows = self.ask(["commercial_partner_id"], ["settled"], order="commercial_partner_id desc")
        names = [row["commercial_partner_id"][1] for row in rows]
        self.assertEqual(names, sorted(names, key=str.casefold, reverse=True))
        [row] = self.ask(["user_id"], ["settled"], order="user_id desc", limit=1)
        self.assertEqual(row["user_id"][1], "Seller2")
        rows = self.ask(["department_id", "date_month"], [], order="department_id, date_month desc")
        self.assertEqual({row["department_id"] for row in rows}, {False})
        self.assertEqual(rows[0]["date_month"], date(2026, 3, 1))
        with self.assertRaises(ValueError):
            self.ask(["user_id"], ["settled"], order="invoiced")

    def test_as_of_a_day(self):
        self.sql("UPDATE commercial_contract_fact SET date_booked = '2026-02-01' RETURNING id")
        self.sql(
            "UPDATE commercial_contract_fact SET date_booked = '2026-02-03' WHERE kind = 'settled' RETURNING id"
        )
        self.env.invalidate_all()
        measures = ["signed", "settled"]
        self.assertEqual(self.ask([], measures), [{"signed": 11500, "settled": 1450}])
        self.assertEqual(
            self.ask([], measures, as_of="2026-02-02"), [{"signed": 11500, "settled": 0}]
        )
        self.assertEqual(self.ask([], measures, as_of="2026-01-31"), [{"signed": 0, "settled": 0}])

    def test_what_the_user_may_see(self):
        mine = self.ask(["user_id"], ["signed"], user=self.seller)
        self.assertEqual(mine, [{"user_id": (self.seller.id, "Seller"), "signed": 10000}])
        for part, groupby in (("figures", []), ("goods", ["product_id"])):
            user = self.make_user(f"no_{part}", ALL)
            group = self.env.ref(f"commercial_contract.group_contract_{part}")
            self.assertTrue(self.ask(groupby, ["signed"], user=user))
            user.group_ids -= group
            self.env.ref("base.group_user").implied_ids -= group
            user.invalidate_recordset()
            self.assertFalse(user.has_group(f"commercial_contract.group_contract_{part}"))
            with self.assertRaises(AccessError):
                self.ask(groupby, ["signed"], user=user)

    def test_currencies(self):
        with self.assertRaises(UserError):
            self.ask(["user_id"], ["amount"])
        rows = self.ask(["currency_id"], ["amount"], domain=[("kind", "=", "settled")])
        self.assertEqual(
            {row["currency_id"][1]: row["amount"] for row in rows}, {"USD": 1200, "EUR": 250}
        )

    def test_companies_of_several_currencies(self):
        """360 EUR of the other company; a EUR is a USD since March."""
        other = self.make_company("Eastport Trading", self.eur)
        self._make_rates(other)
        self.env["res.currency.rate"].create(
            {"currency_id": self.usd.id, "company_id": other.id, "name": "2026-01-01", "rate": 2.0}
        )
        contract = self.contract(
            plan=[("A", 900, JAN)],
            company_id=other.id,
            currency_id=self.usd.id,
            user_id=self.staff.id,
        )
        self.staff.company_ids |= other
        facts = self.env["commercial.contract.fact"].with_user(self.staff)
        facts = facts.with_context(allowed_company_ids=(self.company | other).ids)
        domain = self.facts_of | Domain("contract_id", "=", contract.id)
        rows = facts.figures(domain, ["company_id"], ["signed"], order="signed desc")
        self.assertEqual([row["signed"] for row in rows], [11500, 360])
        alone = facts.with_context(allowed_company_ids=other.ids)
        self.assertEqual(alone.figures(domain, [], ["signed"]), [{"signed": 360}])

    def test_queries_do_not_grow(self):
        def cost(count):
            partners = self.env["res.partner"].create([{"name": f"P {n}"} for n in range(count)])
            contracts = [self.contract(plan=[("A", 50, JAN)], partner_id=p.id) for p in partners]
            domain = Domain("contract_id", "in", [contract.id for contract in contracts])
            facts = self.env["commercial.contract.fact"].with_user(self.staff)
            groupby = ["partner_id", "user_id", "date_month"]
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = facts.figures(domain, groupby, ["signed"], order="partner_id")
            self.assertEqual(len(rows), count)
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(30))

    def test_a_replica_may_answer(self):
        self.assertTrue(self.env.registry["commercial.contract.fact"].figures._readonly)
