"""A running contract with goods, an invoice and a payment, and users to whom parts of it are closed."""

from odoo.fields import Command

from ..models.contract.parts import PARTS
from .access_case import AccessCase
from .common import ALL, FINANCE

BOOKS = ("account.group_account_user", "base.group_allow_export")


class PartsCase(AccessCase):
    """The world of the tests of parts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = cls.contract(title="running", goods=[(cls.pump, 10, 1000)])
        cls.payment(cls, 100, contract=cls.running)
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.invoice(self.running.settlement_ids[0])

    def parts_of(self, user):
        return {part for part, group in PARTS.items() if user.has_group(group)}

    def make_blind(self, *parts, groups=(ALL, FINANCE, *BOOKS)):
        """Return a user to whom these parts are closed (all of them where none is named)."""
        user = self.make_user("blind" + "".join(parts), *groups)
        for part in parts or PARTS:
            user.group_ids = [Command.unlink(self.env.ref(PARTS[part]).id)]
        self.assertEqual(self.parts_of(user), set(PARTS) - set(parts or PARTS))
        return user
