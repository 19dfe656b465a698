from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourPromise(ContractCase, HttpCase):
    """A promise in the browser: recorded on two late lines in one go, shown on their list, one taken back."""

    browser_size = "1440x900"

    def test_promise(self):
        late = fields.Date.subtract(fields.Date.context_today(self.company), days=20)
        lines = self.env["commercial.contract.settlement"].union(
            *(
                self.contract(plan=[("A", amount, late)], user_id=self.seller.id).settlement_ids
                for amount in (300, 700)
            )
        )
        self.start_tour("/odoo/discuss", "contract_promise", login="leader")
        self.assertEqual(sorted(lines.promise_ids.mapped("amount")), [300, 700])
        self.assertEqual(set(lines.promise_ids.mapped("promised_by")), {"Ms. Liu"})
        self.assertEqual(sorted(lines.promise_ids.mapped("state")), ["cancelled", "open"])
