"""Print the table of what was measured; write it into README.md where that is named.

    report.py RESULT.json... [README.md]

Exit code 1 where a target is missed.
"""

import datetime
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

from odoo import release

HEAD = (
    "What",
    "Reference in the same run",
    "Reference, s",
    "Ours, s",
    "Ratio",
    "At most",
    "Queries of the reference",
    "Our queries",
    "Met",
)
MARKS = "<!-- measured -->", "<!-- /measured -->"


def cells(row):
    """Return one row of the table as text."""
    count, unit = row.get("unit") or (1, "")
    ours, theirs = row["queries"]
    return (
        row["what"],
        row["reference"],
        f"{row['theirs']:.3g}",
        f"{row['ours']:.3g}",
        f"{row['ratio']:.2f}",
        _target(row),
        _queries(theirs, count, unit),
        row.get("queries_shown") or _queries(ours, count, unit),
        "" if row["target"] is None else "yes" if row["met"] else "**no**",
    )


def _target(row):
    if row.get("seconds_target"):
        return f"{row['seconds_target']:.2f} s"
    return "" if row["target"] is None else f"{row['target']:.2f}"


def _queries(number, count, unit):
    if not number:  # nobody counted them
        return ""
    return f"{number / count:.2f} per {unit}" if unit else f"{number:,}"


def table(rows):
    """Return the table in Markdown."""
    lines = [HEAD, ["---"] * len(HEAD), *map(cells, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine():
    """Return what it was measured on, without a name that leads to it."""
    server = subprocess.run(
        ["psql", "-qtAc", "show server_version", "postgres"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()[0]
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{len(os.sched_getaffinity(0))} cores ({model.group(1) if model else platform.machine()}),"
        f" {memory:.0f} GB of memory, Python {platform.python_version()}, PostgreSQL {server} with the"
        f" settings of `dev/pg.sh`, Odoo {release.version}."
    )


def main(words):
    """Print, write, and return the exit code."""
    files = [Path(word) for word in words]
    results = [path for path in files if path.suffix == ".json"]
    rows = [row for path in results for row in json.loads(path.read_text(encoding="utf-8"))]
    text = table(rows)
    print(text)
    for row in rows:
        if not row["met"]:
            print(f"missed: {row['what']}")
    for readme in (path for path in files if path.suffix == ".md"):
        date = datetime.datetime.now(datetime.timezone.utc).date()
        passes = sorted({row["passes"] for row in rows if row["target"]})
        new = f"{date}: `dev/bench` on {machine()} Medians of {passes[0]} to {passes[-1]} passes.\n\n{text}"
        head, _old, foot = re.split(
            f"(?<={MARKS[0]})(.*)(?={MARKS[1]})", readme.read_text(encoding="utf-8"), flags=re.S
        )
        readme.write_text(f"{head}\n{new}\n{foot}", encoding="utf-8")
    return 0 if all(row["met"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
