from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .commercial_reminder_rule import CHANNELS


class CommercialReminderStep(models.Model):
    """One of several reminders of a rule: its day and its wording."""

    _name = "commercial.reminder.step"
    _description = "Reminder Step"
    _inherit = ["commercial.reminder.ready.made"]
    _order = "rule_id, days, id"

    rule_id = fields.Many2one(
        "commercial.reminder.rule",
        string="Reminder Rule",
        required=True,
        index=True,
        ondelete="cascade",
    )
    active = fields.Boolean(string="In Use", default=True)
    days = fields.Integer(
        required=True,
        default=1,
        aggregator=None,
        help="How many days before or after the date this reminder comes.",
    )
    name = fields.Char(
        string="Tone",
        required=True,
        translate=True,
        help="Stands before what the reminder says.",
    )
    note = fields.Text(
        string="What to Do", translate=True, help="Stands in the activity, below its summary."
    )

    how = fields.Selection(CHANNELS, help="Empty: as the rule has it.")

    @api.constrains("days")
    def _check_days(self):
        for step in self:
            if step.days < 0:
                raise ValidationError(
                    self.env._(
                        "The number of days of step '%(step)s' of rule '%(rule)s' cannot be negative."
                        " Enter 0 or more.",
                        step=step.name,
                        rule=step.rule_id.name,
                    )
                )
