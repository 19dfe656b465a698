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
    commercial_contract_warning = fields.Char(
        string="Contract Warning",
        compute="_compute_commercial_contract_warning",
        compute_sudo=True,
    )

    @api.depends(
        "partner_id",
        "commercial_contract_id.partner_id",
        "commercial_contract_id.payer_id",
        "commercial_contract_id.invoice_partner_id",
    )
    def _compute_commercial_contract_warning(self):
        for line in self:
            line.commercial_contract_warning = line.commercial_contract_id._get_payer_warning(
                line.partner_id
            )

    @api.constrains("commercial_contract_id")
    def _check_commercial_contract(self):
        for line in self.filtered("commercial_contract_id"):
            # sudo: an accountant may tag with a contract that he does not see
            contract = line.commercial_contract_id.sudo()
            contract._check_tag(line, line.payment_ref or line.display_name, line.date)
