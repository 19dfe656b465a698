from odoo import models
from odoo.tools import format_date


class CommercialReminderRule(models.Model):
    """What keeps a reminder back although its day has come; it is asked at the moment of sending."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    def _get_hold_reasons(self, records, today):
        """Return {record: (cause, text)} of those of which nothing is told now. A seam: extend by ``super()``.

        The records were chosen when the job began; whoever paid since gets nothing.

        :returns: the cause as the log has it, and a text that says more, or False
        """
        found = {}
        for record in records:
            reason = self._get_hold_reason(record, today)
            if reason:
                found[record] = reason
        return found

    def _get_hold_reason(self, record, today):
        """Return (cause, text) of what holds one record back, or None."""
        contract = record if record._name == "commercial.contract" else record.contract_id
        if record != contract:
            if record.state == "settled":
                return "settled", False
            if not record._is_running():
                return "ended", False
        if contract.is_suspended and contract.state == "active":
            return "suspended", contract.suspend_reason
        if record == contract:
            return None
        if self.what != "promise" and record.is_disputed:
            return "disputed", record.dispute_reason
        promised = [
            promise.date for promise in record.promise_ids._get_unkept() if promise.date >= today
        ]
        if promised:
            return "promised", format_date(self.env, min(promised))
        return None
