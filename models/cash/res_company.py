from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """Accounts that the engine must know of to read an entry."""

    _inherit = "res.company"

    contract_fee_account_ids = fields.Many2many(
        "account.account",
        "res_company_contract_fee_account_rel",
        string="Bank Fee Accounts",
        help="A fee that the bank kept counts as paid by the customer: the line is settled in full.",
    )
    contract_deposit_account_ids = fields.Many2many(
        "account.account",
        "res_company_contract_deposit_account_rel",
        string="Deposit Accounts",
        help="Accounts beside receivable and payable that hold money paid in advance.",
    )

    @api.constrains("contract_deposit_account_ids")
    def _check_contract_deposit_account_ids(self):
        for company in self:
            for account in company.contract_deposit_account_ids:
                if not account.reconcile:
                    raise ValidationError(
                        self.env._(
                            "%(account)s cannot be a deposit account of %(company)s: it does not allow"
                            " reconciliation, so the same money could count twice. Allow it on the"
                            " account first.",
                            account=account.display_name,
                            company=company.display_name,
                        )
                    )

    # A constraint is told of the change like a trigger, without an override.
    @api.constrains(
        "contract_fee_account_ids",
        "contract_deposit_account_ids",
        "currency_exchange_journal_id",
        "transfer_account_id",
    )
    def _follow_ledger_accounts(self):
        self.env["commercial.contract"]._follow_ledger_later(self)
