from odoo import fields, models


class AccountBankStatementLine(models.Model):
    _name = "account.bank.statement.line"
    _inherit = ["account.bank.statement.line"]

    commercial_contract_id = fields.Many2one(
        "commercial.contract",
        string="Contract",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=False,
        help="The money of this line counts for this contract, as far as no invoice says otherwise.",
    )
