from odoo import models

from .trigrams import trigrams


class AccountBankStatementLine(models.Model):
    """Contracts are found by what their bank lines say: without an index that reads all of them."""

    _name = "account.bank.statement.line"
    _inherit = ["account.bank.statement.line"]

    _contract_reference_idx = trigrams("payment_ref")
