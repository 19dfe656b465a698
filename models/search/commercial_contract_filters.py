from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..cash.ledger_fields import LedgerBoolean
from ..contract.parts import TEXTS, check_part


class CommercialContract(models.Model):
    """Filters that compare two columns, or look for what is not there, when they are asked."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    is_invoiced_not_settled = LedgerBoolean(
        string="Invoiced, Not Settled",
        compute="_compute_money_gap",
        search="_search_is_invoiced_not_settled",
        help="More was invoiced than is settled or adjusted.",
    )
    is_settled_not_invoiced = LedgerBoolean(
        string="Settled, Not Invoiced",
        compute="_compute_money_gap",
        search="_search_is_settled_not_invoiced",
        help="Money came before its invoice.",
    )
    is_started_late = fields.Boolean(
        string="Started Late",
        compute="_compute_is_started_late",
        search="_search_is_started_late",
        help="The contract was signed after its start, or has started and is not signed yet.",
    )
    is_without_text = fields.Boolean(
        string="Without Text",
        compute="_compute_is_without_text",
        search="_search_is_without_text",
        groups=TEXTS,
        help="No document is attached to the contract.",
    )

    @api.depends("amount_invoiced", "amount_settled", "amount_adjusted", "currency_id")
    def _compute_money_gap(self):
        for contract in self:
            closed = contract.amount_settled + contract.amount_adjusted
            gap = contract.currency_id.compare_amounts(contract.amount_invoiced, closed)
            contract.is_invoiced_not_settled = gap > 0
            early = contract.currency_id.compare_amounts(
                contract.amount_settled, contract.amount_invoiced
            )
            contract.is_settled_not_invoiced = early > 0

    @api.depends("date_start", "date_signed", "state")
    def _compute_is_started_late(self):
        today = fields.Date.context_today(self)
        for contract in self:
            contract.is_started_late = bool(
                contract.state in ("draft", "active")
                and contract.date_start
                and (contract.date_signed or today) > contract.date_start
            )

    def _compute_is_without_text(self):
        # sudo: whether a contract that the user reads already has a document at all, not which
        attachments = self.env["ir.attachment"].sudo()
        found = attachments._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self._origin.ids)], ["res_id"]
        )
        attached = {res_id for (res_id,) in found}
        for contract in self:
            contract.is_without_text = contract._origin.id not in attached

    def _search_is_invoiced_not_settled(self, operator, value):
        return self._search_flag(
            operator,
            value,
            lambda model, alias: SQL(
                "COALESCE(%s, 0) > COALESCE(%s, 0) + COALESCE(%s, 0)",
                *model._sql_amounts(alias, "invoiced", "settled", "adjusted"),
            ),
        )

    def _search_is_settled_not_invoiced(self, operator, value):
        return self._search_flag(
            operator,
            value,
            lambda model, alias: SQL(
                "COALESCE(%s, 0) > COALESCE(%s, 0)",
                *model._sql_amounts(alias, "settled", "invoiced"),
            ),
        )

    def _sql_amounts(self, alias, *names):
        return [self._sql_column(alias, f"amount_{name}") for name in names]

    def _search_is_started_late(self, operator, value):
        today = fields.Date.context_today(self)
        return self._search_flag(
            operator,
            value,
            lambda model, alias: SQL(
                "(%s IN ('draft', 'active') AND COALESCE(COALESCE(%s, %s) > %s, FALSE))",
                model._sql_column(alias, "state"),
                model._sql_column(alias, "date_signed"),
                today,
                model._sql_column(alias, "date_start"),
            ),
        )

    def _search_is_without_text(self, operator, value):
        check_part(self.env, "texts")
        return self._search_flag(
            operator,
            value,
            lambda model, alias: SQL(
                "NOT EXISTS (SELECT FROM ir_attachment t WHERE t.res_model = %s"
                " AND t.res_field IS NULL AND t.res_id = %s)",
                model._name,
                SQL.identifier(alias, "id"),
                to_flush=model.env["ir.attachment"]._fields["res_id"],
            ),
        )

    def _search_flag(self, operator, value, condition):
        """Return the domain of a yes or no that SQL tells, which must never be NULL."""
        if operator != "in":
            return NotImplemented
        yes = Domain.custom(to_sql=lambda model, alias, query: condition(model, alias))
        no = Domain.custom(
            to_sql=lambda model, alias, query: SQL("NOT (%s)", condition(model, alias))
        )
        return Domain.OR([part for flag, part in ((True, yes), (False, no)) if flag in value])
