"""Records that the sheets of running contracts name: each kind found in a constant number of queries."""

from odoo.fields import Domain

from ...tools.cells import name_key

# What people write for currencies, beside code and symbol.
CURRENCIES = {
    "CNY": "人民币|人民币元|rmb|¥|元|圆|元整|cny",
    "USD": "美元|美金|us$|$",
    "EUR": "欧元|€",
    "GBP": "英镑|£",
    "JPY": "日元|日圆",
    "HKD": "港币|港元|hk$",
}
CODES = {word: code for code, words in CURRENCIES.items() for word in words.split("|")}
# Marks that several currencies share: no contradiction where one of these is meant.
SHARED = {
    "$": {"USD", "CAD", "AUD", "SGD", "HKD"},
    "¥": {"CNY", "JPY"},
    "元": set(),
    "圆": set(),
    "元整": set(),
}


class Names:
    """Finds partners, people, departments and the like by what a sheet calls them.

    ``find(kind, text, company)`` returns the records that fit best; none or several where it is not clear.
    """

    def __init__(self, env, words):
        """Read what ``words`` name: {kind: set of texts}."""
        self.env = env
        self.tables = {kind: self._read(kind, texts) for kind, texts in words.items() if texts}

    def find(self, kind, text, company=None):
        """Return the records that ``text`` names, of the books of ``company`` or of all."""
        for table in self.tables.get(kind, ()):
            found = table.get(text if table.get("exact") else name_key(text), ())
            fits = [record for record in found if self._fits(record, company)]
            tops = [record for record in fits if "parent_id" in record and not record.parent_id]
            if kind == "partner" and len(fits) > 1 and len(tops) == 1:
                fits = tops
            if fits:
                return fits
        return []

    def may_read(self, kind):
        """Return whether the user may read records of this kind."""
        return self._model(kind).has_access("read")

    def _model(self, kind):
        names = {
            "partner": "res.partner",
            "user": "res.users",
            "department": "hr.department",
            "project": "project.project",
            "category": "commercial.contract.category",
            "method": "commercial.settlement.method",
            "uom": "uom.uom",
            "product": "product.product",
        }
        return self.env[names[kind]]

    def _fits(self, record, company):
        if record._name == "res.users":
            return not company or company in record.company_ids
        own = record.company_id if "company_id" in record else None
        return not company or not own or own in company.parent_ids

    def _read(self, kind, texts):
        """Return tables {key: records}, the better ones first."""
        model = self._model(kind)
        if not model.has_access("read"):
            return []
        texts = list(texts)
        if kind == "partner":
            return self._read_partners(model, texts)
        if kind == "product":
            return self._read_products(model, texts)
        if kind == "user":
            users = model.search([("share", "=", False)])
            # sudo: login, name and address of colleagues, to find who is responsible
            return [self._table(users.sudo(), name) for name in ("login", "name", "email")]
        names = ["name", "complete_name"] if "complete_name" in model else ["name"]
        tables = []
        for code, _label in self.env["res.lang"].get_installed():
            records = model.with_context(lang=code).search([])
            tables += [self._table(records, name) for name in names]
        return tables

    def _read_partners(self, model, texts):
        """Exact names first, then reference and tax number, then names as people vary them."""
        domain = Domain.OR([[(name, "in", texts)] for name in ("name", "ref", "vat")])
        found = model.search_fetch(domain, ["name", "ref", "vat", "parent_id", "company_id"])
        exact = self._table(found, "name", exact=True)
        tables = [exact, self._table(found, "ref"), self._table(found, "vat")]
        known = {key for table in tables for key in table}
        if any(text not in known and name_key(text) not in known for text in texts):
            everybody = model.search_fetch(
                [("parent_id", "=", False)], ["name", "parent_id", "company_id"]
            )
            tables.append(self._table(everybody, "name"))
        return tables

    def _read_products(self, model, texts):
        found = model.search(Domain("default_code", "in", texts) | Domain("name", "in", texts))
        return [self._table(found, "default_code"), self._table(found, "name")]

    def _table(self, records, name, exact=False):
        table = {"exact": True} if exact else {}
        for record in records:
            if record[name]:
                table.setdefault(record[name] if exact else name_key(record[name]), []).append(
                    record
                )
        return table


class Money:
    """Currencies and taxes of the sheets."""

    def __init__(self, env, companies):
        """Read the active currencies, and the percent taxes of the companies."""
        self.currencies = env["res.currency"].search([])
        self.codes = {currency.name: currency for currency in self.currencies}
        self.taxes = {}
        taxes = env["account.tax"].search(
            [
                *env["account.tax"]._check_company_domain(companies),
                ("amount_type", "=", "percent"),
            ]
        )
        for company in companies:
            for use in ("sale", "purchase"):
                default = (
                    company.account_sale_tax_id
                    if use == "sale"
                    else company.account_purchase_tax_id
                )
                fits = taxes.filtered(
                    lambda tax, use=use, company=company: (
                        tax.type_tax_use == use and tax.company_id in company.parent_ids
                    )
                )
                for tax in fits.sorted(
                    lambda tax, default=default: (tax != default, tax.price_include)
                ):
                    self.taxes.setdefault((company, use, round(tax.amount, 6)), tax)

    def find_currency(self, text):
        """Return the active currency that a text names: code, symbol or Chinese word; or None."""
        code = CODES.get(text.casefold(), text.upper())
        if code in self.codes:
            return self.codes[code]
        fits = [currency for currency in self.currencies if currency.symbol == text]
        return fits[0] if len(fits) == 1 else None

    def contradicts(self, mark, currency):
        """Return whether the mark in a cell names another currency than that of its contract."""
        if not mark or mark == (currency.symbol or "").casefold():
            return False
        if mark in SHARED:
            return bool(SHARED[mark]) and currency.name not in SHARED[mark]
        code = CODES.get(mark, mark.upper())
        # three letters that are no currency are part of a word
        return code != currency.name and (code in self.codes or mark in CODES)

    def find_tax(self, company, use, percent):
        """Return the tax of that percent; 0.13 is 13 % where there is no tax of 0.13 %."""
        for value in (percent, percent * 100 if percent < 1 else percent):
            found = self.taxes.get((company, use, round(float(value), 6)))
            if found:
                return found
        return None
