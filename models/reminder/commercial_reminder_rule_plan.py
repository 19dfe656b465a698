from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_list

from ...tools.reminders import last_told, planned_days, what_to_send

# Days: what came longer ago than that, before a rule looked at it, is no news any more.
CATCH_UP = 30


class Planned(NamedTuple):
    """What a run tells of a record: the date, the days of the steps, the step to send, those missed."""

    told: object
    days: list
    step: int
    missed: tuple


class CommercialReminderRule(models.Model):
    """On which days a rule reminds, and what of it was told already."""

    _name = "commercial.reminder.rule"
    _inherit = ["commercial.reminder.rule"]

    timing = fields.Char(
        string="Comes", compute="_compute_timing", help="On which days, before or after the date."
    )

    @api.depends("days", "when", "what", "step_ids.days", "step_ids.active")
    @api.depends_context("lang")
    def _compute_timing(self):
        for rule in self:
            offsets = rule._get_offsets()
            days = format_list(self.env, [str(abs(offset)) for offset in offsets])
            one = offsets in ([1], [-1])
            if rule._comes_after():
                rule.timing = (
                    self.env._("1 day after") if one else self.env._("%s days after", days)
                )
            else:
                rule.timing = (
                    self.env._("1 day before") if one else self.env._("%s days before", days)
                )

    def action_view_log(self):
        """Open what this rule has sent, held back and left out."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "commercial_contract.commercial_reminder_log_action"
        )
        return {**action, "domain": [("rule_id", "=", self.id)]}

    def _get_steps(self):
        """Return the steps of this rule in the order of their days; none where it reminds once."""
        steps = self.step_ids.filtered("active")
        return steps.sorted("days", reverse=not self._comes_after())

    def _get_offsets(self):
        """Return the days of each step after its date, ascending; negative: before it."""
        sign = 1 if self._comes_after() else -1
        return [sign * days for days in self._get_steps().mapped("days") or [self.days]]

    def _plan_steps(self, records, today, workdays=None):
        """Return {record: Planned} of those of which something is told today."""
        dates = self._get_told_dates(records)
        told = self._get_told(records)
        steps, offsets = self._get_steps(), self._get_offsets()
        found = {}
        for record, day in dates.items():
            days = planned_days(day, offsets, workdays)
            done = [self._find_step(log, steps, days) for log in told.get((record, day), ())]
            sending = what_to_send(days, today, done)
            if sending.step is not None:
                found[record] = Planned(day, days, *sending)
        return found

    def _get_told(self, records):
        """Return {(record, date): rows of the log} of what this rule told already, or will not tell."""
        logs = self.env["commercial.reminder.log"].search_fetch(
            self._get_log_domain(records) & Domain("state", "!=", "held"),
            ["settlement_id", "contract_id", "date_due", "step", "step_id", "date_planned"],
        )
        return logs.grouped(lambda log: (log._get_record(), log.date_due))

    def _get_held(self, records):
        """Return the rows of the log in which this rule held back something of these records."""
        records = self._get_records().union(*records)
        logs = self.env["commercial.reminder.log"]
        return logs.search(
            self._get_log_domain(records)
            & Domain("state", "=", "held")
            & Domain("parent_id", "=", False)
        )

    def _prepare_log(self, record, plan, step, state, cause=False, reason=False, users=()):
        """Return the values of the row of the log that says what became of one step."""
        on_lines = self._is_on_lines()
        return {
            "contract_id": record.contract_id.id if on_lines else record.id,
            "settlement_id": record.id if on_lines else False,
            "rule_id": self.id,
            "step": step,
            "step_id": self._get_steps()[step : step + 1].id,
            "date_planned": plan.days[step],
            "date_due": plan.told,
            "state": state,
            "cause": cause,
            "reason": reason,
            "user_ids": [Command.set([user.id for user in users])],
        }

    def _get_log_domain(self, records):
        """Rows of the log that this rule wrote about these records."""
        name = "settlement_id" if self._is_on_lines() else "contract_id"
        return Domain("rule_id", "=", self.id) & Domain(name, "in", records.ids)

    def _find_step(self, log, steps, days):
        """Return the place among today's steps of one that was told: steps may have changed since."""
        if not steps:
            return 0
        if log.step_id in steps:
            return steps.ids.index(log.step_id.id)
        return sum(day <= log.date_planned for day in days) - 1

    def _get_reach(self, today, workdays=None):
        """Return the first and the last date of which something can be due today."""
        offsets = self._get_offsets()
        first = fields.Date.subtract(today, days=max(offsets[-1], 0) + CATCH_UP)
        return first, last_told(today, offsets[0], workdays)

    def _get_told_dates(self, records):
        """Return {record: date} that this rule reminds of; none for what needs no reminder now."""
        if self._is_on_lines():
            return {line: line.date_due for line in records if line.date_due}
        return self._get_contract_dates(records)

    def _get_candidates(self, companies, today, workdays=None):
        """Return the records of which something may be due today, in the order of their dates."""
        if self._is_on_lines():
            domain, order = self._get_line_domain(companies, today, workdays), "date_due, id"
        else:
            domain, order = self._get_contract_domain(companies, today, workdays), "id"
        return self._get_records().search(domain & self._get_filter(), order=order)
