from odoo import fields, models
from odoo.tools import format_date

DATES = {"date_start", "date_end", "date_notice"}  # what contracts are reminded of


class CommercialContract(models.Model):
    """Reminders follow the money and the life of a contract."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    promise_ids = fields.One2many(
        "commercial.contract.promise", "contract_id", string="Promises to Pay", readonly=True
    )
    reminder_log_ids = fields.One2many(
        "commercial.reminder.log", "contract_id", string="Reminders", readonly=True
    )

    def _feed_lines(self, contracts, figures):
        result = super()._feed_lines(contracts, figures)
        lines = self.env["commercial.contract.settlement"].browse(figures)
        self.env["commercial.contract.promise"]._follow_cash(lines)
        self.env["commercial.reminder.log"]._follow_lines(lines)
        return result

    def _move_to(self, state, **vals):
        result = super()._move_to(state, **vals)
        if state in ("done", "terminated"):
            self.settlement_ids.filtered(lambda line: not line._is_reminded())._drop_promises()
        self.env["commercial.reminder.log"]._follow_contracts(self)
        return result

    def write(self, vals):
        result = super().write(vals)
        if not DATES.isdisjoint(vals):
            self.env["commercial.reminder.log"]._follow([("contract_id", "in", self.ids)])
        return result

    def action_suspend(self, reason=None, date=None):
        result = super().action_suspend(reason, date)
        self.env["commercial.reminder.log"]._follow_contracts(self)
        return result

    def action_resume(self):
        result = super().action_resume()
        self.env["commercial.reminder.log"]._follow_contracts(self)
        return result

    def _prepare_dated(self, user, kind, log):
        """Return the values of the activity of type ``kind`` that reminds ``user`` of what ``log`` says."""
        rule = log.rule_id
        names = {
            "contract": self.display_name,
            "partner": self.partner_id.display_name,
            "date": format_date(self.env, log.date_due),
            "percent": round(self.progress_ids[:1].percent),
        }
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "summary": self._get_dated_texts()[rule.what] % names,
            "date_deadline": log.date_planned if rule._comes_after() else log.date_due,
            "user_id": user.id,
            "automated": True,
        }

    def _get_dated_texts(self):
        """Return {what a rule reminds of: the sentence that says it}, in the language of the reader."""
        return {
            "start": self.env._("%(contract)s, %(partner)s: starts on %(date)s"),
            "end": self.env._("%(contract)s, %(partner)s: ends on %(date)s"),
            "notice": self.env._("%(contract)s, %(partner)s: notice by %(date)s"),
            "text": self.env._("%(contract)s, %(partner)s: signed on %(date)s, no text attached"),
            "signature": self.env._("%(contract)s, %(partner)s: not signed since %(date)s"),
            "approval": self.env._("%(contract)s, %(partner)s: waits for approval since %(date)s"),
            "delivery": self.env._(
                "%(contract)s, %(partner)s: the delivery of %(date)s is not complete"
            ),
            "work": self.env._("%(contract)s, %(partner)s: planned work is overdue since %(date)s"),
            "snooze": self.env._("%(contract)s, %(partner)s: put off until %(date)s"),
            "progress": self.env._(
                "%(contract)s, %(partner)s: no progress since %(date)s, %(percent)s %%"
            ),
        }

    def action_nudge(self):
        """Ask the responsible people for what is overdue on these contracts, else for what is next."""
        return (self._get_chased() or self.settlement_ids).action_nudge()

    def action_promise(self):
        """Record a promise on what is overdue on these contracts, else on what is next."""
        return (self._get_chased() or self.settlement_ids).action_promise()

    def _get_chased(self):
        """Return the overdue plan lines of each of these contracts, else its next one."""
        lines = self.settlement_ids._get_open()._sort_for_payment()
        found = lines.browse()
        for part in lines.grouped("contract_id").values():
            found |= part.filtered(lambda line: line.due_status == "overdue") or part[:1]
        return found
