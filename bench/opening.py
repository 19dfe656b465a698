"""Take 5,000 running contracts with 15,000 plan lines over from one file: seconds and memory."""

import base64
import io
import resource
import sys
from datetime import date, timedelta

import xlsxwriter
from measure import Pass, arguments, environment, open_odoo, row, say, timed, write

CONTRACTS, QUICK = 5000, 200
MOST_SECONDS, MOST_BYTES = 300, 2**30
HEADS = (
    *("Contract No.", "Contract Title", "Customer", "Contract Amount", "Tax", "Signed On"),
    *("Due Date", "Settlement Line", "Amount Due", "Invoiced", "Settled", "Opening Date"),
)
PARTS = (("Advance", 30), ("Progress Payment", 60), ("Final", 10))


def make_file(count):
    """Return a file of so many contracts as bytes: a row per plan line, 500 customers."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Contracts")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADS)
        line = 0
        for number in range(count):
            amount, signed = 1130 + number, date(2025, 1, 1) + timedelta(number % 300)
            for part, (name, percent) in enumerate(PARTS):
                line += 1
                due = amount * percent / 100
                cells = (
                    f"B-{number:05}",
                    f"Contract {number}",
                    f"Bench Customer {number % 500}",
                    amount,
                )
                sheet.write_row(line, 0, (*cells, None))
                sheet.write_datetime(line, 5, signed, day)
                sheet.write_datetime(line, 6, signed + timedelta(90 * part), day)
                sheet.write_row(line, 7, (name, round(due, 2)))
                if not part:
                    sheet.write_row(line, 9, (round(due, 2), round(due, 2), "2025-12-31"))
    return stream.getvalue()


def main():
    """Check the file and take it over, once each."""
    options = arguments(__doc__, "database")
    [registry] = open_odoo(options.database)
    count = QUICK if options.quick else CONTRACTS
    content = make_file(count)
    with environment(registry) as env:
        wizard = env["commercial.contract.opening"].create(
            {
                "file": base64.b64encode(content),
                "filename": "contracts.xlsx",
                "create_partners": True,
                "opening_date": "2025-12-31",
            }
        )
        check, _action = timed(env, wizard.action_check)
        if wizard.error_count:
            sys.exit(wizard.messages)
        say(f"  check: {check.seconds:.1f} s, {check.queries} queries")
        take, _action = timed(env, wizard.action_take_over)
        say(f"  take over: {take.seconds:.1f} s, {take.queries} queries")
        settled = sum(wizard.contract_ids.mapped("amount_settled"))
        expected = sum(round((1130 + number) * 0.3, 2) for number in range(count))
        if len(wizard.contract_ids) != count or abs(settled - expected) > 0.01:
            sys.exit(f"{len(wizard.contract_ids)} contracts hold {settled}, not {expected}")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    say(f"  memory: {used / 2**20:.0f} MB")
    what = f"{count:,} running contracts with {3 * count:,} plan lines taken over from one file"
    limit = Pass(MOST_SECONDS, 0)
    write(
        options,
        [
            row(f"{what}, signed", "five minutes", [take], [limit], 1.0, unit=(count, "contract")),
            row(
                "the same file checked before",
                "one minute",
                [check],
                [Pass(60, 0)],
                1.0,
                unit=(count, "contract"),
            ),
            row(
                "memory of the process for both, in GB",
                "1 GB",
                [Pass(used / MOST_BYTES, 0)],
                [Pass(1, 0)],
                1.0,
            ),
        ],
    )


if __name__ == "__main__":
    main()
