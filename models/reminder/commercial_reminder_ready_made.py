from odoo import api, models
from odoo.exceptions import UserError

MODULE = "commercial_contract"


class CommercialReminderReadyMade(models.AbstractModel):
    """What comes with the app is changed and switched off, but stays: deleted, it would come back with the
    next upgrade."""

    _name = "commercial.reminder.ready.made"
    _description = "Ready-Made Record"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ready_made(self):
        # sudo: where a record came from is no secret
        rows = self.env["ir.model.data"].sudo()
        rows = rows.search(
            [("module", "=", MODULE), ("model", "=", self._name), ("res_id", "in", self.ids)]
        )
        for record in self.browse(rows.mapped("res_id"))[:1]:
            raise UserError(
                self.env._(
                    "'%s' came with the app and cannot be deleted. Switch it off instead: untick 'In Use'.",
                    record.display_name,
                )
            )
