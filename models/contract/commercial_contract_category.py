from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list


class CommercialContractCategory(models.Model):
    _name = "commercial.contract.category"
    _description = "Contract Category"
    _parent_store = True
    _order = "complete_name"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        string="Full Name", compute="_compute_complete_name", recursive=True, store=True
    )
    parent_id = fields.Many2one(
        "commercial.contract.category", string="Parent Category", index=True, ondelete="restrict"
    )
    child_ids = fields.One2many("commercial.contract.category", "parent_id", string="Subcategories")
    parent_path = fields.Char(index=True)
    active = fields.Boolean(default=True)
    billing_policy = fields.Selection(
        [("plan", "By Settlement Plan"), ("order", "By Orders")],
        string="Default Billing",
        help="How contracts of this category are invoiced when nothing else is said on the contract.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for category in self:
            names = (category.parent_id.complete_name, category.name)
            category.complete_name = " / ".join(name for name in names if name)

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._(
                    "%s would stand below itself. Choose another parent.",
                    format_list(self.env, self.mapped("name")),
                )
            )
