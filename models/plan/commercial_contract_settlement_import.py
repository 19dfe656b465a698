from odoo import api, models


class CommercialContractSettlement(models.Model):
    """A template for Odoo's import of settlement lines."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement", "commercial.import.template"]
    _import_template = "plan"

    @api.model
    def _get_import_template_name(self):
        return self.env._("Import Template for Settlement Plans")
