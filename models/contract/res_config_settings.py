from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_company import NUMBERS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    contract_due_soon_days = fields.Integer(
        related="company_id.contract_due_soon_days", readonly=False
    )
    contract_no_gap = fields.Boolean(related="company_id.contract_no_gap", readonly=False)
    contract_prefix = fields.Char(string="Number Prefix", compute="_compute_contract_next_name")
    contract_next_name = fields.Char(
        string="Next Contract No.", compute="_compute_contract_next_name"
    )

    @api.depends("company_id")
    def _compute_contract_next_name(self):
        for settings in self:
            today = fields.Date.context_today(settings)
            sequence = settings._get_contract_sequence()
            settings.contract_prefix = sequence and sequence._get_prefix(today)
            settings.contract_next_name = sequence and sequence._peek(today)

    def action_open_contract_sequence(self):
        """Open the sequence that numbers the contracts of the active company.

        Raises UserError where there is none.
        """
        self.ensure_one()
        sequence = self._get_contract_sequence()
        if not sequence:
            raise UserError(
                self.env._(
                    "%(company)s has no numbering of contracts. Create a sequence with the code '%(code)s'.",
                    company=self.company_id.display_name,
                    code=NUMBERS,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contract Numbers"),
            "res_model": "ir.sequence",
            "res_id": sequence.id,
            "views": [(False, "form")],
        }

    def _get_contract_sequence(self):
        return self.company_id._get_contract_sequences()[self.company_id.id]
