from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..models.contract.parts import PARTS
from .common import FINANCE, OWN, ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourParts(ContractCase, HttpCase):
    """A contract in the browser of somebody to whom all its parts are closed."""

    browser_size = "1440x900"

    def test_a_contract_with_all_parts_closed(self):
        blind = self.make_user("blind", OWN, FINANCE)
        for name in PARTS.values():
            blind.group_ids = [Command.unlink(self.env.ref(name).id)]
        contract = self.contract(user_id=blind.id, note="<p>secret</p>")
        self.payment(100, contract=contract)
        self.env.flush_all()
        url = f"/odoo/commercial.contract/{contract.id}"
        self.start_tour(url, "contract_parts_closed", login="blind")
