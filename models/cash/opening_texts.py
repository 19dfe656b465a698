"""What is said of the cells of a file of running contracts: what is wrong, and what mends it."""

from odoo.tools import formatLang


def column_labels(env):
    """Return {column: its head} in the language of the environment."""
    return {
        "number": env._("Contract No."),
        "title": env._("Contract Title"),
        "company": env._("Our Company"),
        "direction": env._("Direction"),
        "partner": env._("Customer or Vendor"),
        "vendor": env._("Vendor"),
        "payer": env._("Payer"),
        "currency": env._("Currency"),
        "amount": env._("Contract Amount"),
        "tax": env._("Tax (%)"),
        "date_signed": env._("Signed On"),
        "date_start": env._("Contract Start"),
        "date_end": env._("Contract End"),
        "user": env._("Responsible"),
        "department": env._("Department"),
        "project": env._("Project"),
        "category": env._("Contract Category"),
        "note": env._("Notes"),
        "goods": env._("Goods"),
        "code": env._("Product Code"),
        "model": env._("Model No."),
        "specification": env._("Specification"),
        "quantity": env._("Quantity"),
        "uom": env._("Unit of Measure"),
        "price": env._("Unit Price"),
        "price_gross": env._("Unit Price incl. Tax"),
        "goods_gross": env._("Goods Amount incl. Tax"),
        "line": env._("Settlement Line"),
        "kind": env._("Kind"),
        "due": env._("Due Date"),
        "percent": env._("Percent"),
        "plan_amount": env._("Amount Due"),
        "method": env._("Settlement Method"),
        "invoiced": env._("Invoiced before Odoo"),
        "settled": env._("Settled before Odoo"),
        "as_of": env._("Opening Date"),
    }


def describe(env, fault):
    """Return the text of a fault, without where it stands."""
    names = {"value": str(fault.entry.raw.get(fault.column, "")), **(fault.names or {})}
    currency = names.pop("currency", None)
    for name in ("planned", "amount", "goods", "value"):
        if isinstance(names.get(name), float):
            names[name] = formatLang(env, names[name], currency_obj=currency or None)
    if isinstance(currency, str):
        names["currency"] = currency
    texts = {
        **_cell_texts(env, names),
        **_date_texts(env, names),
        **_party_texts(env, names),
        **_list_texts(env, names),
        **_money_texts(env, names),
        **_row_texts(env, names),
        **_sum_texts(env, names),
    }
    return texts[fault.code]()


def _cell_texts(env, n):
    return {
        "no_number": lambda: env._(
            "'%(value)s' is no number. Write figures, such as 1,130,000.00 or 113万.", **n
        ),
        "no_percent": lambda: env._(
            "'%(value)s' is no percent from 0 to 100. Write it like 13 or 13%%.", **n
        ),
        "no_day": lambda: env._("'%(value)s' is no date. Write it like 2026-03-05.", **n),
        "two_readings": lambda: env._(
            "'%(value)s' can be read as two dates. Write it like 2026-03-05.", **n
        ),
        "no_direction": lambda: env._(
            "'%(value)s' is neither sale nor purchase. Write one of the two.", **n
        ),
        "no_kind": lambda: env._(
            "'%(value)s' is no kind of settlement line. Write Advance, Progress Payment, Delivery,"
            " Retention, Final or Regular.",
            **n,
        ),
        "formula": lambda: env._(
            "This formula has no result in the file. Open and save the file in a spreadsheet program,"
            " or write the value."
        ),
        "quantity": lambda: env._("The quantity %(value)s is not above zero. Correct it.", **n),
        "negative": lambda: env._("%(value)s is below zero. Write zero or more.", **n),
        "too_fine": lambda: env._(
            "%(value)s has more decimals than %(currency)s. Write an amount without them.", **n
        ),
    }


def _date_texts(env, n):
    return {
        "ends_before": lambda: env._(
            "The contract ends (%(value)s) before it starts (%(start)s). Correct one of the two dates.",
            **n,
        ),
        "not_signed": lambda: env._("The day of signing is missing. Write it."),
        "signed_ahead": lambda: env._(
            "%(value)s lies ahead: a running contract is signed already. Correct the date.", **n
        ),
    }


