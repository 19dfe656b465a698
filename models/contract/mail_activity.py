from odoo import api, models

from .commercial_contract_access import is_of_contracts


class MailActivity(models.Model):
    """Odoo lets everybody put an activity for himself on any record, and tells him its name: not of a
    contract that is hidden from him, or of what stands below one (I8)."""

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_contract()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if not {"res_model", "res_model_id", "res_id"}.isdisjoint(vals):
            self._check_contract()
        return result

    def _check_contract(self):
        """Raise AccessError where whoever acts here may not read the contract of these activities."""
        if self.env.su:
            return
        # sudo: where the activities hang; nothing of them is shown
        for model, activities in self.sudo().grouped("res_model").items():
            if is_of_contracts(self.env, model):
                self.env[model].browse(activities.mapped("res_id")).check_access("read")
