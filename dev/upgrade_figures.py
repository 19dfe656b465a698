"""Figures of a database before and after an upgrade.

upgrade_figures.py DATABASE FILE keep        writes all that people and the engine left
upgrade_figures.py DATABASE FILE compare     reads it again and prints what differs; exit code 1
"""

import decimal
import json
import sys

import psycopg2

# Every column of these, but for who wrote last; and every link on records of others.
TABLES = ("commercial_contract", "commercial_contract_line", "commercial_contract_settlement",
          "commercial_contract_allocation", "commercial_contract_amendment",
          "commercial_contract_amendment_line", "commercial_contract_progress",
          "commercial_contract_promise", "commercial_contract_amendment_request",
          "commercial_contract_fact", "commercial_reminder_rule", "commercial_reminder_step",
          "commercial_reminder_log", "commercial_reminder_digest", "commercial_customer_value",
          "commercial_customer_value_rating", "commercial_summary_schedule", "commercial_summary_mail")  # fmt: skip
LINKS = ("account_move_line", "account_payment", "account_bank_statement_line", "sale_order",
         "purchase_order")  # fmt: skip
# What an upgrade may write anew without a figure changing.
FREE = {"fact_version", "ledger_version", "write_date", "write_uid"}
# Kinds of events that this version books and the one before did not.
NEW_KINDS = set()
# Columns whose meaning this version changes, as (table, column).
RENAMED = set()


def columns(cr, table):
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY 1",
        [table],
    )
    found = [name for (name,) in cr.fetchall()]
    return [name for name in found if name not in FREE and (table, name) not in RENAMED]


def text(value):
    """A numeric column may come back with more zeros than it had."""
    return f"{value.normalize():f}" if isinstance(value, decimal.Decimal) else str(value)


def read(cr, wanted):
    """Return {table: {id: {column: value}}}."""
    found = {}
    for table, names in wanted.items():
        quoted = ", ".join(f'"{name}"' for name in names)  # a column may be called as SQL speaks
        cr.execute(f"SELECT id, {quoted} FROM {table} ORDER BY id")
        found[table] = {
            str(row[0]): dict(zip(names, map(text, row[1:]), strict=True)) for row in cr.fetchall()
        }
    return found


def keep(cr):
    wanted = {table: columns(cr, table) for table in TABLES}
    for table in LINKS:
        wanted[table] = [name for name in columns(cr, table) if name.startswith("commercial_")]
    return read(cr, {table: names for table, names in wanted.items() if names})


def brought(cr, table):
    """Return the ids (as text) of what the addon's own data made: a new version may bring more of it."""
    cr.execute(
        "SELECT res_id FROM ir_model_data WHERE module = 'commercial_contract' AND model = %s",
        [table.replace("_", ".")],
    )
    return {str(row_id) for (row_id,) in cr.fetchall()}


def differences(before, after, own):
    for table, rows in before.items():
        for row_id, values in rows.items():
            now = after[table].get(row_id)
            if now is None:
                yield f"{table} {row_id} is gone"
                continue
            yield from (
                f"{table} {row_id} {name}: was {value}, is {now[name]}"
                for name, value in values.items()
                if now[name] != value
            )
        new = after[table].keys() - rows.keys() - own[table]
        if table == "commercial_contract_fact":
            new = {row_id for row_id in new if after[table][row_id]["kind"] not in NEW_KINDS}
        yield from (f"{table} {row_id} is new" for row_id in new)


def main(base, path, mode):
    with psycopg2.connect(dbname=base) as connection, connection.cursor() as cr:
        if mode == "keep":
            found = keep(cr)
            counts = {table: len(rows) for table, rows in found.items()}
            if not counts["commercial_contract_allocation"]:
                sys.exit("nothing to compare: the demo data has no money")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(found, file)
            print(counts)
            return
        with open(path, encoding="utf-8") as file:
            before = json.load(file)
        after = read(cr, {
            table: list(next(iter(rows.values()))) for table, rows in before.items() if rows
        })  # fmt: skip
        before = {table: rows for table, rows in before.items() if rows}
        own = {table: brought(cr, table) for table in before}
        faults = list(differences(before, after, own))
        for fault in faults[:40]:
            print(fault)
        if faults:
            sys.exit(f"{len(faults)} differences")


main(*sys.argv[1:])
