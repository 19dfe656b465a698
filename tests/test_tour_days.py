from unittest.mock import patch

from lxml import html

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import ALL, FINANCE, ContractCase
from .invariants import assert_ledger


@tagged("post_install", "-at_install", "tour")
class TestTourDays(ContractCase, HttpCase):
    """The ordinary day of each user in the browser (docs/guide tells it in words)."""

    browser_size = "1440x900"

    def late(self, *amounts, **values):
        """Return contracts of one plan line each, due 20 days ago."""
        day = fields.Date.subtract(fields.Date.context_today(self.company), days=20)
        return self.env["commercial.contract"].union(
            *(self.contract(plan=[("A", amount, day)], **values) for amount in amounts)
        )

    def test_seller(self):
        """One pump of 500.00 + 13 %: 282.50 twice."""
        self.customer.name = "Tour Customer"
        order = (
            self.env["sale.order"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [Command.create({"product_id": self.pump.id})],
                }
            )
        )
        self.start_tour(f"/odoo/sales/{order.id}", "contract_day_seller", login="seller")
        contract = order.commercial_contract_id
        self.assertEqual((contract.state, contract.progress), ("active", 40))
        self.assertEqual(contract.settlement_ids.mapped("amount"), [282.5, 282.5])
        self.assertEqual(contract.progress_ids.user_id, self.seller)

    def mailed_links(self, user):
        """Run the daily job with overdue lines by mail; return {text: address} of the links that the mail
        of ``user`` has."""
        rules = self.env["commercial.reminder.rule"]
        rules.search([]).active = False
        overdue = self.env.ref("commercial_contract.reminder_rule_overdue")
        overdue.write({"active": True, "how": "digest"})
        with patch.object(self.env.cr, "commit", self.env.flush_all):
            rules._cron_remind()
        mail = self.env["mail.mail"].search([("recipient_ids", "in", user.partner_id.ids)])
        self.assertEqual(len(mail), 1)
        links = html.fromstring(mail.body_html).iter("a")
        return {link.text_content().strip(): link.get("href") for link in links}

    def test_contract_staff(self):
        """Who plans and bills in one person: Finance is ticked beside All Contracts. The day begins with a
        click in the daily mail, on the line of 900."""
        clerk = self.make_user("clerk", ALL, FINANCE, "account.group_account_invoice")
        contracts, own = self.late(300, 700), self.late(900, user_id=clerk.id)
        links = self.mailed_links(clerk)
        url = links.pop(f"{own.display_name} · A")
        self.assertEqual(links, {"My Day": f"{self.base_url()}/odoo/my-day"})
        self.start_tour(url, "contract_day_staff", login="clerk")
        self.assertEqual(contracts.mapped("amount_invoiced"), [300, 0])
        kind = self.env.ref("commercial_contract.mail_activity_type_nudge")
        nudges = contracts.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        self.assertEqual((nudges.user_id, nudges.res_id), (self.seller, contracts[1].id))
        promise = contracts.promise_ids
        self.assertEqual(
            (promise.contract_id, promise.amount, promise.promised_by, promise.state),
            (contracts[0], 300, "Ms. Liu", "open"),
        )
        log = own.reminder_log_ids.filtered(lambda one: one.rule_id.what == "snooze")
        self.assertEqual(
            (log.state, log.reason, log.user_ids),
            ("snoozed", "The acceptance is on Monday", clerk),
        )

    def test_accountant(self):
        contract = self.late(1000)
        self.invoice(contract.settlement_ids)
        self.start_tour("/odoo", "contract_day_accountant", login="accountant")
        self.assertFigures(contract, "A 1000/0/0")
        self.assertFalse(contract.allocation_ids)
        self.assertEqual(contract.payment_ids.mapped("state"), ["draft"])
        assert_ledger(self, contract)

    def test_leader(self):
        steel = self.env["res.partner"].create({"name": "本溪钢铁集团", "is_company": True})
        contract = self.late(1000, partner_id=steel.id, title="设备采购安装合同")
        self.late(500)
        self.pay(self.invoice(contract.settlement_ids), 400)
        self.start_tour("/odoo", "contract_day_leader", login="leader")
        self.assertFigures(contract, "A 1000/400/0")
