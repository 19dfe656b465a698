"""What a file of running contracts says, checked against the database: before anything is written."""

from dataclasses import dataclass, field
from typing import Any

from odoo.fields import Date

from ...tools.cells import name_key
from ...tools.opening_rows import Fault
from .opening_names import Money, Names
from .opening_parts import OpeningParts

DATES = ("date_signed", "date_start", "date_end")
LOOKED_UP = {
    "partner": "partner",
    "vendor": "partner",
    "payer": "partner",
    "user": "user",
    "department": "department",
    "project": "project",
    "category": "category",
}
PARTS = {"uom": "uom", "code": "product", "goods": "product", "method": "method"}


# Faults of single cells, and what only follows from them.
BREAKS = {"negative", "too_fine", "no_price", "quantity", "no_plan_amount"}
TOGETHER = {"differs", "no_contract", "unnumbered"}  # each cell was read, they do not fit
FOLLOWS = {
    *("not_signed", "no_partner", "no_amount", "no_price", "no_plan", "no_plan_amount"),
    *("plan_sum", "goods_sum", "above_line", "no_opening_date"),
}


@dataclass
class Prepared:
    """A contract that can be taken over."""

    opening: Any
    values: dict
    units: int  # contract amount, tax included
    goods: list = field(default_factory=list)
    plan: list = field(default_factory=list)
    new_partners: dict = field(default_factory=dict)  # {field: name}
    sign: bool = True


