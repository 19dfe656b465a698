"""Checks that no linter makes: XML against Odoo's schemas, access rows, .po entries, plain text.

check_files.py FILES...        paths from the root of the repository
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import polib
from lxml import etree

import odoo.release

TREE = Path(odoo.release.__file__).parent
SCHEMA_VIEWS = ("list", "search", "graph", "pivot", "calendar", "activity")
# Odoo has no schema for these; the install checks them.
FREE_VIEWS = ("form", "kanban", "hierarchy", "qweb", "t")
BINARY = {".png", ".jpg", ".svg", ".docx", ".xlsx", ".pdf", ".ico", ".woff2", ".dump", ".gz"}
DATA_FOLDERS = {"data", "demo", "report", "security", "views", "wizards"}
PLACEHOLDER = re.compile(
    r"%%|%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|\{\w*\}|\$\{[^}]*\}"
)
TAG = re.compile(r"<(/?\w+)")


def schema(name):
    path = TREE / ("import_xml.rng" if name == "import" else f"addons/base/rng/{name}_view.rng")
    return etree.RelaxNG(etree.parse(path))


class Schemas(dict):
    """Schemas by name, each parsed once."""

    def __missing__(self, name):
        self[name] = schema(name)
        return self[name]


def problems_of(validator, element):
    if validator.validate(element):
        return
    for error in validator.error_log:
        yield error.line, error.message


def check_views(tree, schemas):
    for record in tree.iterfind(".//record[@model='ir.ui.view']"):
        arch = record.find("field[@name='arch']")
        if arch is None or record.find("field[@name='inherit_id']") is not None or not len(arch):
            continue
        view = next(arch.iterchildren(etree.Element))
        if view.tag in SCHEMA_VIEWS:
            yield from problems_of(schemas[view.tag], etree.fromstring(etree.tostring(view)))
        elif view.tag not in FREE_VIEWS:
            yield view.sourceline, f"unknown kind of view <{view.tag}>"


def check_xml(path, schemas):
    try:
        tree = etree.parse(path)
    except etree.XMLSyntaxError as error:
        yield error.lineno, error.msg
        return
    if path.parts[0] not in DATA_FOLDERS or tree.getroot().tag != "odoo":
        return
    yield from problems_of(schemas["import"], tree)
    ids = Counter(e.get("id") for e in tree.iter("record", "template", "menuitem") if e.get("id"))
    for name, times in ids.items():
        if times > 1:
            yield 0, f"id {name} stands {times} times"
    yield from check_views(tree, schemas)


def check_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if not rows:
        yield 0, "is empty"
        return
    header = rows[0]
    seen = set()
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            yield number, f"{len(row)} cells, the header has {len(header)}"
            continue
        cells = dict(zip(header, row, strict=True))
        if path.name == "ir.model.access.csv":
            if not cells["group_id:id"]:
                yield number, f"{cells['id']} gives rights to everybody: name a group"
            if cells["id"] in seen:
                yield number, f"id {cells['id']} stands twice"
            seen.add(cells["id"])


def placeholders(text):
    return sorted(found for found in PLACEHOLDER.findall(text) if found != "%%")


def check_po(path):
    for entry in polib.pofile(str(path)):
        quoted = f"{entry.msgid[:60]!r}"
        if entry.obsolete:
            yield entry.linenum, f"obsolete: {quoted}"
        elif entry.fuzzy:
            yield entry.linenum, f"fuzzy: {quoted}"
        elif not entry.msgstr.strip():
            yield entry.linenum, f"not translated: {quoted}"
        elif placeholders(entry.msgid) != placeholders(entry.msgstr):
            yield entry.linenum, f"placeholders differ: {quoted}"
        elif sorted(TAG.findall(entry.msgid)) != sorted(TAG.findall(entry.msgstr)):
            yield entry.linenum, f"tags differ: {quoted}"


def check_text(path):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield 0, "is not UTF-8"
        return
    if text and not text.endswith("\n"):
        yield 0, "does not end with a new line"
    for number, line in enumerate(text.split("\n"), 1):
        if line.endswith("\r"):
            yield number, "ends with a carriage return"
        elif line != line.rstrip() and path.suffix not in (".md", ".po", ".pot"):
            yield number, "ends with a blank"
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            yield number, "is a mark of a merge conflict"


def check(path, schemas):
    if path.suffix not in BINARY:
        yield from check_text(path)
    if path.suffix == ".xml":
        yield from check_xml(path, schemas)
    elif path.suffix == ".csv":
        yield from check_csv(path)
    elif path.suffix == ".po":
        yield from check_po(path)


def main(names):
    schemas = Schemas()
    found = [
        f"{path}:{line}: {text}" for path in map(Path, names) for line, text in check(path, schemas)
    ]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
