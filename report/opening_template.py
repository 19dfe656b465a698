"""The template for running contracts: three sheets to fill in, and one that explains them."""

import io

import xlsxwriter

from ..models.cash.opening_texts import column_labels
from ..tools.opening_columns import CONTRACT, GOODS, OPENING, PLAN

NOT_IN_CONTRACTS = ("vendor",)  # read where a sheet has it; the template has one column for both
MUST = {
    "contract": ("number", "partner", "amount", "date_signed"),
    "goods": ("number", "goods"),
    "plan": ("number", "due", "plan_amount"),
}


def build_opening_template(env):
    """Return the template as bytes of an .xlsx file, in the language of the environment."""
    labels = column_labels(env)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        forms = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for part, title, columns, rows in _sheets(env):
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, 18)
            for index, column in enumerate(columns):
                must = " *" if column in MUST[part] else ""
                sheet.write_string(0, index, labels[column] + must, forms["head"])
            for number, row in enumerate(rows, 1):
                for index, column in enumerate(columns):
                    _write(sheet, number, index, row.get(column), forms)
        _explain(env, book, labels, forms)
    return stream.getvalue()


def _write(sheet, row, column, value, forms):
    if isinstance(value, float):
        sheet.write_number(row, column, value, forms["money"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value)


def _sheets(env):
    """Return (part, title, columns, example rows) of the sheets; examples are passed over when read."""
    number = env._("EXAMPLE-1")
    contracts = [name for name in CONTRACT if name not in NOT_IN_CONTRACTS]
    contract = {
        "number": number,
        "title": env._("Pumps for the north plant"),
        "direction": env._("Sale"),
        "partner": env._("Name of the customer"),
        "currency": env.company.currency_id.name,
        "amount": 113000.0,
        "tax": 13,
        "date_signed": "2026-01-05",
        "date_end": "2027-01-04",
    }
    goods = {
        "number": number,
        "goods": env._("Pump"),
        "model": "P-100",
        "quantity": 10,
        "goods_gross": 113000.0,
    }
    plan = [
        {
            "number": number,
            "line": env._("Advance"),
            "due": "2026-01-31",
            "percent": 30,
            "plan_amount": 33900.0,
            "invoiced": 33900.0,
            "settled": 33900.0,
            "as_of": "2026-03-31",
        },
        {
            "number": number,
            "line": env._("Final"),
            "due": "2026-12-31",
            "percent": 70,
            "plan_amount": 79100.0,
        },
    ]
    return [
        ("contract", env._("Contracts"), contracts, [contract]),
        ("goods", env._("Goods"), ["number", *GOODS], [goods]),
        ("plan", env._("Settlement Plan"), ["number", *PLAN, *OPENING], plan),
    ]


def _explain(env, book, labels, forms):
    sheet = book.add_worksheet(env._("Explanation"))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    explained = {**_explain_contracts(env), **_explain_goods(env), **_explain_plan(env)}
    rows = [("", text) for text in _explain_sheets(env)]
    rows += [(labels[column], text) for column, text in explained.items()]
    for number, (head, text) in enumerate(rows):
        sheet.write_string(number, 0, head, forms["head"])
        sheet.write_string(number, 1, text, forms["text"])


def _explain_sheets(env):
    return [
        env._(
            "Columns with a star must be filled in. Rows whose number begins with EXAMPLE are passed over."
        ),
        env._(
            "A sheet of your own does as well: with titles above, merged heads, totals, and one row per settlement"
            " line that repeats its contract. Columns that are not known are left alone."
        ),
    ]


def _explain_contracts(env):
    return {
        "number": env._("Kept as it is. Without it, the contract gets the next number of Odoo."),
        "direction": env._(
            "Sale, where money comes in, or purchase. The dialog says it for rows without it."
        ),
        "partner": env._("Name, reference or tax number of the contact in Odoo."),
        "amount": env._(
            "Tax included. In ten thousands where the head says (万元), or the cell ends in 万."
        ),
        "tax": env._("Percent of a tax of Odoo, such as 13. Without it, the goods bear no tax."),
        "currency": env._(
            "Code or name; else the currency of the company. The rate is that of the day of signing."
        ),
        "date_signed": env._("2026-03-05, 2026/3/5, 2026年3月5日, 20260305 or 5 Mar 2026."),
        "user": env._("Login, name or e-mail address of a user; else whoever takes the file over."),
    }


def _explain_goods(env):
    return {
        "goods": env._(
            "Optional. Without goods, one line over the contract amount stands for them."
        ),
        "code": env._(
            "Reference of a product of Odoo. Goods without it are named by their text alone."
        ),
    }


def _explain_plan(env):
    return {
        "plan_amount": env._(
            "Tax included. The settlement lines of a contract add up to its amount."
        ),
        "percent": env._("Stands for the amount where there is none."),
        "invoiced": env._(
            "What was invoiced of this line before Odoo, tax included. It is not invoiced again."
        ),
        "settled": env._(
            "What was paid on this line before Odoo. Payments in Odoo are added to it."
        ),
        "as_of": env._("Up to which day that counts; else the day in the dialog."),
    }
