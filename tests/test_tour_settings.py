from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .common import ContractCase


@tagged("post_install", "-at_install", "tour")
class TestTourSettings(ContractCase, HttpCase):
    browser_size = "1440x900"

    def test_fee_and_deposit_accounts(self):
        """The administrator lists both accounts; the job then counts the fee as paid (R14, R22)."""
        fees = self.make_account("Tour Fees", "expense")
        deposits = self.make_account("Tour Deposits", "liability_current", reconcile=True)
        k = self.contract()
        entry = self.entry(
            (self.bank.default_account_id, 2980, None),
            (fees, 20, None),
            (self.receivable, -3000, self.customer),
        )
        self.match(entry, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/2980/20")
        admin = self.env.ref("base.user_admin")
        admin.company_ids += self.company
        admin.company_id = self.company
        self.start_tour(
            "/odoo/action-commercial_contract.res_config_settings_action",
            "contract_settings",
            login="admin",
        )
        self.env.invalidate_all()
        self.assertEqual(self.company.contract_fee_account_ids, fees)
        self.assertEqual(self.company.contract_deposit_account_ids, deposits)
        with patch.object(self.env.cr, "commit", self.env.flush_all):
            self.env["commercial.contract"]._cron_follow_ledger()
        self.assertFigures(k, "A 3000/3000/0")
