from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommercialContractProgress(models.Model):
    _name = "commercial.contract.progress"
    _description = "Contract Progress"
    _inherit = ["commercial.contract.child"]
    _order = "date desc, id desc"

    date = fields.Date(required=True, default=fields.Date.context_today)
    name = fields.Char(string="What Was Done", required=True)
    percent = fields.Float(
        string="Progress (%)",
        aggregator=None,
        help="How far the whole contract is after this step, from 0 to 100.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Reported By",
        default=lambda self: self.env.user,
        index="btree_not_null",
    )
    note = fields.Text()

    @api.constrains("percent")
    def _check_percent(self):
        for entry in self:
            if not 0 <= entry.percent <= 100:
                raise ValidationError(
                    self.env._(
                        "The progress entry '%(entry)s' of %(contract)s says %(percent)s %%."
                        " Enter a percentage from 0 to 100.",
                        entry=entry.name,
                        contract=entry.contract_id.display_name,
                        percent=entry.percent,
                    )
                )
