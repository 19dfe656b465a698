import ast
import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parent.parent
NUMBERS = set(range(1, 31))  # as the users' questions are numbered


@tagged("post_install", "-at_install")
class TestQuestionsPage(BaseCase):
    """docs/guide/questions.md lists each question with a test that is there."""

    def page(self, name):
        """Return {number: names of its tests} of a page."""
        text = (ROOT / "docs/guide" / name).read_text(encoding="utf-8")
        parts = re.split(r"^## (\d+)\. ", text, flags=re.MULTILINE)[1:]
        return {
            int(number): re.findall(r"`(Test\w+\.test_\w+)`", part)
            for number, part in zip(parts[::2], parts[1::2], strict=True)
        }

    def test_every_question_stands_there_with_its_test(self):
        english, chinese = self.page("questions.md"), self.page("questions.zh-CN.md")
        self.assertEqual(set(english), NUMBERS)
        self.assertEqual(chinese, english)
        self.assertFalse([number for number, tests in english.items() if not tests])
        known = {
            f"{node.name}.{item.name}"
            for path in sorted((ROOT / "tests").glob("test_*.py"))
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef)
            for item in node.body
            if isinstance(item, ast.FunctionDef)
        }
        named = {test for tests in english.values() for test in tests}
        self.assertLessEqual(named, known)

    def test_the_readme_says_where_each_answer_stands(self):
        for name in ("README.md", "README.zh-CN.md"):
            text = (ROOT / name).read_text(encoding="utf-8")
            rows = re.findall(r"^\| (\d+) \| [^|]+ \| [^|]+ \|$", text, flags=re.MULTILINE)
            self.assertEqual([int(number) for number in rows], sorted(NUMBERS), name)
