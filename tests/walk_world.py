"""The world of the random walk: two companies with contracts in three currencies."""

from .common import ContractCase

DAYS = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in (3, 9, 15, 22, 28)]
SCALE = {"USD": 1, "EUR": 1, "JPY": 100}  # an amount of 100 is about as much in each of them
PLAN = (("A", 1000, "2026-01-31"), ("B", 1000, "2026-02-28"), ("C", 500, "2026-03-31"))
SHORT = (("A", 300, "2026-02-15"), ("B", 700, "2026-04-30"))
# What each company signs: direction, currency, plan, whether it is signed, whether it bears tax.
CONTRACTS = {
    "USD": (
        ("sale", "USD", PLAN, True, True),
        ("sale", "USD", SHORT, True, False),
        ("sale", "USD", PLAN, False, False),
        ("sale", "EUR", SHORT, True, False),
        ("sale", "JPY", PLAN, False, False),
        ("purchase", "USD", SHORT, True, False),
        ("purchase", "EUR", PLAN, False, False),
    ),
    "EUR": (
        ("sale", "EUR", PLAN, True, True),
        ("sale", "EUR", SHORT, False, False),
        ("sale", "USD", PLAN, True, False),
        ("sale", "JPY", SHORT, True, False),
        ("purchase", "EUR", SHORT, False, False),
        ("purchase", "JPY", PLAN, True, False),
    ),
}


class WalkWorld(ContractCase):
    """``enter(books)`` sets company, banks and contracts of the company with these books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = {}
        bare = cls.env
        for books in CONTRACTS:
            if books == "EUR":
                cls.company = cls.make_company("Eastport Trading", cls.eur)
                cls.env = bare(context={**bare.context, "allowed_company_ids": cls.company.ids})
                cls.company = cls.company.with_env(cls.env)
                cls._make_rates(cls.company)
                rate = {"currency_id": cls.usd.id, "company_id": cls.company.id, "rate": 1.0}
                cls.env["res.currency.rate"].create({**rate, "name": "2026-01-01"})
                cls._make_taxes()
                cls._make_banks()
            cls.places[books] = cls._make_place(books)
        cls.env.flush_all()
        cls.env = bare

    @classmethod
    def _make_place(cls, books):
        customer = cls.customer.with_company(cls.company)
        fee = cls.make_account("Bank fees", "expense")
        deposit = cls.make_account("Received in advance", "liability_current", reconcile=True)
        cls.company.contract_fee_account_ids = fee
        cls.company.contract_deposit_account_ids = deposit
        terms = cls.env["account.payment.term"].create(
            {
                "name": "2 % in 10 days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "company_id": cls.company.id,
            }
        )
        contracts = cls.env["commercial.contract"]
        for number, row in enumerate(CONTRACTS[books]):
            contracts |= cls._make_contract(number, *row)
        branch = cls.company
        if books == "USD":  # one set of books with its branch (R20)
            branch = cls.make_company("Northwind Branch", parent_id=cls.company.id)
        return {
            "company": cls.company,
            "branch": branch,
            "bank": cls.bank,
            "bank_outstanding": cls.bank_outstanding,
            "receivable": customer.property_account_receivable_id,
            "payable": customer.property_account_payable_id,
            "expense": cls.get_account("expense"),
            "fee": fee,
            "deposit": deposit,
            "terms_early": terms,
            "all_contracts": contracts,
        }

    @classmethod
    def _make_contract(cls, number, direction, currency, plan, signed, taxed):
        values = {"direction": direction, "currency_id": getattr(cls, currency.lower()).id}
        if direction == "sale" and number % 2:
            values["partner_id"] = cls.other_customer.id
        if not taxed:
            plan = [(name, amount * SCALE[currency], date) for name, amount, date in plan]
            return cls.contract(plan=plan, signed=signed, **values)
        goods = [(cls.pump, 3, 333.33), (cls.service, 1, 1212.12)]
        contract = cls.contract(plan=(), goods=goods, tax=cls.tax_13, signed=False, **values)
        names, _shares, dates = zip(*plan, strict=True)
        part = round(contract.amount_total * 0.4, 2)
        amounts = [part, part, round(contract.amount_total - 2 * part, 2)]
        cls.plan(contract, *zip(names, amounts, dates, strict=True))
        contract.action_sign()
        return contract

    def enter(self, books):
        place = self.places[books]
        companies = place["company"] | place["branch"]
        self.env = self.env(context={**self.env.context, "allowed_company_ids": companies.ids})
        for name, record in place.items():
            setattr(self, name, record.with_env(self.env))
        for name in ("customer", "other_customer", "payer", "vendor"):
            setattr(self, name, getattr(type(self), name).with_env(self.env))

    # draws

    def some(self, records):
        return self.rng.choice(records) if records else records

    def chance(self, share):
        return self.rng.random() < share

    def day(self):
        return self.rng.choice(DAYS)

    def currency(self):
        return self.rng.choice([self.usd, self.eur, self.jpy]).with_env(self.env)

    def amount(self, currency, most=900):
        number = self.rng.choice([10, 99.99, 100, 250.5, 333.33, most])
        return currency.round(number * SCALE[currency.name])

    def any_contract(self, **values):
        found = self.mine.filtered(lambda c: all(c[key] == value for key, value in values.items()))
        return self.some(found)

    def plan_line(self, **values):
        return self.some(self.any_contract(**values).settlement_ids)

    # what stands by now

    def keep(self, records):
        kept = {
            "account.move": "moves",
            "account.payment": "payments",
            "account.bank.statement.line": "bank_lines",
        }[records._name]
        setattr(self, kept, getattr(self, kept) | records)
        return records

    def forget_the_gone(self):
        for name in ("moves", "payments", "bank_lines"):
            setattr(self, name, getattr(self, name).exists())

    def documents(self, *kinds, state="posted", inbound=None):
        kinds = kinds or ("out_invoice", "in_invoice")
        return self.moves.filtered(
            lambda move: (
                move.state == state
                and move.move_type in kinds
                and inbound in (None, move.is_inbound())
            )
        )

    def open_documents(self, **values):
        return self.documents(**values).filtered("amount_residual")

    def posted_payments(self):
        return self.payments.filtered(lambda payment: payment.move_id.state == "posted")
