from odoo import models

from .commercial_contract_access import is_of_contracts


class IrAttachment(models.Model):
    """A customer who reads a shared contract reads none of its files: they are papers of the house."""

    _name = "ir.attachment"
    _inherit = ["ir.attachment"]

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        if self.env.su or operation != "read" or self.env.user._is_internal():
            yield from super()._inaccessible_comodel_records(model_and_ids, operation)
            return
        ours = {
            model: ids for model, ids in model_and_ids.items() if is_of_contracts(self.env, model)
        }
        others = {model: ids for model, ids in model_and_ids.items() if model not in ours}
        yield from super()._inaccessible_comodel_records(others, operation)
        yield from super()._inaccessible_comodel_records(ours, "write")
