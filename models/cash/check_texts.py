"""What the nightly proof found, in sentences. The contract given carries the reader's language."""

from odoo.tools import format_date, format_list, formatLang


def describe_error(contract, error):
    return contract.env._(
        "The figures could not be compared with the books: %s. Mend the cause; the next run checks"
        " again.",
        error,
    )


def describe_drift(contract, drift):
    env = contract.env
    if drift["what"] == "plan":
        return env._(
            "The plan adds up to %(plan)s, but the contract to %(total)s. Mend the plan by an amendment.",
            plan=_format(contract, "amount_total", drift["stored"]),
            total=_format(contract, "amount_total", drift["books"]),
        )
    record = (drift["line"] or contract).with_env(env)
    if drift["what"] == "allocation":
        label = env._("Money on the line")
        stored, books = (_format_rows(contract, drift[name]) for name in ("stored", "books"))
    else:
        label, stored, books = contract._describe_drift_figure(record, drift)
    values = {
        "record": record.display_name,
        "figure": label,
        "stored": stored,
        "books": books,
    }
    if drift["mended"]:
        return env._(
            "%(record)s, %(figure)s: %(stored)s was stored, the books say %(books)s. It is mended.",
            **values,
        )
    return env._(
        "%(record)s, %(figure)s: %(stored)s is stored, the books say %(books)s. A rebuild did not mend"
        " it.",
        **values,
    )


def describe_doubt(contract, doubt):
    env = contract.env
    record = doubt["record"].with_env(env)
    values = {
        "payment": record.display_name,
        "amount": formatLang(env, doubt["amount"], currency_obj=record.currency_id),
        "contract": contract.display_name,
    }
    if doubt["what"] == "rejected":
        return env._(
            "%(payment)s (%(amount)s) is rejected, but its journal entry is posted, so the money counts."
            " Cancel the entry if the money did not come.",
            **values,
        )
    if doubt["what"] == "deposit":
        return env._(
            "%(payment)s (%(amount)s) is an open deposit of %(contract)s, although deposits of this partner"
            " were moved on. If it was moved on, match the two items on the deposit account, or it counts"
            " twice.",
            **values,
        )
    return env._(
        "%(payment)s (%(amount)s) names %(contract)s, but pays only invoices of other contracts, so it"
        " settles nothing here. Match it with an invoice of %(contract)s, or take the contract off it.",
        **values,
    )


def describe_figure(record, drift):
    """Return (label, what is stored, what the books say) of a drift of a field, as texts."""
    label = record._fields[drift["what"]]._description_string(record.env)
    return label, *(_format(record, drift["what"], drift[name]) for name in ("stored", "books"))


def _format(record, name, value):
    field = record._fields[name]
    if field.type == "monetary":
        return formatLang(record.env, value, currency_obj=record.currency_id)
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, value)
    if field.type == "date":
        return format_date(record.env, value) if value else record.env._("nothing")
    return str(value)


def _format_rows(contract, rows):
    """Return the (date, amount, company amount) of allocations as a text."""
    texts = [
        f"{_format(contract, 'amount_total', amount)} ({format_date(contract.env, date)})"
        for date, amount, _company in rows
    ]
    return format_list(contract.env, texts) or contract.env._("nothing")
