from ast import literal_eval

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..contract.parts import check_part, sees_part
from .chain import CASH, CONTRACT, DAYS, LINES, MONTH, PLAN, PURCHASE, SALE, get_line

BOOKS = (
    "account.group_account_readonly,account.group_account_invoice"  # who has the menu of invoices
)
BILL = "commercial_contract.group_contract_finance,account.group_account_invoice"  # who invoices
MOVES = {SALE: ("out_invoice", "out_refund"), PURCHASE: ("in_invoice", "in_refund")}
SHOWN = 8  # next steps and contracts below the picture
INVOICED = 200  # lines that one dialog shows before it invoices them
PAGE = 80  # rows that a list of Odoo's shows, and adds up in its foot
ACTION = "commercial_contract."


class CommercialContract(models.Model):
    """The landing page: what the user may see of the chain from the contract to the money.

    No figure is kept. Each is read by the user's own rights and is the sum of the list it opens.
    """

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model
    @api.readonly
    def get_overview(self, direction=None, period=MONTH):
        """Return what the landing page shows of one direction, in the companies that are switched on.

        :param direction: ``sale`` or ``purchase``; default: the one of which there are contracts
        :param period: ``month`` or ``days``: what is due in this month, or in the next 30 days
        :returns: dict of ``direction``; ``period``; ``can_invoice``; ``lines``: ``{name: rows}`` of
            what the user may open, a row a currency with ``currency_id``, ``count``, ``amount`` (tax
            included, in that currency) and for ``signed`` also ``settled``; ``to_do``: how much awaits the
            user on the list "My Day", of both directions; ``next_steps`` and
            ``recent``: records as ``search_read`` gives them; ``can_create``; ``first_steps``: None, or
            the steps where there is no contract
        :raises AccessError: the user reads no contracts, or the figures are closed to him
        """
        self.check_access("read")
        check_part(self.env, "figures")
        known = self.with_context(active_test=False)
        found = [
            side
            for side in (SALE, PURCHASE)
            if known.search_count([("direction", "=", side)], limit=1)
        ]
        if direction not in (SALE, PURCHASE):
            direction = found[0] if found else SALE
        if period not in (MONTH, DAYS):
            period = MONTH
        return {
            "direction": direction,
            "period": period,
            "can_invoice": self.env.user.has_groups(BILL),
            "lines": {
                name: self._get_overview_rows(name, direction, period)
                for name in LINES
                if self._may_open_overview(name)
            },
            "to_do": self.env["commercial.contract.todo"].search_count(
                [("user_id", "=", self.env.uid)]
            ),
            "next_steps": self._get_overview_steps(direction),
            "recent": self._get_overview_recent(direction),
            "can_create": self.has_access("create"),
            "first_steps": None if found else self._get_first_steps(),
        }

    @api.model
    def action_view_overview(self, name, direction, currency_id=False, period=MONTH):
        """Open the list behind a line of the landing page; what it leaves out can be taken off there.

        :param name: of the line, as in ``get_overview``
        :param direction: ``sale`` or ``purchase``
        :param currency_id: id of the only currency to show; needed where there are several
        :param period: as for ``get_overview``
        """
        check_part(self.env, "figures")
        line = get_line(name, period)
        action = self.env["ir.actions.act_window"]._for_xml_id(ACTION + line.actions[direction])
        facets = {**line.facets}
        if line.sides:
            facets[line.sides[direction]] = 1
        if currency_id:
            facets["currency_id"] = currency_id
        if line.people:
            facets["group_user"] = 1
        if line.whole and self._count_overview(name, direction, currency_id) > PAGE:
            facets[line.whole] = 1
        action["context"] = {
            **{
                key: value
                for key, value in literal_eval(action["context"] or "{}").items()
                if not key.startswith("search_default_")
            },
            **{f"search_default_{facet}": value for facet, value in facets.items()},
        }
        return action

    @api.model
    def action_invoice_overview(self, direction):
        """Invoice what the landing page counts as to be invoiced: the dialog shows it first, oldest
        first; of very many lines the list opens, to choose from."""
        lines = self._get_overview_to_invoice(direction)
        if not lines:
            raise UserError(
                self.env._("All that is due is invoiced by now. Load the page again to see it.")
            )
        if len(lines) > INVOICED:
            return self.action_view_overview("to_invoice", direction)
        return lines.action_bill()

    def _may_open_overview(self, name):
        model = LINES[name].model
        if model == CASH and not sees_part(self.env, "payments"):
            return False
        return self.env[model].has_access("read") and (
            model != "account.move"
            or (self.env.user.has_groups(BOOKS) and sees_part(self.env, "invoices"))
        )

    def _get_overview_domain(self, name, direction, period=MONTH):
        line = get_line(name, period)
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
        domain = self._get_overview_domain(name, direction)
        if currency_id:
            domain &= Domain("currency_id", "=", currency_id)
        return self.env[LINES[name].model].search_count(domain)

    def _get_overview_rows(self, name, direction, period):
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
                self._get_overview_domain(name, direction, period),
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
