from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.figures import line_figures
from ...tools.money import from_units, to_units
from ..contract.commercial_contract_life import SIGNED
from ..contract.parts import PAYMENTS
from .ledger_fields import LedgerDate, LedgerMonetary, LedgerOne2many, LedgerSelection


class CommercialContractSettlement(models.Model):
    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement", "commercial.contract.fed"]
    # each write of one asks for the other: many lines written one by one take one run, not as many
    _not_fed = frozenset({"amount", "percent"})

    allocation_ids = LedgerOne2many(
        "commercial.contract.allocation",
        "settlement_id",
        string="Cash",
        readonly=True,
        groups=PAYMENTS,
    )
    amount_invoiced = LedgerMonetary(
        string="Invoiced",
        compute="_compute_ledger",
        store=True,
        copy=False,
        help="What posted invoices bill of this line, credit notes taken off, tax included.",
    )
    amount_settled = LedgerMonetary(
        string="Settled",
        compute="_compute_ledger",
        store=True,
        copy=False,
        help="Money in the books that settles this line: cash, netting and what was settled before Odoo.",
    )
    amount_adjusted = LedgerMonetary(
        string="Adjusted",
        compute="_compute_ledger",
        store=True,
        copy=False,
        help="Closed without money: written off, discounts, small differences.",
    )
    amount_residual = LedgerMonetary(
        string="Unsettled",
        compute="_compute_ledger",
        store=True,
        copy=False,
        help="Amount less settled less adjusted.",
    )
    date_settled = LedgerDate(
        string="Settled On", compute="_compute_ledger", store=True, copy=False
    )
    state = LedgerSelection(
        [
            ("open", "Open"),
            ("partial", "Partly Settled"),
            ("settled", "Fully Settled"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        compute="_compute_ledger",
        store=True,
        index=True,
        copy=False,
    )
    due_status = fields.Selection(
        [
            ("later", "Not Yet Due"),
            ("soon", "Due Soon"),
            ("overdue", "Overdue"),
            ("none", "Nothing Due"),
        ],
        compute="_compute_due_status",
        search="_search_due_status",
    )
    amount_overdue = fields.Monetary(string="Overdue Amount", compute="_compute_due_status")

    @api.depends("amount", "is_cancelled")
    def _compute_ledger(self):
        """What the engine put here stays; the rest follows a line that changes while it is typed."""
        for line in self.with_env(self.env(context={})):
            source = line if line.id else line._origin
            line.update(
                line._prepare_figures(
                    source.amount_invoiced,
                    source.amount_settled,
                    source.amount_adjusted,
                    source.date_settled,
                )
            )

    def _prepare_figures(self, invoiced, settled, adjusted, last):
        """Return the values of all fields that follow the ledger, in the contract's currency.

        :param last: date of the newest allocation
        """
        rounding = (self.contract_id.currency_id or self.env.company.currency_id).rounding
        units = [to_units(amount, rounding) for amount in (self.amount, settled, adjusted)]
        residual, state = line_figures(*units, self.is_cancelled)
        return {
            "amount_invoiced": invoiced,
            "amount_settled": settled,
            "amount_adjusted": adjusted,
            "amount_residual": from_units(residual, rounding),
            "date_settled": last if state == "settled" else False,
            "state": state,
        }

    @api.depends(
        "amount_residual",
        "date_due",
        "state",
        "contract_id.state",
        "company_id.contract_due_soon_days",
    )
    def _compute_due_status(self):
        today = fields.Date.context_today(self)
        for line in self:
            overdue = 0.0
            if not line._is_awaited():
                status = "none"
            elif line.date_due < today:
                status, overdue = "overdue", line.amount_residual
            else:
                days = line.company_id.contract_due_soon_days
                status = "soon" if (line.date_due - today).days <= days else "later"
            line.due_status, line.amount_overdue = status, overdue

    def _is_awaited(self):
        """Whether money is still awaited on this line at a known date. ``_search_due_status`` is its twin."""
        return bool(self.date_due and self._is_waiting())

    def _is_waiting(self):
        """Whether this line of a signed contract still waits for money, at whatever date.
        ``_get_waiting_domain`` is its twin."""
        return self.contract_id.state in SIGNED and self.state in ("open", "partial")

    def _get_waiting_domain(self):
        return Domain([("contract_id.state", "in", SIGNED), ("state", "in", ("open", "partial"))])

    def _search_due_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        awaited = self._get_waiting_domain() & Domain("date_due", "!=", False)
        parts = {
            "none": ~awaited,
            "overdue": awaited & Domain("date_due", "<", fields.Date.context_today(self)),
        }
        if {"soon", "later"} & set(value):
            parts.update(self._get_soon_domains(awaited))
        return Domain.OR([parts[status] for status in value if status in parts])

    def _get_soon_domains(self, awaited):
        """The window of "due soon" is each company's own."""
        today = fields.Date.context_today(self)
        soon, later = [], []
        # sudo: the number of days is no secret, and a rule's domain runs for every reader
        companies = self.env["res.company"].sudo()
        windows = companies._read_group([], ["contract_due_soon_days"], ["id:array_agg"])
        for days, ids in windows:
            here = awaited & Domain("company_id", "in", ids)
            end = fields.Date.add(today, days=days or 0)
            soon.append(here & Domain("date_due", ">=", today) & Domain("date_due", "<=", end))
            later.append(here & Domain("date_due", ">", end))
        return {"soon": Domain.OR(soon), "later": Domain.OR(later)}

    @api.model
    @api.readonly
    def open_as_of(self, date):
        """Open and overdue amounts per plan line as of the end of a day.

        :param date: the day; allocations dated after it are left out
        :returns: ``{plan line: {"open": amount, "overdue": amount}}`` for the lines in ``self``, or for
            all that the user may see where ``self`` is empty; contract currency, tax included
        """
        date = fields.Date.to_date(date)
        lines = self or self.search(Domain.TRUE)
        self.env["commercial.contract.allocation"].flush_model()
        laid = dict(
            self.env.execute_query(
                SQL(
                    "SELECT settlement_id, SUM(amount) FROM commercial_contract_allocation"
                    " WHERE settlement_id = ANY(%s) AND date <= %s GROUP BY settlement_id",
                    lines.ids,
                    date,
                )
            )
        )
        found = {}
        for line in lines:
            residual = 0.0
            if not line.is_cancelled:
                residual = line.currency_id.round(line.amount - float(laid.get(line.id) or 0))
            late = bool(line.date_due and line.date_due < date)
            found[line] = {"open": residual, "overdue": residual if late else 0.0}
        return found

    def _get_history_faults(self):
        faults = super()._get_history_faults()
        for line in self:
            if line.sudo().allocation_ids:  # sudo: money counts that the user may not see
                faults.append(
                    self.env._(
                        "Line '%(line)s' of %(contract)s holds money and cannot be deleted. Undo the payment first.",
                        **line._names(),
                    )
                )
        return faults
