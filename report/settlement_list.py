from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, format_list

from ..models.contract.commercial_contract_life import SIGNED

MONEY = ("cash", "netting")
SUMS = ("amount", "settled_before", "settled_period", "adjusted", "open")
COLUMNS = (
    ("due", "date"),
    ("customer", "text"),
    ("contract", "text"),
    ("line", "text"),
    ("responsible", "text"),
    ("amount", "money"),
    ("settled_before", "money"),
    ("settled_period", "money"),
    ("open", "money"),
    ("days_late", "count"),
    ("invoices", "text"),
)
LINE_FIELDS = ("name", "date_due", "amount", "is_cancelled", "contract_id")
CONTRACT_FIELDS = ("name", "partner_id", "user_id", "currency_id", "amount_unallocated")


class SettlementList(models.AbstractModel):
    """The settlement list of a period: one source for paper, sheet and text."""

    _name = "report.commercial_contract.settlement_list"
    _description = "Settlement List"

    @api.model
    def _get_settlement_list_data(
        self,
        date_from,
        date_to,
        direction="sale",
        mode="due",
        *,
        user_id=False,
        department_id=False,
        line_ids=None,
    ):
        """Return the settlement list of a period as plain values, as far as the user may see.

        Lines of running contracts are listed that are due in the period, and older ones that were
        open when it began or are open at its end; with ``mode`` "settled" those as well that were
        settled in it, whenever they are due. ``line_ids`` lists just these plan lines instead.

        Amounts include tax, in the currency of the contract; there is one list a currency and none
        holds both money in and money out. Everything dated after ``date_to`` is left out, so a list
        of the past can be printed again. In each row amount = settled_before + settled_period +
        adjusted + open; settled is cash, netting and, at its date, what came before Odoo; adjusted
        is what was closed without money up to ``date_to``.

        ``cash_in_books`` is worked out apart from the rows: cash and netting of the period on any
        plan line of the contracts of the list. ``cash_elsewhere`` is its part on lines not listed,
        ``unallocated`` the money of these contracts above their plans, as of now.

        :param direction: "sale" (money in) or "purchase" (money out)
        :param mode: "due" or "settled"
        :param user_id: id of the responsible, or False for all
        :param department_id: id of a department, which stands for those below it too, or False
        :returns: dict of header texts, ``columns`` ((key of a row, kind, label)) and ``lists``: a
            dict a currency with ``currency`` (record), ``groups`` (dicts of ``responsible``,
            ``rows`` and ``totals``), ``rows`` (all of them), ``totals`` and the sums above
        :raises UserError: the period ends before it starts
        """
        date_from, date_to = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        if not date_from or not date_to or date_to < date_from:
            raise UserError(
                self.env._(
                    "The period of the settlement list needs a first day and a last day not before it."
                    " Correct the two dates."
                )
            )
        domain = self._get_domain(date_from, date_to, direction, mode, line_ids)
        if user_id:
            domain &= Domain("contract_id.user_id", "=", user_id)
        if department_id:
            domain &= Domain("department_id", "child_of", department_id)
        rows = self._get_rows(domain, date_from, date_to)
        if line_ids is None:
            rows = [row for row in rows if self._is_listed(row, date_from, date_to, mode)]
        return {
            **self._get_header(date_from, date_to, direction, mode),
            "facts": self._get_facts(mode, user_id, department_id, line_ids),
            "columns": self._get_columns(direction),
            "lists": self._get_lists(rows, date_from, date_to),
        }

    def _get_domain(self, date_from, date_to, direction, mode, line_ids):
        """Return the domain of the plan lines that may stand on the list."""
        mine = Domain("contract_id.direction", "=", direction)
        if line_ids is not None:
            return mine & Domain("id", "in", line_ids)
        running = (
            mine & Domain("contract_id.state", "in", SIGNED) & Domain("is_cancelled", "=", False)
        )
        due = Domain("date_due", ">=", date_from) & Domain("date_due", "<=", date_to)
        older = Domain("date_due", "<", date_from) & (
            Domain("state", "in", ("open", "partial")) | Domain("date_settled", ">=", date_from)
        )
        found = due | older
        if mode == "settled":
            period = [
                ("date", ">=", date_from),
                ("date", "<=", date_to),
                ("kind", "!=", "writeoff"),
            ]
            # sudo: which of the lines that the user sees were settled then; their amounts he sees
            rows = self.env["commercial.contract.allocation"].sudo()
            found |= Domain("id", "in", rows._search(period).subselect("settlement_id"))
        return running & found

    def _is_listed(self, row, date_from, date_to, mode):
        """Whether a row that the domain found belongs on the list, now that its figures are known."""
        if mode == "settled" and row["is_settled_in_period"]:
            return True
        if not row["due"] or row["due"] > date_to:
            return False
        is_zero = row["currency"].is_zero
        return (
            row["due"] >= date_from or not is_zero(row["open_before"]) or not is_zero(row["open"])
        )

    def _get_rows(self, domain, date_from, date_to):
        """Return one dict a plan line; the number of queries does not grow with the lines."""
        lines = self.env["commercial.contract.settlement"].search_fetch(domain, LINE_FIELDS)
        lines.contract_id.fetch(CONTRACT_FIELDS)
        before = self._get_allocated(lines, Domain("date", "<", date_from))
        period = self._get_allocated(
            lines, Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        )
        invoices = self._get_invoice_numbers(lines, date_to)
        until = min(date_to, fields.Date.context_today(self))
        rows = [
            self._prepare_row(
                line,
                before.get(line.id, {}),
                period.get(line.id, {}),
                invoices.get(line.id, ""),
                until,
            )
            for line in lines
        ]
        rows.sort(
            key=lambda row: (
                not row["responsible"],
                row["responsible"],
                row["user_id"],
                not row["due"],
                row["due"] or until,
                row["contract"],
                row["settlement_id"],
            )
        )
        return rows

    def _prepare_row(self, line, before, period, invoices, until):
        contract, currency = line.contract_id, line.contract_id.currency_id

        def settled(kinds):
            return currency.round(sum(value for kind, value in kinds.items() if kind != "writeoff"))

        written_off = before.get("writeoff", 0.0)
        adjusted = currency.round(written_off + period.get("writeoff", 0.0))
        open_before = open_now = 0.0
        if not line.is_cancelled:
            open_before = currency.round(line.amount - settled(before) - written_off)
            open_now = currency.round(line.amount - settled(before) - settled(period) - adjusted)
        late = line.date_due and line.date_due < until and currency.compare_amounts(open_now, 0) > 0
        return {
            "settlement_id": line.id,
            "contract_id": contract.id,
            "user_id": contract.user_id.id,
            "currency": currency,
            "due": line.date_due,
            "customer": contract.partner_id.display_name or "",
            "contract": contract.name or "",
            "line": line.label,
            "responsible": contract.user_id.name or "",
            "amount": line.amount,
            "settled_before": settled(before),
            "settled_period": settled(period),
            "adjusted": adjusted,
            "open_before": open_before,
            "open": open_now,
            "days_late": (until - line.date_due).days if late else 0,
            "invoices": invoices,
            "is_settled_in_period": any(kind != "writeoff" for kind in period),
            "cash": currency.round(sum(period.get(kind, 0.0) for kind in MONEY)),
        }

    def _get_allocated(self, lines, dates):
        """Return {plan line id: {kind: amount}} of the allocations at these dates."""
        found = {}
        # sudo: what was settled of lines that the user sees
        groups = (
            self.env["commercial.contract.allocation"]
            .sudo()
            ._read_group(
                Domain("settlement_id", "in", lines.ids) & dates,
                ["settlement_id", "kind"],
                ["amount:sum"],
            )
        )
        for line, kind, amount in groups:
            found.setdefault(line.id, {})[kind] = amount or 0.0
        return found

    def _get_invoice_numbers(self, lines, date_to):
        """Return {plan line id: numbers} of posted invoices; empty for people without the books."""
        Item, Move = self.env["account.move.line"], self.env["account.move"]
        if not Item.has_access("read") or not Move.has_access("read"):
            return {}
        groups = Item._read_group(
            [
                ("commercial_settlement_id", "in", lines.ids),
                ("parent_state", "=", "posted"),
                ("date", "<=", date_to),
            ],
            ["commercial_settlement_id", "move_id"],
        )
        moves = Move.search_fetch(
            [("id", "in", list({move.id for _line, move in groups}))], ["name"]
        )
        names = {move.id: move.name for move in moves}
        found = {}
        for line, move in groups:
            if move.id in names:
                found.setdefault(line.id, []).append(names[move.id])
        return {line_id: ", ".join(sorted(numbers)) for line_id, numbers in found.items()}

    def _get_lists(self, rows, date_from, date_to):
        """Return one list a currency, the largest first: sums over two currencies mean nothing."""
        cash = self._get_cash(rows, date_from, date_to)
        lists = []
        for currency in self.env["res.currency"].union(*(row["currency"] for row in rows)):
            mine = [row for row in rows if row["currency"] == currency]
            contracts = self.env["commercial.contract"].browse({row["contract_id"] for row in mine})
            in_books = currency.round(sum(cash.get(contract.id, 0.0) for contract in contracts))
            groups = {}
            for row in mine:
                groups.setdefault(row["user_id"], []).append(row)
            lists.append(
                {
                    "currency": currency,
                    "rows": mine,
                    "groups": [
                        {
                            "responsible": part[0]["responsible"],
                            "rows": part,
                            "totals": self._get_totals(part),
                        }
                        for part in groups.values()
                    ],
                    "totals": self._get_totals(mine),
                    "cash_in_books": in_books,
                    "cash_elsewhere": currency.round(in_books - sum(row["cash"] for row in mine)),
                    "unallocated": currency.round(sum(contracts.mapped("amount_unallocated"))),
                }
            )
        return sorted(lists, key=lambda part: -len(part["rows"]))

    def _get_cash(self, rows, date_from, date_to):
        """Return {contract id: cash and netting of the period}, whichever plan lines hold it."""
        # sudo: what came in for contracts whose lines the user sees
        groups = (
            self.env["commercial.contract.allocation"]
            .sudo()
            ._read_group(
                [
                    ("contract_id", "in", list({row["contract_id"] for row in rows})),
                    ("kind", "in", MONEY),
                    ("date", ">=", date_from),
                    ("date", "<=", date_to),
                ],
                ["contract_id"],
                ["amount:sum"],
            )
        )
        return {contract.id: amount or 0.0 for contract, amount in groups}

    def _get_totals(self, rows):
        currency = rows[0]["currency"]
        return {key: currency.round(sum(row[key] for row in rows)) for key in SUMS}

    def _get_header(self, date_from, date_to, direction, mode):
        is_month = date_from.day == 1 and fields.Date.add(date_from, months=1, days=-1) == date_to
        if is_month:
            period = format_date(self.env, date_from, date_format="MMMM yyyy")
            if (self.env.lang or "").startswith("zh"):
                period = f"{date_from.year}年{date_from.month}月"
        else:
            period = self.env._(
                "%(start)s to %(end)s",
                start=format_date(self.env, date_from),
                end=format_date(self.env, date_to),
            )
        return {
            "title": self.env._("Settlement List"),
            "date_from": date_from,
            "date_to": date_to,
            "direction": direction,
            "mode": mode,
            "period": period,
            "direction_label": self.env._("Money In")
            if direction == "sale"
            else self.env._("Money Out"),
            "company": format_list(self.env, self.env.companies.mapped("name")),
            "as_of": self.env._(
                "As of %(time)s, printed by %(person)s",
                time=format_datetime(self.env, fields.Datetime.now()),
                person=self.env.user.name,
            ),
        }

    def _get_facts(self, mode, user_id, department_id, line_ids):
        """Return texts that say what was asked: which lines, whose, on which tax basis."""
        if line_ids is not None:
            facts = [self.env._("Chosen lines only")]
        elif mode == "settled":
            facts = [
                self.env._("Due or settled in the period, and older lines not settled before it")
            ]
        else:
            facts = [self.env._("Due in the period, and older lines not settled before it")]
        if user_id:
            user = self.env["res.users"].browse(user_id)
            facts.append(self.env._("Responsible: %s", user.name))
        if department_id:
            department = self.env["hr.department"].browse(department_id)
            facts.append(self.env._("Department: %s", department.name))
        if len(facts) == 1:
            facts.append(self.env._("All that %s may see", self.env.user.name))
        return [*facts, self.env._("Tax included")]

    def _get_columns(self, direction):
        """Return (key of the row, kind of value, label) of the columns, in order."""
        customer, vendor = self.env._("Customer"), self.env._("Vendor")
        labels = [
            self.env._("Due Date"),
            customer if direction == "sale" else vendor,
            self.env._("Contract No."),
            self.env._("Settlement Line"),
            self.env._("Responsible"),
            self.env._("Amount"),
            self.env._("Settled Before"),
            self.env._("Settled in the Period"),
            self.env._("Unsettled"),
            self.env._("Days Overdue"),
            self.env._("Invoice No."),
        ]
        return [(*column, label) for column, label in zip(COLUMNS, labels, strict=True)]
