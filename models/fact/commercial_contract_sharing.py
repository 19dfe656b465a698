from odoo import api, models
from odoo.tools import SQL

from . import records

# What decides under which contract of an analytic account its expenses count (``records.COUNTING``).
DECIDES = {
    "analytic_account_id",
    "company_id",
    "date_signed",
    "direction",
    "is_framework",
    "state",
}

OWNERS = """
    SELECT l.commercial_contract_id FROM account_analytic_line a JOIN account_move_line l ON l.id = a.move_line_id
     WHERE %(column)s = ANY(%(accounts)s) AND l.commercial_contract_id IS NOT NULL"""
# An item may be on accounts of several plans: the contract of each may be the one under which it counts.
BESIDE = """
    SELECT c.id FROM account_analytic_line a JOIN commercial_contract c ON c.analytic_account_id IN (%(held)s)
     WHERE %(column)s = ANY(%(accounts)s)"""


class CommercialContract(models.Model):
    """Contracts that share an analytic account: what is booked on it counts under one of them."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        self._mark_contracts(contracts._get_sharing())
        return contracts

    def write(self, vals):
        decides = not DECIDES.isdisjoint(vals)
        before = self._get_sharing() if decides else set()  # of the account from which it goes
        result = super().write(vals)
        if decides:
            self._mark_contracts(before | self._get_sharing())
        return result

    def unlink(self):
        others = self._get_sharing()
        result = super().unlink()
        self._mark_contracts(others)
        return result

    def _mark_contracts(self, ids):
        if ids:
            self.env["commercial.contract.fact"]._mark(dict.fromkeys(ids))

    def _get_sharing(self):
        """Return the ids of the other contracts of these contracts' accounts, and of those whose documents are
        on them."""
        contracts = self.sudo()  # sudo: facts are of the books, not of what a user may see of them
        accounts = contracts.analytic_account_id
        if not accounts:
            return set()
        columns = records.get_account_columns(self.env)
        terms = {
            "accounts": accounts.ids,
            "held": SQL(", ").join(SQL.identifier("a", name) for name in columns),
        }
        plans = {plan._column_name() for plan in accounts.plan_id}.intersection(columns)
        found = self.env.execute_query(
            SQL(" UNION ").join(
                [
                    SQL(records.HOLDERS, **terms),
                    *(
                        SQL(part, **terms, column=SQL.identifier("a", name))
                        for name in plans
                        for part in (OWNERS, *([BESIDE] if len(columns) > 1 else []))
                    ),
                ]
            )
        )
        return {row[0] for row in found}.difference(self._ids)
