"""What an amendment would make of a contract: worked out, and checked, before anything is written."""

from dataclasses import dataclass, field

from odoo import fields
from odoo.fields import Command
from odoo.tools import float_round

from ...tools.money import is_exact
from ...tools.respread import Part, respread
from ..contract.commercial_contract_life import is_changed

# What of the contract itself an amendment may change.
TERMS = (
    "title",
    "partner_id",
    "payer_id",
    "invoice_partner_id",
    "fiscal_position_id",
    "date_start",
    "date_end",
    "date_notice",
    "currency_rate",
    "parent_id",
    "amount_ceiling",
    "retention_percent",
    "retention_days",
    "retention_split",
)
FIGURES = ("quantity", "price_unit", "discount", "tax_ids")
GOODS = ("name", "model_number", "specification", "uom_id", *FIGURES)
PLAN = (
    "name",
    "kind",
    "amount",
    "date_due",
    "trigger",
    "trigger_percent",
    "trigger_days",
    "method_id",
    "auto_bill",
    "line_ids",
)
AWAITED = {"trigger", "trigger_percent", "trigger_days"}
COMMANDS = (Command.CREATE, Command.UPDATE, Command.DELETE, Command.UNLINK)


@dataclass
class Goods:
    """A goods line: the record (none: to be added), its figures before and after, what to write."""

    line: object
    before: dict
    after: dict
    values: dict = field(default_factory=dict)
    is_cancelled: bool = False
    is_added: bool = False
    total_before: float = 0.0
    price_total: float = 0.0

    @property
    def is_changed(self):
        return bool(self.values)


@dataclass
class PlanRow:
    """A plan line: the record (none: to be added), its amounts, what to write."""

    line: object
    before: float
    held: float
    after: float
    values: dict = field(default_factory=dict)
    is_added: bool = False
    date_before: object = False
    event_before: object = False
    open_before: float = 0.0

    def get(self, name):
        """Return what a field of the line would hold."""
        return self.values.get(name, self.line[name])


