from odoo import fields, models


class AccountMoveLine(models.Model):
    """An invoice line says which contract and plan line it bills (L1); a partner item of an entry
    may name the contract that its cash is for (L2)."""

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    commercial_contract_id = fields.Many2one(
        "commercial.contract",
        string="Contract",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    commercial_settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('contract_id', '=', commercial_contract_id)]",
    )
