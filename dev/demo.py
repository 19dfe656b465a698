"""The second half of dev/demo: run the scheduled actions once, show and print what they leave.

demo.py DATABASE PORT FOLDER       papers go to FOLDER
"""

import os
import sys
import unicodedata
from pathlib import Path

from server import Server

MODULE = "commercial_contract"

# --- names of the addon that are shown; each stands here once ---
CONTRACT_PAPER = f"{MODULE}.report_contract"
SETTLEMENT_SHEET = f"{MODULE}.report_settlement_list_xlsx"
COLUMNS = {  # heading: field of the plan line
    "Contract": "contract_id.name",
    "Customer": "contract_id.partner_id.name",
    "Line": "name",
    "Due": "date_due",
    "Currency": "currency_id.name",
    "Amount": "amount",
    "Settled": "amount_settled",
    "Open": "amount_residual",
    "Status": "state",
}
ROLES = {  # as README says it
    "wang": "salesperson",
    "li": "contract staff",
    "zhao": "accountant",
    "chen": "leader",
    "admin": "administrator",
}


def own(env, model):
    """Records of a model that the addon's data or demo brought."""
    data = env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
    return env[model].browse(data.mapped("res_id")).exists()


def run_jobs(server):
    """Run each active scheduled action of the addon once."""
    with server.env(lang="en_US") as env:
        for cron in own(env, "ir.cron").filtered("active"):
            cron.method_direct_trigger()
            print(f"Ran: {cron.name}")


def due_this_month(env):
    """Plan lines of contracts that were signed, due in the running month."""
    return env["commercial.contract.settlement"].search(
        [
            ("date_due", ">=", "today =1d"),
            ("date_due", "<", "today =1d +1m"),
            ("contract_id.state", "in", ("active", "done", "terminated")),
        ],
        order="date_due, contract_id",
    )


def print_settlement_list(server):
    """This month's settlement list, as a table."""
    with server.env(lang="en_US") as env:
        lines = due_this_month(env)
        rows = [[cell(line, path) for path in COLUMNS.values()] for line in lines]
        print(f"\nSettlement list of {env.cr.now():%B %Y}")
        print_table(list(COLUMNS), rows)


def write_papers(server, folder):
    """One contract's PDF and the settlement list's XLSX."""
    folder.mkdir(exist_ok=True)
    with server.env(lang="zh_CN") as env:
        settings = env["ir.config_parameter"]
        settings.set_param("report.url", server.url)  # wkhtmltopdf fetches the style sheets there
        env.cr.commit()
        try:
            running = [("state", "=", "active")]
            contract = env["commercial.contract"].search(
                running, order="amount_total desc", limit=1
            )
            name = contract.name.replace("/", "-") if contract else "contract"
            write(env, CONTRACT_PAPER, contract, folder / f"{name}.pdf")
            write(env, SETTLEMENT_SHEET, due_this_month(env), folder / "settlement-list.xlsx")
        finally:
            settings.set_param("report.url", False)
            env.cr.commit()


def write(env, report, records, path):
    if not (records and env.ref(report, raise_if_not_found=False)):
        print(f"Not written: {path.name} (no {report} or nothing to print)")
        return
    data, _kind = env["ir.actions.report"]._render(report, records.ids)
    path.write_bytes(data)
    print(f"Wrote: {path}")


def print_logins(server):
    """Who may log in and as what; the demo's users have their login as password, as admin has."""
    with server.env(lang="en_US") as env:
        users = own(env, "res.users").filtered("active") | env.ref("base.user_admin")
        print("\nLogins (the password is the same word):")
        for user in users.sorted(lambda user: [*ROLES, user.login].index(user.login)):
            role = ROLES.get(user.login, "")
            print(f"  {pad(user.login, 8)}{pad(role, 16)}{user.name}")


# --- tables ---


def cell(record, path):
    """The value at the end of a dotted path, as text."""
    *way, last = path.split(".")
    for name in way:
        record = record[name]
    value, field = record[last], record._fields[last]
    if field.type == "monetary":
        return f"{value:,.2f}"
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, "")
    return str(value or "")


def width(text):
    """Columns that a text takes in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text, size, right=False):
    blanks = " " * (size - width(text))
    return blanks + text if right else text + blanks


def print_table(heads, rows):
    if not rows:
        print("  (nothing)")
        return
    sizes = [max(map(width, column)) for column in zip(heads, *rows, strict=True)]
    money = [
        all((c[-1:].isdigit() and "," in c) or "." in c for c in col)
        for col in zip(*rows, strict=True)
    ]
    print("  ".join(map(pad, heads, sizes, money)).rstrip())
    print("  ".join("-" * size for size in sizes))
    for row in rows:
        print("  ".join(map(pad, row, sizes, money)).rstrip())


def main(base, port, folder):
    server = Server(base, port)
    if "commercial.contract" in server.registry:
        run_jobs(server)
        print_settlement_list(server)
        write_papers(server, Path(folder))
    print_logins(server)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(130)
