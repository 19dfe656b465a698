from odoo import api, fields, models
from odoo.fields import Command

AGREED = ("date_due", "trigger", "trigger_percent", "trigger_days", "amount")


class CommercialContractAmendPlan(models.TransientModel):
    """The plan of a contract as it is to be: what it was, what happened on it, what it comes to."""

    _name = "commercial.contract.amend.plan"
    _inherit = ["commercial.contract.dialog"]
    _description = "Settlement Line to Amend"
    _order = "sequence, id"

    amend_id = fields.Many2one(
        "commercial.contract.amend", string="Amending", required=True, ondelete="cascade"
    )
    settlement_id = fields.Many2one("commercial.contract.settlement", string="Settlement Line")
    sequence = fields.Integer(default=1000)
    currency_id = fields.Many2one(related="amend_id.currency_id")
    name = fields.Char(required=True)
    date_due = fields.Date(string="Due Date")
    trigger = fields.Selection(
        lambda self: (
            self.env["commercial.contract.settlement"]
            ._fields["trigger"]
            ._description_selection(self.env)
        ),
        required=True,
        default="date",
        help="What makes the line due. A line without a date waits for it.",
    )
    trigger_percent = fields.Float(string="At Progress (%)", default=100.0)
    trigger_days = fields.Integer(string="Days After")
    amount_before = fields.Monetary(string="Before")
    amount_held = fields.Monetary(
        string="Invoiced or Settled",
        help="The larger of what was invoiced and what was settled: the line does not go below it.",
    )
    amount = fields.Monetary(string="After")
    difference = fields.Monetary(compute="_compute_difference")

    @api.depends("amount", "amount_before")
    def _compute_difference(self):
        for row in self:
            row.difference = row.amount - row.amount_before

    @api.onchange("trigger")
    def _onchange_trigger(self):
        if self.trigger != "date":
            self.date_due = False  # it waits for its event; a date typed now is taken all the same

    def _prepare_row(self, line, held):
        """Return the values that copy a plan line."""
        return {
            "settlement_id": line.id,
            "sequence": line.sequence,
            "name": line.label,
            "amount_before": line.amount,
            "amount_held": held,
            **{name: line[name] for name in AGREED},
        }

    def _prepare_commands(self, lines):
        """Return how these rows change the plan ``lines``, as commands."""
        commands = []
        for row in self:
            values = {name: row[name] for name in AGREED}
            line = row.settlement_id._origin
            if not line:
                commands.append(Command.create({**values, "name": row.name}))
            else:
                renamed = {"name": row.name} if row.name and row.name != line.label else {}
                commands.append(Command.update(line.id, {**values, **renamed}))
        gone = lines - self.settlement_id._origin
        return commands + [Command.delete(line.id) for line in gone]
