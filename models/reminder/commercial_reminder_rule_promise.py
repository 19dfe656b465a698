from odoo import fields, models
from odoo.fields import Domain

from .commercial_contract_promise import UNKEPT

BROKEN = "commercial_contract.mail_activity_type_promise_broken"


class CommercialReminderRule(models.Model):
    """A promise to pay silences the reminders of its line until its day; a broken one is a reminder."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    what = fields.Selection(
        selection_add=[("promise", "Broken Promises")], ondelete={"promise": "cascade"}
    )

    def _is_on_lines(self):
        return self.what == "promise" or super()._is_on_lines()

    def _comes_after(self):
        return self.what == "promise" or super()._comes_after()

    def _get_offsets(self):
        """A promise is broken on the day after it, at the earliest."""
        offsets = super()._get_offsets()
        return [max(days, 1) for days in offsets] if self.what == "promise" else offsets

    def _get_line_domain(self, companies, today, workdays=None):
        if self.what != "promise":
            return super()._get_line_domain(companies, today, workdays)
        _first, last = self._get_reach(today, workdays)
        broken, still = (
            Domain("promise_ids", "any", UNKEPT & Domain("date", operator, day))
            for operator, day in (("<=", last), (">=", today))
        )
        return self._get_awaited_domain(companies) & broken & ~still

    def _get_told_dates(self, records):
        if self.what != "promise":
            return super()._get_told_dates(records)
        dates = {line: line.promise_ids._get_unkept().mapped("date") for line in records}
        return {line: max(days) for line, days in dates.items() if days}

    def _get_told_later(self, planned, people):
        if self.what != "promise":
            return super()._get_told_later(planned, people)
        return self._get_records().browse()  # it is told, whatever was told of the due date

    def _follow_open(self, companies, today):
        """Where no rule tells that a promise is broken, the reminders come back that it had taken off."""
        result = super()._follow_open(companies, today)
        if self._is_on_lines() and self.what != "promise":
            broken = UNKEPT & Domain("date", "<", today)
            logs = self.env["commercial.reminder.log"].search(
                Domain("rule_id", "=", self.id)
                & Domain("is_closed", "=", True)
                & Domain("company_id", "in", companies.ids)
                & Domain("settlement_id.promise_ids", "any", broken)
            )
            here = self._filter_day({log: log.user_ids for log in logs}, today)
            logs._follow([("id", "in", [log.id for log in here])])
        return result

    def _get_activity_type(self):
        return BROKEN if self.what == "promise" else super()._get_activity_type()
