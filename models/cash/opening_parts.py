"""Goods, plan and opening amounts of the contracts of a file, as they would be written."""

from decimal import Decimal

from odoo.fields import Command

from ...tools.cells import name_key
from ...tools.instalments import split_by_percent
from ...tools.money import fill, from_units, is_exact, to_units
from ...tools.opening_columns import KIND_WORDS


class OpeningParts:
    """The part of ``OpeningCheck`` that reads amounts; it tells by ``_tell`` what is wrong with them."""

    def _units(self, entry, column, currency):
        """Return a money cell in units of the currency; an amount that it cannot express is told."""
        value = entry.get(column) if hasattr(entry, "get") else None
        if value is None:
            return None
        if not is_exact(value, currency.rounding):
            self._tell("too_fine", entry, column, value=str(value), currency=currency.name)
        if value < 0:
            self._tell("negative", entry, column, value=str(value))
        return to_units(value, currency.rounding)

    def _prepare_goods(self, prepared, company, currency):
        opening = prepared.opening
        amount = opening.values.get("amount")
        if amount is not None:
            head = next((e for e in (opening.head,) if e.get("amount") is not None), opening.head)
            prepared.units = self._units(head, "amount", currency) or to_units(
                amount, currency.rounding
            )
        total, use = Decimal(0), prepared.values["direction"]
        entries = opening.goods or [opening.head]
        for number, entry in enumerate(entries):
            percent = entry.get("tax")
            percent = opening.values.get("tax") if percent is None else percent
            tax = self._tax(entry, company, use, percent)
            quantity = entry.get("quantity")
            quantity = Decimal(1) if quantity is None else quantity
            if quantity <= 0:
                self._tell("quantity", entry, "quantity", value=str(quantity))
                continue
            gross = self._gross(entry, quantity, tax, amount if len(entries) == 1 else None)
            if gross is None:
                self._tell("no_price", entry, "price")
                continue
            total += gross
            rate = Decimal(str(tax.amount if tax and not tax.price_include else 0)) / 100
            prepared.goods.append(
                {
                    **self._goods_names(entry, company, opening.goods),
                    "sequence": 10 * (number + 1),
                    "quantity": float(quantity),
                    "price_unit": float(gross / (1 + rate) / quantity),
                    "tax_ids": [Command.set(tax.ids if tax else [])],
                }
            )
        if amount is None:
            prepared.units = to_units(total, currency.rounding)
        elif (
            opening.goods
            and abs(to_units(total, currency.rounding) - prepared.units) > len(entries) + 1
        ):
            self._tell(
                "goods_sum",
                opening.head,
                "amount",
                goods=from_units(to_units(total, currency.rounding), currency.rounding),
                amount=from_units(prepared.units, currency.rounding),
                currency=currency,
            )

    def _gross(self, entry, quantity, tax, amount):
        """Return the amount of goods, tax included, as the sheet says it, or None."""
        if entry.get("goods_gross") is not None:
            return entry.get("goods_gross")
        if entry.get("price_gross") is not None:
            return entry.get("price_gross") * quantity
        if entry.get("price") is not None:
            included = not tax or tax.price_include
            rate = Decimal(0) if included else Decimal(str(tax.amount)) / 100
            return entry.get("price") * quantity * (1 + rate)
        return amount

    def _tax(self, entry, company, use, percent):
        if percent is None or not percent:
            return None
        tax = self.money.find_tax(company, use, percent)
        if not tax:
            self._tell("unknown_tax", entry, "tax", value=f"{percent} %", company=company.name)
        return tax

    def _goods_names(self, entry, company, has_goods):
        name = entry.get("goods") or entry.get("code") if has_goods else None
        vals = {
            "name": name or self.env._("As per contract"),
            "model_number": entry.get("model") or False,
            "specification": entry.get("specification") or False,
        }
        for column in ("code", "goods"):
            found = self.names.find("product", entry.get(column) or "", company)
            if has_goods and len(found) == 1:
                vals["product_id"] = found[0].id
                break
        if entry.get("uom"):
            found = self.names.find("uom", entry.get("uom"))
            unit = found[0] if found else None
            product = self.env["product.product"].browse(vals.get("product_id"))
            if not unit:
                self._tell("unknown_uom", entry, "uom", value=entry.get("uom"))
            elif product and not unit._has_common_reference(product.uom_id):
                self._tell("other_uom", entry, "uom", value=unit.name, own=product.uom_id.name)
            else:
                vals["uom_id"] = unit.id
        return vals

    def _prepare_plan(self, prepared, currency):
        opening, total = prepared.opening, prepared.units
        entries = opening.plan or [opening.head]
        units = self._plan_units(opening, total, currency)
        if opening.plan and units is not None and sum(units) != total:
            self._tell(
                "plan_sum",
                opening.head,
                "amount",
                "warning" if self.options["keep_drafts"] else "error",
                planned=from_units(sum(units), currency.rounding),
                amount=from_units(total, currency.rounding),
                currency=currency,
            )
            prepared.sign = False
        if not opening.plan:
            self._tell("no_plan", opening.head, "", "warning")
        if units is None:
            return
        for number, (entry, part) in enumerate(zip(entries, units, strict=True), 1):
            if not part and opening.plan:
                self._tell("no_plan_amount", entry, "plan_amount")
            prepared.plan.append(self._plan_values(prepared, entry, part, number, currency))
        self._prepare_openings(prepared, entries, units, currency)

    def _plan_units(self, opening, total, currency):
        """Return the amounts of the plan lines; percents where there is no amount."""
        if not opening.plan:
            return [total]
        given = [self._units(entry, "plan_amount", currency) for entry in opening.plan]
        percents = [entry.get("percent") for entry in opening.plan]
        if all(part is not None for part in given):
            return given
        if any(
            part is None and percent is None for part, percent in zip(given, percents, strict=True)
        ):
            for entry, part, percent in zip(opening.plan, given, percents, strict=True):
                if part is None and percent is None:
                    self._tell("no_plan_amount", entry, "plan_amount")
            return None
        shares = [percent for percent in percents if percent is not None]
        factor = 100 if sum(shares) == 1 else 1
        if all(part is None for part in given) and sum(shares) * factor == 100:
            return split_by_percent(total, [share * factor for share in shares])
        return [
            to_units(Decimal(total) * percent * factor / 100, 1) if part is None else part
            for part, percent in zip(given, percents, strict=True)
        ]

    def _plan_values(self, prepared, entry, part, number, currency):
        kind = entry.get("kind") or KIND_WORDS.get(name_key(entry.get("line"))) or "regular"
        vals = {
            "sequence": 10 * number,
            "kind": "final" if not prepared.opening.plan else kind,
            "amount": from_units(part, currency.rounding),
            "date_due": entry.get("due") or False,
        }
        if not prepared.opening.plan:
            vals["date_due"] = entry.get("due") or prepared.opening.values.get("date_end") or False
        elif entry.get("line"):
            vals["name"] = entry.get("line")
        if entry.get("method"):
            found = self.names.find("method", entry.get("method"))
            if len(found) == 1:
                vals["method_id"] = found[0].id
            else:
                self._tell("unknown_method", entry, "method", value=entry.get("method"))
        return vals

    def _prepare_openings(self, prepared, entries, units, currency):
        """Put what was invoiced and settled before on the plan lines: their own, or that of the contract
        on the lines that are due first."""
        opening = prepared.opening
        for column, target in (("invoiced", "opening_invoiced"), ("settled", "opening_settled")):
            parts = [
                self._units(entry, column, currency) if opening.plan else None for entry in entries
            ]
            whole = opening.values.get(column)
            if whole is not None and not any(parts):
                parts = self._spread(prepared, column, whole, units, currency)
            for entry, vals, part, room in zip(entries, prepared.plan, parts, units, strict=True):
                if not part:
                    continue
                if part > room:
                    self._tell(
                        "above_line",
                        entry,
                        column,
                        value=from_units(part, currency.rounding),
                        amount=from_units(room, currency.rounding),
                        currency=currency,
                    )
                vals[target] = from_units(part, currency.rounding)
                vals["opening_date"] = self._opening_date(opening, entry)
        for entry, vals in zip(entries, prepared.plan, strict=True):
            if "opening_date" in vals and not vals["opening_date"]:
                self._tell("no_opening_date", entry, "as_of")

    def _spread(self, prepared, column, whole, units, currency):
        opening = prepared.opening
        total = self._units(opening.head, column, currency)
        total = to_units(whole, currency.rounding) if total is None else total
        order = sorted(
            range(len(units)), key=lambda index: str(prepared.plan[index]["date_due"] or "9")
        )
        laid = dict(zip(order, fill(total, [units[index] for index in order]), strict=True))
        if total > sum(units):
            self._tell(
                "above_line",
                opening.head,
                column,
                value=from_units(total, currency.rounding),
                amount=from_units(sum(units), currency.rounding),
                currency=currency,
            )
        return [laid[index] for index in range(len(units))]

    def _opening_date(self, opening, entry):
        return entry.get("as_of") or opening.values.get("as_of") or self.options["date"]
