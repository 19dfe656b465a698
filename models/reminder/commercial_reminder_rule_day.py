from odoo import models


class CommercialReminderRule(models.Model):
    """A rule reminds on the day of whoever is reminded: in one company, people may live in several."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    def _filter_day(self, told, today):
        """Return those of ``told`` for whose people it is ``today`` now; the others have a run of their own.

        :param told: ``{record of one company: users}``; where there are none, it is the day of the company
        """
        days, found = {}, {}
        for record, users in told.items():
            key = record.company_id, users
            if key not in days:
                days[key] = record.company_id._get_day_of(users)
            if days[key] == today:
                found[record] = users
        return found
