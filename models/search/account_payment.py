from odoo import models

from .trigrams import trigrams


class AccountPayment(models.Model):
    """Contracts are found by what their payments say: without an index that reads all payments."""

    _name = "account.payment"
    _inherit = ["account.payment"]

    _contract_name_idx = trigrams("name")
    _contract_memo_idx = trigrams("memo")
    _contract_reference_idx = trigrams("payment_reference")
