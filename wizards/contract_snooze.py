from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.reminders import to_workday


class CommercialContractSnooze(models.TransientModel):
    """Asks until when something is put off, and why."""

    _name = "commercial.contract.snooze"
    _description = "Snooze"

    todo_keys = fields.Json(export_string_translation=False)
    log_ids = fields.Many2many(
        "commercial.reminder.log",
        "commercial_contract_snooze_log_rel",
        string="Reminders",
        readonly=True,
    )
    names = fields.Text(string="What", compute="_compute_names")
    date = fields.Date(
        string="Put Off Until",
        required=True,
        default=lambda self: self._default_date(),
        help="On this day it comes back.",
    )
    reason = fields.Char(help="Stands in the reminder log.")

    def _default_date(self):
        """The next working day of the company."""
        today = fields.Date.context_today(self)
        tomorrow = fields.Date.add(today, days=1)
        # sudo: on which days the company works is no secret
        return to_workday(tomorrow, self.env.company.sudo()._get_workdays(today))

    @api.depends("todo_keys", "log_ids")
    def _compute_names(self):
        for wizard in self:
            rows, logs = wizard._get_rows(), wizard.log_ids
            names = [
                self.env._(
                    "%(contract)s: %(matter)s",
                    contract=row.contract_id.display_name,
                    matter=row.name,
                )
                for row in rows
            ]
            wizard.names = "\n".join([*names, *logs.mapped("display_name")])

    def _get_rows(self):
        """Return what of My Day is put off, as far as it still awaits the user."""
        rows = self.env["commercial.contract.todo"]
        keys = [key for key in self.todo_keys or [] if isinstance(key, int)]
        return rows.search([("id", "in", keys), ("user_id", "=", self.env.uid)])

    @api.model
    def _open(self, **values):
        """Return the action that opens this dialog with ``values``.

        Not with a record: Odoo shows what a stored record lacks in red before anybody has typed.
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Snooze"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def action_snooze(self):
        """Put off what is listed.

        :raises UserError: no reason, or a day that is not after today
        """
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why it is put off: enter a reason."))
        if self.date <= fields.Date.context_today(self):
            raise UserError(self.env._("The day must lie after today. Choose a later one."))
        self.log_ids.check_access("read")
        matters = [row._get_put_off() for row in self._get_rows()]
        for log in self.log_ids:
            # sudo: activities of the user himself, whatever he may do on the record
            activities = log.sudo().activity_ids.filtered(
                lambda one: one.active and one.user_id == self.env.user
            )
            matters.append((log._get_matter(), log.contract_id, log.settlement_id, activities))
        self.env["commercial.reminder.log"]._put_off(matters, self.date, self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
