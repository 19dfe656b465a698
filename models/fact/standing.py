"""What the facts of a batch of contracts should add up to now, key by key."""

from collections import defaultdict
from typing import Any, NamedTuple

from ...tools.money import divide, from_units, prorate, to_units
from ..billing.exchange import Exchange
from ..contract.commercial_contract_life import SIGNED
from . import records

OPEN = ("open", "partial")  # plan lines that are work to come


class Key(NamedTuple):
    """What tells one event from another; its fields are columns of the fact."""

    contract_id: int
    kind: str
    date: Any = None
    settlement_id: int | None = None
    line_id: int | None = None
    move_line_id: int | None = None
    payment_id: int | None = None
    invoice_id: int | None = None
    amendment_id: int | None = None

    @property
    def is_billed(self):
        """Whether a document says it; what was invoiced before Odoo has none."""
        return self.kind == "invoiced" and bool(self.invoice_id or self.move_line_id)


class Dimensions(NamedTuple):
    """By whom, for whom and for what; its fields are columns of the fact."""

    partner_id: int | None
    commercial_partner_id: int | None
    user_id: int | None
    team_id: int | None
    department_id: int | None
    project_id: int | None
    category_id: int | None
    method_id: int | None = None
    country_id: int | None = None
    state_id: int | None = None
    product_id: int | None = None
    product_categ_id: int | None = None

    @property
    def owner(self):
        """Whose a fact is. An address that changes, or a product, makes no plan anew."""
        return self[:8]


class Contract(NamedTuple):
    id: int
    company: int
    company_currency: int
    currency: int
    direction: str
    state: str
    date_signed: Any
    rate: float
    total: Any
    untaxed: Any
    locked: Any
    partner: int
    commercial_partner: int
    user: int
    team: int
    department: int
    project: int
    category: int
    country: int
    country_state: int


