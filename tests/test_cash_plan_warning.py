from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import html2plaintext, mute_logger

from .common import ALL, FINANCE, OWN, ContractCase

BOOKS = "account.group_account_user"


@tagged("post_install", "-at_install")
class TestCashPlanWarning(ContractCase):
    """Tuesday 10 March 2026. 1,000 USD in the bank; P of 1,600 is to be paid on Thursday 26 March, in the
    week of Monday 23 March: 600 are missing there. 5,000 of K come on 8 April."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["commercial.reminder.rule"].search([]).active = False
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.manager.group_ids = [Command.unlink(cls.env.ref(FINANCE).id)]
        cls.env.ref("base.user_admin").group_ids = [Command.unlink(cls.env.ref(FINANCE).id)]
        cls.p = cls.contract(plan=[("P", 1600, "2026-03-26")], direction="purchase")
        cls.k = cls.contract(plan=[("A", 5000, "2026-04-08")])

    def setUp(self):
        super().setUp()
        self.put(1000)

    def put(self, amount, date="2026-03-02"):
        """Put money into the bank that is of no contract."""
        self.entry(
            (self.bank.default_account_id, amount, None), (self.expense, -amount, None), date=date
        )
        self.env.flush_all()

    def run_job(self, *days):
        for day in days:
            self.env.invalidate_all()
            with (
                freeze_time(f"{day} 09:00:00"),
                patch.object(self.env.cr, "commit", self.env.flush_all),
            ):
                self.env["commercial.reminder.rule"]._cron_remind()
        self.env.invalidate_all()

    def warnings(self, user=None, active=True):
        kind = self.env.ref("commercial_contract.mail_activity_type_cash_short")
        found = self.env["mail.activity"].with_context(active_test=active)
        domain = [("activity_type_id", "=", kind.id)]
        if user:
            domain.append(("user_id", "=", user.id))
        return found.search(domain)

    def test_the_first_short_week_once(self):
        self.run_job("2026-03-10")
        one = self.warnings()
        self.assertEqual(one.user_id, self.accountant)
        self.assertEqual(str(one.date_deadline), "2026-03-23")
        self.assertEqual(
            one.summary, f"{self.company.name}: money falls short in the week of Mar 23"
        )
        note = html2plaintext(one.note).replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("600.00 are missing", note)
        self.assertIn("/odoo/cash-plan", one.note)
        self.assertFalse((one.res_model, one.res_id)[0])
        self.run_job("2026-03-10", "2026-03-11", "2026-03-12")
        self.assertEqual(self.warnings(active=False), one)

    def test_another_week_moves_it(self):
        """50 less in the bank, and 1,200 to pay on Friday 20 March: short by 250 in the week before."""
        self.run_job("2026-03-10")
        one = self.warnings()
        self.put(-50)
        self.contract(plan=[("Q", 1200, "2026-03-20")], direction="purchase")
        self.run_job("2026-03-11")
        self.assertEqual(self.warnings(active=False), one)
        self.assertEqual(str(one.date_deadline), "2026-03-16")
        self.assertIn("250.00", one.note)

    def test_a_deadline_that_was_moved_stays(self):
        self.run_job("2026-03-10")
        one = self.warnings()
        one.date_deadline = "2026-03-18"
        self.put(100)
        self.run_job("2026-03-11")
        self.assertEqual(str(one.date_deadline), "2026-03-18")
        self.assertIn("500.00", one.note)

    def test_closed_by_itself_and_back(self):
        self.run_job("2026-03-10")
        one = self.warnings()
        self.put(600, "2026-03-10")
        self.run_job("2026-03-11")
        self.assertFalse(self.warnings())
        self.assertEqual((one.active, one.is_closed_by_money), (False, True))
        self.put(-1, "2026-03-11")
        self.run_job("2026-03-12", "2026-03-13")
        again = self.warnings()
        self.assertEqual(len(again), 1)
        self.assertNotEqual(again, one)
        self.assertIn("1.00", again.note)

    def test_what_was_done_is_not_told_again(self):
        self.run_job("2026-03-10")
        self.warnings().with_user(self.accountant).action_done()
        self.run_job("2026-03-11", "2026-03-12")
        self.assertFalse(self.warnings())
        self.contract(plan=[("Q", 1200, "2026-03-20")], direction="purchase")
        self.run_job("2026-03-13")
        self.assertEqual(str(self.warnings().date_deadline), "2026-03-16")

    def test_the_week_that_has_begun(self):
        """On Tuesday, Wednesday and Sunday of the short week it is the same week."""
        self.run_job("2026-03-24")
        one = self.warnings()
        self.assertEqual(str(one.date_deadline), "2026-03-24")
        one.with_user(self.accountant).action_done()
        self.run_job("2026-03-25", "2026-03-29")
        self.assertFalse(self.warnings())

    def test_who_is_told(self):
        """Not who has no books, is of finance no more, or sees no contract that goes out."""
        chinese = self.make_user("caiwu", ALL, FINANCE, BOOKS)
        chinese.lang = "zh_CN"
        bookless = self.make_user("bookless", ALL, FINANCE)
        blind = self.make_user("blind", OWN, FINANCE, BOOKS)
        self.run_job("2026-03-10")
        self.assertEqual(self.warnings().user_id, self.accountant | chinese)
        self.assertFalse(self.warnings(bookless) | self.warnings(blind))
        text = self.warnings(chinese).summary
        self.assertIn("3月23日", text)
        self.assertNotIn("money", text)
        chinese.group_ids = [Command.unlink(self.env.ref(FINANCE).id)]
        self.run_job("2026-03-11")
        self.assertEqual(self.warnings().user_id, self.accountant)
        self.accountant.active = False
        self.warnings().unlink()
        self.run_job("2026-03-12")
        self.assertFalse(self.warnings())

    def test_each_company_by_itself(self):
        other = self.make_company("Eastwind", self.eur)
        self.accountant.company_ids = [Command.link(other.id)]
        self.contract(
            plan=[("X", 70, "2026-04-01")],
            direction="purchase",
            company_id=other.id,
            currency_id=self.eur.id,
        )
        self.run_job("2026-03-10", "2026-03-11")
        found = {one.commercial_cash_company_id: one for one in self.warnings()}
        self.assertEqual(set(found), {self.company, other})
        self.assertEqual(len(self.warnings()), 2)
        self.assertIn("70.00", found[other].note)
        self.assertEqual(str(found[other].date_deadline), "2026-03-30")

    def test_two_jobs_at_once(self):
        """The second one does not see what the first has written: the database refuses its own."""
        self.run_job("2026-03-10")
        plans = type(self.env["commercial.contract.cash.plan"])
        with (
            mute_logger("odoo.sql_db"),
            patch.object(plans, "_get_told", lambda plan: plan.env["mail.activity"]),
        ):
            self.run_job("2026-03-10")
        self.assertEqual(len(self.warnings(active=False)), 1)

    def test_killed_in_the_middle(self):
        """What was told to the first of two is told once, the second is told by the next run."""
        second = self.make_user("second", ALL, FINANCE, BOOKS)
        plans = self.env["commercial.contract.cash.plan"]
        with freeze_time("2026-03-10 09:00:00"):
            plans._warn(self.accountant)
        self.run_job("2026-03-10")
        self.assertEqual(len(self.warnings()), 2)
        self.assertEqual(self.warnings().user_id, self.accountant | second)

    def test_queries_do_not_grow_with_contracts(self):
        plans = self.env["commercial.contract.cash.plan"]

        def cost():
            with freeze_time("2026-03-10 09:00:00"):
                return self.queries(lambda: plans._warn(self.accountant))

        cost()
        few = cost()
        for number in range(20):
            partner = self.env["res.partner"].create({"name": f"C{number}"})
            self.contract(plan=[("A", 10, "2026-05-01")], partner_id=partner.id)
        self.assertLessEqual(cost() - few, 2)