class OpeningCheck(OpeningParts):
    """Checks all contracts of a file; afterwards ``faults`` and ``prepared`` say what came out.

    :param openings: ``tools.opening_rows.Opening`` records
    :param options: company, direction, date (of the opening amounts), create_partners, keep_drafts
    :param faults: what reading them has found already
    """

    def __init__(self, env, openings, options, faults=()):
        self.env, self.openings, self.options = env, openings, options
        self.faults, self.prepared = [], []
        # rows with cells that cannot be read: what follows from that is not told as well
        self.unread = {id(fault.entry) for fault in faults if fault.code not in TOGETHER}
        self.is_unread = False
        companies = env.companies | options["company"]
        self.companies = {name_key(company.name): company for company in companies}
        self.money = Money(env, companies)
        self.names = Names(env, self._words())
        self.new_partners = {}

    def run(self):
        """Check all; return self."""
        seen = self._existing()
        for opening in self.openings:
            prepared = self._prepare(opening, seen)
            if prepared:
                self.prepared.append(prepared)
        return self

    def _words(self):
        """Return {kind of record: texts that name one}."""
        words = {}
        for opening in self.openings:
            for column, kind in LOOKED_UP.items():
                if opening.values.get(column):
                    words.setdefault(kind, set()).add(opening.values[column])
            for entry in (*opening.goods, *opening.plan):
                for column, kind in PARTS.items():
                    if entry.get(column):
                        words.setdefault(kind, set()).add(entry.get(column))
        return words

    def _existing(self):
        """Return ({(company, number)}, {what tells a contract without number}) of the database."""
        Contract = self.env["commercial.contract"].with_context(active_test=False)
        # sudo: a number is taken, and a contract taken over, whether this user sees it or not
        Contract = Contract.sudo()
        numbers = [o.values["number"] for o in self.openings if o.values.get("number")]
        taken = Contract.search_fetch([("name", "in", numbers)], ["name", "company_id"])
        titles = [o.values["title"] for o in self.openings if o.values.get("title")]
        alike = Contract.search_fetch(
            [("title", "in", titles), ("state", "!=", "cancelled")],
            ["title", "partner_id", "date_signed", "company_id", "amount_total"],
        )
        alike.partner_id.mapped("name")
        return (
            {(contract.company_id, contract.name) for contract in taken},
            {
                (c.company_id, name_key(c.partner_id.name), c.title, c.date_signed or None)
                for c in alike
            },
        )

    def _tell(self, code, entry, column="", level="error", **names):
        if self.is_unread and code in FOLLOWS:
            return
        if code in BREAKS:
            self.is_unread = True
        self.faults.append(Fault(code, entry, column, names, level))

    def _prepare(self, opening, seen):
        entries = (opening.head, *opening.goods, *opening.plan)
        self.is_unread = any(id(entry) in self.unread for entry in entries)
        before = sum(fault.level == "error" for fault in self.faults)
        values, entry = opening.values, opening.head
        company = self._company(opening)
        direction = values.get("direction") or ("purchase" if values.get("vendor") else None)
        direction = direction or self.options["direction"]
        currency = self._currency(opening, company)
        vals = {"company_id": company.id, "direction": direction}
        prepared = Prepared(opening, vals, 0)
        vals.update({name: values.get(name) or False for name in (*DATES, "title", "note")})
        if values.get("number"):
            vals["name"] = values["number"]
        self._check_number(opening, company, seen)
        self._find_people(prepared, company)
        self._check_dates(opening)
        if currency:
            vals["currency_id"] = currency.id
            self._check_marks(opening, currency)
            self._prepare_goods(prepared, company, currency)
            if prepared.units > 0:
                self._prepare_plan(prepared, currency)
        errors = sum(fault.level == "error" for fault in self.faults)
        if errors == before and not prepared.units:
            self._tell("no_amount", entry, "amount")
        return prepared if errors == before and not self.is_unread else None

    def _company(self, opening):
        text = opening.values.get("company")
        if not text:
            return self.options["company"]
        found = self.companies.get(name_key(text))
        if not found:
            self._tell("unknown_company", opening.head, "company", value=text)
        return found or self.options["company"]

    def _currency(self, opening, company):
        text = opening.values.get("currency")
        if text:
            found = self.money.find_currency(text)
            if not found:
                self._tell("unknown_currency", opening.head, "currency", value=text)
            return found
        marks = {entry.marks.get("amount") for entry in (opening.head,)} - {None, ""}
        for mark in marks:  # USD in the amount says it as well as a column of its own
            found = self.money.find_currency(mark.upper() if len(mark) == 3 else mark)
            if found:
                return found
        return company.currency_id

    def _check_marks(self, opening, currency):
        for entry in {id(e): e for e in (opening.head, *opening.goods, *opening.plan)}.values():
            for column, mark in entry.marks.items():
                if self.money.contradicts(mark, currency):
                    self._tell(
                        "other_currency", entry, column, value=mark.upper(), currency=currency.name
                    )

    def _check_number(self, opening, company, seen):
        numbers, alike = seen
        number, entry = opening.values.get("number"), opening.head
        if number:
            if (company, number) in numbers:
                self._tell("number_taken", entry, "number", value=number)
            numbers.add((company, number))
            return
        title = opening.values.get("title")
        if title:
            party = opening.values.get("partner") or opening.values.get("vendor")
            key = (company, name_key(party), title, opening.values.get("date_signed"))
            if key in alike:
                self._tell("taken_over", entry, "title", value=title)
            alike.add(key)

    def _find_people(self, prepared, company):
        values, entry = prepared.opening.values, prepared.opening.head
        party = "vendor" if values.get("vendor") and not values.get("partner") else "partner"
        if not values.get(party):
            self._tell("no_partner", entry, party)
        for column in (party, "payer", "user", "department", "project", "category"):
            text = values.get(column)
            if not text:
                continue
            kind, target = LOOKED_UP[column], "partner_id" if column == party else f"{column}_id"
            found = self.names.find(kind, text, company)
            if len(found) == 1:
                prepared.values[target] = found[0].id
            elif kind == "partner" and not found and self.options["create_partners"]:
                prepared.new_partners[target] = text
                self.new_partners.setdefault(name_key(text), (text, prepared.values["direction"]))
            elif not self.names.may_read(kind):
                self._tell("no_access", entry, column, value=text)
            else:
                code = "ambiguous" if found else f"unknown_{kind}"
                self._tell(code, entry, column, value=text, count=len(found))

    def _check_dates(self, opening):
        values = opening.values
        start, end = values.get("date_start"), values.get("date_end")
        if start and end and end < start:
            self._tell("ends_before", opening.head, "date_end", value=str(end), start=str(start))
        signed = values.get("date_signed")
        if not signed:
            self._tell("not_signed", opening.head, "date_signed")
        elif signed > Date.context_today(self.env["commercial.contract"]):
            self._tell("signed_ahead", opening.head, "date_signed", value=str(signed))
