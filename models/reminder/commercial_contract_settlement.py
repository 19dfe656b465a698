from odoo import fields, models
from odoo.tools import format_date, formatLang

MOVING = ("settlement", "retention")  # reminders of what is to come move along with the due date


class CommercialContractSettlement(models.Model):
    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    reminder_log_ids = fields.One2many(
        "commercial.reminder.log", "settlement_id", string="Reminders", readonly=True
    )

    def _is_reminded(self):
        """Whether somebody should still look after the money of this line."""
        awaited = self.state in ("open", "partial") and self.date_due
        rests = self.contract_id.is_suspended and self.contract_id.state == "active"
        return bool(awaited) and not rests and self._is_running()

    def _is_running(self):
        """Whether the contract still goes on for this line, be it suspended for now."""
        contract = self.contract_id
        # what is due after the completion is awaited then, all else of a completed contract is given up
        running = contract.state == "active" or (
            contract.state == "done" and self.trigger == "completion"
        )
        return running and not self.is_cancelled

    def _tells_delivery(self):
        """Whether the due date of this line is the day of the delivery, and not one that follows from it."""
        return bool(
            self.kind == "delivery"
            and self.date_due
            and not self.date_triggered
            and not self.is_cancelled
        )

    def _prepare_reminder(self, user, kind):
        """Return the values of the activity of type ``kind`` that reminds ``user`` of this line."""
        contract = self.contract_id
        amount = formatLang(self.env, self.amount_residual, currency_obj=contract.currency_id)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "summary": self.env._(
                "%(contract)s, %(partner)s: %(amount)s open",
                contract=contract.display_name,
                partner=contract.partner_id.display_name,
                amount=amount,
            ),
            "date_deadline": self.date_due,
            "user_id": user.id,
            "automated": True,
        }

    def _prepare_told_line(self, user, kind, rule):
        """Return the values of the activity of type ``kind`` by which ``rule`` reminds ``user``."""
        values = self._prepare_reminder(user, kind)
        if rule.what == "overdue":
            values["summary"] = self.env._(
                "%(text)s, overdue since %(date)s",
                text=values["summary"],
                date=format_date(self.env, self.date_due),
            )
        return values

    def reschedule(self, date, reason):
        """Moves the open reminders along: one activity a line, on the date that holds."""
        result = super().reschedule(date, reason)
        self._move_reminders(reason)
        return result

    def _tell_events(self):
        """An event moves the open reminders along; where it is undone, they are taken off."""
        result = super()._tell_events()
        labels = dict(self._fields["trigger"]._description_selection(self.env))
        for trigger, lines in self.filtered("date_due").grouped("trigger").items():
            lines._move_reminders(labels[trigger])
        self.env["commercial.reminder.log"]._follow_lines(self)
        return result

    def _move_reminders(self, reason):
        """Bring the open reminders of these lines to the due date that holds now."""
        logs = self.sudo().reminder_log_ids  # sudo: reminders are written by code alone
        logs = logs.filtered(lambda log: log.rule_id.what in MOVING)
        live = logs.activity_ids.filtered(lambda one: one.active or one.is_closed_by_money)
        logs = live.commercial_reminder_log_id
        for date, part in logs.grouped(lambda log: log.settlement_id.date_due).items():
            (part.activity_ids & live).write({"date_deadline": date})
        # who has done his is told of the new date, though the manager's still stands
        logs = logs.filtered(lambda log: not log.parent_id)
        for rule, part in logs.grouped("rule_id").items():
            rule._log_moved(part.settlement_id, reason)
        self.env["commercial.reminder.log"]._follow_lines(self)
