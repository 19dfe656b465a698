from odoo import models


class CommercialContractFed(models.AbstractModel):
    """Rows that the engine feeds: whoever searches, sums or fetches them first gets what is pending.

    ``_depends`` would say the same, but makes the engine run inside the engine, once more for each
    thousand marked contracts.
    """

    _name = "commercial.contract.fed"
    _description = "Fed by the Ledger"
    _not_fed = frozenset()  # computed from what people type alone: asked for, the engine can wait

    def _recompute_model(self, fnames=None):
        self.env["commercial.contract"]._follow_marked()
        return super()._recompute_model(fnames)

    def _recompute_recordset(self, fnames=None):
        if fnames is None or not self._not_fed.issuperset(fnames):
            self.env["commercial.contract"]._follow_marked()
        return super()._recompute_recordset(fnames)
