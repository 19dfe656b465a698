from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from .collisions import collide


@tagged("post_install", "-at_install", "slow")
class TestNumberingWorkers(BaseCase):
    """Two workers draw at the same time: both began before either wrote. The later one collides and is
    tried again, so both get a number of their own and none is left out."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.made = []
        self.addCleanup(self.clean_up)

    def env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def clean_up(self):
        with self.registry.cursor() as cr:
            env = self.env(cr)
            env["commercial.contract"].browse(self.made).exists().unlink()
            env["ir.sequence.date_range"].search(
                [("sequence_id.code", "=", "commercial.contract"), ("date_from", "=", "2041-01-01")]
            ).unlink()

    def draw(self, cr):
        contract = self.env(cr)["commercial.contract"].create(
            {"title": "Workers", "date_signed": "2041-05-01"}
        )
        contract.flush_recordset()
        self.made.append(contract.id)
        return contract.name

    def both(self):
        """Return the numbers of two workers, and how often the second one was tried."""
        first, second, tries = collide(self.registry, self.draw, self.draw)
        return [first, second], tries

    def test_the_first_contracts_of_a_year(self):
        self.assertEqual(self.both(), (["HT-2041-0001", "HT-2041-0002"], 2))

    def test_further_contracts(self):
        with self.registry.cursor() as cr:
            self.draw(cr)
        self.assertEqual(self.both(), (["HT-2041-0002", "HT-2041-0003"], 2))
