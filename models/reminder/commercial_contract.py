from odoo import fields, models


class CommercialContract(models.Model):
    """Reminders follow the money and the life of a contract."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    promise_ids = fields.One2many(
        "commercial.contract.promise", "contract_id", string="Promises to Pay", readonly=True
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
        self.env["commercial.reminder.log"]._follow_lines(self.settlement_ids)
        return result

    def action_suspend(self, reason=None, date=None):
        result = super().action_suspend(reason, date)
        self.env["commercial.reminder.log"]._follow_lines(self.settlement_ids)
        return result

    def action_resume(self):
        result = super().action_resume()
        self.env["commercial.reminder.log"]._follow_lines(self.settlement_ids)
        return result

    def _get_reminded_user(self):
        """Return who is reminded: the responsible, else the first deputy, else who made the contract.

        Only an internal user who can log in; nobody where there is none of them.
        """
        self.ensure_one()
        for user in (self.user_id, *self.deputy_ids.sorted("id"), self.create_uid):
            if user.active and not user.share:
                return user
        return self.env["res.users"]

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
