from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

from . import invariants
from .builders import Builders

# Units per USD, by the day from which they hold.
RATES = {
    "EUR": {"2026-01-01": 0.80, "2026-02-01": 0.90, "2026-03-01": 1.00},
    "JPY": {"2026-01-01": 150.0, "2026-03-01": 160.0},
    "KWD": {"2026-01-01": 0.30},
    "CNY": {"2026-01-01": 7.0},
}
OWN = "commercial_contract.group_contract_own"
ALL = "commercial_contract.group_contract_all"
MANAGER = "commercial_contract.group_contract_manager"
FINANCE = "commercial_contract.group_contract_finance"
# What a transaction with many documents fills.
TABLES = (
    "account_bank_statement_line",
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "commercial_contract",
    "commercial_contract_allocation",
    "commercial_contract_fact",
    "commercial_contract_line",
    "commercial_contract_settlement",
)


class ContractCase(Builders, TransactionCase):
    """The world of all tests: a trading company in USD with its rates, taxes, goods, banks,
    partners and one user per role. For tours: ``class TestX(ContractCase, HttpCase)``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        for name in ("usd", "eur", "jpy", "kwd", "cny"):
            currency = cls.env.ref(f"base.{name.upper()}")
            currency.active = True
            setattr(cls, name, currency)
        cls.company = cls._get_company()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.company = cls.company.with_env(cls.env)
        cls._make_rates(cls.company)
        cls._make_taxes()
        cls._make_partners()
        cls._make_products()
        cls._make_banks()
        cls._make_users()

    def setUp(self):
        # what setUpClass made is booked outside of the test's savepoint: Odoo forgets its hooks after a test
        self.env["commercial.contract.fact"].search([], limit=1)
        super().setUp()

    @classmethod
    def _get_company(cls):
        """The main company where it has the generic chart and no entries (a chart of its own costs
        two seconds a class), else a new one."""
        main = cls.env.ref("base.main_company")
        fits = main.chart_template == "generic_coa" and main.currency_id == cls.usd
        if fits and not main._existing_accounting():
            return main
        return cls.make_company("Northwind Trading", cls.usd)

    @classmethod
    def make_company(cls, name, currency=None, **values):
        """Return a new company with the generic chart; with ``parent_id`` a branch."""
        currency = currency or cls.usd
        company = cls.env["res.company"].create(
            {"name": name, "currency_id": currency.id, **values}
        )
        if company.parent_id:
            cls.env.cr.precommit.run()  # where Odoo gives a branch the accounts of its parent
        else:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company, install_demo=False
            )
            company.currency_id = currency
        return company

    @classmethod
    def _make_rates(cls, company):
        cls.env["res.currency.rate"].search([("company_id", "=", company.id)]).unlink()
        cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": getattr(cls, name.lower()).id,
                    "company_id": company.id,
                    "name": date,
                    "rate": rate,
                }
                for name, rates in RATES.items()
                for date, rate in rates.items()
            ]
        )

    @classmethod
    def make_tax(cls, percent, use="sale", **values):
        return cls.env["account.tax"].create(
            {
                "name": f"VAT {percent} % {use} {values.get('company_id', cls.company.id)}",
                "amount": percent,
                "amount_type": "percent",
                "type_tax_use": use,
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _make_taxes(cls):
        cls.tax_13, cls.tax_6 = cls.make_tax(13), cls.make_tax(6)
        cls.tax_13_in, cls.tax_6_in = cls.make_tax(13, "purchase"), cls.make_tax(6, "purchase")

    @classmethod
    def _make_partners(cls):
        cls.customer, cls.other_customer, cls.payer, cls.vendor = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("K", "K2", "V pays for K", "S")]
        )

    @classmethod
    def _make_products(cls):
        cls.pump, cls.valve, cls.service = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "default_code": code,
                    "type": kind,
                    "list_price": price,
                    "standard_price": price / 2,
                    "invoice_policy": "order",
                    "taxes_id": [Command.set(cls.tax_13.ids)],
                    "supplier_taxes_id": [Command.set(cls.tax_13_in.ids)],
                }
                for name, code, kind, price in (
                    ("Pump", "P-100", "consu", 500.0),
                    ("Valve", "V-200", "consu", 40.0),
                    ("Installation", "S-300", "service", 1000.0),
                )
            ]
        )

    @classmethod
    def _make_banks(cls):
        """``bank`` leaves the outstanding account to Odoo; ``bank_outstanding`` names its own."""
        cls.bank = cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", "bank")], limit=1
        )
        cls.bank_outstanding = cls.env["account.journal"].create(
            {"name": "Bank 2", "code": "BNK2", "type": "bank", "company_id": cls.company.id}
        )
        account = cls.make_account("Outstanding 2", "asset_current", reconcile=True)
        lines = (
            cls.bank_outstanding.inbound_payment_method_line_ids
            | cls.bank_outstanding.outbound_payment_method_line_ids
        )
        lines.payment_account_id = account
        cls.receivable = cls.customer.property_account_receivable_id
        cls.payable = cls.customer.property_account_payable_id
        cls.expense = cls.get_account("expense")

    @classmethod
    def get_account(cls, account_type):
        return cls.env["account.account"].search(
            [("company_ids", "=", cls.company.id), ("account_type", "=", account_type)], limit=1
        )

    @classmethod
    def make_account(cls, name, account_type, **values):
        count = cls.env["account.account"].search_count([("code", "=like", "T9%")])
        return cls.env["account.account"].create(
            {
                "name": name,
                "code": f"T9{count:03}",
                "account_type": account_type,
                "company_ids": [Command.set(cls.company.ids)],
                **values,
            }
        )

    @classmethod
    def make_user(cls, login, *groups):
        return new_test_user(
            cls.env,
            login=login,
            name=login.title(),
            groups=",".join(("base.group_user", *groups)),
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _make_users(cls):
        cls.seller = cls.make_user("seller", OWN, "sales_team.group_sale_salesman")
        cls.seller2 = cls.make_user("seller2", OWN, "sales_team.group_sale_salesman")
        cls.staff = cls.make_user("staff", ALL)
        cls.accountant = cls.make_user("accountant", ALL, FINANCE, "account.group_account_user")
        cls.leader = cls.make_user("leader", ALL)
        cls.manager = cls.make_user("manager", MANAGER, FINANCE, "account.group_account_manager")
        cls.nobody = cls.make_user("nobody")

    def analyze(self):
        """Make statistics on what this transaction made: without them PostgreSQL takes the tables for
        empty, and single queries of Odoo take seconds instead of milliseconds."""
        self.env.flush_all()
        for table in TABLES:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def queries(self, work):
        """Return how many queries it takes, with nothing in the cache and all written in the end."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertRefused(self, action, *words, error=UserError):
        """The action raises a text with all ``words``; the database is as before."""
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            action()
            self.env.flush_all()
        text = str(caught.exception).replace("\N{NO-BREAK SPACE}", " ")
        for word in words:
            self.assertIn(word, text)
        self.env.invalidate_all()
        return text


class LedgerCase(ContractCase):
    """A scenario of money: at its end the invariants hold for all contracts (I1 to I5)."""

    def tearDown(self):
        invariants.assert_ledger(self, self.env["commercial.contract"].search([]))
        super().tearDown()
