from odoo import api, fields, models
from odoo.tools import SQL, sql

from ...tools.facts import append_both
from ...tools.money import from_units
from . import records
from .commercial_contract_figures import BARE, KINDS
from .standing import Dimensions, Key, Standing

MARKED = "commercial_contract.facts"  # key in the data of cr.precommit
BOOKING = "commercial_contract_booking"  # key in the cursor's cache: never inside itself
BATCH = 1000  # contracts that are booked at once

# Columns of a row and their types, in the order in which they are written.
TYPES = {
    **dict.fromkeys(Key._fields, "int"),
    **dict.fromkeys(Dimensions._fields, "int"),
    "kind": "varchar",
    "date": "date",
    "date_month": "date",
    "date_booked": "timestamp",
    "company_id": "int",
    "currency_id": "int",
    "direction": "varchar",
    "amount": "numeric",
    **dict.fromkeys((*KINDS, *BARE.values()), "numeric"),
}


class CommercialContractFact(models.Model):
    """The booking: it compares what the records say now with what was booked, and appends what differs.

    Contracts are marked when something of them changes, and booked together before the transaction ends
    or a savepoint is made, so a job books batch by batch. Who reads facts before gets what is pending.
    """

    _name = "commercial.contract.fact"
    _inherit = ["commercial.contract.fact"]

    @api.model
    def _mark(self, billed):
        """Let the facts of these contracts be booked before the transaction ends.

        :param billed: {contract id: rows of ``Books.billed``, or None where its documents did not change}
        """
        precommit = self.env.cr.precommit
        if MARKED not in precommit.data:
            precommit.data[MARKED] = {}
            # superuser, and no context: what is booked does not depend on who looks
            precommit.add(self.with_env(self.env(su=True, context={}))._book_before_commit)
        marked = precommit.data[MARKED]
        for contract_id, rows in billed.items():
            if rows is not None or contract_id not in marked:
                marked[contract_id] = rows

    def _book_before_commit(self):
        if sql.table_exists(self.env.cr, self._table):  # else the addon goes in this transaction
            self._book_pending()

    @api.model
    def _book_pending(self):
        """Book the contracts that are marked, or are going to be by what is not computed yet."""
        cr = self.env.cr
        contracts = self.env["commercial.contract"]
        waiting = self.env.transaction.tocompute.get(contracts._fields["fact_version"])
        if cr.cache.get(BOOKING) or not (
            waiting or contracts._get_marked() or MARKED in cr.precommit.data
        ):
            return
        cr.cache[BOOKING] = True
        try:
            # superuser, and no context: as above
            facts = self.with_env(self.env(su=True, context={}))
            contracts._follow_marked()
            records.flush(facts.env)
            marked = list(cr.precommit.data.pop(MARKED, {}).items())
            for start in range(0, len(marked), BATCH):
                facts._book(dict(marked[start : start + BATCH]))
        finally:
            cr.cache.pop(BOOKING, None)

    def _book(self, billed, at_source=False):
        """Append what is missing of these contracts, with a constant number of queries.

        :param billed: as for ``_mark``
        :param at_source: book at the time when each source was made, as for contracts of before
        """
        standing, _have, rows = self._compare(billed)
        if not rows:
            return
        ids = list({key.contract_id for key, *_row in rows})
        # this write is what makes two workers on one contract collide, so that Odoo retries the later one
        self.env.cr.execute(
            SQL(
                "UPDATE commercial_contract SET fact_version = COALESCE(fact_version, 0) + 1 WHERE id = ANY(%s)",
                ids,
            )
        )
        self._insert(standing, rows, at_source)
        contracts = self.env["commercial.contract"].browse(ids)
        contracts.invalidate_recordset(["fact_version"], flush=False)
        self.invalidate_model(flush=False)

    def _compare(self, billed):
        """Return (what the records say now, the rows that are booked, the rows that are missing)."""
        ids = list(billed)
        standing = Standing(self.env, ids, billed)
        have = [
            row
            for row in self._read_booked(standing, ids)
            if billed[row[0].contract_id] is not None or not row[0].is_billed
        ]
        missing = append_both(
            have,
            standing.want,
            standing.bare,
            standing.today,
            lambda row: row.owner,
            standing.anew,
        )
        return standing, have, missing

    def _read_booked(self, standing, ids):
        """Return the rows (key, dimensions, amount, worth, worth without tax) of these contracts, oldest first."""
        columns = SQL(", ").join(map(SQL.identifier, (*Key._fields, *Dimensions._fields)))
        worth, bare = (
            SQL("COALESCE(%s, 0)", SQL(", ").join(map(SQL.identifier, names)))
            for names in (KINDS, BARE.values())
        )
        found = self.env.execute_query(
            SQL(
                "SELECT %s, COALESCE(amount, 0), %s, %s FROM commercial_contract_fact"
                " WHERE contract_id = ANY(%s) ORDER BY id",
                columns,
                worth,
                bare,
                ids,
            )
        )
        rows, cut = [], len(Key._fields)
        for row in found:
            key, contract = Key(*row[:cut]), standing.contracts.get(row[0])
            if contract:
                amount = standing.exchange.units(row[-3], contract.currency)
                worth, bare = (
                    standing.exchange.units(value, contract.company_currency) for value in row[-2:]
                )
                rows.append((key, Dimensions(*row[cut:-3]), amount, worth, bare))
        return rows

    def _insert(self, standing, rows, at_source):
        now = fields.Datetime.now()
        columns = {name: [] for name in TYPES}
        for key, dimensions, units, worth, bare in rows:
            contract = standing.contracts[key.contract_id]
            rounding, own = standing.roundings(contract)
            values = {
                **key._asdict(),
                **dimensions._asdict(),
                "date_month": key.date and key.date.replace(day=1),
                "date_booked": (at_source and standing.since.get(key)) or now,
                "company_id": contract.company,
                "currency_id": contract.currency,
                "direction": contract.direction,
                "amount": from_units(units, rounding),
                key.kind: from_units(worth, own),
            }
            if key.kind in BARE:
                values[BARE[key.kind]] = from_units(bare, own)
            for name, column in columns.items():
                column.append(values.get(name))
        self.env.cr.execute(
            SQL(
                "INSERT INTO commercial_contract_fact (%s) SELECT * FROM UNNEST(%s)",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(SQL(f"%s::{TYPES[name]}[]", rows) for name, rows in columns.items()),
            )
        )
