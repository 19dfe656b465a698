from odoo import models


class IrAttachment(models.Model):
    """A customer who reads a shared contract reads none of its files: they are papers of the house."""

    _name = "ir.attachment"
    _inherit = ["ir.attachment"]

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        if self.env.su or operation != "read" or self.env.user._is_internal():
            yield from super()._inaccessible_comodel_records(model_and_ids, operation)
            return
        inside = self.env.registry["commercial.contract.access"]
        ours = {
            model: ids
            for model, ids in model_and_ids.items()
            if model in self.env and isinstance(self.env[model], inside)
        }
        others = {model: ids for model, ids in model_and_ids.items() if model not in ours}
        yield from super()._inaccessible_comodel_records(others, operation)
        yield from super()._inaccessible_comodel_records(ours, "write")
