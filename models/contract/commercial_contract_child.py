from odoo import api, fields, models


class CommercialContractChild(models.AbstractModel):
    """What every record below a contract has: its contract, company and currency, and the one
    stored column (the department) that the access condition needs on the child itself."""

    _name = "commercial.contract.child"
    _description = "Part of a Contract"
    _inherit = ["commercial.contract.access"]

    contract_id = fields.Many2one(
        "commercial.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    department_id = fields.Many2one(
        related="contract_id.department_id", store=True, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        # Rounding a new amount reads its currency, in the middle of the INSERT. Were contract or
        # currency not in the cache by then, that read would flush, and rows half created be met.
        default = self.env.context.get("default_contract_id")
        vals_list = [{"contract_id": default, **vals} for vals in vals_list]
        ids = {vals["contract_id"] for vals in vals_list} - {None, False}
        self.env["commercial.contract"].browse(ids).mapped("currency_id")
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("contract_id"):
            # Odoo checks its rules before a change only: nothing comes below a contract that is hidden
            self.env["commercial.contract"].browse(vals["contract_id"]).check_access("write")
        return super().write(vals)
