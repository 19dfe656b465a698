from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import LedgerCase


@tagged("post_install", "-at_install")
class TestBranches(LedgerCase):
    """R8 and R20 from invoice to payment through Odoo's own wizard: third-party payers, a parent with
    two branches, a company of other books; contracts in three currencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls.make_company("North", parent_id=cls.company.id)
        cls.south = cls.make_company("South", parent_id=cls.company.id)
        cls.other = cls.make_company("Other Books")
        companies = cls.company | cls.north | cls.south | cls.other
        cls.env.user.company_ids |= companies
        cls.accountant.company_ids |= companies
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": companies.ids})

    def bill(self, *parts, company, **values):
        """Return a posted invoice of a branch, on the journal of its parent."""
        journal = self.env["account.journal"].search(
            [("company_id", "=", company.root_id.id), ("type", "=", "sale")], limit=1
        )
        return self.invoice(*parts, company_id=company.id, journal_id=journal.id, **values)

    def test_a_third_party_pays_through_the_wizard_and_by_its_own_money(self):
        k = self.contract(payer_id=self.payer.id, invoice_partner_id=self.other_customer.id)
        a, _b, _c = self.lines(k)
        invoice = a._bill()
        self.assertEqual(invoice.partner_id, self.other_customer)
        invoice.invoice_date = "2026-01-10"
        invoice.action_post()
        # Odoo's wizard always names the partner of the invoice
        own = self.pay(invoice, 1000)
        self.assertEqual((own.partner_id, own.commercial_contract_id), (self.other_customer, k))
        self.assertFigures(k, "A 3000/1000/0")
        # the dialog of the contract names the payer
        with self.subTest("the payer"):
            paid = a._register_payment(500, date="2026-01-21")
            self.assertEqual(paid.partner_id, self.payer)
            self.assertFigures(k, "A 3000/1500/0")
        # money of the payer that came by itself, matched later
        late = self.payment(1800, partner_id=self.payer.id)
        self.assertFigures(k, "A 3000/1500/0")
        self.match(late, invoice)
        self.assertFigures(k, "A 3000/3000/0")
        late.commercial_contract_id = k
        self.assertFigures(k, "A 3000/3000/0, B 0/300/0")
        self.assertFalse(late.commercial_contract_warning)
        self.unmatch(late)
        late.commercial_contract_id = False
        self.assertFigures(k, "A 3000/1500/0")

    def test_two_branches_with_one_payment_of_the_parent(self):
        """EUR at 0.90 on 5 Feb. North 2,400 EUR; South a contract in USD, billed 800 EUR at 0.80."""
        north = self.contract(
            plan=[("A", 2400, "2026-01-31")], company_id=self.north.id, currency_id=self.eur.id
        )
        south = self.contract(plan=[("A", 1000, "2026-01-31")], company_id=self.south.id)
        first = self.bill((self.lines(south)[0], 800), company=self.south, currency=self.eur,
                          invoice_date_due="2026-01-15")  # fmt: skip
        second = self.bill(*self.lines(north), company=self.north, invoice_date_due="2026-01-31")
        self.assertEqual((first.company_id, second.company_id), (self.south, self.north))
        self.assertFigures(south, "A 1000/0/0")
        payment = self.pay(first | second, 2000, "2026-02-05", currency_id=self.eur.id)
        self.assertEqual(len(payment), 1)
        self.assertEqual(
            (payment.journal_id.company_id, payment.currency_id), (self.company, self.eur)
        )
        self.assertFalse(payment.commercial_contract_id)  # two contracts: nobody's rest
        self.assertFigures(south, "A 1000/1000/0")
        self.assertFigures(north, "A 2400/1200/0")
        payment.action_draft()
        self.assertFigures(south, "A 1000/0/0")
        self.assertFigures(north, "A 2400/0/0")
        payment.action_post()
        self.assertFigures(south, "A 1000/1000/0")
        self.assertFigures(north, "A 2400/1200/0")

    def test_a_branch_in_yen_is_paid_from_the_dollars_of_the_parent(self):
        """300,000 JPY at 150; 1,000 USD in March at 160 are 160,000 JPY."""
        k = self.contract(
            plan=[("A", 300000, "2026-01-31")], company_id=self.south.id, currency_id=self.jpy.id
        )
        invoice = self.bill(*self.lines(k), company=self.south)
        self.pay(invoice, 1000, "2026-03-05", currency_id=self.usd.id)
        self.assertFigures(k, "A 300000/160000/0")
        line = self.bank_line(500, "2026-03-06", partner=self.customer)  # of the parent
        line.commercial_contract_id = k
        self.assertFigures(k, "A 300000/240000/0")  # 500 x 160

    def test_the_dialog_of_the_contract_pays_a_branch(self):
        k = self.contract(company_id=self.north.id)
        a, b, _c = self.lines(k)
        self.bill(a, company=self.north)
        payments = (a | b)._register_payment(4000, journal=self.bank, date="2026-01-20")
        self.assertEqual(payments.company_id.root_id, self.company)
        self.assertFigures(k, "A 3000/3000/0, B 0/1000/0")

    def test_other_books_are_refused(self):
        k = self.contract(company_id=self.north.id)
        foreign = self.contract(company_id=self.other.id)
        self.customer.with_company(self.other).property_account_receivable_id = self.env[
            "account.account"
        ].search(
            [("company_ids", "=", self.other.id), ("account_type", "=", "asset_receivable")],
            limit=1,
        )
        mine = self.bill(self.lines(k)[0], company=self.north)
        theirs = self.bill(self.lines(foreign)[0], company=self.other)
        with self.assertRaises(UserError):
            self.pay(mine | theirs)
        self.assertRefused(
            lambda: (self.lines(k)[0] | self.lines(foreign)[0])._register_payment(6000), "companies"
        )
        self.assertRefused(
            lambda: self.lines(foreign)[0]._register_payment(100, journal=self.bank),
            self.bank.display_name,
            self.other.name,
        )
        self.assertFigures(k, "A 3000/0/0")
        self.assertFigures(foreign, "A 3000/0/0")

    def test_documents_of_branches_are_offered_to_be_linked_and_others_not(self):
        k = self.contract(company_id=self.north.id)
        self.bill((None, 3000), company=self.south)
        self.bill((None, 2000), company=self.other, currency=self.usd)
        self.payment(70)
        wizard = self.env["commercial.contract.link"].with_user(self.accountant)
        with Form(wizard.with_context(default_contract_id=k.id)) as form:
            amounts = [form.item_ids.edit(n).amount for n in range(len(form.item_ids))]
            cash = [form.cash_ids.edit(n).amount for n in range(len(form.cash_ids))]
        self.assertEqual((amounts, cash), ([3000], [70]))
        form.record.action_apply()
        self.assertFigures(k, "A 3000/0/0")
