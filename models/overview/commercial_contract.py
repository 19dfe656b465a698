from ast import literal_eval

from odoo import api, models
from odoo.fields import Domain

from .chain import CONTRACT, LINES, PLAN, PURCHASE, SALE

BOOKS = (
    "account.group_account_readonly,account.group_account_invoice"  # who has the menu of invoices
)
MOVES = {SALE: ("out_invoice", "out_refund"), PURCHASE: ("in_invoice", "in_refund")}
SHOWN = 8  # next steps and contracts below the picture
WHOLE = 200  # records up to which a list shows all on one page
PAGE = 2000  # more rows a browser does not take
OPEN_GROUPS = 10  # that many Odoo opens at once
ACTION = "commercial_contract."


class CommercialContract(models.Model):
    """The landing page: what the user may see of the chain from the contract to the money.

    No figure is kept. Each is read by the user's own rights and is the sum of the list it opens.
    """

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    @api.readonly
    def get_overview(self, direction=None):
        """Return what the landing page shows of one direction, in the companies that are switched on.

        :param direction: ``sale`` or ``purchase``; default: the one of which there are contracts
        :returns: dict of ``direction``; ``lines``: ``{name: rows}`` of what the user may open, a row a
            currency with ``currency_id``, ``count``, ``amount`` (tax included, in that currency) and
            for ``signed`` also ``settled``; ``next_steps`` and ``recent``: records as ``search_read``
            gives them; ``can_create``; ``first_steps``: None, or the steps where there is no contract
        :raises AccessError: the user reads no contracts
        """
        self.check_access("read")
        known = self.with_context(active_test=False)
        found = [
            side
            for side in (SALE, PURCHASE)
            if known.search_count([("direction", "=", side)], limit=1)
        ]
        if direction not in (SALE, PURCHASE):
            direction = found[0] if found else SALE
        return {
            "direction": direction,
            "lines": {
                name: self._get_overview_rows(name, direction)
                for name in LINES
                if self._may_open_overview(name)
            },
            "next_steps": self._get_overview_steps(direction),
            "recent": self._get_overview_recent(direction),
            "can_create": self.has_access("create"),
            "first_steps": None if found else self._get_first_steps(),
        }

    @api.model
    def action_view_overview(self, name, direction, currency_id=False):
        """Open the list behind a line of the landing page; what it leaves out can be taken off there.

        :param name: of the line, as in ``get_overview``
        :param direction: ``sale`` or ``purchase``
        :param currency_id: id of the only currency to show; needed where there are several
        """
        line = LINES[name]
        action = self.env["ir.actions.act_window"]._for_xml_id(ACTION + line.actions[direction])
        facets = {**line.facets}
        if line.sides:
            facets[line.sides[direction]] = 1
        if currency_id:
            facets["currency_id"] = currency_id
        count = self._count_overview(name, direction, currency_id)
        # The foot of a list adds up what is on the page, or its first ten open groups. One group for all
        # brings the sum of all; where there is none, the page holds all.
        grouped = line.groups and count > (OPEN_GROUPS if line.people else WHOLE)
        if grouped:
            facets["group_direction"] = 1
        if line.people:
            facets["group_user"] = 2
        if not grouped:
            action["limit"] = min(max(count, action.get("limit") or 80), PAGE)
        action["context"] = {
            **{
                key: value
                for key, value in literal_eval(action["context"] or "{}").items()
                if not key.startswith("search_default_")
            },
            **{f"search_default_{facet}": value for facet, value in facets.items()},
        }
        return action

    def _may_open_overview(self, name):
        model = LINES[name].model
        return self.env[model].has_access("read") and (
            model != "account.move" or self.env.user.has_groups(BOOKS)
        )

    def _get_overview_domain(self, name, direction):
        line = LINES[name]
        if line.model == "account.move":
            return Domain(line.domain) & Domain("move_type", "in", MOVES[direction])
        return Domain(line.domain) & Domain("direction", "=", direction)

    def _get_overview_to_invoice(self, direction):
        """Return the plan lines to invoice that the user sees; what is left of them is in no column."""
        plan = self.env[PLAN]
        domain = self._get_overview_domain("to_invoice", direction)
        lines = plan.search(domain & plan._get_to_invoice_candidates())
        return lines.filtered("is_to_invoice")

    def _count_overview(self, name, direction, currency_id):
        if name == "to_invoice":
            lines = self._get_overview_to_invoice(direction)
            return (
                sum(line.currency_id.id == currency_id for line in lines)
                if currency_id
                else len(lines)
            )
        domain = self._get_overview_domain(name, direction)
        if currency_id:
            domain &= Domain("currency_id", "=", currency_id)
        return self.env[LINES[name].model].search_count(domain)

    def _get_overview_rows(self, name, direction):
        """Return the rows of one line, the company's own currency first."""
        line = LINES[name]
        if name == "to_invoice":
            parts = self._get_overview_to_invoice(direction).grouped("currency_id")
            groups = [
                (currency, len(part), sum(part.mapped(line.amount)))
                for currency, part in parts.items()
            ]
        else:
            groups = self.env[line.model]._read_group(
                self._get_overview_domain(name, direction),
                ["currency_id"],
                ["__count", *(f"{column}:sum" for column in (line.amount, *line.columns))],
            )
        own = self.env.company.currency_id
        rows = []
        for currency, count, amount, *settled in sorted(
            groups, key=lambda group: (group[0] != own, group[0].id)
        ):
            row = {
                "currency_id": currency.id,
                "count": count,
                "amount": currency.round(amount or 0.0),
            }
            if settled:
                row["settled"] = currency.round(settled[0] or 0.0)
            rows.append(row)
        return rows

    def _get_overview_steps(self, direction):
        """Return the plan lines of the user's own contracts for which it is time, the latest first."""
        return self.env[PLAN].search_read(
            [
                ("is_mine", "=", True),
                ("direction", "=", direction),
                ("due_status", "in", ("overdue", "soon")),
            ],
            [
                "label",
                "contract_id",
                "partner_id",
                "date_due",
                "due_status",
                "amount_residual",
                "currency_id",
            ],
            order="date_due, id",
            limit=SHOWN,
        )

    def _get_overview_recent(self, direction):
        """Return the contracts that somebody changed last."""
        return self.env[CONTRACT].search_read(
            [("direction", "=", direction)],
            ["name", "title", "partner_id", "state", "amount_total", "currency_id"],
            order="write_date desc, id desc",
            limit=SHOWN,
        )
