from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourLetter(ContractCase, HttpCase):
    """A letter in the browser: two late lines of one customer, one in dispute; its words edited, sent."""

    browser_size = "1440x900"

    def test_letter(self):
        self.customer.email = "k@example.com"
        late = fields.Date.subtract(fields.Date.context_today(self.company), days=20)
        for amount in (300, 700, 50):
            contract = self.contract(plan=[("A", amount, late)])
        contract.settlement_ids.is_disputed = True
        self.start_tour("/odoo/discuss", "contract_letter", login="leader")
        mail = self.env["mail.mail"].search([("subject", "=", "Our Reminder")])
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn("1,000.00", mail.body_html)
