from odoo import models
from odoo.tools import format_date


class CommercialContract(models.Model):
    """The currency rates that contracts are signed at: for any number of them in one query."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    def _get_signing_rates(self, dates):
        """Return {contract: units of its currency per unit of the company's}, as Odoo's own
        conversion gives them, or None where there is no rate on or before the day. A framework
        carries no money: it takes the first rate after it then.

        :param dates: {contract: day}
        """
        foreign = self.filtered(lambda c: c.currency_id != c.company_id.currency_id)
        currencies = foreign.currency_id | foreign.company_id.currency_id
        # sudo: rates are configuration, the seller need not be able to read the table
        rates = self.env["res.currency.rate"].sudo()
        books = foreign.company_id.root_id
        table = {}
        for rate in rates.search_fetch(
            [("currency_id", "in", currencies.ids), ("company_id", "in", [False, *books.ids])],
            ["currency_id", "company_id", "name", "rate"],
            order="name desc, id desc",
        ):
            table.setdefault((rate.currency_id.id, rate.company_id.id), []).append(
                (rate.name, rate.rate)
            )
        found = dict.fromkeys(self, 1.0)
        for contract in foreign:
            own = contract.company_id.currency_id.id
            keys = (contract.currency_id.id, contract.company_id.root_id.id, dates[contract])
            before, after = self._find_rate(table, *keys)
            base = sum(self._find_rate(table, own, *keys[1:])) or 1.0
            if contract.is_framework:
                before = before or after or 1.0
            found[contract] = before / base if before else None
        return found

    def _find_rate(self, table, currency, root, day):
        """Return (newest rate on or before the day, else 0.0, oldest rate after it where there is none)."""
        rows = [table.get((currency, root), []), table.get((currency, False), [])]
        before = next((rate for part in rows for date, rate in part if date <= day), 0.0)
        after = next((part[-1][1] for part in rows if part), 0.0)
        return before, 0.0 if before else after

    def _has_rate(self, currency, date):
        """Return whether Odoo can convert between a currency and the books on that day: of the books'
        own currency there is always a rate, of another one on or before it."""
        company = self.company_id[:1]
        if currency == company.currency_id:
            return True
        # sudo: as above
        rates = self.env["res.currency.rate"].sudo()
        domain = [("currency_id", "=", currency.id), ("name", "<=", date)]
        domain.append(("company_id", "in", [False, *company.root_id.ids]))
        return bool(rates.search_count(domain, limit=1))

    def _get_rate_faults(self, date):
        """Return a text where there is no rate on or before ``date`` for this contract's currency."""
        self.ensure_one()
        missing = self._get_signing_rates({self: date})[self] is None
        return [self._get_rate_fault(date)] if missing else []

    def _get_rate_fault(self, date):
        return self.env._(
            "%(contract)s: there is no %(currency)s rate on or before %(date)s for %(company)s."
            " Add one in Invoicing > Configuration > Currencies.",
            contract=self.display_name,
            currency=self.currency_id.name,
            date=format_date(self.env, date),
            company=self.company_id.display_name,
        )
