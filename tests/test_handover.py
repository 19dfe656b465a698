from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import OWN, ContractCase


@tagged("post_install", "-at_install")
class TestHandover(ContractCase):
    """Contracts of one person become another's: together, told once, kept in each chatter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.seller2.notification_type = "inbox"
        cls.north, cls.south = cls.env["hr.department"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("North", "South")]
        )
        cls.env["hr.employee"].create(
            {
                "name": "Seller2",
                "user_id": cls.seller2.id,
                "company_id": cls.company.id,
                "department_id": cls.south.id,
            }
        )
        cls.crane, cls.pumps = (
            cls.contract(title=title, department_id=cls.north.id) for title in ("Crane", "Pumps")
        )
        cls.both = cls.crane | cls.pumps
        cls.todo = cls.env.ref("mail.mail_activity_data_todo")
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def do(self, record, user):
        return record.activity_schedule(
            activity_type_id=self.todo.id, user_id=user.id, summary="Call"
        )

    def remind(self):
        rule = self.env.ref("commercial_contract.reminder_rule_settlement")
        with patch.object(self.env.cr, "commit", self.env.flush_all):
            rule._cron_remind()

    def told(self):
        """The messages that the new person got."""
        partner = self.seller2.partner_id
        rows = self.env["mail.notification"].search([("res_partner_id", "=", partner.id)])
        return rows.mail_message_id

    def hand_over(self, contracts=None, user=None, reason="Leaves", by=None, **options):
        contracts = (self.both if contracts is None else contracts).with_user(by or self.leader)
        return contracts._hand_over(user or self.seller2, reason, **options)

    def test_the_new_person_gets_all_and_is_told_once(self):
        self.hand_over()
        self.assertEqual(self.both.user_id, self.seller2)
        [message] = self.told()
        self.assertEqual(message.subject, "Leader handed over 2 contracts to you")
        for contract in self.both:
            self.assertIn(f"model=commercial.contract&amp;res_id={contract.id}", message.body)
            self.assertIn(contract.name, message.body)
        self.assertIn("Leaves", message.body)
        self.assertTrue(self.crane.with_user(self.seller2).has_access("write"))
        self.assertFalse(self.crane.with_user(self.seller).has_access("read"))

    def test_each_chatter_keeps_who_it_was_and_why(self):
        self.env.cr.precommit.run()
        before = self.crane.message_ids
        self.hand_over(department=self.south)
        self.env.flush_all()
        self.env.cr.precommit.run()  # Odoo's own tracking adds nothing
        [message] = self.crane.message_ids - before
        self.assertIn("Reason: Leaves", message.body)
        self.assertEqual(message.author_id, self.leader.partner_id)
        values = message.sudo().tracking_value_ids
        self.assertEqual(
            {
                (row.field_id.name, row.old_value_char, row.new_value_char, row.new_value_integer)
                for row in values
            },
            {
                ("user_id", "Seller", "Seller2", self.seller2.id),
                ("department_id", "North", "South", self.south.id),
            },
        )

    def test_the_department_stays_unless_one_is_chosen(self):
        self.hand_over(self.crane)
        self.assertEqual(self.crane.department_id, self.north)
        self.assertEqual(self.crane.settlement_ids.department_id, self.north)
        self.hand_over(self.pumps, department=self.south)
        self.assertEqual(self.pumps.department_id, self.south)
        self.assertEqual(self.pumps.settlement_ids.department_id, self.south)

    def test_who_hands_on_the_own_contracts_sees_them_no_more(self):
        self.hand_over(by=self.seller)
        self.assertEqual(self.both.user_id, self.seller2)
        self.assertEqual(len(self.told()), 1)
        self.assertFalse(self.crane.with_user(self.seller).has_access("read"))

    def test_the_person_before_stays_as_deputy(self):
        self.crane.deputy_ids = self.seller2
        self.hand_over(as_deputy=True)
        self.assertEqual(self.crane.deputy_ids, self.seller)
        self.assertEqual(self.pumps.deputy_ids, self.seller)
        self.assertTrue(self.crane.with_user(self.seller).has_access("write"))
        self.assertIn(self.seller.partner_id, self.crane.message_partner_ids)

    def test_the_person_before_stops_following_others_go_on(self):
        self.crane.message_subscribe((self.leader | self.seller).partner_id.ids)
        self.hand_over()
        self.assertNotIn(self.seller.partner_id, self.crane.message_partner_ids)
        self.assertIn(self.leader.partner_id, self.crane.message_partner_ids)
        self.assertIn(self.seller2.partner_id, self.crane.message_partner_ids)

    def test_open_activities_go_along(self):
        line = self.lines(self.crane)[0]
        mine, on_line = self.do(self.crane, self.seller), self.do(line, self.seller)
        others = self.do(self.crane, self.leader)
        self.hand_over()
        self.assertEqual((mine | on_line).user_id, self.seller2)
        self.assertEqual(others.user_id, self.leader)
        self.assertEqual(len(self.told()), 1)

    def test_activities_stay_where_that_is_chosen(self):
        mine = self.do(self.crane, self.seller)
        self.hand_over(with_activities=False)
        self.assertEqual(mine.user_id, self.seller)

    def test_reminders_go_along_and_come_once(self):
        today = fields.Date.context_today(self.company)
        contract = self.contract(plan=[("A", 100, today)])
        self.remind()
        log = contract.settlement_ids.reminder_log_ids
        self.assertEqual(log.activity_ids.user_id, self.seller)
        self.hand_over(contract)
        self.remind()
        self.assertEqual(contract.settlement_ids.reminder_log_ids, log)
        self.assertEqual(contract.settlement_ids.activity_ids.user_id, self.seller2)
        self.assertEqual(len(contract.settlement_ids.activity_ids), 1)

    def test_a_reminder_that_money_took_off_comes_back_to_the_new_person(self):
        today = fields.Date.context_today(self.company)
        contract = self.contract(plan=[("A", 100, today)])
        self.remind()
        self.lines(contract)._nudge()
        payment = self.advance(contract, 100)
        self.env.flush_all()
        self.assertFalse(contract.activity_ids | contract.settlement_ids.activity_ids)
        self.hand_over(contract)
        payment.action_draft()
        self.env.flush_all()
        self.assertEqual(contract.activity_ids.user_id, self.seller2)
        self.assertEqual(contract.settlement_ids.activity_ids.user_id, self.seller2)

    def test_nobody_is_nudged_twice(self):
        first, _faults = self.lines(self.crane)[0]._nudge()
        self.hand_over(with_activities=False)
        self.lines(self.crane)[1]._nudge()
        self.hand_over(user=self.seller)
        nudges = self.crane.activity_ids
        self.assertEqual(len(nudges), 1)
        self.assertEqual(nudges.user_id, self.seller)
        self.assertNotEqual(nudges, first)

    def test_bad_input_writes_nothing(self):
        other_company = self.make_company("Elsewhere")
        stranger = self.make_user("stranger", OWN)
        stranger.write({"company_ids": [(6, 0, other_company.ids)], "company_id": other_company.id})
        gone = self.make_user("gone", OWN)
        gone.active = False
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "portal-user",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        department = self.env["hr.department"].create(
            {"name": "Far", "company_id": other_company.id}
        )
        for user, words in (
            (self.seller, (self.crane.name, self.pumps.name, "is responsible")),
            (gone, ("Gone cannot log in",)),
            (portal, ("Portal cannot log in",)),
            (self.nobody, ("Nobody cannot open contracts",)),
            (stranger, (self.crane.name, "Stranger does not work")),
            (self.env["res.users"], ("Choose the person",)),
        ):
            self.assertRefused(lambda user=user: self.both._hand_over(user, "Leaves"), *words)
        self.assertRefused(lambda: self.hand_over(reason="  "), "Enter the reason")
        self.assertRefused(lambda: self.hand_over(self.both.browse()), "No contract is chosen")
        self.assertRefused(
            lambda: self.hand_over(department=department), "the department Far does not"
        )
        self.assertEqual(self.both.user_id, self.seller)

    def test_who_may_not_change_a_contract_hands_none_over(self):
        theirs = self.contract(user_id=self.leader.id)
        with self.assertRaises(AccessError):
            self.hand_over(self.crane | theirs, by=self.seller)
        self.assertEqual(self.crane.user_id, self.seller)

    def test_the_wizard_takes_all_running_ones_of_a_person(self):
        ended, other = self.contract(title="Over"), self.contract(user_id=self.leader.id)
        ended.action_terminate("early")
        draft = self.contract(signed=False)
        form = Form(self.env["commercial.contract.handover"].with_user(self.leader))
        form.from_user_id = self.seller
        form.user_id = self.seller2
        form.reason = "Leaves"
        form.moves_department = True
        self.assertEqual(form.department_id, self.south)
        wizard = form.save()
        self.assertEqual(wizard.contract_ids, self.both | draft)
        wizard.action_hand_over()
        self.assertEqual((self.both | draft).user_id, self.seller2)
        self.assertEqual((self.both | draft).department_id, self.south)
        self.assertEqual(ended.user_id, self.seller)
        self.assertEqual(other.user_id, self.leader)

    def test_the_wizard_keeps_to_what_was_ticked(self):
        other = self.contract(user_id=self.leader.id)
        wizards = self.env["commercial.contract.handover"].with_user(self.leader)
        form = Form(
            wizards.with_context(
                active_model="commercial.contract", active_ids=(self.both | other).ids
            )
        )
        form.user_id = self.seller2
        form.reason = "Leaves"
        self.assertEqual(form.save().contract_ids, self.both | other)
        form.from_user_id = self.seller
        wizard = form.save()
        self.assertEqual(wizard.contract_ids, self.both)
        wizard.contract_ids = self.crane
        wizard.action_hand_over()
        self.assertEqual((self.crane.user_id, self.pumps.user_id), (self.seller2, self.seller))

    def test_more_contracts_take_no_more_queries(self):
        counts = []
        for count in (1, 3, 40):  # Odoo inserts a hundred rows at once
            contracts = self.both.union(
                *(
                    self.contract(plan=[("A", 60, "2026-01-31"), ("B", 40, "2026-02-28")])
                    for _n in range(count)
                )
            )
            for contract in contracts:
                self.do(contract, self.seller)
            contracts.write({"user_id": self.seller.id})
            self.env.flush_all()
            self.env.cr.precommit.run()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.hand_over(contracts, department=self.south)
            self.env.flush_all()
            self.env.cr.precommit.run()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(contracts.user_id, self.seller2)
        _cold, few, many = counts
        self.assertEqual(few, many)
        with self.assertRaises(UserError):
            self.hand_over(contracts)
