"""What a plan line bills of each goods line, to the smallest unit of the contract's currency.

The amounts come from Odoo's own tax engine (B1), which reduces the goods to a target total; the
last plan line takes what is left (B2). They are handed to the invoice line as ``extra_tax_data``,
which Odoo takes over for as long as nobody edits price, quantity or discount there.
"""

from typing import NamedTuple

from ...tools.goods import weigh


class Share(NamedTuple):
    """Part of a goods line in units of the contract's currency.

    ``total`` is ``net`` and its taxes; ``taxes`` is {tax id: (tax, its base)}.
    """

    net: int
    total: int
    taxes: dict

    def plus(self, other, sign=1):
        """Return this share with another one added, or taken off."""
        names = self.taxes.keys() | other.taxes.keys()
        nothing = (0, 0)
        return Share(
            self.net + sign * other.net,
            self.total + sign * other.total,
            {
                name: tuple(
                    mine + sign * theirs
                    for mine, theirs in zip(
                        self.taxes.get(name, nothing), other.taxes.get(name, nothing), strict=True
                    )
                )
                for name in names
            },
        )


NOTHING = Share(0, 0, {})


def _is_within(part, whole):
    """Whether a share, which may be below zero as of a discount, is part of another one."""
    pairs = [(part.net, whole.net), (part.total, whole.total)]
    for name, (tax, _base) in part.taxes.items():
        pairs.append((tax, whole.taxes.get(name, (0, 0))[0]))
    return all(not mine or (mine * all_ > 0 and abs(mine) <= abs(all_)) for mine, all_ in pairs)


