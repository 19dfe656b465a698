from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .access_case import AccessCase
from .common import OWN


@tagged("post_install", "-at_install")
class TestAccessActivity(AccessCase):
    """An activity for somebody who does not see the contract says so, and offers to make him a deputy."""

    def schedule(self, records, user):
        wizard = self.env["mail.activity.schedule"].with_user(self.seller2)
        wizard = wizard.with_context(
            active_model=records._name,
            active_ids=records.ids,
            default_res_model=records._name,
            default_res_ids=str(records.ids),
        )
        form = Form(wizard)
        form.activity_user_id = user
        return form

    def test_it_says_who_does_not_see_the_contract(self):
        for records in (self.in_north, self.in_north.settlement_ids[0]):
            form = self.schedule(records, self.seller)
            self.assertIn("Seller does not see", form.commercial_blind_text)
            self.assertIn(self.in_north.display_name, form.commercial_blind_text)
            form.activity_user_id = self.head
            self.assertFalse(form.commercial_blind_text)
            form.activity_user_id = self.seller2
            self.assertFalse(form.commercial_blind_text)

    def test_on_other_records_it_says_nothing(self):
        form = self.schedule(self.customer, self.seller)
        self.assertFalse(form.commercial_blind_text)

    def test_the_person_becomes_a_deputy_where_that_is_ticked(self):
        self.schedule(self.in_north, self.seller).save().action_schedule_activities()
        self.assertEqual(self.in_north.activity_ids.user_id, self.seller)
        self.assertSees(self.seller, self.nothing)
        form = self.schedule(self.in_north, self.seller)
        form.commercial_make_deputy = True
        form.save().action_schedule_activities()
        self.assertSees(self.seller, self.in_north)

    def test_who_may_not_see_the_contract_makes_nobody_a_deputy(self):
        stranger = self.make_user("stranger", OWN)
        wizard = (
            self.env["mail.activity.schedule"]
            .with_user(stranger)
            .create(
                {
                    "res_model": "commercial.contract",
                    "res_ids": str(self.in_north.ids),
                    "activity_user_id": stranger.id,
                    "commercial_make_deputy": True,
                }
            )
        )
        with self.assertRaises(AccessError):
            wizard.action_schedule_activities()
        self.assertFalse(self.in_north.deputy_ids)
