from functools import partial

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from .commercial_reminder_rule_plan import CATCH_UP


class CommercialReminderRule(models.Model):
    """A reminder that nobody answers goes to the manager as well, once."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    escalate_days = fields.Integer(
        string="To the Manager After",
        aggregator=None,
        help="Days after a reminder was sent: where it still holds then, and its activity is not done, the"
        " manager of the department is told, else that of the responsible. 0: never.",
    )

    @api.constrains("escalate_days")
    def _check_escalate_days(self):
        for rule in self:
            if rule.escalate_days < 0:
                raise ValidationError(
                    self.env._(
                        "The number of days of rule '%s' cannot be negative. Enter 0 or more.",
                        rule.name,
                    )
                )

    def _remind_companies(self, companies, today, workdays, batch):
        result = super()._remind_companies(companies, today, workdays, batch)
        if self.escalate_days:
            lang = companies[:1].partner_id.lang
            rule = self.with_context(lang=lang) if lang else self
            self.env["commercial.job"]._run_job(
                rule._get_unanswered(companies, today),
                Domain.TRUE,
                partial(rule._escalate, today=today),
                rule._set_escalation_aside,
                batch,
            )
        return result

    def _get_unanswered(self, companies, today):
        """Return the rows of the log whose time to be answered is over, the newest of each record."""
        last = fields.Date.subtract(today, days=self.escalate_days)
        logs = self.env["commercial.reminder.log"]
        found = logs.search(
            Domain("rule_id", "=", self.id)
            & Domain("company_id", "in", companies.ids)
            & Domain("state", "=", "sent")
            & Domain("parent_id", "=", False)
            & Domain("date_sent", "<=", last)
            & Domain("date_sent", ">=", fields.Date.subtract(last, days=CATCH_UP))
            & ~Domain("escalation_ids", "any", [("state", "!=", "held")])
        )
        return found._filter_unanswered(today)

    def _escalate(self, logs, today):
        """Tell the managers of these reminders, and log it. Safe to call twice.

        Where no manager can be told, the row says so, and the next run tries again.
        """
        logs = logs._filter_unanswered(today)
        logs = logs.filtered(lambda log: all(one.state == "held" for one in log.escalation_ids))
        people = logs._get_escalated()
        here = self._filter_day({log: users for log, (users, _text) in people.items()}, today)
        rows = []
        for log in here:
            users, reason = people[log]
            former = log.escalation_ids
            if not users and former and former.reason == reason:
                continue
            held = former._tell_held()
            former.unlink()
            state = self._get_told_state(log.step, users) if users else "held"
            rows.append(
                {
                    "contract_id": log.contract_id.id,
                    "settlement_id": log.settlement_id.id,
                    "rule_id": self.id,
                    "parent_id": log.id,
                    "step": log.step,
                    "step_id": log.step_id.id,
                    "date_planned": fields.Date.add(log.date_sent, days=self.escalate_days),
                    "date_due": log.date_due,
                    "date_sent": today if users else False,
                    "state": state,
                    "cause": False if users else "nobody",
                    "reason": reason,
                    "held_before": held,
                    "user_ids": [Command.set(users.ids)],
                }
            )
        rows = logs.create(rows)
        rows.flush_recordset()  # here another worker's row is met, and not after something was sent
        self._tell(rows.filtered(lambda log: log.state != "held"))

    def _set_escalation_aside(self, log, error):
        log.reason = str(error)
