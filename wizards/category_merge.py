from odoo import api, fields, models


class CommercialContractCategoryMerge(models.TransientModel):
    """Asks which of the chosen categories stays, and says what will move to it."""

    _name = "commercial.contract.category.merge"
    _description = "Merge Contract Categories"

    category_ids = fields.Many2many(
        "commercial.contract.category",
        "commercial_category_merge_rel",
        "merge_id",
        "category_id",
        string="Categories",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    target_id = fields.Many2one(
        "commercial.contract.category",
        string="Category That Stays",
        required=True,
        compute="_compute_target_id",
        store=True,
        compute_sudo=False,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', category_ids)]",
    )
    contract_count = fields.Integer(string="Contracts to Move", compute="_compute_counts")
    child_count = fields.Integer(string="Subcategories to Move", compute="_compute_counts")

    @api.depends("category_ids")
    def _compute_target_id(self):
        """The one with the most contracts, unless somebody says otherwise."""
        for wizard in self:
            if wizard.target_id not in wizard.category_ids:
                known = wizard.category_ids._origin.sorted("contract_count", reverse=True)
                wizard.target_id = known[:1]

    @api.depends("category_ids", "target_id")
    def _compute_counts(self):
        for wizard in self:
            gone = wizard.category_ids._origin - wizard.target_id
            wizard.contract_count = sum(gone.mapped("contract_count"))
            wizard.child_count = len(gone.child_ids - wizard.target_id)

    def action_merge(self):
        """Merge the other categories into the one that stays."""
        self.ensure_one()
        self.category_ids.merge_into(self.target_id)
        return {"type": "ir.actions.act_window_close"}
