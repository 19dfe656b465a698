from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import OWN
from .test_facts import FactsCase

# As the job, said once more: customer by customer, from contracts and allocations; facts are not asked.
SIGNED = """
SELECT SUM(ROUND(amount_total / currency_rate, 2)) FROM commercial_contract
 WHERE commercial_partner_id = %s AND direction = 'sale' AND state = 'active'
   AND date_signed > '2025-03-10' AND company_id = %s"""
SETTLED = """
SELECT SUM(a.amount_company) FROM commercial_contract_allocation a
  JOIN commercial_contract c ON c.id = a.contract_id
 WHERE c.commercial_partner_id = %s AND c.direction = 'sale' AND a.kind <> 'writeoff'
   AND a.date > '2025-03-10' AND c.company_id = %s"""


@tagged("post_install", "-at_install")
class TestCustomerValue(FactsCase):
    """Four customers on 10 March 2026:

    ===== ====== ==================== ============================ =================================
    name  signed due                  money                        late
    ===== ====== ==================== ============================ =================================
    big   8000   8000 on 31 Jan       8000 on 5 Feb                5 days
    slow  1500   1000 on 31 Dec, 500  600 on 10 Feb                600 x 41 and 400 x 69 days: 52.2
    new   6000   6000 on 30 Jun       none                         nothing is due
    small 300    300 on 31 Jan        100 on 31 Jan, 200 on 20 Feb 13.3
    ===== ====== ==================== ============================ =================================

    Settled in all 8,900: the first 80 of 100 are 7,120, which big brings alone. Signed 15,800: 12,640 are
    reached with big and new.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-10 09:00:00"):
            builder = cls()
            cls.big, cls.slow, cls.new, cls.small = cls.env["res.partner"].create(
                [{"name": name, "is_company": True} for name in ("Big", "Slow", "New", "Small")]
            )
            cls.contact = cls.env["res.partner"].create({"name": "Ann", "parent_id": cls.big.id})
            plans = (
                (cls.contact, [("A", 8000, "2026-01-31")]),
                (cls.slow, [("A", 1000, "2025-12-31"), ("B", 500, "2026-06-30")]),
                (cls.new, [("A", 6000, "2026-06-30")]),
                (cls.small, [("A", 300, "2026-01-31")]),
            )
            big, slow, _new, small = (
                cls.contract(plan=plan, partner_id=partner.id) for partner, plan in plans
            )
            builder.advance(big, 8000, "2026-02-05")
            cls.paid = builder.advance(slow, 600, "2026-02-10")
            builder.advance(small, 100, "2026-01-31")
            builder.advance(small, 200, "2026-02-20")
            cls.env.cr.flush()
            cls.customers = cls.big | cls.slow | cls.new | cls.small
            cls.rate()

    @classmethod
    def rate(cls):
        cls.env["commercial.customer.value"]._rate(cls.company)

    def rated(self, partner, day="2026-03-01"):
        return self.env["commercial.customer.value"].search(
            [("partner_id", "=", partner.id), ("date", "=", day)]
        )

    def sql(self, query, partner):
        self.env.flush_all()
        self.env.cr.execute(query, [partner.id, self.company.id])
        return float(self.env.cr.fetchone()[0] or 0)

    def test_figures_classes_and_grades(self):
        found = {
            partner.name: (
                row.signed, row.settled, row.overdue, row.late_days, row.value_class, row.grade
            )
            for partner in self.customers
            for row in self.rated(partner)
        }  # fmt: skip
        self.assertEqual(
            found,
            {
                "Big": (8000, 8000, 0, 5, "golden", "good"),
                "Slow": (1500, 600, 400, 52.2, "ordinary", "bad"),
                "New": (6000, 0, 0, 0, "potential", False),
                "Small": (300, 300, 0, 13.3, "ordinary", "fair"),
            },
        )
        for partner in self.customers:
            row = self.rated(partner)
            self.assertEqual(row.signed, self.sql(SIGNED, partner))
            self.assertEqual(row.settled, self.sql(SETTLED, partner))
        self.assertEqual(self.rated(self.slow).collection_rate, 40)
        self.assertEqual(str(self.rated(self.big).date_last), "2026-01-05")
        # every customer of the company is rated in the same statement: what all bring is all that came
        golden = self.env["commercial.customer.value"].search(
            [("value_class", "=", "golden"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(golden.partner_id, self.big)

    @freeze_time("2026-03-10 09:00:00")
    def test_margin(self):
        """2,000 invoiced for Big, 500 on its account: 1,500, 75 of 100. Nothing is invoiced for Slow."""
        plan = self.env["account.analytic.plan"].create({"name": "Jobs"})
        account = self.env["account.analytic.account"].create({"name": "J", "plan_id": plan.id})
        k = self.contract(
            plan=[("M", 2000, "2026-04-30")],
            partner_id=self.big.id,
            analytic_account_id=account.id,
        )
        k.settlement_ids._bill("2026-03-01").action_post()
        self.env["account.analytic.line"].create(
            {"name": "Wages", "amount": -500, "date": "2026-03-02", plan._column_name(): account.id}
        )
        self.env.cr.flush()
        self.rate()
        row = self.rated(self.big)
        self.assertEqual((row.margin, row.margin_percent), (1500, 75))
        row = self.rated(self.slow)
        self.assertEqual((row.margin, row.margin_percent), (0, 0))

    @freeze_time("2026-03-10 09:00:00")
    def test_it_follows_and_keeps_what_was(self):
        before = self.rated(self.slow)
        self.rate()
        self.assertEqual(self.rated(self.slow), before, "a second run writes nothing anew")
        self.paid.action_draft()
        self.rate()
        # 1,000 are open since 31 December: 69 days
        self.assertEqual((before.settled, before.overdue, before.late_days), (0, 1000, 69))
        with freeze_time("2026-04-01 09:00:00"):
            self.paid.action_post()
            self.rate()
            row = self.rated(self.slow, "2026-04-01")
            self.assertEqual((row.settled, row.is_current), (600, True))
            self.assertEqual((before.settled, before.is_current), (0, False))

    @freeze_time("2026-03-10 09:00:00")
    def test_on_contacts_and_as_a_filter(self):
        partners = self.env["res.partner"].with_user(self.seller)
        contact = partners.browse(self.contact.id)
        self.assertEqual(contact.commercial_customer_class, "golden")
        self.assertEqual(contact.commercial_payer_grade, "good")
        here = [("id", "in", (self.customers | self.contact).ids)]
        for domain, wanted in (
            ([("commercial_customer_class", "=", "golden")], self.big | self.contact),
            ([("commercial_payer_grade", "=", "bad")], self.slow),
            ([("commercial_payer_grade", "=", False)], self.new),
            ([("commercial_payer_grade", "!=", "bad")], self.customers - self.slow | self.contact),
        ):
            self.assertEqual(set(partners.search(here + domain).ids), set(wanted.ids), domain)

    @freeze_time("2026-03-10 09:00:00")
    def test_a_new_contract_with_a_bad_payer_says_so(self):
        contracts = self.env["commercial.contract"].with_user(self.seller)
        form = Form(contracts.with_context(default_direction="sale"))
        form.partner_id = self.big.with_user(self.seller)
        self.assertFalse(form.payer_warning)
        form.partner_id = self.slow.with_user(self.seller)
        self.assertEqual(
            form.payer_warning, "Slow pays late: 52 days on average, weighted by amount."
        )

    @freeze_time("2026-03-10 09:00:00")
    def test_by_the_thresholds_of_the_company(self):
        self.company.write({"contract_grade_good_days": 14, "contract_grade_bad_days": 60})
        self.rate()
        self.assertEqual(self.rated(self.small).grade, "good")
        self.assertEqual(self.rated(self.slow).grade, "fair")
        with self.assertRaises(ValidationError):
            self.company.contract_grade_bad_days = 3
        with self.assertRaises(ValidationError):
            self.company.contract_value_months = 0

    @freeze_time("2026-03-10 09:00:00")
    def test_the_job_rates_all_companies(self):
        self.env.cr.execute("DELETE FROM commercial_customer_value")
        self.env.invalidate_all()
        cron = self.env.ref("commercial_contract.ir_cron_customer_value")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.rated(self.big).value_class, "golden")

    def test_who_sees_not_all_contracts_gets_no_figures(self):
        user = self.make_user("own_only", OWN)
        values = self.env["commercial.customer.value"].with_user(user)
        self.assertFalse(values.has_access("read"))
        action = self.big.with_user(self.staff).action_view_commercial_value()
        rows = self.env[action["res_model"]].with_user(self.staff).search(action["domain"])
        self.assertEqual(rows, self.rated(self.big))
        self.assertEqual(
            rows.action_open_figures()["domain"], [("commercial_partner_id", "in", self.big.ids)]
        )

    @freeze_time("2026-03-10 09:00:00")
    def test_queries_do_not_grow(self):
        def cost(count):
            partners = self.env["res.partner"].create([{"name": f"P {n}"} for n in range(count)])
            for partner in partners:
                self.contract(plan=[("A", 50, "2026-01-31")], partner_id=partner.id)
            self.rate()  # what Odoo remembers of users and companies is there each time
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rate()
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(20))
