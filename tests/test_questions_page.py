import ast
import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parent.parent
# The questions of users that the screens answer; those of figures have other numbers.
NUMBERS = {
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
    29,
    30,
}


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
