from odoo import api, models


class CommercialContract(models.Model):
    """A template for Odoo's import of contracts with their goods and plan."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract", "commercial.import.template"]
    _import_template = "contracts"

    @api.model
    def _get_import_template_name(self):
        return self.env._("Import Template for Contracts")