class Amending:
    """One contract as it would stand. ``unknown`` names what of the values is nothing to amend.

    Whoever has to agree was not asked yet, unless ``is_approved`` says so: later packages look at it.

    :param vals: as for ``amend``
    """

    is_approved = False

    def __init__(self, contract, vals):
        self.contract, self.env, self.vals = contract, contract.env, vals
        self.currency, self.company = contract.currency_id, contract.company_id
        self.unknown = sorted(set(vals) - {*TERMS, "line_ids", "settlement_ids"})
        self.terms = self._get_terms()
        self.before = {name: contract[name] for name in self.terms}
        self.changed_terms = [n for n, v in self.terms.items() if contract._is_changed(n, v)]
        self.goods = self._get_goods()
        self.untaxed, self.tax, self.total = self._price()
        self.plan, self.excess = [], 0.0
        self._put_plan()

    # --- the contract itself ---

    def _get_terms(self):
        """Return {field: value} of what differs; payer and invoice recipient go with the party."""
        contract, vals = self.contract, self.vals
        terms = {name: vals[name] for name in TERMS if name in vals}
        terms = {name: v for name, v in terms.items() if contract._is_changed(name, v)}
        if "partner_id" in terms:
            for name in ("payer_id", "invoice_partner_id"):
                follows = contract[name] == contract.partner_id
                value = terms["partner_id"] if follows else contract[name].id
                terms.setdefault(name, vals.get(name, value))
            terms.setdefault("fiscal_position_id", contract.fiscal_position_id.id)
        return terms

    # --- goods ---

    def _get_goods(self):
        lines = self.contract.line_ids.sorted(lambda line: (line.sequence, line.id))
        given = self._read_commands("line_ids", lines)
        goods = []
        for line in lines:
            command, values = given.pop(line.id, (None, {}))
            before = {name: line[name] for name in GOODS}
            if line.is_cancelled or command is None:
                goods.append(Goods(line, before, before, is_cancelled=line.is_cancelled))
            elif command != Command.UPDATE:
                gone = {"quantity": 0.0, "is_cancelled": True}
                after = {**before, "quantity": 0.0}
                goods.append(Goods(line, before, after, gone, is_cancelled=True))
            else:
                goods.append(self._change_goods(line, before, values))
        sequence = max(lines.mapped("sequence"), default=0)
        for number, (_command, values) in enumerate(given.values(), 1):
            values = {**values, "sequence": sequence + 10 * number}
            goods.append(self._add_goods(lines.browse(), values))
        return goods

    def _change_goods(self, line, before, values):
        self.unknown += [name for name in values if name not in (*GOODS, "product_id", "sequence")]
        draft = line.new({name: values[name] for name in GOODS if name in values}, origin=line)
        after = self._read_goods(draft)
        if "product_id" in values and line.product_id.id != (values["product_id"] or False):
            self.unknown.append("product_id")
        changed = {name: values[name] for name in GOODS if name in values}
        changed = {name: v for name, v in changed.items() if after[name] != before[name]}
        return Goods(line, before, after, changed)

    def _add_goods(self, nothing, values):
        draft = nothing.new({**values, "contract_id": self.contract.id})
        after = {**self._read_goods(draft), "product_id": draft.product_id._origin}
        return Goods(nothing, {}, after, values, is_added=True)

    def _read_goods(self, draft):
        values = {name: draft[name] for name in GOODS}
        for name in ("quantity", "discount"):  # as they would be stored
            digits = draft._fields[name].get_digits(self.env)
            values[name] = float_round(values[name], precision_digits=digits[1])
        return {**values, "tax_ids": draft.tax_ids._origin, "uom_id": draft.uom_id._origin}

    def _price(self):
        """Return (untaxed, tax, total) of the contract, and put the total on each of its goods."""
        for row in self.goods:
            row.total_before = row.line.price_total
            base_line = self._prepare_base_line(row)
            *_parts, row.price_total = row.line._get_totals(
                [base_line], self.currency, self.company
            )
        self.base_lines = {
            row.line.id or -number: self._prepare_base_line(row)
            for number, row in enumerate(self.goods, 1)
        }
        lines = self.contract.line_ids
        return lines._get_totals(list(self.base_lines.values()), self.currency, self.company)

    def _prepare_base_line(self, row):
        values = {name: row.after[name] for name in FIGURES}
        if not row.line:
            values["product_id"] = row.after["product_id"]
        return row.line._prepare_base_line(self.contract, values)

    def get_shortfalls(self):
        """Return those changed goods lines of which more was invoiced than they would come to."""
        changed = {row.line.id for row in self.goods if row.is_changed and row.line}
        if not changed:
            return self.contract.line_ids.browse()
        # sudo: an invoice that the user may not see holds its goods as well
        contract = self.contract.sudo()
        base_lines = {contract: self.base_lines}
        short = contract._get_shares(base_lines)[contract].get_shortfalls()
        return self.contract.line_ids.filtered(lambda row: row.id in changed and row.id in short)

    # --- the plan ---

    def _put_plan(self):
        contract = self.contract
        lines = contract._get_live_plan()
        given = self._read_commands("settlement_ids", contract.settlement_ids)
        lines |= contract.settlement_ids.filtered(lambda line: line.id in given)
        held = lines._get_held()
        for line in lines:
            command, values = given.pop(line.id, (None, {}))
            if command in (Command.DELETE, Command.UNLINK):
                values = {"amount": 0.0}
            self.unknown += [name for name in values if name not in (*PLAN, "sequence")]
            changed = {
                name: values[name]
                for name in PLAN
                if name in values and is_changed(line, name, values[name])
            }
            after = changed.get("amount", line.amount)
            row = PlanRow(line, line.amount, held[line], after, changed)
            row.date_before, row.open_before = line.date_due, line.amount_residual
            row.event_before = line._get_event_code()
            self.plan.append(row)
        for _command, values in given.values():
            self.unknown += [name for name in values if name not in (*PLAN, "sequence")]
            after = values.get("amount") or 0.0
            self.plan.append(PlanRow(lines.browse(), 0.0, 0.0, after, dict(values), is_added=True))
        if "settlement_ids" not in self.vals:
            self._respread()
        for row in self.plan:
            if row.line and self.currency.compare_amounts(row.before, row.after):
                row.values["amount"] = row.after

    def _respread(self):
        """Give the plan lines what the contract comes to; what happened on them stays."""
        units, money = self.contract._to_units, self.contract._from_units
        parts = [
            Part(units(row.before), units(row.held), frozenset(row.line.line_ids.ids))
            for row in self.plan
        ]
        total = units(self.total)
        self.excess = money(max(0, sum(part.held for part in parts) - total))
        if self.excess or not parts or self.contract.state != "active":
            return
        goods = {row.line.id: units(row.price_total) for row in self.goods if row.line}
        for row, amount in zip(self.plan, respread(total, parts, goods), strict=True):
            row.after = money(amount)

    def get_planned(self):
        """Return what the plan would add up to."""
        return sum(row.after for row in self.plan)

    def get_inexact(self):
        """Return the typed amounts that the currency cannot express."""
        rounding = self.currency.rounding
        return [row.after for row in self.plan if not is_exact(row.after, rounding)]

    # --- what is asked for ---

    def _read_commands(self, name, records):
        """Return {id, or a text for what is to be added: (command, values)}."""
        found = {}
        for number, (command, record_id, *values) in enumerate(self.vals.get(name) or ()):
            if command not in COMMANDS or (command and record_id not in records._ids):
                self.unknown.append(f"{name} ({command}, {record_id})")
                continue
            key = record_id if command else f"new {number}"
            found[key] = (command, dict(values[0]) if values and values[0] else {})
        return found

    def has_changes(self):
        return bool(
            self.changed_terms
            or any(row.is_changed for row in self.goods)
            or any(row.values for row in self.plan)
        )

    def has_new_amount(self):
        return bool(self.currency.compare_amounts(self.total, self.contract.amount_total))

    def get_date(self, date):
        return fields.Date.to_date(date) or fields.Date.context_today(self.contract)

    # --- what is kept of it, once it was carried out ---

    def prepare_rows(self):
        """Return the rows of the amendment, before and after side by side, as values."""
        return {
            "line_ids": [
                Command.create(self._prepare_plan_row(row)) for row in self.plan if row.values
            ],
            "goods_ids": [
                Command.create(self._prepare_goods_row(row)) for row in self.goods if row.is_changed
            ],
            "term_ids": [
                Command.create(self._prepare_term_row(name)) for name in self.changed_terms
            ],
        }

    def _prepare_plan_row(self, row):
        return {
            "contract_id": self.contract.id,
            "settlement_id": row.line.id,
            "name": row.line.label,
            "date_before": row.date_before,
            "date_after": row.line.date_due,
            "event_before": row.event_before,
            "event_after": row.line._get_event_code(),
            "amount_before": row.before,
            "amount_held": row.held,
            "amount_open": row.open_before,
            "amount_after": row.after,
            "is_added": row.is_added,
            "is_cancelled": row.line.is_cancelled,
        }

    def _prepare_goods_row(self, row):
        before, after = row.before, row.after
        return {
            "contract_id": self.contract.id,
            "goods_id": row.line.id,
            "name": row.line.name,
            "unit": row.line.uom_id.name,
            "is_added": row.is_added,
            "is_cancelled": row.is_cancelled,
            "quantity_before": before.get("quantity"),
            "quantity_after": after["quantity"],
            "price_before": before.get("price_unit"),
            "price_after": after["price_unit"],
            "discount_before": before.get("discount"),
            "discount_after": after["discount"],
            "taxes_before": ", ".join(before["tax_ids"].mapped("name")) if before else False,
            "taxes_after": ", ".join(after["tax_ids"].mapped("name")),
            "amount_before": row.total_before,
            "amount_after": row.price_total,
        }

    def _prepare_term_row(self, name):
        term = self.env["commercial.contract.amendment.term"]
        return {
            "contract_id": self.contract.id,
            "field_name": name,
            "value_before": term._to_text(self.before[name]),
            "value_after": term._to_text(self.contract[name]),
        }
