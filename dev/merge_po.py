"""Merge fresh terms into the .pot and the .po files, sorted, without dates: what git shows is what changed.

merge_po.py [--check] FRESH.pot FOLDER
"""

import sys
from pathlib import Path

import polib

import odoo.release

NAME = "commercial_contract.pot"
LANGUAGE = "zh_CN"
# Their fields come in by inheritance; Odoo's own words for them are taken.
LENDERS = ("base", "mail", "portal")
PLURALS = {"zh_CN": "nplurals=1; plural=0;"}


def header(language=""):
    return {
        "Project-Id-Version": "commercial_contract 19.0",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, ""),
    }


def merged(fresh, old, language):
    """The fresh terms with the translations of the old file, sorted by term."""
    known = {entry.msgid: entry.msgstr for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=78)
    new.metadata = header(language)
    for entry in sorted(fresh, key=lambda entry: entry.msgid):
        new.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=known.get(entry.msgid, "") if language else "",
                comment=entry.comment,
                occurrences=sorted(entry.occurrences),
                flags=[flag for flag in entry.flags if flag != "fuzzy"],
            )
        )
    return new


def fields_named(entry):
    """Fields whose label or help is the term."""
    places = [where for where, _line in entry.occurrences]
    kinds = ("model:ir.model.fields,field_description:", "model:ir.model.fields,help:")
    return {place.rpartition("__")[2] for place in places if place.startswith(kinds)}


def lend(entries, language):
    """Fill labels and helps of inherited fields (Activities, Created on ...) with Odoo's own words."""
    wanted = {entry.msgid: entry for entry in entries if not entry.msgstr and fields_named(entry)}
    for addon in LENDERS if wanted else ():
        path = Path(odoo.release.__file__).parent / f"addons/{addon}/i18n/{language}.po"
        for lent in polib.pofile(str(path)) if path.exists() else ():
            entry = wanted.get(lent.msgid)
            if entry and not entry.msgstr and fields_named(entry) & fields_named(lent):
                entry.msgstr = lent.msgstr


def places(entries):
    """What Odoo reads of a file: each term, and the records that it stands on."""
    return {
        (entry.msgid, where)
        for entry in entries
        for where, _line in entry.occurrences
        if not entry.obsolete and where.startswith("model")
    } | {entry.msgid for entry in entries if not entry.obsolete}


def main(args):
    check = "--check" in args
    fresh_path, folder = (Path(a) for a in args if a != "--check")
    fresh = polib.pofile(str(fresh_path))
    stale, missing = [], []
    for path, language in ((folder / NAME, ""), (folder / f"{LANGUAGE}.po", LANGUAGE)):
        old = polib.pofile(str(path)) if path.exists() else polib.POFile()
        new = merged(fresh, old, language)
        if language and not check:
            lend(new, language)
        if places(old) != places(new):
            stale.append(path)
        if language:
            missing = [entry for entry in new if not entry.msgstr.strip()]
        if not check:
            folder.mkdir(exist_ok=True)
            path.write_text(f"{str(new).strip()}\n", encoding="utf-8")
    for entry in missing:
        where = ", ".join(":".join(filter(None, o)) for o in entry.occurrences[:2])
        print(f"no {LANGUAGE}: {entry.msgid!r} ({where})")
    if check and stale:
        print(
            *(f"{path.name} is not in line with the code; run dev/i18n" for path in stale), sep="\n"
        )
    print(f"{len(fresh)} terms, {len(missing)} without {LANGUAGE}", file=sys.stderr)
    return 1 if check and (stale or missing) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
