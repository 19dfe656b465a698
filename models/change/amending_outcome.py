"""What an amendment would make of a contract, as plain values: shown while it waits, and compared with
what it would make of the contract by the time it is put in force."""

import json

from odoo import fields
from odoo.tools.json import json_default

from .amending import FIGURES, PlanRow


def get_outcome(amending):
    """Return {total, terms, goods, plan}: before and after, by ids and figures, in no language."""
    contract = amending.contract
    outcome = {
        "total": [contract.amount_total, amending.total],
        "planned": [contract.amount_planned, amending.get_planned()],
        "terms": [_describe_term(amending, name) for name in amending.changed_terms],
        "goods": [_describe_goods(row) for row in amending.goods if row.is_changed],
        "plan": [_describe_plan(row) for row in amending.plan if row.values],
    }
    return to_plain(outcome)


def get_ending(contract, held):
    """Return the same of a contract that ends early: each open plan line is cut to what it holds.

    :param held: {plan line: what it holds}
    """
    total, plan = contract.amount_total, contract._get_live_plan()
    cut = [
        PlanRow(
            line,
            line.amount,
            held[line],
            held[line],
            date_before=line.date_due,
            event_before=line._get_event_code(),
        )
        for line in plan
        if contract.currency_id.compare_amounts(line.amount, held[line])
    ]
    outcome = {
        "total": [total, total],
        "planned": [contract.amount_planned, sum(held[line] for line in plan)],
        "terms": [],
        "goods": [],
        "plan": [_describe_plan(row) for row in cut],
    }
    return to_plain(outcome)


def to_plain(value):
    """Return a value as it comes back from a column of JSON."""
    return json.loads(json.dumps(value, default=json_default))


def _describe_term(amending, name):
    contract = amending.contract
    field = contract._fields[name]
    cached = field.convert_to_cache(amending.terms[name], contract, validate=False)
    after = field.convert_to_record(cached, contract)
    return {"name": name, "before": _raw(amending.before[name]), "after": _raw(after)}


def _raw(value):
    return value.id if hasattr(value, "_ids") else value


def _describe_goods(row):
    return {
        "line": row.line.id,
        "name": [row.before.get("name"), row.after["name"]],
        "is_cancelled": row.is_cancelled,
        "amount": [row.total_before, row.price_total],
        **{
            name: [_plain(row.before.get(name)), _plain(row.after[name])]
            for name in (*FIGURES, "product_id")
            if name in row.after
        },
    }


def _plain(value):
    return value.ids if hasattr(value, "_ids") else value


def _describe_plan(row):
    event = row.line._make_event_code(
        *(row.get(name) for name in ("trigger", "trigger_percent", "trigger_days"))
    )
    return {
        "line": row.line.id,
        "name": row.values.get("name"),
        "amount": [row.before, row.after],
        "date": [row.date_before, fields.Date.to_date(row.get("date_due"))],
        "event": [row.event_before, event],
    }
