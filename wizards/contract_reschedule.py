from odoo import fields, models


class CommercialContractReschedule(models.TransientModel):
    _name = "commercial.contract.reschedule"
    _description = "Reschedule Settlement Lines"

    settlement_ids = fields.Many2many(
        "commercial.contract.settlement",
        "commercial_contract_reschedule_line_rel",
        string="Settlement Lines",
        required=True,
    )
    date = fields.Date(string="New Due Date", required=True)
    reason = fields.Char(required=True, help="Stays readable beside the first due date.")

    def action_reschedule(self):
        self.ensure_one()
        self.settlement_ids.reschedule(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
