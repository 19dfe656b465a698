from odoo import api, models


class CommercialContractLine(models.Model):
    """A template for Odoo's import of goods."""

    _name = "commercial.contract.line"
    _inherit = ["commercial.contract.line", "commercial.import.template"]
    _import_template = "goods"

    @api.model
    def _get_import_template_name(self):
        return self.env._("Import Template for Goods")
