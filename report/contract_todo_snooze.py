from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.reminder.commercial_reminder_log_snooze import MATTERS


class ContractTodo(models.Model):
    """What somebody put off is not there until its day; what stands there twice stands there once."""

    _name = "commercial.contract.todo"
    _inherit = ["commercial.contract.todo"]

    def action_snooze(self):
        """Open the dialog that asks until when these rows are put off, and why.

        :raises UserError: none of them awaits the user
        """
        self.check_access("read")
        rows = self.filtered(lambda row: row.user_id == self.env.user)
        if not rows:
            raise UserError(
                self.env._("Only what awaits oneself can be put off. Choose rows of one's own.")
            )
        return self.env["commercial.contract.snooze"]._open(todo_keys=rows.ids)

    def _get_put_off(self):
        """Return what is put off with this row: what it is, contract, plan line, the user's activities."""
        activities = self.activity_id
        # sudo: activities of the user himself, whatever he may do on the record
        record = (self.settlement_id or self.contract_id).sudo()
        if self.kind in ("due", "overdue", "promise"):
            activities = record.activity_ids.filtered("automated")
        elif self.kind == "text":
            activities = record.activity_ids.filtered(
                lambda one: one.commercial_reminder_log_id.rule_id.what == "text"
            )
        # sudo: as above
        activities = activities.sudo().filtered(lambda one: one.user_id == self.env.user)
        return self.kind, self.contract_id, self.settlement_id, activities

    def _sql_awake_activity(self):
        return SQL(
            "(a.commercial_snoozed_until IS NULL OR a.commercial_snoozed_until <= %s)",
            self._get_today(),
        )

    def _sql_awake(self, matter, user=None, on_line=True):
        """Whether ``user`` (default: the responsible) did not put this matter of line ``s``, or of contract
        ``c``, off until after today."""
        return SQL(
            "NOT EXISTS (SELECT FROM commercial_reminder_log z"
            " JOIN commercial_reminder_log_res_users_rel put ON put.commercial_reminder_log_id = z.id"
            " WHERE z.state = 'snoozed' AND z.date_planned > %(today)s AND z.step = %(step)s"
            " AND z.contract_id = c.id AND z.settlement_id %(line)s AND put.res_users_id = %(user)s)",
            today=self._get_today(),
            step=MATTERS[matter],
            line=SQL("= s.id") if on_line else SQL("IS NULL"),
            user=user or SQL("c.user_id"),
        )

    def _sql_not_told(self, what, user):
        """Whether ``user`` has no open activity by a rule of this kind on contract ``c``: it stands here
        already."""
        return SQL(
            "NOT EXISTS (SELECT FROM mail_activity b"
            " JOIN commercial_reminder_log z ON z.id = b.commercial_reminder_log_id"
            " JOIN commercial_reminder_rule y ON y.id = z.rule_id AND y.what = %s"
            " WHERE b.active AND z.contract_id = c.id AND b.user_id = %s)",
            what,
            user,
        )
