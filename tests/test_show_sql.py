from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged

from .common import ALL, OWN, ContractCase
from .test_facts import FactsCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 09:00:00")
class TestShowSql(FactsCase):
    """The SQL that an administrator is shown gives his figures when it is sent to the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        builder = cls()
        cls.admin = cls.make_user("sysadmin", ALL, "base.group_system")
        cls.k = cls.contract()
        cls.contract(plan=[("A", 400, "2026-02-28")], user_id=cls.seller2.id)
        builder.pay(builder.invoice(builder.lines(cls.k)[0]), 1200)
        cls.domain = [("company_id", "=", cls.company.id)]
        cls.env.cr.flush()

    def ask(self, user, groupby=(), names=("signed", "settled")):
        """Return {groups: sums} of what the SQL gives."""
        facts = self.env["commercial.contract.fact"].with_user(user)
        self.env.flush_all()
        self.env.cr.execute(facts.get_sql(self.domain, list(groupby)))
        places = [facts._get_sums().index(name) for name in names]
        return {
            row[: len(groupby)]: tuple(
                float(row[len(groupby) + 1 + place] or 0) for place in places
            )
            for row in self.env.cr.fetchall()
        }

    def test_by_person(self):
        self.assertEqual(
            self.ask(self.admin, ["user_id"]),
            {(self.seller.id,): (10000, 1200), (self.seller2.id,): (400, 0)},
        )

    def test_in_all_and_by_month(self):
        self.assertEqual(self.ask(self.admin), {(): (10400, 1200)})
        months = self.ask(self.admin, ["date:month"], ["planned"])
        self.assertEqual(
            {month.isoformat()[:10]: planned for (month,), (planned,) in months.items()},
            {"2026-01-01": 3000, "2026-02-01": 5400, "2026-03-01": 2000},
        )

    def test_his_own_rules_stand_in_it(self):
        own = self.make_user("own-admin", OWN, "base.group_system")
        self.k.deputy_ids = own
        self.env.invalidate_all()
        self.assertEqual(self.ask(own, ["user_id"]), {(self.seller.id,): (10000, 1200)})

    def test_for_administrators_only(self):
        for user in (self.leader, self.seller, self.nobody):
            facts = self.env["commercial.contract.fact"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                facts.get_sql(self.domain)


@tagged("post_install", "-at_install", "tour")
class TestTourShowSql(ContractCase, HttpCase):
    """An administrator reads the question behind the figures."""

    browser_size = "1440x900"

    def test_show_sql(self):
        self.make_user("sysadmin", ALL, "base.group_system")
        self.contract(date_signed="2026-01-05")
        self.env.cr.flush()
        self.start_tour("/odoo/contract-analysis", "contract_show_sql", login="sysadmin")
