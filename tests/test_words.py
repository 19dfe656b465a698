import re
from collections import defaultdict
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import BaseCase, TransactionCase, tagged

ROOT = Path(__file__).resolve().parent.parent
MODULE = "commercial_contract"
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,:;!?()]|[,:;!?()][\u4e00-\u9fff]")
# In pages: indented and quoted code, addresses of links.
CODE = re.compile(r"^ {4}.*$|`[^`]*`|\]\([^)]*\)", re.MULTILINE)
# Words in two kinds of places, by the reason why one Chinese text does for all of them.
REASONS = {
    "the dialog does what its button says": ("Complete", "Reject", "Suspend", "Terminate"),
    "the menu, the page and the button show the records of the field": (
        "Amendment Requests",
        "Amendments",
        "Contracts",
        "Local Contracts",
        "Progress Log",
        "Promises to Pay",
    ),
    "the part that is opened to a user is what the fields, menus and pages of this name show": (
        "Goods",
        "Invoices",
        "Receipts and Payments",
    ),
    "the calendar shows the day that the field of the contract or of its line holds": (
        "Contract End",
        "Contract Start",
        "Due Date",
        "Notice By",
    ),
    "rows are pasted into the field of this name": ("Settlement Plan",),
    "the settings link to the menu": (
        "Contract Categories",
        "Reminder Rules",
        "Settlement Methods",
    ),
    "the menu lists what has this status": ("Due Soon", "Overdue", "To Invoice"),
    "the menu lists the contracts for which the field holds": (
        "Invoiced, Not Settled",
        "Settled, Not Invoiced",
        "Unallocated",
        "Without Text",
    ),
    "the head of a contract says what the field says": ("Due and Not Invoiced", "Over the Ceiling"),
    "the approver is who stands in the field": (
        "Manager of the Department",
        "Manager of the Responsible",
        "Responsible",
    ),
    "Who Sees It names the level that was chosen on the user form": (
        "Administrator",
        "All Contracts",
        "Department and Projects",
        "Own Contracts",
    ),
    "a summary is cut by the field of this name": (
        "Contract Category",
        "Customer or Vendor",
        "Department",
    ),
    "Odoo's word for one thing": ("Activity",),
}
ALIKE = {word for words in REASONS.values() for word in words}


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    """Odoo keeps one Chinese text per English text: a word in two kinds of places may need two."""

    def test_a_word_in_two_kinds_of_places_was_looked_at(self):
        kinds = defaultdict(set)
        for kind, word in self._words():
            if word:
                kinds[word].add(kind)
        found = {word: sorted(places) for word, places in kinds.items() if len(places) > 1}
        loose = {word: places for word, places in found.items() if word not in ALIKE}
        self.assertEqual(
            loose,
            {},
            "give each meaning its own English, or say in REASONS why one Chinese text does",
        )
        self.assertEqual(ALIKE - set(found), set(), "no longer in two kinds of places")

    def _words(self):
        """Yield (kind of place, English text) of all that the addon shows."""
        env = self.env(context={"lang": "en_US"})
        for model in env.registry.values():
            for field in model._fields.values():
                if field._module == MODULE:
                    yield "field", field.string
                    if field.type == "selection" and isinstance(field.selection, list):
                        for _key, label in field.selection:
                            yield "selection", str(label)
        named = {"ir.ui.menu": "menu", "res.groups": "right", "res.groups.privilege": "right"}
        for model, kind in {**named, "ir.ui.view": ""}.items():
            data = env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
            for record in env[model].browse(data.mapped("res_id")):
                if kind:
                    yield kind, record.name
                    continue
                for node in etree.fromstring(record.arch).iter("button", "field"):
                    yield node.tag, node.get("string")

    def test_a_filter_by_date_is_called_as_its_field_or_as_no_other(self):
        """Settled On is the day on which a line was settled, not the day of a payment."""
        others = defaultdict(set)
        for model in self.env.registry.values():
            for field in model._fields.values():
                if field._module == MODULE and field.type in ("date", "datetime"):
                    others[field.string].add(field.name)
        for view in self.env["ir.ui.view"].search([("type", "=", "search")]):
            if view.xml_id.startswith(f"{MODULE}."):
                for node in etree.fromstring(view.arch).iterfind(".//filter[@date]"):
                    with self.subTest(view=view.xml_id, filter=node.get("name")):
                        names = others[node.get("string")] if node.get("string") else set()
                        self.assertLessEqual(names, {node.get("date")})


@tagged("post_install", "-at_install")
class TestChinese(BaseCase):
    """What Chinese users read, on the screens and in the pages."""

    def texts(self):
        """Yield (where, text)."""
        for entry in polib.pofile(str(ROOT / "i18n/zh_CN.po")):
            yield entry.msgid, entry.msgstr
        for page in [*ROOT.glob("*.zh-CN.md"), *(ROOT / "docs").rglob("*.zh-CN.md")]:
            yield page.name, CODE.sub("", page.read_text(encoding="utf-8"))

    def test_punctuation_is_full_width(self):
        wrong = [
            f"{where}: {HALF_WIDTH.findall(text)}"
            for where, text in self.texts()
            if HALF_WIDTH.search(text)
        ]
        self.assertEqual(wrong, [])

    def test_nobody_is_addressed(self):
        self.assertEqual([where for where, text in self.texts() if re.search("[你您]", text)], [])
