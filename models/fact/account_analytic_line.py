from odoo import api, models
from odoo.tools import SQL

from . import records

WATCHED = {"amount", "company_id", "date", "move_line_id"}


class AccountAnalyticLine(models.Model):
    """What is booked on the analytic account of a contract is its expense: the contract is marked."""

    _name = "account.analytic.line"
    _inherit = ["account.analytic.line"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._mark_contracts()
        return lines

    def write(self, vals):
        is_watched = not WATCHED.union(self._get_plan_fnames()).isdisjoint(vals)
        if is_watched:
            self._mark_contracts()  # of the account from which it goes
        result = super().write(vals)
        if is_watched:
            self._mark_contracts()
        return result

    def unlink(self):
        self._mark_contracts()
        return super().unlink()

    def _mark_contracts(self):
        """Mark the contracts of the accounts of these lines, and those whose documents they are of."""
        lines = self.sudo()  # sudo: facts are of the books, not of what a user may see of them
        accounts = {id_ for name in lines._get_plan_fnames() for id_ in lines.mapped(name).ids}
        if not accounts:
            return
        # no search: in the middle of a posting it would bring the figures of contracts up to date
        found = self.env.execute_query(SQL(records.HOLDERS, accounts=list(accounts)))
        if found:
            owners = lines.move_line_id.commercial_contract_id.ids
            ids = {row[0] for row in found}.union(owners)
            self.env["commercial.contract.fact"]._mark(dict.fromkeys(ids))
