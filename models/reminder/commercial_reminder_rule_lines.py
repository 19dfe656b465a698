from odoo import fields, models
from odoo.fields import Domain

from ...tools.reminders import last_told
from .commercial_reminder_log import TOLD


class CommercialReminderRule(models.Model):
    """Rules on plan lines: what is due, what is overdue, what was held back until after completion."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    def _get_line_domain(self, companies, today, workdays=None):
        """Lines that wait for money and whose day has come. A line that was reminded of already is in
        only where its date was moved since: ``_plan_steps`` looks at these one by one."""
        moved = Domain("date_due_original", "!=", False) | Domain("date_triggered", "!=", False)
        domain = self._get_awaited_domain(companies) & Domain.OR(
            Domain("date_due", "<=", last_told(today, offset, workdays))
            & (moved | ~self._get_told_domain(step))
            for step, offset in enumerate(self._get_offsets())
        )
        if self.what == "retention":
            domain &= Domain("kind", "=", "retention")
        if self.what == "overdue":
            first, _last = self._get_reach(today)
            held = [("rule_id", "=", self.id), ("state", "=", "held")]
            domain &= Domain("date_due", ">=", first) | Domain("reminder_log_ids", "any", held)
        return domain

    def _get_told_domain(self, step):
        """Lines of which this rule told a step, or one after it, of whatever date."""
        told = [("rule_id", "=", self.id), ("step", ">=", step), ("state", "!=", "held")]
        return Domain("reminder_log_ids", "any", told)

    def _get_awaited_domain(self, companies):
        """Lines whose money somebody should look after, or will once the contract is resumed.
        ``_is_reminded`` is its twin."""
        return (
            Domain("company_id", "in", companies.ids)
            & Domain("is_cancelled", "=", False)
            & Domain("state", "in", ("open", "partial"))
            & (
                Domain("contract_id.state", "=", "active")
                | Domain("contract_id.state", "=", "done") & Domain("trigger", "=", "completion")
            )
        )

    def _follow_open(self, companies, today):
        """Bring what is open by this rule to what holds today: days pass without anybody doing anything."""
        if not self._is_on_lines():
            self._follow_open_contracts(companies)

    def _get_told_later(self, planned, people):
        """Return the lines whose people were told more by another rule: a reminder that was due on the
        same day or later.

        :param planned: ``{record: Planned}``
        :param people: ``{record: (users, reason)}``
        """
        lines = self._get_records().browse()
        if not self._is_on_lines() or not people:
            return lines
        logs = self.env["commercial.reminder.log"].search(
            [
                ("settlement_id", "in", [line.id for line in people]),
                ("rule_id", "!=", self.id),
                ("state", "in", TOLD),
                ("rule_id.what", "!=", "snooze"),  # what comes back says nothing new
            ]
        )
        for log in logs:
            line = log.settlement_id
            plan = planned[line]
            if (
                log._tells_of(plan.told)
                and log.date_planned >= plan.days[plan.step]
                and people[line][0] <= log.user_ids
            ):
                lines |= line
        return lines

    def _replace_former(self, logs):
        """Take off what the people of these new reminders still have open on the same record: one
        reminder stands at a time, the newest."""
        former = self.env["mail.activity"].with_context(active_test=False)
        former = former.search(self._get_former_domain(logs))
        people = {log._get_record(): log.user_ids for log in logs}
        former = former.filtered(
            lambda one: (
                one.user_id in people[one.commercial_reminder_log_id._get_record()]
                and (one.active or one.is_closed_by_money)
            )
        )
        if former:
            former.commercial_reminder_log_id.write({"is_closed": False})
            former.write({"active": False, "is_closed_by_money": False})

    def _get_former_domain(self, logs):
        if self._is_on_lines():
            return Domain("commercial_reminder_log_id.settlement_id", "in", logs.settlement_id.ids)
        return Domain(
            "commercial_reminder_log_id",
            "any",
            [("rule_id", "=", self.id), ("contract_id", "in", logs.contract_id.ids)],
        )

    def _prepare_activities(self, people):
        """Return the values of the activities of these reminders: one a person.

        :param people: ``{row of the log: users}``
        """
        kind = self.env.ref(self._get_activity_type(), raise_if_not_found=False)
        kind = kind or self.env["mail.activity.type"]
        return [
            {
                **log._speak_to(user)._prepare_activity(user, kind),
                "commercial_reminder_log_id": log.id,
            }
            for log, users in people.items()
            for user in users
        ]

    def _get_activity_type(self):
        name = {"overdue": "overdue", "settlement": "settlement_due", "retention": "settlement_due"}
        return f"commercial_contract.mail_activity_type_{name.get(self.what, 'contract_date')}"

    def _log_moved(self, lines, reason):
        """Write that the open reminders of these lines were moved to the dates that hold now."""
        told = self._get_told(lines)
        offsets = self._get_offsets()
        rows = [
            {
                "contract_id": line.contract_id.id,
                "settlement_id": line.id,
                "rule_id": self.id,
                "date_planned": fields.Date.add(line.date_due, days=offsets[0]),
                "date_due": line.date_due,
                "state": "moved",
                "reason": reason,
            }
            for line in lines
            if line.date_due and (line, line.date_due) not in told
        ]
        self.env["commercial.reminder.log"].create(rows)
