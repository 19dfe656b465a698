from odoo import api, models
from odoo.fields import Domain

from ...tools.money import from_units
from ...tools.waterfall import lay
from . import ledger
from .books import Books

MONEY = ("cash", "netting")  # kinds that are in the books
AT_ONCE = 2000  # contracts whose books are read for one list


class CommercialContractAllocation(models.Model):
    """What came into the books, beside what was settled: the two tie, or it is told by what they differ."""

    _name = "commercial.contract.allocation"
    _inherit = ["commercial.contract.allocation"]

    @api.model
    def get_cash_in_books(self, domain):
        """Return what the books hold of the contracts of a list, at the dates that the list asks for.

        The books are read anew, without what the engine stored. In each row, in the contract's
        currency, ``books`` = ``settled`` + ``unallocated`` + ``elsewhere`` - ``opening`` - ``writeoff``.

        :param domain: of the list
        :returns: a dict a currency of ``currency_id``; ``settled``: the sum of the list; ``books``: the
            money that came, ``netting`` its part without payment; ``unallocated``: above the plans;
            ``elsewhere``: settles, but the list does not show it; ``opening``: before Odoo; ``writeoff``:
            no money. Empty where the list has no money, money in and out, or over ``AT_ONCE`` contracts
        :raises AccessError: the user reads no allocations
        """
        domain = Domain(domain)
        listed = {}  # contract: {kind: amount}
        for contract, kind, amount in self._read_group(
            domain, ["contract_id", "kind"], ["amount:sum"]
        ):
            listed.setdefault(contract, {})[kind] = amount or 0.0
        contracts = self.env["commercial.contract"].union(*listed)
        if len(contracts) > AT_ONCE or len(set(contracts.mapped("direction"))) > 1:
            return []
        found = self._read_books(contracts, self._get_day_filter(domain))
        rows = {}
        for contract, kinds in listed.items():
            row = rows.setdefault(contract.currency_id, {})
            books = found[contract]
            shown = sum(kinds.get(kind, 0.0) for kind in MONEY)
            for key, amount in {
                "settled": sum(kinds.values()),
                "books": sum(books["money"].values()),
                "netting": books["money"]["netting"],
                "unallocated": books["above"],
                "elsewhere": sum(books["money"].values()) - books["above"] - shown,
                "opening": kinds.get("opening", 0.0),
                "writeoff": kinds.get("writeoff", 0.0),
            }.items():
                row[key] = row.get(key, 0.0) + amount
        own = self.env.company.currency_id
        return [
            {
                **{key: currency.round(amount) for key, amount in row.items()},
                "currency_id": currency.id,
            }
            for currency, row in sorted(rows.items(), key=lambda part: (part[0] != own, part[0].id))
        ]

    def _get_day_filter(self, domain):
        """Return whether a day is among those that the domain asks for; other conditions are let go."""
        days = domain.map_conditions(
            lambda part: part if part.field_expr == "date" else Domain.TRUE
        )
        known = {}

        def is_asked(day):
            if day not in known:
                known[day] = bool(self.new({"date": day}).filtered_domain(days))
            return known[day]

        return is_asked

    def _read_books(self, contracts, is_asked):
        """Return ``{contract: {"money": {kind: amount}, "above": amount}}`` of the days that are asked
        for; ``above`` is the part of the money that no plan line takes."""
        ledger.flush(self.env)
        # sudo: amounts of contracts whose allocations the user reads; the books themselves stay closed
        books = Books(self.env(su=True, context={}), contracts.sudo())
        found = {}
        for contract in contracts:
            items = books.items(contract.id)
            laid, _rest = lay(books.plan(contract.id), items)
            taken = {}
            for (key, _line), units in laid.items():
                taken[key] = taken.get(key, 0) + units
            money, above = dict.fromkeys(MONEY, 0), 0
            for item in items:
                if item.kind in MONEY and is_asked(item.date):
                    money[item.kind] += item.amount
                    above += item.amount - taken.get(item.key, 0)
            _own, rounding = books.roundings(contract.id)
            found[contract] = {
                "money": {kind: from_units(units, rounding) for kind, units in money.items()},
                "above": from_units(above, rounding),
            }
        return found
