from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models

from ...tools.reminders import ALL_DAYS, Workdays

AROUND = 400  # days before and after today of which it is asked whether they are closed


class ResCompany(models.Model):
    """On which days the people of a company work."""

    _inherit = "res.company"

    def _get_workdays(self, today):
        """Return the working days of this company, by its working hours and the days off of everybody."""
        self.ensure_one()
        calendar = self.resource_calendar_id
        weekdays = {int(day) for day in calendar.attendance_ids.mapped("dayofweek")}
        # sudo: the days off of the company, of nobody in particular
        leaves = self.env["resource.calendar.leaves"].sudo()
        first, last = (fields.Date.add(today, days=days) for days in (-AROUND, AROUND))
        leaves = leaves.search(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, self.id]),
                ("calendar_id", "in", [False, calendar.id]),
                ("date_to", ">=", first),
                ("date_from", "<=", last),
            ]
        )
        zone = pytz.timezone(calendar.tz or self.partner_id.tz or "UTC")
        closed = set()
        for leave in leaves:
            start, end = (
                pytz.utc.localize(moment).astimezone(zone)
                for moment in (leave.date_from, leave.date_to)
            )
            for number in range((end.date() - start.date()).days + 1):
                day = start.date() + timedelta(days=number)
                # whose noon lies within is closed; half a day off is a working day
                if start <= zone.localize(datetime.combine(day, time(12))) <= end:
                    closed.add(day)
        return Workdays(frozenset(weekdays) or ALL_DAYS, frozenset(closed))