def _party_texts(env, n):
    return {
        "no_partner": lambda: env._("The customer or vendor is missing. Write the name."),
        "unknown_partner": lambda: env._(
            "There is no contact '%(value)s'. Correct the name, or tick Create Missing Customers.",
            **n,
        ),
        "unknown_user": lambda: env._(
            "There is no user '%(value)s'. Write login, name or e-mail address of a user.", **n
        ),
    }


def _list_texts(env, n):
    return {
        "unknown_department": lambda: env._(
            "There is no department '%(value)s'. Correct it, or leave it empty.", **n
        ),
        "unknown_project": lambda: env._(
            "There is no project '%(value)s'. Correct it, or leave it empty.", **n
        ),
        "unknown_category": lambda: env._(
            "There is no contract category '%(value)s'. Add it in Configuration, or leave it empty.",
            **n,
        ),
        "unknown_method": lambda: env._(
            "There is no settlement method '%(value)s'. Add it in Configuration, or leave it empty.",
            **n,
        ),
        "unknown_uom": lambda: env._(
            "There is no unit of measure '%(value)s'. Correct it, or leave it empty.", **n
        ),
        "other_uom": lambda: env._(
            "The unit %(value)s cannot be converted to %(own)s, the unit of the product. Write one that can.",
            **n,
        ),
        "unknown_company": lambda: env._(
            "There is no company '%(value)s' among those that are open to you. Correct it, or switch the company on.",
            **n,
        ),
    }


def _money_texts(env, n):
    return {
        "unknown_currency": lambda: env._(
            "There is no active currency '%(value)s'. Write a code such as CNY, or switch the currency on.",
            **n,
        ),
        "other_currency": lambda: env._(
            "The amount is marked %(value)s, but the contract is in %(currency)s. Correct one of the two.",
            **n,
        ),
        "unknown_tax": lambda: env._(
            "%(company)s has no tax of %(value)s for this direction. Correct it, or add the tax.",
            **n,
        ),
    }


def _row_texts(env, n):
    return {
        "ambiguous": lambda: env._(
            "%(count)s records are called '%(value)s'. Write the reference or tax number of the one that is meant.",
            **n,
        ),
        "no_access": lambda: env._(
            "'%(value)s' cannot be looked up with your rights. Leave the column empty, or ask an administrator.",
            **n,
        ),
        "number_taken": lambda: env._(
            "Contract %(value)s is in Odoo already. Take the row out of the file, or correct the number.",
            **n,
        ),
        "taken_over": lambda: env._(
            "A contract '%(value)s' of the same party and day is in Odoo already. Take the row out of the file,"
            " or change its title.",
            **n,
        ),
        "no_contract": lambda: env._(
            "No contract of this file has the number '%(value)s'. Correct the number, or add the contract.",
            **n,
        ),
        "unnumbered": lambda: env._("The number of the contract is missing in this row. Write it."),
        "differs": lambda: env._(
            "This is not what row %(other)s says of the same contract. Make both alike, or correct the number.",
            **n,
        ),
    }


def _sum_texts(env, n):
    return {
        "no_amount": lambda: env._("The contract has no amount above zero. Write it."),
        "no_price": lambda: env._(
            "These goods have no price. Write a unit price or an amount.", **n
        ),
        "goods_sum": lambda: env._(
            "The goods add up to %(goods)s, but the contract amount is %(amount)s. Correct one of the two.",
            **n,
        ),
        "plan_sum": lambda: env._(
            "The plan adds up to %(planned)s, but the contract amount is %(amount)s. Correct one of the two.",
            **n,
        ),
        "no_plan": lambda: env._("There is no plan: one line over the whole amount stands for it."),
        "no_plan_amount": lambda: env._(
            "This settlement line has no amount. Write an amount or a percent."
        ),
        "above_line": lambda: env._(
            "%(value)s from before Odoo is more than the %(amount)s that were planned. Correct one of the two.",
            **n,
        ),
        "no_opening_date": lambda: env._(
            "The day up to which invoiced and settled count is missing. Write it, or choose it in the dialog."
        ),
    }
