"""Fields of the plan line that the engine feeds.

Reading one first runs the engine for the contracts that are marked. A dependency on
``contract_id.ledger_version`` would do the same, but costs one query for each contract that Odoo's
own payment loops touch one by one (measured: 100 payments, 100 queries more).
"""

from odoo import fields


class _FedByEngine:
    def recompute(self, records):
        records.env["commercial.contract"]._follow_marked()
        return super().recompute(records)


class LedgerMonetary(_FedByEngine, fields.Monetary):
    pass


class LedgerSelection(_FedByEngine, fields.Selection):
    pass


class LedgerDate(_FedByEngine, fields.Date):
    pass


class LedgerOne2many(_FedByEngine, fields.One2many):
    def __get__(self, record, owner=None):
        if record is not None:
            record.env["commercial.contract"]._follow_marked()
        return super().__get__(record, owner)
