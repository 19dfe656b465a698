from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..contract.parts import check_part
from ..overview.chain import PURCHASE, SALE
from .asked import PERIODS, YEAR, ask

GROUP = "commercial_contract.group_contract_"
# The pages, in the order in which the first one that fits is shown, and who may see each.
ROLES = {
    "finance": f"{GROUP}finance",
    "contract": f"{GROUP}legal,{GROUP}all",
    "leader": f"{GROUP}department",
    "sales": f"{GROUP}own",
}
TABS = ("sales", "contract", "finance", "leader")
# What is whose page, where a user has several: the finance user and the lawyer are known by their group.
FIRST = (
    ("finance", f"{GROUP}finance"),
    ("contract", f"{GROUP}legal"),
    ("leader", f"{GROUP}all"),
    ("sales", f"{GROUP}own"),
)


class CommercialContractDashboard(models.AbstractModel):
    """A page of figures for each role. Nothing is kept: each figure is read by the user's own rights,
    and is the sum of the records that it opens."""

    _name = "commercial.contract.dashboard"
    _description = "Dashboard"

    @api.model
    @api.readonly
    def get_dashboard(self, role=None, period=YEAR, direction=None, company_id=None):
        """Return one page of the dashboard, whole.

        Amounts include tax. Those of events are in the currency of the company; what is still open of
        the plan is in the currency of its contract, a row for each.

        :param role: "sales", "contract", "finance" or "leader"; default: the page of this user
        :param period: "month", "quarter", "year" or "last_year"
        :param direction: "sale" or "purchase"; default: the one of which there are contracts
        :param company_id: id of one company that is switched on; False for all of them, which only
            companies of one currency can be; default: all if they can, else the current one
        :returns: dict of ``role``; ``roles`` (dicts of ``name`` and ``label``); ``period``;
            ``direction``; ``company_id``; ``companies`` (dicts of ``id`` and ``name``); ``can_add``:
            whether all companies can be shown as one; ``currency_id``; ``basis`` (what the figures of
            events are of, in words); ``is_empty``: there is no contract at all; and, each with all that
            it opens: ``strip`` (cells), ``charts`` and ``lists``; ``warning``: None, or what the cash
            plan warns of; ``favorites``: None, or the favourites of figures of this user (dicts of
            ``id``, ``name``, ``model`` and the ``action`` that opens it)
        :raises AccessError: the user reads no contracts, or the figures are closed to him
        """
        contracts = self.env["commercial.contract"]
        contracts.check_access("read")
        check_part(self.env, "figures")
        companies, chosen = self._get_companies(company_id)
        board = self.with_context(allowed_company_ids=chosen.ids)
        found = [side for side in (SALE, PURCHASE) if board._has_contracts(side)]
        if direction not in (SALE, PURCHASE):
            direction = found[0] if found else SALE
        roles = self._get_roles()
        if role not in roles:
            role = next(name for name, groups in FIRST if self.env.user.has_groups(groups))
        asked = ask(
            direction,
            period if period in PERIODS else YEAR,
            fields.Date.context_today(self),
            chosen.ids,
        )
        if found:
            board = board.with_env(board.env["commercial.contract.fact"]._keep_seen().env)
        page = getattr(board, f"_get_page_{role}")(asked) if found else {}
        return {
            "role": role,
            "roles": [{"name": name, "label": label} for name, label in roles.items()],
            "period": asked.period,
            "direction": direction,
            "company_id": chosen.id if len(chosen) == 1 else False,
            "companies": [{"id": company.id, "name": company.name} for company in companies],
            "can_add": len(companies.currency_id) == 1,
            "currency_id": chosen[0].currency_id.id,
            "basis": self.env._(
                "%(first)s to %(last)s, tax included, %(currency)s",
                first=format_date(self.env, asked.first),
                last=format_date(self.env, asked.last),
                currency=chosen[0].currency_id.name,
            ),
            "is_empty": not found,
            "warning": None,
            "favorites": None,
            "strip": [],
            "charts": [],
            "lists": [],
            **page,
        }

    def _get_companies(self, company_id):
        """Return (the companies to choose from, those that are shown). No company stands for all of
        them; where their currencies differ, they cannot be added."""
        companies = self.env.companies
        chosen = companies.filtered(lambda company: company.id == company_id)
        if not chosen:
            chosen = companies if len(companies.currency_id) == 1 else self.env.company
        return companies, chosen

    def _has_contracts(self, direction):
        contracts = self.env["commercial.contract"].with_context(active_test=False)
        return contracts.search_count(
            Domain("direction", "=", direction)
            & Domain("company_id", "in", self.env.companies.ids),
            limit=1,
        )

    def _get_roles(self):
        """Return {name: label} of the pages that this user may see."""
        user = self.env.user
        labels = {
            "sales": self.env._("My Figures"),
            "contract": self.env._("Contract Work"),
            "finance": self.env._("Finance Work"),
            "leader": self.env._("All Figures")
            if user.has_groups(f"{GROUP}all")
            else self.env._("Figures of My Departments"),
        }
        return {name: labels[name] for name in TABS if user.has_groups(ROLES[name])}
