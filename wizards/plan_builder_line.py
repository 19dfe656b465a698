from odoo import api, fields, models


class CommercialContractPlanBuilderLine(models.TransientModel):
    _name = "commercial.contract.plan.builder.line"
    _description = "Line of a Plan to Build"
    _order = "sequence, id"

    builder_id = fields.Many2one(
        "commercial.contract.plan.builder", required=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    name = fields.Char()
    date_due = fields.Date(string="Due Date")
    trigger = fields.Selection(
        lambda self: (
            self.env["commercial.contract.settlement"]
            ._fields["trigger"]
            ._description_selection(self.env)
        )
    )
    trigger_days = fields.Integer(string="Days After")
    currency_id = fields.Many2one(related="builder_id.currency_id")
    percent = fields.Float(compute="_compute_percent")
    amount = fields.Monetary()

    @api.depends("amount", "builder_id.contract_id.amount_total")
    def _compute_percent(self):
        for line in self:
            total = line.builder_id.contract_id.amount_total
            line.percent = 100 * line.amount / total if total else 0.0

    def _prepare_preview(self, row):
        """Return the values that show ``row``, the values of a plan line."""
        labels = self.env["commercial.contract.settlement"]._get_kind_labels()
        return {
            "name": row.get("name") or labels[row["kind"]],
            "trigger": row.get("trigger", "date"),
            **{name: row.get(name) for name in ("amount", "date_due", "sequence", "trigger_days")},
        }
