from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

from ...tools.reminders import ALL_DAYS, Workdays

AROUND = 400  # days before and after today of which it is asked whether they are closed


class ResCompany(models.Model):
    """Which day it is for the people of a company, and on which days they work."""

    _inherit = "res.company"

    def _get_lived_days(self, today):
        """Return the days that it is now for whoever works in these companies, each with a time zone in
        which it is that day, the earliest first: three at most, and one where all live in one time zone.

        :param today: the day of the companies
        """
        workers = [("share", "=", False), ("company_ids", "in", self.ids)]
        zones = self.env["res.users"]._read_group(workers, ["tz"])
        found = {self._get_day_in(zone): zone for [zone] in zones if zone}
        found[today] = self[:1].partner_id.tz or self.env.user.tz
        return sorted(found.items())

    @api.model
    def _get_days_of(self, told):
        """Return {record: the day that it is for its people}, as ``_get_day_of`` has it.

        :param told: ``{record of one company: users}``; where there are none, it is the day of the company
        """
        keys = {record: (record.company_id, users) for record, users in told.items()}
        days = {key: key[0]._get_day_of(key[1]) for key in set(keys.values())}
        return {record: days[key] for record, key in keys.items()}

    def _get_day_of(self, users):
        """Return the day that it is for these people: of several, that of the one whose day begins last, so
        that nobody hears of something before its day. Who names no time zone lives in that of the company.
        """
        self.ensure_one()
        zones = set(users.mapped("tz")) or {False}
        own = self.partner_id.tz or self.env.user.tz
        return min(self._get_day_in(zone or own) for zone in zones)

    def _get_day_in(self, zone):
        """Return the day that it is now in a time zone; for a job, when it began: it may cross midnight."""
        moment = self.env.context.get("reminders_began")
        return fields.Date.context_today(self.with_context(tz=zone), moment)

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
