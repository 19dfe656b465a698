from odoo import models
from odoo.fields import Domain

from .commercial_contract_waiting import AGREED

# Reminders of a date of the contract, and the field that holds it.
DATE_FIELDS = {"start": "date_start", "end": "date_end", "notice": "date_notice"}


class CommercialReminderRule(models.Model):
    """Rules on contracts: their dates, and what is missing from them."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    def _get_contract_domain(self, companies, today, workdays=None):
        """Contracts that may call for a reminder today: their dates lie within reach, or what was due is
        still held back. ``_get_contract_dates`` then says which of them do."""
        first, last = self._get_reach(today, workdays)

        def within(name):
            return Domain(name, ">=", first) & Domain(name, "<=", last)

        if self.what in DATE_FIELDS:
            domain = within(DATE_FIELDS[self.what])
        elif self.what == "text":
            domain = within("date_signed")
        elif self.what == "progress":
            domain = Domain("progress_ids", "any", within("date"))
        else:
            agreed = [("status", "in", AGREED), ("reviewed_date", ">=", first)]
            domain = within("date_start") | Domain("review_ids", "any", agreed)
        held = [("rule_id", "=", self.id), ("state", "=", "held")]
        return (
            Domain("company_id", "in", companies.ids)
            & Domain("state", "=", "draft" if self.what == "signature" else "active")
            & (domain | Domain("reminder_log_ids", "any", held))
        )

    def _get_contract_dates(self, contracts):
        """Return {contract: date} of those that call for this rule's reminder now."""
        state = "draft" if self.what == "signature" else "active"
        contracts = contracts.filtered(lambda contract: contract.state == state)
        if self.what in DATE_FIELDS:
            dates = {contract: contract[DATE_FIELDS[self.what]] for contract in contracts}
        elif self.what == "text":
            missing = contracts.filtered("is_without_text")
            dates = {contract: contract.date_signed for contract in missing}
        elif self.what == "progress":
            dates = {contract: contract._get_stalled_since() for contract in contracts}
        else:
            dates = {contract: contract._get_unsigned_since() for contract in contracts}
        return {contract: day for contract, day in dates.items() if day}

    def _follow_open_contracts(self, companies):
        """Take off what was seen to since: a text was attached, work went on."""
        self.env["commercial.reminder.log"]._follow(
            Domain("rule_id", "=", self.id)
            & Domain("company_id", "in", companies.ids)
            & Domain("activity_ids", "any", [("active", "=", True)])
        )
