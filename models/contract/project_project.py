from odoo import api, fields, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    commercial_contract_ids = fields.One2many(
        "commercial.contract", "project_id", string="Contracts"
    )
    commercial_contract_count = fields.Integer(
        string="Contract Count", compute="_compute_commercial_contract_count"
    )

    @api.depends("commercial_contract_ids")
    def _compute_commercial_contract_count(self):
        counts = dict(
            self.env["commercial.contract"]._read_group(
                [("project_id", "in", self._origin.ids)], ["project_id"], ["__count"]
            )
        )
        for project in self:
            project.commercial_contract_count = counts.get(project._origin, 0)

    def action_view_commercial_contracts(self):
        """Open the contracts of this project."""
        return self.env["commercial.contract"]._action_open([("project_id", "in", self.ids)])