class Shares:
    """The goods of one contract, and what its plan lines bill of them one after the other."""

    def __init__(self, contract, to_bill, base_lines=None):
        """Take over what was typed as invoiced before Odoo; ``carry`` takes over the invoices.

        :param to_bill: {plan line: units that it still has to bill} of the whole plan
        :param base_lines: {goods id: base line of the tax engine} instead of the goods as they are
        """
        self.contract, self.currency = contract, contract.currency_id
        self.company, self.engine = contract.company_id, contract.env["account.tax"]
        self.to_bill = to_bill
        self.base_lines = base_lines or dict(
            zip(contract.line_ids.ids, contract.line_ids._prepare_base_lines(), strict=True)
        )
        for goods, base_line in self.base_lines.items():
            base_line["_goods"] = goods
        self._compute(self.base_lines.values())
        self.whole = {goods: self._read(line) for goods, line in self.base_lines.items()}
        self.carried = dict.fromkeys(self.base_lines, NOTHING)
        plan = {}
        for line in to_bill:
            goods = self._goods(line)
            plan[goods] = plan.get(goods, 0) + contract._to_units(line.amount)
        self.totals = {goods: share.total for goods, share in self.whole.items()}
        self.weights = weigh(self.totals, plan)
        for line in to_bill:
            if line.opening_invoiced:
                self._add(self._reduce(line, contract._to_units(line.opening_invoiced)))

    def carry(self, base_lines):
        """Take over an earlier document of this contract: its product lines as base lines of Odoo's
        tax engine, each with its ``_goods`` and, for a credit note, ``_sign`` -1."""
        self._compute(base_lines)
        for base_line in base_lines:
            if base_line["_goods"] in self.carried and base_line["currency_id"] == self.currency:
                self._add({base_line["_goods"]: self._read(base_line)}, base_line["_sign"])

    def weigh_rest(self):
        """From here on bill the goods by what is left of each, not by what each comes to: once goods
        were amended, what was billed before is no longer in proportion to them."""
        plan = {}
        for line, units in self.to_bill.items():
            if units > 0:
                goods = self._goods(line)
                plan[goods] = plan.get(goods, 0) + units
        left = {name: share.total - self.carried[name].total for name, share in self.whole.items()}
        left = {name: part if part * self.totals[name] > 0 else 0 for name, part in left.items()}
        self.weights.update(weigh(left, plan))

    def get_shortfalls(self):
        """Return the goods ids of which more is on invoices than they come to: in all, net, or of
        one of their taxes."""
        return [
            goods
            for goods, carried in self.carried.items()
            if not _is_within(carried, self.whole.get(goods, NOTHING))
        ]

    def bill(self, line):
        """Return {goods id: share} of all that the plan line still has to bill, and remember it."""
        units = self.to_bill[line]
        parts = self._take_rest(line, units) or self._reduce(line, units)
        self._add(parts)
        self.to_bill[line] = 0
        return parts

    def prepare_line(self, goods, share, key):
        """Return price, quantity, discount and tax data of an invoice line over this share.

        A share that is all of the goods keeps their quantity and price.

        :param key: text that keeps Odoo from rounding this line together with others
        """
        base_line = self.base_lines[goods]
        price, quantity, discount = share.net, 1.0, 0.0
        taxes = base_line["tax_details"]["taxes_data"]
        included = {data["tax"].id for data in taxes if data["price_include"]}
        price += sum(tax for name, (tax, _base) in share.taxes.items() if name in included)
        price = self.contract._from_units(price)
        if share == self.whole[goods] and (taxes or self._is_plain(base_line, share)):
            price, quantity, discount = (
                base_line[name] for name in ("price_unit", "quantity", "discount")
            )
        values = {"price_unit": price, "quantity": quantity, "discount": discount}
        return {
            **values,
            "tax_ids": base_line["tax_ids"].ids,
            "extra_tax_data": self.engine._export_base_line_extra_tax_data(
                {**base_line, **values, "computation_key": key, **self._prepare_manual(share)}
            ),
        }

    def _is_plain(self, base_line, share):
        """Whether goods without tax, which take no manual amounts, come out right by themselves."""
        raw = base_line["tax_details"]["raw_total_excluded_currency"]
        return self.contract._to_units(raw) == share.net

    def _prepare_manual(self, share):
        money = self.contract._from_units
        # in a foreign currency Odoo converts at the invoice's own rate, line by line
        suffixes = (
            ("_currency", "") if self.currency == self.company.currency_id else ("_currency",)
        )
        manual = {
            "manual_total_excluded_currency": None,
            "manual_total_excluded": None,
            "manual_tax_amounts": None,
        }
        if not share.taxes:
            return manual
        for suffix in suffixes:
            manual[f"manual_total_excluded{suffix}"] = money(share.net)
        manual["manual_tax_amounts"] = {
            str(tax): {
                f"{name}_amount{suffix}": money(units)
                for name, units in (("tax", amount), ("base", base))
                for suffix in suffixes
            }
            for tax, (amount, base) in share.taxes.items()
        }
        return manual

    def _goods(self, line):
        return frozenset((line.line_ids or self.contract.line_ids).ids)

    def _add(self, parts, sign=1):
        for goods, share in parts.items():
            self.carried[goods] = self.carried[goods].plus(share, sign)

    def _take_rest(self, line, units):
        """Return what is left of the goods where no other plan line bills them any more (B2), or
        nothing where that is not just what the plan line still has to bill."""
        mine = self._goods(line)
        if any(
            left > 0 and other != line and mine & self._goods(other)
            for other, left in self.to_bill.items()
        ):
            return {}
        rest = {goods: self.whole[goods].plus(self.carried[goods], -1) for goods in sorted(mine)}
        rest = {goods: share for goods, share in rest.items() if share.net or share.total}
        fits = sum(share.total for share in rest.values()) == units and all(
            share.net * self.whole[goods].net >= 0
            and share.taxes.keys() == self.whole[goods].taxes.keys()
            for goods, share in rest.items()
        )
        return rest if fits else {}

    def _reduce(self, line, units):
        """Return {goods id: share} of ``units`` (tax included) over the goods of the plan line.

        Not ``_prepare_down_payment_lines``, which is this and before it turns taxes of a fixed
        amount into income.
        """
        reduced = self.engine._reduce_base_lines_to_target_amount(
            self._scaled(line),
            self.company,
            "fixed",
            self.contract._from_units(units),
            computation_key="plan",
            grouping_function=lambda base_line: {"_goods": base_line["_goods"]},
        )
        parts = {base_line["_goods"]: self._read(base_line) for base_line in reduced}
        missing = units - sum(share.total for share in parts.values())
        if parts and missing:  # a tax too small to be split over the lines
            largest = max(parts, key=lambda goods: parts[goods].total)
            parts[largest] = parts[largest].plus(Share(missing, missing, {}))
        return parts

    def _scaled(self, line):
        """The goods of a plan line, with the weight that they have in its share of the plan."""
        scaled = []
        for goods, weight in self.weights[self._goods(line)].items():
            base_line, total = self.base_lines[goods], self.whole[goods].total
            if weight != total and total:
                base_line = dict(base_line, price_unit=base_line["price_unit"] * weight / total)
                self._compute([base_line])
            if weight and total:
                scaled.append(base_line)
        return scaled or list(self.base_lines.values())

    def _compute(self, base_lines):
        base_lines = list(base_lines)
        self.engine._add_tax_details_in_base_lines(base_lines, self.company)
        self.engine._round_base_lines_tax_details(base_lines, self.company)

    def _read(self, base_line):
        units, details = self.contract._to_units, base_line["tax_details"]
        taxes = details["taxes_data"]
        net = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
        return Share(
            units(net),
            units(net) + sum(units(data["tax_amount_currency"]) for data in taxes),
            {
                data["tax"].id: (
                    units(data["tax_amount_currency"]),
                    units(data["base_amount_currency"]),
                )
                for data in taxes
                if not data["is_reverse_charge"]
            },
        )
