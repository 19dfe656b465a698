from odoo import fields, models


class CommercialContractChild(models.AbstractModel):
    """What every record below a contract has: its contract, company and currency, and the one
    stored column (the department) that the access condition needs on the child itself."""

    _name = "commercial.contract.child"
    _description = "Part of a Contract"
    _inherit = ["commercial.contract.access"]

    contract_id = fields.Many2one(
        "commercial.contract", string="Contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    department_id = fields.Many2one(
        related="contract_id.department_id", store=True, index="btree_not_null", string="Department"
    )
