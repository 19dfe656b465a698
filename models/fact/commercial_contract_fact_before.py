from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ...tools.money import from_units, prorate
from .commercial_contract_figures import BARE
from .standing import Key, Standing


class CommercialContractFact(models.Model):
    """Events that were booked before the columns without tax were there get them."""

    _name = "commercial.contract.fact"
    _inherit = ["commercial.contract.fact"]

    def _fill_bare(self, billed):
        """Spread what an event comes to without tax over its rows, by their amounts: whom and which month
        a row counts for stays as it was booked.

        :param billed: as for ``_mark``, of all contracts that are looked at
        """
        keys = SQL(", ").join(map(SQL.identifier, Key._fields))
        measures = SQL(", ").join(map(SQL.identifier, BARE))
        found = self.env.execute_query(
            SQL(
                "SELECT %s, id, COALESCE(%s, 0) FROM commercial_contract_fact WHERE contract_id = ANY(%s)"
                " AND kind IN %s AND COALESCE(%s) IS NULL ORDER BY id",
                keys,
                measures,
                list(billed),
                tuple(BARE),
                SQL(", ").join(map(SQL.identifier, BARE.values())),
            )
        )
        if not found:
            return
        standing, rows = Standing(self.env, list(billed), billed), defaultdict(list)
        for *key, id_, amount in found:
            rows[Key(*key)].append((id_, amount))
        values = {kind: [] for kind in BARE}
        for key, parts in rows.items():
            contract = standing.contracts.get(key.contract_id)
            if not contract:
                continue
            own = contract.company_currency
            weights = [standing.exchange.units(amount, own) for _id, amount in parts]
            rounding = standing.exchange.rounding(own)
            for (id_, _amount), units in zip(
                parts, prorate(standing.bare.get(key, 0), weights), strict=True
            ):
                values[key.kind].append((id_, from_units(units, rounding)))
        for kind, pairs in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE commercial_contract_fact f SET %s = v.amount"
                    " FROM UNNEST(%s::int[], %s::numeric[]) AS v(id, amount) WHERE f.id = v.id",
                    SQL.identifier(BARE[kind]),
                    [id_ for id_, _amount in pairs],
                    [amount for _id, amount in pairs],
                )
            )
        self.invalidate_model(flush=False)
