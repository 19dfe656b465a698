from odoo.fields import Command
from odoo.tests import tagged

from ..models.contract.parts import PARTS
from .access_parts import PartsCase
from .common import ALL, MANAGER, OWN


@tagged("post_install", "-at_install")
class TestAccessPartsUsers(PartsCase):
    """Who has which parts: all with the right on contracts, until the administrator closes them."""

    def test_parts_are_on_with_the_right_on_contracts(self):
        every = set(PARTS)
        self.assertEqual(self.parts_of(self.make_user("one", OWN)), every)
        self.assertEqual(self.parts_of(self.make_user("two", MANAGER)), every)
        self.assertEqual(self.parts_of(self.env.ref("base.user_admin")), every)
        user = self.make_user("three", "sales_team.group_sale_salesman")
        self.assertFalse(self.parts_of(user))
        user.group_ids = [Command.link(self.env.ref(ALL).id)]
        self.assertEqual(self.parts_of(user), every)
        user = self.make_user("four")
        team = self.env["res.groups"].create({"name": "Team", "user_ids": [Command.link(user.id)]})
        self.assertFalse(self.parts_of(user))
        team.implied_ids = [Command.link(self.env.ref(OWN).id)]
        self.assertEqual(self.parts_of(user), every)

    def test_the_form_of_a_new_user_offers_all_parts(self):
        offered = self.env["res.users"].default_get(["group_ids"])["group_ids"]
        ids = {
            id_ for command in offered for id_ in (command[2] if command[0] == 6 else [command[1]])
        }
        for name in PARTS.values():
            self.assertIn(self.env.ref(name).id, ids)

    def test_what_the_administrator_unticks_stays_so(self):
        own, goods, texts = (
            self.env.ref(name).id for name in (OWN, PARTS["goods"], PARTS["texts"])
        )
        base = self.env.ref("base.group_user").id
        user = self.env["res.users"].create(
            {"name": "N", "login": "new-one", "group_ids": [Command.set([base, own, goods])]}
        )
        self.assertEqual(self.parts_of(user), {"goods"})
        user.group_ids = [Command.unlink(goods)]
        self.assertEqual(self.parts_of(user), set())
        user.name = "M"
        user.group_ids = [Command.link(self.env.ref(ALL).id)]
        self.assertEqual(self.parts_of(user), set())
        user.group_ids = [Command.link(texts)]
        self.assertEqual(self.parts_of(user), {"texts"})
        self.env["res.users"]._give_contract_parts_to_all()
        self.assertEqual(self.parts_of(user), {"texts"})

    def test_who_replaces_all_groups_and_names_no_part_leaves_the_parts(self):
        base, own, all_, goods, texts = (
            self.env.ref(name)
            for name in ("base.group_user", OWN, ALL, PARTS["goods"], PARTS["texts"])
        )
        user, other = self.make_user("kept", OWN), self.make_user("other", OWN)
        other.group_ids = [Command.unlink(goods.id)]
        both = user | other
        every, rest = set(PARTS), set(PARTS) - {"goods"}
        clear = [Command.clear(), Command.link(base.id), Command.link(own.id)]
        for replaced in (
            lambda: both.write({"group_ids": [Command.set((base | own).ids)]}),
            lambda: both.write({"group_ids": [Command.set((base | all_).ids)]}),
            lambda: both.write({"group_ids": clear}),
            lambda: user.browse().load(
                [".id", "group_ids/.id"], [[str(u.id), f"{base.id},{own.id}"] for u in both]
            ),
            lambda: setattr(user, "group_ids", base | own),
        ):
            replaced()
            self.assertEqual((self.parts_of(user), self.parts_of(other)), (every, rest))
        # naming one is naming all, and unlinking is naming
        both.group_ids = [Command.set((base | own | texts).ids)]
        self.assertEqual((self.parts_of(user), self.parts_of(other)), ({"texts"}, {"texts"}))
        both.group_ids = [Command.unlink(texts.id)]
        both.group_ids = [Command.set((base | all_).ids)]
        self.assertEqual((self.parts_of(user), self.parts_of(other)), (set(), set()))
        # without a right on contracts nothing is kept
        third = self.make_user("third", OWN)
        third.group_ids = [Command.set(base.ids)]
        self.assertFalse(self.parts_of(third))

    def test_the_form_that_shows_the_parts_closes_them_all_at_once(self):
        groups = self.env.ref("base.group_user") | self.env.ref(OWN)
        user = self.make_user("unticked", OWN)
        user.web_save({"group_ids": [Command.set(groups.ids)]}, {"name": {}})
        self.assertEqual(self.parts_of(user), set())
        made = user.browse().web_save(
            {"name": "N", "login": "n-n", "group_ids": [Command.set(groups.ids)]}, {"name": {}}
        )
        self.assertEqual(self.parts_of(user.browse(made[0]["id"])), set())

    def test_users_of_every_origin_begin_with_all_parts(self):
        every = set(PARTS)
        base, own = self.env.ref("base.group_user"), self.env.ref(OWN)
        Users = self.env["res.users"]
        [by_hand] = Users.create(
            [{"name": "H", "login": "hand", "group_ids": [Command.set((base | own).ids)]}]
        )
        self.assertEqual(self.parts_of(by_hand), every)
        by_import = Users.load(
            ["name", "login", "group_ids/id"], [["I", "imported", f"base.group_user,{OWN}"]]
        )
        self.assertEqual(self.parts_of(Users.browse(by_import["ids"])), every)
        # a portal user who becomes an employee
        portal = Users.create(
            {
                "name": "P",
                "login": "was-portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        portal.group_ids = [Command.set((base | own).ids)]
        self.assertEqual(self.parts_of(portal), every)
        # whoever signs up is a copy of the template
        template = self.make_user("template", OWN)
        self.env["ir.config_parameter"].set_param("base.template_portal_user_id", template.id)
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
        signed_up = Users._create_user_from_template({"name": "S", "login": "signed-up"})
        self.assertEqual(self.parts_of(signed_up), every)
        # a copy has what the one has from whom it is copied, also if that is nothing
        blind = self.make_blind(groups=(OWN,))
        self.assertEqual(self.parts_of(blind.copy()), set())
        half = self.make_blind("goods", groups=(OWN,))
        self.assertEqual(self.parts_of(half.copy()), every - {"goods"})
