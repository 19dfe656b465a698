"""Install the addon on 100,000 posted invoices, beside an addon that adds two plain columns."""

import os
import re
import subprocess
import sys
import tempfile
import time

from company import DATE, customers, product
from copies import Pattern, analyze
from measure import Pass, arguments, environment, in_turn, open_odoo, row, say, write

LOADED = re.compile(r"Module (\w+) loaded in ([\d.]+)s, (\d+) queries")
OURS, COLUMNS = "commercial_contract", "bench_two_columns"
MODELS = ("account.move", "account.move.line")
EXTRA = "tables, views and texts"


def load(database, count):
    """Fill the database with so many posted invoices of four journal items."""
    [registry] = open_odoo(database)
    from odoo import sql_db

    with environment(registry, keep=True) as env:
        pattern = Pattern(env, MODELS, ("account_move_line_account_tax_rel",))
        moves = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": customer.id,
                    "invoice_date": DATE,
                    "invoice_line_ids": [
                        (0, 0, {"product_id": product(env).id, "price_unit": 100.0})
                        for _number in range(2)
                    ],
                }
                for customer in customers(env, 10)
            ]
        )
        moves.action_post()
        begin = time.perf_counter()
        pattern.multiply(
            count // len(moves) - 1,
            {
                ("account_move", "name"): "r.name || '/' || n",
                ("account_move_line", "move_name"): "r.move_name || '/' || n",
                ("account_move", "sequence_number"): f"r.sequence_number + n * {len(moves)}",
            },
        )
        analyze(env)
        say(f"  made {count} invoices in {time.perf_counter() - begin:.0f} s")
    sql_db.close_all()  # a database that somebody is connected to cannot be cloned


def install(database, module):
    """Install a module in a clone; return the pass of the whole command and of the module alone."""
    clone = f"{database}_{module}"
    _run("createdb", "-T", database, clone)
    try:
        begin = time.perf_counter()
        log = _run(
            sys.executable, "-m", "odoo", "-d", clone, "-i", module, "--stop-after-init", "--no-http",
            "--log-level", "info",
        )  # fmt: skip
        seconds = time.perf_counter() - begin
    finally:
        _run("dropdb", "--force", clone)
    [(own, queries)] = [found[1:] for found in LOADED.findall(log) if found[0] == module]
    return Pass(seconds, int(queries)), Pass(float(own), int(queries))


def _run(*command):
    # Both sides compile what they load, whichever ran before: it is the first start after a download.
    with tempfile.TemporaryDirectory() as nothing:
        done = subprocess.run(
            command,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPYCACHEPREFIX": nothing, "PYTHONDONTWRITEBYTECODE": "1"},
        )
    return done.stdout


def main():
    options = arguments(__doc__, "full", "small")
    large, small = (1000, 100) if options.quick else (100_000, 10_000)
    load(options.full, large)
    load(options.small, small)
    alone = {OURS: [], COLUMNS: []}

    def side(module):
        whole, own = install(options.full, module)
        alone[module].append(own)
        return whole

    done = in_turn({module: lambda module=module: side(module) for module in alone})
    _whole, fewer = install(options.small, OURS)
    what = f"this addon installed on {large:,} posted invoices"
    reference = "an addon that adds two plain columns to journal items"
    shown = f"{fewer.queries:,} on {small:,}, {done[OURS][-1].queries:,} on {large:,} invoices"
    same = fewer.queries == done[OURS][-1].queries
    write(
        options,
        [
            row(what, f"{reference}, the whole command", done[OURS], done[COLUMNS], 2.0,
                queries_met=same, queries_shown=shown),
            row(f"{what}: the module alone, with its {EXTRA}", f"{reference}, the module alone",
                alone[OURS], alone[COLUMNS], None),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
