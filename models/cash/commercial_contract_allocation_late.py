from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

LINE = "commercial.contract.settlement"


def sql_days_late(day, line):
    """Return how many days after the day first agreed for a plan line money came, as SQL.

    One meaning wherever lateness is shown. Early money is on time: who pays one half early makes the
    other half no less late. A due date that was moved makes late money no less late either.

    :param day: the day of the money, as SQL
    :param line: the name under which ``commercial_contract_settlement`` stands in the query
    """
    first, now = (SQL.identifier(line, name) for name in ("date_due_original", "date_due"))
    return SQL("GREATEST(%s - COALESCE(%s, %s), 0)", day, first, now)


class CommercialContractAllocation(models.Model):
    """How late the money of contracts came."""

    _name = "commercial.contract.allocation"
    _inherit = ["commercial.contract.allocation"]

    @api.model
    def _get_late_days(self, domain, keys, amount):
        """Return {values of the keys: days late on average, weighted by the amounts}: of money that came
        for lines with a date, not of what was written off.

        :param domain: of rows; which of them count is the user's own sight
        :param keys: names of stored fields of the contract
        :param amount: ``amount``, in contract currency, or ``amount_company``, in that of the company
        """
        for model in (self, self.env[LINE], self.env["commercial.contract"]):
            model.flush_model()
        came = Domain("kind", "in", ("cash", "netting")) & Domain(
            "settlement_id.date_due", "!=", False
        )
        query = self._search(Domain(domain) & came)
        line = query.join(query.table, "settlement_id", self.env[LINE]._table, "id", "late")
        contract = query.join(query.table, "contract_id", "commercial_contract", "id", "whose")
        groups = [SQL.identifier(contract, name) for name in keys]
        money = SQL.identifier(query.table, amount)
        days = sql_days_late(SQL.identifier(query.table, "date"), line)
        query.groupby = SQL(", ").join(groups)
        query.having = SQL("SUM(%s) > 0", money)
        late = SQL("SUM(%s * %s) / SUM(%s)", money, days, money)
        rows = self.env.execute_query(query.select(*groups, late))
        return {tuple(key): float(days) for *key, days in rows}
