import re
from pathlib import Path

from odoo.tests import BaseCase, TransactionCase, tagged

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PICTURES = "docs/screenshots"
# *Settlement > Overdue*: what stands in one pair of stars; two pairs are buttons.
BUTTON = re.compile(r"\*\*[^*]+\*\*")
PATH = re.compile(r"\*([^*]+ > [^*]+)\*")


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


@tagged("post_install", "-at_install")
class TestGuideMenus(TransactionCase):
    """What the pages call a menu is one, in the language of the page."""

    def menus(self, language):
        """Return {section: names of its menus} of the app."""
        self.env["res.lang"]._activate_lang(language)
        self.env["ir.module.module"]._load_module_terms(["commercial_contract"], [language])
        root = self.env.ref("commercial_contract.menu_contract_root").with_context(
            **{"ir.ui.menu.full_list": True}, lang=language
        )
        return {section.name: set(section.child_id.mapped("name")) for section in root.child_id}

    def paths(self, text):
        """Return the menu paths of a page, such as ["Settlement", "Overdue"]."""
        plain = re.sub(r"\s+", " ", BUTTON.sub("", text))
        return [path.split(" > ") for path in PATH.findall(plain)]

    def check(self, language, pages):
        menus = self.menus(language)
        found, wrong = 0, []
        for page in pages:
            for path in self.paths(page.read_text(encoding="utf-8")):
                # the app and its first section share their name
                steps = path[1:] if path[1] in menus else path
                if steps[0] in menus:
                    found += 1
                    if steps[1] not in menus[steps[0]]:
                        wrong.append(f"{page.relative_to(ROOT)}: {' > '.join(path)}")
        self.assertEqual(wrong, [])
        self.assertGreater(found, 20)

    def pages(self, chinese):
        pages = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
        return [page for page in pages if (".zh-CN" in page.name) == chinese]

    def check_screens(self, language, page):
        """One row of the page is one menu, section by section."""
        parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        shown = {
            name: set(re.findall(r"^\| ([^|]+) \| !\[", text, re.MULTILINE))
            for name, text in zip(parts[::2], parts[1::2], strict=True)
        }
        sections = {name: menus for name, menus in self.menus(language).items() if menus}
        self.assertEqual(shown, sections)

    def test_every_screen_has_its_pictures(self):
        self.check_screens("en_US", ROOT / "docs/guide/screens.md")
        self.check_screens("zh_CN", ROOT / "docs/guide/screens.zh-CN.md")

    def test_english_pages(self):
        self.check("en_US", self.pages(chinese=False))

    def test_chinese_pages(self):
        self.check("zh_CN", self.pages(chinese=True))
