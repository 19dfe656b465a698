from odoo import models


class CommercialReminderRule(models.Model):
    """A rule reminds on the day of whoever is reminded: in one company, people may live in several."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    def _filter_day(self, told, today):
        """Return those of ``told`` for whose people it is ``today`` now; the others have a run of their own.

        :param told: ``{record of one company: users}``; where there are none, it is the day of the company
        """
        days = self.env["res.company"]._get_days_of(told)
        return {record: users for record, users in told.items() if days[record] == today}
