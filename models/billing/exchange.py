"""Amounts as whole numbers, and rates, for billing and the engine. Each rate, each rounding is asked once per batch."""

from ...tools.money import to_units


class Exchange:
    """Converts by the currency's own rounding, at the rates of a company."""

    def __init__(self, env):
        self.env = env
        self._rates, self._roundings, self._currencies = {}, {}, {}

    def currency(self, currency_id):
        return self.env["res.currency"].browse(currency_id)

    def rounding(self, currency_id):
        """Return the rounding of a currency."""
        if currency_id not in self._roundings:
            self._roundings[currency_id] = self.currency(currency_id).rounding
        return self._roundings[currency_id]

    def company_currency(self, company_id):
        """Return the id of a company's currency."""
        if company_id not in self._currencies:
            company = self.env["res.company"].browse(company_id)
            self._currencies[company_id] = company.currency_id.id
        return self._currencies[company_id]

    def units(self, amount, currency_id):
        """Return an amount in the smallest unit of its currency."""
        return to_units(amount, self.rounding(currency_id)) if amount else 0

    def company_units(self, amount, company_id):
        """Return an amount in the smallest unit of the company's currency."""
        return self.units(amount, self.company_currency(company_id))

    def amount(self, units, currency_id):
        """Return the float that so many units are; only to convert it on, never to compare."""
        return units * self.rounding(currency_id)

    def rate(self, source, target, company, date):
        """Return what one unit of the currency ``source`` is worth in ``target``."""
        if source == target:
            return 1.0
        key = (source, target, company, date)
        if key not in self._rates:
            self._rates[key] = self.env["res.currency"]._get_conversion_rate(
                self.currency(source),
                self.currency(target),
                self.env["res.company"].browse(company),
                date,
            )
        return self._rates[key]

    def worth(self, value, currency, planned, one):
        """Return a value in units of a currency: those of the plan line that it misses by no more than
        one unit of the document (R11).

        :param planned: the amount of the plan line; None where there is none
        :param one: what one unit of the document is worth in the currency
        """
        units = self.units(value, currency)
        if planned is not None:
            planned = self.units(planned, currency)
            if abs(planned - units) <= max(self.units(one, currency), 1):
                return planned
        return units

    def convert(self, units, source, target, company, date):
        """Return units of ``target`` for so many units of ``source``."""
        if source == target:
            return units
        rate = self.rate(source, target, company, date)
        return self.units(self.amount(units, source) * rate, target)
