from freezegun import freeze_time

from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

from . import invariants

MODULE = "commercial_contract"
USERS = ("wang", "li", "zhao", "chen")


def load(env):
    """Load the demo files as an installation does. Odoo rolls one that fails back and goes on
    without a word to the user, so here they must raise."""
    idref = {}
    for path in Manifest.for_addon(MODULE)["demo"]:
        convert_file(env, MODULE, path, idref, mode="init", noupdate=True)
    env.flush_all()


@tagged("post_install", "-at_install", "slow")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref(f"{MODULE}.company_huaxin", raise_if_not_found=False):
            with TransactionCase().assertNoLogs(level="WARNING"):
                load(cls.env(su=True))
        cls.company = cls.demo("company_huaxin")
        cls.contracts = cls.env["commercial.contract"].search([("company_id", "=", cls.company.id)])

    @classmethod
    def demo(cls, name):
        return cls.env.ref(f"{MODULE}.{name}")

    def test_there_are_contracts_in_each_state(self):
        self.assertGreaterEqual(len(self.contracts), 25)
        states = set(dict(self.contracts._fields["state"].selection))
        self.assertEqual(set(self.contracts.mapped("state")), states)
        self.assertTrue(self.contracts.filtered("is_suspended"))
        self.assertEqual(set(self.contracts.mapped("direction")), {"sale", "purchase"})
        framework = self.contracts.filtered("is_framework")
        self.assertEqual(len(framework.child_ids), 2)

    def test_the_books_hold(self):
        invariants.assert_ledger(self, self.contracts)

    def test_this_month_is_alive(self):
        lines = self.contracts.settlement_ids
        statuses = set(lines.mapped("due_status"))
        self.assertLessEqual({"later", "soon", "overdue", "none"}, statuses)
        self.assertEqual(set(lines.mapped("state")), {"open", "partial", "settled", "cancelled"})
        today = self.env.cr.now().date()
        self.assertTrue(
            lines.filtered(
                lambda line: (
                    line.date_settled and line.date_settled.timetuple()[:2] == today.timetuple()[:2]
                )
            )
        )

    def test_each_shape_of_money_is_there(self):
        def figures(name):
            lines = self.demo(name).settlement_ids
            return [(line.amount, line.amount_settled) for line in lines]

        self.assertEqual(
            figures("contract_benxi_line"), [(339000, 339000), (678000, 600000), (113000, 0)]
        )
        self.assertEqual(figures("contract_nordwind_pipes"), [(38400, 38400), (57600, 0)])
        self.assertEqual(self.demo("contract_benxi_transmitters").amount_unallocated, 2680)
        self.assertEqual(
            set(self.demo("contract_tcl_motors").invoice_ids.mapped("move_type")),
            {"out_invoice", "out_refund"},
        )
        advance = self.demo("order_liaodong").commercial_contract_id
        self.assertEqual((advance.amount_settled, advance.amount_invoiced), (70000, 0))
        treasury = self.demo("contract_benxi_line").allocation_ids.payer_id
        self.assertIn(self.demo("partner_benxi_treasury"), treasury)

    def test_amendments_of_both_kinds(self):
        """A cabinet of 186,000 + 13 % and work of 80,000 + 6 %: 294,980; one cabinet more: 505,160."""
        self.assertEqual(set(self.contracts.amendment_ids.mapped("kind")), {"change", "terminate"})
        amended = self.demo("contract_cement_cabinets")
        [amendment] = amended.amendment_ids
        self.assertEqual((amendment.total_before, amendment.total_after), (294980, 505160))
        self.assertEqual(
            (amendment.goods_ids.quantity_before, amendment.goods_ids.quantity_after), (1, 2)
        )
        self.assertEqual(
            [(row.amount_before, row.amount_after) for row in amendment.line_ids],
            [(88494, 151548), (176988, 303096), (29498, 50516)],
        )
        moved = amendment.line_ids[1]
        self.assertEqual((moved.date_after - moved.date_before).days, 20)
        self.assertEqual(amended.amount_planned, 505160)

    def test_a_dispute_and_a_second_company(self):
        self.assertTrue(self.contracts.settlement_ids.filtered("is_disputed").dispute_reason)
        crane = self.demo("contract_equipment_crane")
        self.assertEqual(crane.company_id, self.demo("company_huaxin_equipment"))
        self.assertEqual((crane.state, crane.amount_total), ("active", 860000))
        self.assertEqual(crane.settlement_ids.mapped("amount"), [258000, 516000, 86000])
        self.assertIn(crane, crane.with_user(self.demo("user_chen")).search([]))
        self.assertEqual((self.contracts | crane)._check_ledger(), [])

    def test_users_log_in_and_see_what_is_theirs(self):
        for login in USERS:
            user = self.demo(f"user_{login}")
            credential = {"type": "password", "login": login, "password": login}
            user.with_user(user)._check_credentials(credential, {"interactive": True})
            self.assertEqual(user.company_id, self.company)
        self.assertEqual(self.env.ref("base.user_admin").company_id, self.company)
        wang, li = self.demo("user_wang"), self.demo("user_li")
        found = self.env["commercial.contract"].with_user(wang).search([])
        mine = self.contracts.filtered(lambda c: wang in c.user_id | c.deputy_ids)
        self.assertEqual(found.sudo(), mine.sorted())
        self.assertEqual(
            self.env["commercial.contract"].with_user(li).search_count([]), len(self.contracts)
        )


@tagged("post_install", "-at_install", "slow")
class TestDemoAnotherDay(TransactionCase):
    def test_the_files_load_on_new_years_day(self):
        if self.env.ref(f"{MODULE}.company_huaxin", raise_if_not_found=False):
            return  # a database with demo data cannot take it twice
        with freeze_time("2027-01-01"), self.assertNoLogs(level="WARNING"):
            load(self.env(su=True))
        contracts = self.env["commercial.contract"].search([])
        self.assertEqual(invariants.broken(self.env), {})
        self.assertEqual(contracts._check_ledger(), [])
