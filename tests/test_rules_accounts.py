from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestRulesAccounts(LedgerCase):
    """Money rules R14 and R22: bank fees and deposit accounts; and settings that change later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee = cls.make_account("Bank fees", "expense")
        cls.deposit = cls.make_account("Received in advance", "liability_current", reconcile=True)

    def list_accounts(self, company=None, **accounts):
        """List accounts in the settings of a company, and let the job follow."""
        (company or self.company).write(
            {
                f"contract_{kind}_account_ids": [Command.set(account.ids)]
                for kind, account in accounts.items()
            }
        )
        self.run_job()

    def run_job(self, **options):
        with patch.object(self.env.cr, "commit", self.env.flush_all):
            self.env["commercial.contract"]._cron_follow_ledger(**options)
        self.env.invalidate_all()

    def items(self, entry, account):
        return entry.line_ids.filtered(lambda line: line.account_id == account)

    def with_fee(self, k, direction="sale"):
        """Return a bank entry of 2,980 and a fee of 20 that pays the invoice of A."""
        invoice = self.invoice(self.lines(k)[0])
        rows = [(self.bank.default_account_id, 2980, None), (self.fee, 20, None)]
        account, partner = self.receivable, self.customer
        if direction == "purchase":  # 3,000 owed, the bank takes its 20 on top
            rows = [(self.bank.default_account_id, -3020, None), (self.fee, 20, None)]
            account, partner = self.payable, self.vendor
        total = sum(row[1] for row in rows)
        entry = self.entry(*rows, (account, -total, partner), journal=self.bank)
        self.match(entry, invoice)
        return entry

    def test_r14_a_listed_bank_fee_counts_as_cash(self):
        self.list_accounts(fee=self.fee)
        k = self.contract()
        self.with_fee(k)
        self.assertFigures(k, "A 3000/3000/0")
        self.assertEqual(self.rows(k), [("A", "2026-01-20", 3000, "cash")])

    def test_r14_a_fee_that_is_not_listed_is_written_off(self):
        k = self.contract()
        self.with_fee(k)
        self.assertFigures(k, "A 3000/2980/20")

    def test_r14_a_fee_on_money_that_goes_out(self):
        self.list_accounts(fee=self.fee)
        k = self.contract(direction="purchase")
        self.with_fee(k, "purchase")
        self.assertFigures(k, "A 3000/3000/0")

    def test_r14_a_fee_without_money_is_written_off(self):
        self.list_accounts(fee=self.fee)
        k = self.contract()
        entry = self.entry((self.fee, 20, None), (self.receivable, -20, self.customer))
        self.match(entry, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/0/20")

    def test_r14_a_fee_on_the_line_that_clears_an_outstanding_account(self):
        """97 + 3 against 100: the payment has counted 100, listed or not."""
        k = self.contract(plan=[("A", 100, "2026-01-31")])
        payment = self.pay(self.invoice(k.settlement_ids), journal=self.bank_outstanding)
        outstanding = payment.outstanding_account_id
        entry = self.entry(
            (self.bank.default_account_id, 97, None), (self.fee, 3, None), (outstanding, -100, None)
        )
        (self.items(entry, outstanding) | self.items(payment.move_id, outstanding)).reconcile()
        self.assertFigures(k, "A 100/100/0")
        self.list_accounts(fee=self.fee)
        self.assertFigures(k, "A 100/100/0")

    def test_r14_branches_share_the_list_of_their_root(self):
        branch = self.make_company("Branch", parent_id=self.company.id)
        self.list_accounts(company=branch, fee=self.fee)
        k = self.contract()
        self.with_fee(k)
        self.assertFigures(k, "A 3000/3000/0")

    def test_r14_the_list_of_another_root_says_nothing(self):
        other = self.make_company("Other Books")
        self.list_accounts(company=other, fee=self.fee)
        k = self.contract()
        self.with_fee(k)
        self.assertFigures(k, "A 3000/2980/20")

    def test_r22_a_tagged_deposit_counts_like_an_advance(self):
        self.list_accounts(deposit=self.deposit)
        k = self.contract()
        entry = self.deposited(k)
        self.assertFigures(k, "A 0/900/0")
        entry.button_draft()
        self.assertFigures(k)

    def deposited(self, k, amount=900):
        sign = -1 if k.direction == "purchase" else 1
        entry = self.entry(
            (self.bank.default_account_id, sign * amount, None),
            (self.deposit, -sign * amount, k.partner_id),
            journal=self.bank,
        )
        self.items(entry, self.deposit).commercial_contract_id = k
        return entry

    def test_r22_a_deposit_that_is_moved_on(self):
        self.list_accounts(deposit=self.deposit)
        for direction in ("sale", "purchase"):
            with self.subTest(direction=direction):
                k = self.contract(direction=direction)
                sign, account = (1, self.receivable) if direction == "sale" else (-1, self.payable)
                deposited = self.deposited(k)
                invoice = self.invoice(self.lines(k)[1])
                moved = self.entry(
                    (self.deposit, sign * 900, k.partner_id), (account, -sign * 900, k.partner_id)
                )
                (self.items(moved, account) | self._partner_items(invoice)).reconcile()
                # trap: as long as the deposit is open, it counts twice
                self.assertFigures(k, "A 0/900/0, B 5000/900/0")
                both = self.items(moved, self.deposit) | self.items(deposited, self.deposit)
                both.reconcile()
                self.assertFigures(k, "B 5000/900/0")
                self.assertEqual(self.rows(k), [("B", "2026-01-20", 900, "netting")])

    def test_r22_a_deposit_taken_off_on_the_invoice_itself(self):
        """The invoice of B lists the deposit with a minus; that product line is no debt, so the tag
        goes on speaking for the deposit."""
        self.list_accounts(deposit=self.deposit)
        k = self.contract()
        _a, b, _c = self.lines(k)
        deposited = self.deposited(k)
        self.items(deposited, self.deposit).commercial_settlement_id = b
        invoice = self.invoice(b, (None, -900), post=False)
        line = invoice.invoice_line_ids.filtered(lambda item: item.price_unit < 0)
        line.account_id = self.deposit
        invoice.action_post()
        self.pay(invoice, 4100)
        (line | self.items(deposited, self.deposit)).reconcile()
        self.assertFigures(k, "B 5000/5000/0")

    def test_r22_only_accounts_that_can_be_reconciled(self):
        account = self.make_account("Advances", "liability_current", reconcile=False)
        with self.assertRaises(ValidationError) as caught:
            self.company.contract_deposit_account_ids = account
        self.assertIn(account.display_name, str(caught.exception))
        self.assertIn("Allow it on the account first", str(caught.exception))

    def test_settings_that_change_later_are_followed(self):
        k = self.contract()
        deposited = self.deposited(k)
        self.assertFigures(k)
        self.with_fee(k)
        self.assertFigures(k, "A 3000/2980/20")
        for kinds, figures in (
            ({"fee": self.fee, "deposit": self.deposit}, "A 3000/3000/0, B 0/900/0"),
            ({"fee": self.fee.browse(), "deposit": self.deposit.browse()}, "A 3000/2980/20"),
        ):
            with self.subTest(figures):
                self.list_accounts(**kinds)
                self.assertFigures(k, figures)
        self.assertTrue(deposited)

    def test_saving_a_setting_marks_and_starts_the_job(self):
        k, done = self.contract(), self.contract()
        self.with_fee(k)
        figures = self.figures(k)
        cron = self.env.ref("commercial_contract.ir_cron_follow_ledger")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        digest = done.ledger_version
        self.company.contract_fee_account_ids = self.fee
        self.assertEqual((k | done).mapped("is_ledger_due"), [True, True])
        self.assertEqual(self.figures(k), figures)  # whoever saves does not wait
        found = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertEqual(found, triggers + 1)
        self.run_job(batch=1)
        self.assertFigures(k, "A 3000/3000/0")
        self.assertEqual((k | done).mapped("is_ledger_due"), [False, False])
        self.assertEqual(done.ledger_version, digest)

    def test_settings_of_a_branch_are_those_of_its_main_company(self):
        branch = self.make_company("Branch", parent_id=self.company.id)
        settings = self.env["res.config.settings"].with_company(branch).create({})
        self.assertEqual(settings.company_id, branch)
        settings.contract_fee_account_ids = self.fee
        settings.execute()
        self.assertEqual(self.company.contract_fee_account_ids, self.fee)
        self.assertFalse(branch.contract_fee_account_ids)

    def test_other_accounts_of_the_company_that_change_later_are_followed(self):
        """The exchange journal: what stands in it is no money; the transfer account holds money."""
        k = self.contract()
        journal = self.env["account.journal"].create(
            {"name": "Exchange 2", "code": "EX2", "type": "general"}
        )
        transit = self.make_account("Transfers", "asset_current", reconcile=True)
        entry = self.entry(
            (transit, 800, None), (self.receivable, -800, self.customer), journal=journal
        )
        self.match(entry, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/0/800")
        self.company.transfer_account_id = transit
        self.run_job()
        self.assertFigures(k, "A 3000/800/0")
        before = self.company.currency_exchange_journal_id
        for exchange, figures in ((journal, "A 3000/0/0"), (before, "A 3000/800/0")):
            self.company.currency_exchange_journal_id = exchange
            self.run_job()
            self.assertFigures(k, figures)

    def test_the_job_does_not_grow_with_the_contracts(self):
        contracts = self.env["commercial.contract"]
        for _number in range(12):
            k = self.contract(plan=[("A", 3000, "2026-01-31")])
            self.with_fee(k)
            contracts |= k

        def cost(part):
            part._follow_ledger_later(self.company)
            (contracts - part)._follow_due()
            self.env.cr.flush()  # with the facts of these, or the job would book them
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_job()
            return self.env.cr.sql_log_count - before

        cost(contracts[:2])
        self.assertLessEqual(abs(cost(contracts) - cost(contracts[:2])), 5)

    def test_the_type_of_an_account_that_changes_later_is_followed(self):
        k = self.contract()
        petty = self.make_account("Petty cash", "asset_current")
        entry = self.entry((petty, 800, None), (self.receivable, -800, self.customer))
        self.match(entry, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/0/800")
        petty.account_type = "asset_cash"
        self.run_job()
        self.assertFigures(k, "A 3000/800/0")

    def test_a_new_account_marks_nothing(self):
        k = self.contract()
        self.make_account("New", "asset_cash")
        self.env.invalidate_all()
        self.assertFalse(k.is_ledger_due)

    def test_the_account_of_a_payment_method_that_changes_later_is_followed(self):
        k = self.contract()
        transit = self.make_account("Money in transit", "asset_current", reconcile=True)
        entry = self.entry((transit, 800, None), (self.receivable, -800, self.customer))
        self.match(entry, self.invoice(self.lines(k)[0]))
        self.assertFigures(k, "A 3000/0/800")
        method = self.bank_outstanding.inbound_payment_method_line_ids[:1]
        method.payment_account_id = transit
        self.run_job()
        self.assertFigures(k, "A 3000/800/0")

    def test_r11_a_rate_that_is_corrected_later_is_followed(self):
        k = self.contract(plan=[("A", 1000, "2026-01-31")], currency_id=self.eur.id)
        early = self.contract(plan=[("A", 1000, "2026-01-31")], currency_id=self.eur.id)
        plain = self.contract()
        self.advance(k, 180, "2026-02-10", currency_id=self.usd.id)
        self.advance(early, 100, "2026-01-10", currency_id=self.usd.id)
        self.advance(plain, 100, "2026-02-10")
        self.assertFigures(k, "A 0/162/0")
        rate = self.env["res.currency.rate"].search(
            [("currency_id", "=", self.eur.id), ("name", "=", "2026-02-01")]
        )
        rate.rate = 0.95
        self.env.invalidate_all()
        self.assertEqual((k | early | plain).mapped("is_ledger_due"), [True, False, False])
        self.run_job()
        self.assertFigures(k, "A 0/171/0")
        rate.unlink()
        self.run_job()
        self.assertFigures(k, "A 0/144/0")
        self.assertFigures(early, "A 0/80/0")

    def test_r13_a_corrected_rate_moves_an_announced_payment(self):
        """1,200 EUR announced on an invoice in dollars, at 0.90 and then at 0.96."""
        k, other = self.contract(), self.contract()
        with self.without_entries():
            self.pay(self.invoice(self.lines(k)[0]), 1200, "2026-02-05", currency_id=self.eur.id)
        self.run_job()  # that took the account off the payment method
        self.assertFigures(k, "A 3000/1333.33/0")
        rate = self.env["res.currency.rate"].search(
            [("currency_id", "=", self.eur.id), ("name", "=", "2026-02-01")]
        )
        rate.rate = 0.96
        self.env.invalidate_all()
        self.assertEqual((k | other).mapped("is_ledger_due"), [True, False])
        self.run_job()
        self.assertFigures(k, "A 3000/1250/0")

    def test_r11_a_rate_that_is_moved_marks_the_days_that_it_held_before(self):
        k = self.contract(plan=[("A", 1000, "2026-01-31")], currency_id=self.eur.id)
        self.advance(k, 180, "2026-02-10", currency_id=self.usd.id)
        rate = self.env["res.currency.rate"].search(
            [("currency_id", "=", self.eur.id), ("name", "=", "2026-02-01")]
        )
        rate.name = "2026-02-20"
        self.run_job()
        self.assertFigures(k, "A 0/144/0")

    def test_r23_a_corrected_rate_moves_what_an_opening_is_worth(self):
        k = self.contract(plan=[("A", 1000, "2026-01-31")], currency_id=self.eur.id, signed=False)
        self.lines(k).write(
            {"opening_settled": 800, "opening_invoiced": 800, "opening_date": "2026-01-01"}
        )
        self.assertEqual(k.allocation_ids.amount_company, 1000)
        rate = self.env["res.currency.rate"].search(
            [("currency_id", "=", self.eur.id), ("name", "=", "2026-01-01")]
        )
        rate.rate = 0.5
        self.run_job()
        self.assertEqual(k.allocation_ids.amount_company, 1600)
