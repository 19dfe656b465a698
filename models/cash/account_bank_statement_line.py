from odoo import api, fields, models


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

    @api.constrains("commercial_contract_id")
    def _check_commercial_contract(self):
        for line in self.filtered("commercial_contract_id"):
            # sudo: an accountant may tag with a contract that he does not see
            contract = line.commercial_contract_id.sudo()
            contract._check_tag(line, line.payment_ref or line.display_name, line.date)
