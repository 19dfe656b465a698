import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PICTURES = "docs/screenshots"


@tagged("post_install", "-at_install")
class TestGuide(BaseCase):
    """The pages for users: links lead somewhere, and both languages show the same."""

    def pages(self):
        """Return {path: text} of all pages for people."""
        paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        return {path: path.read_text(encoding="utf-8") for path in sorted(paths)}

    def links(self, path, text):
        for target in LINK.findall(text):
            if "://" not in target:
                yield (path.parent / target).resolve()

    def test_every_link_leads_somewhere(self):
        missing = [
            f"{path.relative_to(ROOT)}: {target}"
            for path, text in self.pages().items()
            for target in self.links(path, text)
            if not target.exists()
        ]
        self.assertEqual(missing, [])

    def test_every_picture_can_be_remade(self):
        """Each stands in dev/pictures.txt with its user, width and steps."""
        listed = set()
        for head in re.findall(
            r"^\w.*", (ROOT / "dev/pictures.txt").read_text(encoding="utf-8"), re.MULTILINE
        ):
            name, _login, *words = head.split()
            langs = [word for word in words if not word.isdigit()] or ["en", "zh"]
            phone = {True: "-phone", False: ""}
            listed |= {
                f"{name}{phone[int(word) < 768]}-{lang}.png"
                for word in words
                if word.isdigit()
                for lang in langs
            }
        found = {path.name for path in (ROOT / PICTURES).glob("*.png")}
        self.assertEqual(found, listed)

    def test_both_languages_show_the_same(self):
        pages = self.pages()
        english = [
            path for path in pages if path.parent == ROOT / "docs/guide" and ".zh-" not in path.name
        ]
        self.assertGreater(len(english), 5)
        for path in english:
            chinese = path.with_name(path.name.replace(".md", ".zh-CN.md"))
            with self.subTest(path.name):
                self.assertEqual(self.shape(pages[chinese]), self.shape(pages[path]))

    def shape(self, text):
        """Headings and pictures in their order, without their words."""
        marks = re.findall(r"^#+ |screenshots/[\w-]+?-(?:en|zh)\.png", text, re.MULTILINE)
        return [re.sub(r"-(en|zh)\.png$", "", mark) for mark in marks]
