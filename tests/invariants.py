"""The invariants I1 to I6 and I9, by SQL and comparison. Imports nothing of the addon: the queries share
no code with the engine, so a mistake of one does not hide in the other."""

from contextlib import closing

from .invariant_queries import QUERIES

ROWS = """
    SELECT contract_id, settlement_id, kind, date::text, amount::float8, amount_company::float8,
           move_line_id, payment_id, invoice_id, id
      FROM commercial_contract_allocation WHERE contract_id = ANY(%s)"""
TOTALS = (
    "amount_invoiced",
    "amount_settled",
    "amount_adjusted",
    "amount_unallocated",
    "settlement_state",
)
LINE_TOTALS = ("amount_invoiced", "amount_settled", "amount_adjusted", "amount_residual", "state")


def broken(env):
    """Return {query: its rows}, of all contracts of the database, for the queries that find any."""
    env.flush_all()
    env["commercial.contract.fact"].search([], limit=1)  # whoever reads facts gets what is pending
    found = {}
    for name, query in QUERIES.items():
        env.cr.execute(query.replace("%%", "%"))
        if rows := env.cr.dictfetchall():
            found[name] = rows
    return found


def rows(env, ids, start=0, stop=9):
    """Return the allocation rows of contracts, sorted; without ``id`` (the last column)."""
    env.flush_all()
    env.cr.execute(ROWS, [list(ids)])
    found = (row[start:stop] for row in env.cr.fetchall())
    return sorted(found, key=lambda row: tuple(str(value) for value in row))


def totals(contracts):
    """Return what is stored on contracts and their plan lines."""
    contracts.env.flush_all()
    contracts.env.invalidate_all()
    lines = contracts.settlement_ids.sorted("id")
    return (
        [(c.id, *(c[name] for name in TOTALS)) for c in contracts.sorted("id")],
        [(line.id, *(line[name] for name in LINE_TOTALS)) for line in lines],
    )


def snapshot(contracts):
    """Return all that undoing must bring back (I6). Journal items may come back under other ids."""
    return rows(contracts.env, contracts.ids, stop=6), totals(contracts)


def exact(contracts):
    """Return rows with ids, totals and digests: what a rebuild must leave as it is (I5)."""
    figures = totals(contracts)
    digests = [(c.id, c.ledger_version) for c in contracts.sorted("id")]
    return rows(contracts.env, contracts.ids, stop=10), figures, digests


def assert_rebuilt(test, contracts):
    """I5: a rebuild changes no row, digest or total; neither does one from nothing, contract by
    contract."""
    env = contracts.env
    contracts = contracts.exists()
    before, plain = exact(contracts), rows(env, contracts.ids)
    with closing(env.cr.savepoint()):
        contracts.follow_ledger()
        test.assertEqual(exact(contracts), before, "a rebuild changed something")
        env.cr.execute(
            "DELETE FROM commercial_contract_allocation WHERE contract_id = ANY(%s)",
            [contracts.ids],
        )
        env.invalidate_all()
        for contract in contracts:
            contract.follow_ledger()
        test.assertEqual(rows(env, contracts.ids), plain, "a rebuild from nothing gave other rows")
        test.assertEqual(exact(contracts)[1:], before[1:])
    env.invalidate_all()


def assert_ledger(test, contracts):
    """I1 to I5 for all contracts, by SQL; I5 and the addon's own check for ``contracts``."""
    test.assertEqual(broken(contracts.env), {})
    assert_rebuilt(test, contracts)
    test.assertEqual(contracts._check_ledger(), [])
