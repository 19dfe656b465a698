from odoo import api, fields, models
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

    def _get_due_domain(self, companies, today):
        still = Domain("promise_ids", "any", UNKEPT & Domain("date", ">=", today))
        if self.what == "promise":
            last = fields.Date.add(today, days=self._get_lead())
            broken = Domain("promise_ids", "any", UNKEPT & Domain("date", "<=", last))
            return self._get_awaited_domain(companies) & broken & ~still
        # who is told of a broken promise is not told of the due date beside it
        silent = Domain("promise_ids", "any", UNKEPT) if self._tells_broken_promises() else still
        return super()._get_due_domain(companies, today) & ~silent

    def _get_lead(self):
        """A promise is broken on the day after it, at the earliest."""
        return -max(self.days, 1) if self.what == "promise" else super()._get_lead()

    def _get_told_date(self, line):
        if self.what != "promise":
            return super()._get_told_date(line)
        return max(line.promise_ids._get_unkept().mapped("date"), default=line.date_due)

    @api.model
    def _tells_broken_promises(self):
        return bool(self.search_count([("what", "=", "promise")], limit=1))

    def _prepare_activities(self, people):
        if self.what != "promise":
            return super()._prepare_activities(people)
        kind = self.env.ref(BROKEN, raise_if_not_found=False) or self.env["mail.activity.type"]
        return [line._prepare_broken(user, kind) for line, user in people.items()]
