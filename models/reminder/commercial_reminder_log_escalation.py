from odoo import fields, models
from odoo.tools import format_date, format_list


class CommercialReminderLog(models.Model):
    """Which reminders nobody answered, and the rows that tell the manager of them."""

    _name = "commercial.reminder.log"
    _inherit = ["commercial.reminder.log"]

    parent_id = fields.Many2one(
        "commercial.reminder.log",
        string="Not Answered",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The reminder that nobody answered: this one tells the manager of it.",
    )
    escalation_ids = fields.One2many(
        "commercial.reminder.log", "parent_id", string="Told to the Manager", readonly=True
    )

    _escalated_once = models.UniqueIndex(
        "(parent_id) WHERE parent_id IS NOT NULL",
        "The manager was told of this reminder already.",
    )

    def _filter_unanswered(self, today):
        """Return those of these reminders, all of one rule, that still hold and that nobody has done."""
        rule = self.rule_id[:1]
        held = rule._get_hold_reasons(
            rule._get_records().union(*(log._get_record() for log in self)), today
        )
        waiting = self._filter_awaited()
        return waiting.filtered(
            lambda log: (
                log._get_record() not in held
                and (not log.activity_ids or any(one.active for one in log.activity_ids))
            )
        )

    def _get_escalated(self):
        """Return {row: (users, text)}: the manager who is told, or why none can be. Nobody who was told
        already, nobody who does not see the contract."""
        contracts = self.contract_id
        managers = contracts._get_managers()
        chains = {
            log: [[boss for boss in managers[log.contract_id] if boss not in log.user_ids]]
            for log in self
        }
        found = contracts._fill_chains(
            {log: (log.contract_id, places) for log, places in chains.items()}
        )
        return {
            log: (users, reason or (False if users else self.env._("no manager")))
            for log, (users, reason, _full) in found.items()
        }

    def _tell_unanswered(self):
        """Return who did not answer, and since when, in the language of the reader."""
        parent = self.parent_id
        return self.env._(
            "not answered by %(people)s since %(date)s",
            people=format_list(self.env, parent.user_ids.mapped("name")),
            date=format_date(self.env, parent.date_sent),
        )

    def _prepare_activity(self, user, kind):
        values = super()._prepare_activity(user, kind)
        if self.parent_id:
            values["summary"] = self.env._(
                "%(text)s, %(more)s", text=values["summary"], more=self._tell_unanswered()
            )
        return values

    def _get_mail_facts(self):
        facts = super()._get_mail_facts()
        return [*facts, self._tell_unanswered()] if self.parent_id else facts
