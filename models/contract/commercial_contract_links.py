from odoo import api, fields, models


class CommercialContract(models.Model):
    """The ways from a contract to its project, its tasks, its opportunity and its party's others."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    project_task_count = fields.Integer(
        string="Tasks of the Project", compute="_compute_project_task_count"
    )
    sibling_count = fields.Integer(
        string="Other Contracts of the Party",
        compute="_compute_sibling_count",
        help="Contracts with the same company, whichever of its contacts stands on them.",
    )

    @api.depends("project_id")
    @api.depends_context("uid")
    def _compute_project_task_count(self):
        Task = self.env["project.task"]
        counts = {}
        if Task.has_access("read"):
            counts = dict(
                Task._read_group(
                    [("project_id", "in", self.project_id.ids), ("is_closed", "=", False)],
                    ["project_id"],
                    ["__count"],
                )
            )
        for contract in self:
            contract.project_task_count = counts.get(contract.project_id._origin, 0)

    @api.depends("commercial_partner_id")
    @api.depends_context("uid")
    def _compute_sibling_count(self):
        counts = dict(
            self._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for contract in self:
            same = counts.get(contract.commercial_partner_id._origin, 0)
            contract.sibling_count = max(same - bool(contract._origin.id), 0)

    def action_view_project(self):
        """Open the project of this contract."""
        self.ensure_one()
        return self.project_id._get_records_action()

    def action_view_project_tasks(self):
        """Open the tasks of the project of this contract, the open ones first in view."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("project.action_view_all_task")
        action.update(
            domain=[("project_id", "=", self.project_id.id)],
            context={"default_project_id": self.project_id.id, "search_default_open_tasks": 1},
        )
        return action

    def action_view_opportunity(self):
        """Open the opportunity from which this contract came."""
        self.ensure_one()
        return self.opportunity_id._get_records_action()

    def action_view_siblings(self):
        """Open the other contracts with the same company."""
        self.ensure_one()
        return self._action_open(
            [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("id", "!=", self.id),
            ]
        )
