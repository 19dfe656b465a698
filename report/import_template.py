"""Templates for Odoo's own import: heads as its import screen knows them, rows that it takes as they are."""

import io
from datetime import date

import xlsxwriter

MODELS = {
    "contracts": "commercial.contract",
    "goods": "commercial.contract.line",
    "plan": "commercial.contract.settlement",
}


def build_import_template(model):
    """Return the template of a model as bytes of an .xlsx file, in the language of its environment.

    The example rows name records that are there, so that they can be taken over unchanged.
    """
    rows = EXAMPLES[model._name](model)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 20)
        for index, name in enumerate(columns):
            sheet.write_string(0, index, _head(model, name), bold)
            for number, row in enumerate(rows, 1):
                value = row.get(name)
                if isinstance(value, date):
                    sheet.write_datetime(number, index, value, day)
                elif isinstance(value, int | float):
                    sheet.write_number(number, index, value)
                elif value:
                    sheet.write_string(number, index, value)
    return stream.getvalue()


def _head(model, path):
    """Return what the import screen calls a field: Goods/Description."""
    words = []
    for name in path.split("/"):
        words.append(model.fields_get([name], ["string"])[name]["string"])
        model = model[name] if model._fields[name].relational else model
    return "/".join(words)


def _label(model, name, value):
    return dict(model._fields[name]._description_selection(model.env))[value]


def _contracts(model):
    env, Line = model.env, model.env["commercial.contract.settlement"]
    partner = model.env["res.partner"].search(
        [("is_company", "=", True), ("customer_rank", ">", 0)], limit=1
    )
    first = {
        "title": env._("Pumps for the north plant"),
        "direction": _label(model, "direction", "sale"),
        "partner_id": (partner or model.env.company.partner_id).name,
        "date_signed": date(2026, 1, 5),
        "line_ids/name": env._("Pump"),
        "line_ids/quantity": 10,
        "line_ids/price_unit": 10000.0,
        "settlement_ids/name": env._("On signing"),
        "settlement_ids/kind": _label(Line, "kind", "advance"),
        "settlement_ids/date_due": date(2026, 1, 31),
        "settlement_ids/amount": 30000.0,
    }
    second = {
        "settlement_ids/name": env._("After acceptance"),
        "settlement_ids/kind": _label(Line, "kind", "final"),
        "settlement_ids/date_due": date(2026, 12, 31),
        "settlement_ids/amount": 70000.0,
    }
    return [first, second]


def _get_draft(model):
    contract = model.env["commercial.contract"].search([("state", "=", "draft")], limit=1)
    return contract.name or model.env._("EXAMPLE-1")


def _goods(model):
    env = model.env
    contract = _get_draft(model)
    return [
        {
            "contract_id": contract,
            "name": env._("Pump"),
            "model_number": "P-100",
            "quantity": 10,
            "price_unit": 10000.0,
        },
        {
            "contract_id": contract,
            "name": env._("Valve"),
            "model_number": "V-200",
            "quantity": 20,
            "price_unit": 400.0,
        },
    ]


def _plan(model):
    env = model.env
    contract = _get_draft(model)
    return [
        {
            "contract_id": contract,
            "name": env._("On signing"),
            "kind": _label(model, "kind", "advance"),
            "date_due": date(2026, 1, 31),
            "amount": 30000.0,
        },
        {
            "contract_id": contract,
            "name": env._("After acceptance"),
            "kind": _label(model, "kind", "final"),
            "date_due": date(2026, 12, 31),
            "amount": 70000.0,
        },
    ]


EXAMPLES = {
    "commercial.contract": _contracts,
    "commercial.contract.line": _goods,
    "commercial.contract.settlement": _plan,
}
