from odoo import api, fields, models
from odoo.fields import Domain

from ..contract.commercial_contract_life import SIGNED
from ..contract.parts import FIGURES, check_part


class ResPartner(models.Model):
    """Where a company stands with its contracts, on the form of each of its contacts."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    commercial_contract_figures = fields.Json(
        string="Contract Figures",
        compute="_compute_commercial_contract_figures",
        groups=FIGURES,
        help="A row for each direction and currency: money in and money out never share a sum.",
    )

    @api.depends("commercial_contract_ids", "commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_commercial_contract_figures(self):
        found = {}
        if self.env["commercial.contract"].has_access("read"):  # a part alone opens no contract
            found = self.commercial_partner_id._origin._get_contract_figures()
        for partner in self:
            company = partner.commercial_partner_id._origin.id
            partner.commercial_contract_figures = found.get(company, [])

    def _get_contract_figures(self):
        """Return {company id: rows}: what the contracts that the user sees say of these companies.

        A row is a dict of ``direction``, ``currency_id``, ``count`` (cancelled ones aside),
        ``running`` (in force), ``signed`` and ``settled`` (amounts, tax included), ``overdue`` with
        ``overdue_count`` (plan lines), and ``late_days``: how long after the agreed day money came,
        weighted by amount, early money as on time; None where none came.
        """
        rows = {}
        groups = ["commercial_partner_id", "direction", "currency_id"]
        for *key, state, count, total, settled in self.env["commercial.contract"]._read_group(
            self._get_contracts_domain(),
            [*groups, "state"],
            ["__count", "amount_total:sum", "amount_settled:sum"],
        ):
            row = rows.setdefault(tuple(key), self._prepare_contract_figures(*key[1:]))
            row["count"] += count
            if state in SIGNED:
                row["running"] += count if state == "active" else 0
                row["signed"] += total or 0.0
                row["settled"] += settled or 0.0
        lines = self.env["commercial.contract.settlement"]
        for *key, amount, count in lines._read_group(
            self._get_contracts_domain("contract_id.") & Domain("due_status", "=", "overdue"),
            [f"contract_id.{name}" for name in groups],
            ["amount_residual:sum", "__count"],
        ):
            rows[tuple(key)].update(overdue=amount, overdue_count=count)
        for (company, direction, currency), days in self._get_late_days().items():
            key = (self.browse(company), direction, self.env["res.currency"].browse(currency))
            rows[key]["late_days"] = round(days)
        found = {}
        order = {"sale": 0, "purchase": 1}
        for (company, *_rest), row in sorted(
            rows.items(), key=lambda item: (order[item[0][1]], item[0][2].id)
        ):
            found.setdefault(company.id, []).append(row)
        return found

    def _get_contracts_domain(self, path=""):
        """Return the domain of these companies' contracts, frameworks and cancelled ones aside."""
        return (
            Domain(f"{path}commercial_partner_id", "in", self.ids)
            & Domain(f"{path}is_framework", "=", False)
            & Domain(f"{path}state", "!=", "cancelled")
        )

    @api.model
    def _prepare_contract_figures(self, direction, currency):
        return {
            "direction": direction,
            "currency_id": currency.id,
            "count": 0,
            "running": 0,
            "signed": 0.0,
            "settled": 0.0,
            "overdue": 0.0,
            "overdue_count": 0,
            "late_days": None,
        }

    def _get_late_days(self):
        """Return {(id of the company, direction, id of the currency): days late}."""
        return self.env["commercial.contract.allocation"]._get_late_days(
            self._get_contracts_domain("contract_id."),
            ["commercial_partner_id", "direction", "currency_id"],
            "amount",
        )

    def action_view_contract_figure(self, name, direction, currency_id):
        """Open the records that a figure of this partner's company is the sum of.

        :param name: ``count``, ``signed``, ``settled`` or ``overdue``
        :param direction: of the contracts, ``sale`` or ``purchase``
        :param currency_id: id of their currency
        """
        check_part(self.env, "figures")
        company = self.commercial_partner_id
        path = "" if name in ("count", "signed") else "contract_id."
        domain = (
            company._get_contracts_domain(path)
            & Domain(f"{path}direction", "=", direction)
            & Domain(f"{path}currency_id", "=", currency_id)
        )
        if name in ("count", "signed"):
            if name == "signed":
                domain &= Domain("state", "in", SIGNED)
            return self.env["commercial.contract"]._action_open(list(domain))
        if name == "overdue":
            action = "commercial_contract_settlement_action_contract_overdue"
            domain &= Domain("due_status", "=", "overdue")
        else:
            action = "commercial_contract_allocation_action_contract"
            domain &= Domain("contract_id.state", "in", SIGNED) & Domain("kind", "!=", "writeoff")
        values = self.env["ir.actions.act_window"]._for_xml_id(f"commercial_contract.{action}")
        values.update(domain=list(domain), context={})
        return values
