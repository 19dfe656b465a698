from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPARE = {">": SQL(">"), ">=": SQL(">="), "<": SQL("<"), "<=": SQL("<=")}


class CommercialContract(models.Model):
    """Which approvals a contract needs, and what approval rules look at besides its own fields."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    has_party_text = fields.Boolean(
        string="Customer's Own Text",
        tracking=True,
        help="The contract is written on the other party's paper, not on ours.",
    )
    amount_total_company = fields.Monetary(
        string="Amount in Company Currency",
        compute="_compute_amount_total_company",
        search="_search_amount_total_company",
        currency_field="company_currency_id",
        aggregator=None,
        help="Tax included, at the rate of the signing, today's before it: for approval rules over"
        " several currencies.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    days_to_last_due = fields.Integer(
        string="Days to the Last Due Date",
        compute="_compute_days_to_last_due",
        search="_search_days_to_last_due",
        aggregator=None,
        help="From the start of the contract (else its signing, else today) to the last due date of its"
        " plan. A line that waits for an event counts the days after it.",
    )
    department_manager_id = fields.Many2one(
        "res.users",
        string="Manager of the Department",
        compute="_compute_department_manager_id",
        help="The manager of the department, or of the next one above where that is the responsible.",
    )
    user_manager_id = fields.Many2one(
        "res.users",
        string="Manager of the Responsible",
        compute="_compute_user_manager_id",
        help="Whom the employee of the responsible reports to.",
    )

    @api.depends("amount_total", "currency_id", "company_id", "currency_rate", "date_signed")
    def _compute_amount_total_company(self):
        today = fields.Date.context_today(self)
        rates = self._get_signing_rates({c: c.date_signed or today for c in self})
        for contract in self:
            rate = (contract.state != "draft" and contract.currency_rate) or rates[contract] or 1.0
            own = contract.company_id.currency_id
            amount = contract.amount_total / rate
            contract.amount_total_company = own.round(amount) if own else amount

    def _search_amount_total_company(self, operator, value):
        """Find by today's rates: for each pair of currencies, the amount in the contract's own."""
        if operator not in COMPARE:
            return NotImplemented
        today = fields.Date.context_today(self)
        # sudo: only which currencies there are
        pairs = self.sudo()._read_group([], ["company_id", "currency_id"])
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("currency_id", "=", currency.id)
            & Domain(
                "amount_total",
                operator,
                value
                * company.currency_id._get_conversion_rate(
                    company.currency_id, currency, company, today
                ),
            )
            for company, currency in pairs
        )

    @api.depends(
        "date_start",
        "date_signed",
        "settlement_ids.date_due",
        "settlement_ids.trigger_days",
        "settlement_ids.is_cancelled",
    )
    def _compute_days_to_last_due(self):
        today = fields.Date.context_today(self)
        for contract in self:
            start = contract.date_start or contract.date_signed or today
            contract.days_to_last_due = max(
                (
                    (line.date_due - start).days if line.date_due else line.trigger_days
                    for line in contract.settlement_ids
                    if not line.is_cancelled
                ),
                default=0,
            )

    def _search_days_to_last_due(self, operator, value):
        if operator not in COMPARE:
            return NotImplemented
        today = fields.Date.context_today(self)
        lines = self.env["commercial.contract.settlement"]

        def condition(model, alias, query):
            return SQL(
                "COALESCE((SELECT MAX(COALESCE(line.date_due - COALESCE(%s, %s, %s), line.trigger_days, 0))"
                " FROM commercial_contract_settlement line"
                " WHERE line.contract_id = %s AND line.is_cancelled IS NOT TRUE), 0) %s %s",
                model._sql_column(alias, "date_start"),
                model._sql_column(alias, "date_signed"),
                today,
                SQL.identifier(alias, "id"),
                COMPARE[operator],
                value,
                to_flush=[
                    lines._fields[name]
                    for name in ("contract_id", "date_due", "trigger_days", "is_cancelled")
                ],
            )

        return Domain.custom(to_sql=condition)

    @api.depends("department_id", "user_id")
    def _compute_department_manager_id(self):
        for contract in self:
            # sudo: who manages a department is closed to people outside HR; only the user is taken
            department = contract.department_id.sudo()
            managers = self.env["res.users"]
            while department:
                managers |= department.manager_id.user_id
                department = department.parent_id
            others = managers - contract.user_id
            # whoever stands at the top of the tree decides on his own contracts
            contract.department_manager_id = (others or managers)[:1].sudo(False)

    @api.depends("user_id", "company_id")
    def _compute_user_manager_id(self):
        # sudo: who reports to whom is closed to people outside HR; only the user is taken
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", self.user_id.ids)])
        managers = {(e.user_id.id, e.company_id.id): e.parent_id.user_id.id for e in employees}
        for contract in self:
            contract.user_manager_id = managers.get((contract.user_id.id, contract.company_id.id))
