"""Fields that the engine feeds, of the contract and of the plan line, and what is computed from them.

Reading one first runs the engine for the contracts that are marked. A dependency on
``contract_id.ledger_version`` would do the same, but costs one query for each contract that Odoo's
own payment loops touch one by one (measured: 100 payments, 100 queries more); and each field that
depends on it makes Odoo look at one trigger more for every journal item (commercial_contract.py).
"""

from odoo import fields


class _FedByEngine:
    def recompute(self, records):
        records.env["commercial.contract"]._follow_marked()
        return super().recompute(records)

    def __get__(self, record, owner=None):
        # `recompute` is asked for stored figures only; of the others the cache may hold what was so before
        if record is not None and not (self.compute and self.store):
            record.env["commercial.contract"]._follow_marked()
        return super().__get__(record, owner)


class LedgerBoolean(_FedByEngine, fields.Boolean):
    pass


class LedgerChar(_FedByEngine, fields.Char):
    pass


class LedgerDate(_FedByEngine, fields.Date):
    pass


class LedgerFloat(_FedByEngine, fields.Float):
    pass


class LedgerInteger(_FedByEngine, fields.Integer):
    pass


class LedgerMany2many(_FedByEngine, fields.Many2many):
    pass


class LedgerMonetary(_FedByEngine, fields.Monetary):
    pass


class LedgerOne2many(_FedByEngine, fields.One2many):
    pass


class LedgerSelection(_FedByEngine, fields.Selection):
    pass