class Standing:
    """``want``: {key: [amount, worth]} in the smallest units of the contract's currency and of its company's;
    ``bare``: {key: worth without tax} of what was signed and invoiced, and of expenses what was bought under
    purchase contracts; ``since``: when the source of a key was made; ``anew``: keys that have to be of today."""

    def __init__(self, env, ids, billed):
        """Read the records.

        :param billed: {contract: rows of ``Books.billed``, or None where the documents did not change}
        """
        self.env, self.exchange = env, Exchange(env)
        self.want, self.since, self.anew = defaultdict(lambda: [0, 0]), {}, set()
        self.bare = defaultdict(int)
        self._methods, self._products = {}, {}
        self.contracts = {row[0]: Contract(*row) for row in records.contracts(env, ids)}
        signed = [c.id for c in self.contracts.values() if c.state in SIGNED]
        self._read_plan(ids)
        self._read_signed(signed)
        self._read_billed(billed)
        self._read_settled(ids)
        self._read_expenses(ids)

    def today(self, key):
        """Return the dimensions of a fact that is booked now."""
        contract = self.contracts[key.contract_id]
        return Dimensions(
            contract.partner,
            contract.commercial_partner,
            contract.user,
            contract.team,
            contract.department,
            contract.project,
            contract.category,
            self._methods.get(key.settlement_id),
            contract.country,
            contract.country_state,
            *self._products.get((key.line_id, key.move_line_id), (None, None)),
        )

    def roundings(self, contract):
        """Return the roundings of a contract's currency and of its company's."""
        return (
            self.exchange.rounding(contract.currency),
            self.exchange.rounding(contract.company_currency),
        )

    def _add(self, key, amount, worth, since, bare=0):
        if amount or worth or bare:
            row = self.want[key]
            row[0] += amount
            row[1] += worth
            self.since.setdefault(key, since)
        if bare:
            self.bare[key] += bare

    def _units(self, contract, amount):
        return self.exchange.units(amount, contract.currency)

    def _worth(self, contract, units, rate=None):
        """Return units of the company's currency at the rate of the contract."""
        if contract.currency == contract.company_currency:
            return units
        amount = from_units(units, self.exchange.rounding(contract.currency))
        own = self.exchange.rounding(contract.company_currency)
        return to_units(amount / float(rate or contract.rate), own)

    def _read_plan(self, ids):
        """Plan lines at their due dates, as shares of the contract's company total: planned = signed."""
        rows = defaultdict(list)
        for row in records.plan(self.env, ids):
            if row[0] in self.contracts:
                rows[row[0]].append(row[1:])
        for contract_id, lines in rows.items():
            contract = self.contracts[contract_id]
            self._methods.update((row[0], row[5]) for row in lines)
            self._add_openings(contract, lines)
            live = [row for row in lines if not row[3]]
            if contract.state not in SIGNED or not live:
                continue
            amounts = [self._units(contract, row[1]) for row in live]
            worths = prorate(self._worth(contract, sum(amounts)), amounts)
            for row, amount, worth in zip(live, amounts, worths, strict=True):
                key = Key(contract_id, "planned", row[2], row[0])
                self._add(key, amount, worth, max(contract.locked or row[-1], row[-1]))
                if row[4] in OPEN:
                    self.anew.add(key)

    def _add_openings(self, contract, lines):
        for line, _amount, _due, _cancelled, _state, _method, opening, date, made in lines:
            if opening:
                units = self._units(contract, opening)
                worth = self.exchange.convert(
                    units, contract.currency, contract.company_currency, contract.company, date
                )
                key = Key(contract.id, "invoiced", date, line)
                self._add(key, units, worth, made)
                total, untaxed = (
                    self._units(contract, value) for value in (contract.total, contract.untaxed)
                )
                # nobody typed it: the part without tax is that of the contract
                self.bare[key] += divide(worth * untaxed, total) if total else worth

    def _read_signed(self, ids):
        """Goods lines as they were signed, and by how much each amendment changed them since."""
        goods, steps = defaultdict(list), defaultdict(list)
        for contract, line, *amounts, product, categ in records.goods(self.env, ids) if ids else ():
            units = (self._units(self.contracts[contract], amount) for amount in amounts)
            goods[contract].append((line, *units))
            self._products[line, None] = (product, categ)
        for contract, *row in records.amendments(self.env, ids) if ids else ():
            steps[contract].append(row)
        amended = [row[0] for rows in steps.values() for row in rows]
        before = defaultdict(dict)
        for amendment, line, amount in records.amended_goods(self.env, amended) if amended else ():
            before[amendment][line] = amount
        for contract_id in ids:
            self._add_signed(self.contracts[contract_id], goods, steps, before)

    def _add_signed(self, contract, goods, steps, before):
        """Go back from today, amendment by amendment, to what was signed; each step is a difference."""
        lines = [line for line, *_amounts in goods[contract.id]]
        amounts = {line: amount for line, amount, _untaxed in goods[contract.id]}
        parts = {line: (untaxed, amount) for line, amount, untaxed in goods[contract.id]}
        total, rate = self._units(contract, contract.total), contract.rate
        now = self._share(contract, lines, amounts, total, rate)
        bare = self._worth(contract, self._units(contract, contract.untaxed), rate)
        bare = prorate(bare, [parts[line][0] for line in lines]) if lines else []
        for amendment, date, growth, rate_before, made in steps[contract.id]:
            amounts |= {
                line: self._units(contract, amount) for line, amount in before[amendment].items()
            }
            total -= self._units(contract, growth)
            rate = float(rate_before) if rate_before else rate
            then = self._share(contract, lines, amounts, total, rate)
            # an amendment keeps amounts with tax: what they were without is as on the line of today
            less = [
                divide(row[1] * parts[line][0], parts[line][1]) if parts[line][1] else row[1]
                for line, row in zip(lines, then, strict=True)
            ]
            for line, new, old, more, fewer in zip(lines, now, then, bare, less, strict=True):
                key = Key(contract.id, "signed", date, line_id=line, amendment_id=amendment)
                self._add(key, new[0] - old[0], new[1] - old[1], made, more - fewer)
            now, bare = then, less
        for line, (amount, worth), untaxed in zip(lines, now, bare, strict=True):
            key = Key(contract.id, "signed", contract.date_signed, line_id=line)
            self._add(key, amount, worth, contract.locked, untaxed)

    def _share(self, contract, lines, amounts, total, rate):
        """Return (amount, worth) of each goods line; they add up to the contract, to the cent."""
        if not lines:
            return []
        shares = prorate(total, [amounts[line] for line in lines])
        return list(zip(shares, prorate(self._worth(contract, total, rate), shares), strict=True))

    def _read_billed(self, billed):
        """Posted documents, a row for each of their lines."""
        shares = {
            (contract, move, line): values
            for contract, rows in billed.items()
            if contract in self.contracts
            for move, line, *values in rows or ()
        }
        if not shares:
            return
        moves, lines = list({move for _c, move, _l in shares}), defaultdict(list)
        for row in records.invoice_lines(self.env, list(billed), moves):
            lines[row[:3]].append(row[3:])
        for share, (date, amount, worth) in shares.items():
            contract, move, plan_line = share
            rows = lines[share]
            if not rows:  # moved away in this moment: the engine comes again, and marks it again
                continue
            weights = [to_units(row[4], 0.000001) for row in rows]
            amounts, worths = prorate(amount, weights), prorate(worth, weights)
            for row, *values in zip(rows, amounts, worths, strict=True):
                key = Key(contract, "invoiced", date, plan_line, row[1], row[0], invoice_id=move)
                self._products[row[1], row[0]] = row[2:4]
                booked = self.exchange.units(row[5], self.contracts[contract].company_currency)
                sale = self.contracts[contract].direction == "sale"
                self._add(key, *values, row[-1], -booked if sale else booked)

    def _read_settled(self, ids):
        """Cash, netting and what was settled before Odoo; beside it what was closed without money."""
        for row in records.allocations(self.env, ids):
            contract_id, line, adjusted, date, item, payment, move, amount, company, made = row
            if contract := self.contracts.get(contract_id):
                key = Key(
                    contract_id,
                    "adjusted" if adjusted else "settled",
                    date,
                    line,
                    move_line_id=item,
                    payment_id=payment,
                    invoice_id=move,
                )
                worth = self.exchange.units(company, contract.company_currency)
                self._add(key, self._units(contract, amount), worth, made)

    def _read_expenses(self, ids):
        """What the contract cost, by journal item; what has none (hours, entries by hand) day by day."""
        for row in records.expenses(self.env, ids):
            contract_id, date, item, *product, cost, purchased, currency, made = row
            if contract := self.contracts.get(contract_id):
                key = Key(contract_id, "expense", date, move_line_id=item)
                worth, purchased = (
                    self.exchange.convert(
                        self.exchange.units(amount, currency),
                        currency,
                        contract.company_currency,
                        contract.company,
                        date,
                    )
                    for amount in (cost, purchased)
                )
                if item:
                    self._products[None, item] = product
                self._add(key, self._back(contract, worth), worth, made, purchased)

    def _back(self, contract, worth):
        """Return the units of the contract's currency for units of the company's, at its rate."""
        if contract.currency == contract.company_currency:
            return worth
        amount = from_units(worth, self.exchange.rounding(contract.company_currency))
        return to_units(amount * float(contract.rate), self.exchange.rounding(contract.currency))
