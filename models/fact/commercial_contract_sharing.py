from odoo import api, models
from odoo.tools import SQL

# What decides under which contract of an analytic account its expenses count (``records.COUNTING``).
DECIDES = {"analytic_account_id", "company_id", "direction", "is_framework", "state"}


class CommercialContract(models.Model):
    """Contracts that share an analytic account: what is booked on it counts under one of them."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._mark_sharing()
        return contracts

    def write(self, vals):
        decides = not DECIDES.isdisjoint(vals)
        if decides:
            self._mark_sharing()  # of the account from which it goes
        result = super().write(vals)
        if decides:
            self._mark_sharing()
        return result

    def unlink(self):
        self._mark_sharing()
        return super().unlink()

    def _mark_sharing(self):
        """Mark the other contracts of these contracts' accounts, and those whose documents are on them."""
        contracts = self.sudo()  # sudo: facts are of the books, not of what a user may see of them
        accounts = contracts.analytic_account_id
        if not accounts:
            return
        items = self.env["account.analytic.line"]
        booked = [
            SQL(
                "SELECT l.commercial_contract_id FROM account_analytic_line a"
                " JOIN account_move_line l ON l.id = a.move_line_id"
                " WHERE %s = ANY(%s) AND l.commercial_contract_id IS NOT NULL",
                SQL.identifier("a", name),
                accounts.ids,
            )
            for name in {plan._column_name() for plan in accounts.plan_id}
            if name in items._fields
        ]
        found = self.env.execute_query(
            SQL(" UNION ").join(
                [
                    SQL(
                        "SELECT id FROM commercial_contract WHERE analytic_account_id = ANY(%s)",
                        accounts.ids,
                    ),
                    *booked,
                ]
            )
        )
        others = {row[0] for row in found}.difference(self._ids)
        if others:
            self.env["commercial.contract.fact"]._mark(dict.fromkeys(others))
