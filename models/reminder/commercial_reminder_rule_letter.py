from odoo import api, fields, models

LETTERS = "commercial_contract.reminder_rule_letter"


class CommercialReminderRule(models.Model):
    """The rule that letters to customers are logged under. People send them, never the daily job."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    what = fields.Selection(
        selection_add=[("letter", "Payment Letters")], ondelete={"letter": "cascade"}
    )

    @api.model
    def _get_letter_rule(self):
        """Return the rule of the letters; its steps hold their words. It cannot be deleted."""
        return self.env.ref(LETTERS)

    def _remind_companies(self, *args):
        return None if self.what == "letter" else super()._remind_companies(*args)
