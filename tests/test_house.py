"""The house style as far as a machine can tell it: where a thing stands and whom it may name."""

import ast
import functools
import re
from importlib import metadata
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parent.parent
OURS = ("controllers", "migrations", "models", "report", "tests", "tools", "wizards")

# Rooms where SQL may stand; a further one gives its reason here.
SQL_ROOMS = {
    "models/contract/commercial_contract_access.py": "the one condition of who sees what",
    "models/approval/commercial_contract_access.py": "a part of the one condition of who sees what",
    "models/approval/commercial_contract_reasons.py": "a part of the same condition, told by its name",
    "models/approval/commercial_contract_tiers.py": "days between two dates of two tables",
    "models/contract/commercial_contract_seen.py": "the rules of several people in one query",
    "models/contract/commercial_contract_reasons.py": "the same condition, told by its names",
    "models/cash/": "the ledger is read set by set",
    "models/reminder/commercial_contract_promise_state.py": "a state that depends on today, grouped by",
    "models/search/": "one union of what is looked through, each part by its own index",
    "models/fact/": "facts are appended set by set",
    "models/value/": "customers are rated set by set",
    "report/": "figures are read over all facts",
    "migrations/": "columns of versions that no model knows any more",
}
MAX_LINES = {".py": 400, ".xml": 250}
MAX_METHODS = 25


@functools.cache
def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def trees(*folders):
    """Each Python file below the folders, as a path from the root with its syntax tree."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), parsed(path)


def layers():
    """The packages of models/ in the order in which models/__init__.py imports them."""
    init = ROOT / "models/__init__.py"
    body = parsed(init).body if init.exists() else []
    return [name.name for node in body if isinstance(node, ast.ImportFrom) for name in node.names]


def own_attributes(node):
    """What a class sets by plain assignment of a literal: name and value."""
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            try:
                yield item.targets[0].id, ast.literal_eval(item.value)
            except ValueError:
                continue


def born(tree):
    """Names of the models that a file brings: `_name` without the same `_inherit`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            have = dict(own_attributes(node))
            inherits = have.get("_inherit") or ()
            inherits = [inherits] if isinstance(inherits, str) else inherits
            if have.get("_name") and have["_name"] not in inherits:
                yield have["_name"]


def strings(tree):
    """Every string constant with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def imported(tree):
    """Every imported module with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def is_sql(node):
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return (
        name == "SQL"
        or name.startswith("execute")
        or (name == "custom" and "SQL" in ast.dump(node))
    )


@tagged("post_install", "-at_install")
class TestHouse(BaseCase):
    def assertNone(self, wrong):
        wrong = list(wrong)
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_models_name_only_what_comes_before_them(self):
        order = layers()
        home = {
            m: p.parts[1] for p, tree in trees("models") if len(p.parts) > 2 for m in born(tree)
        }
        self.assertNone(
            f"{p}:{line} names {text}, which {home[text]}/ brings"
            for p, tree in trees("models")
            if len(p.parts) > 2
            for line, text in strings(tree)
            if text in home and order.index(home[text]) > order.index(p.parts[1])
        )

    def test_every_package_of_models_is_in_the_order(self):
        folders = {p.parts[1] for p, _tree in trees("models") if len(p.parts) > 2}
        loose = {p.parts[1] for p, _tree in trees("models") if len(p.parts) == 2} - {"__init__.py"}
        self.assertEqual(set(layers()), folders)
        self.assertFalse(loose, "a model stands in the package of its step, not in models/ itself")

    def test_every_file_is_imported_by_its_package(self):
        self.assertNone(
            f"{path} is imported by no file of its package: it is never loaded"
            for path, _tree in trees("controllers", "models", "report", "tests", "wizards")
            if path.name != "__init__.py"
            and (path.parts[0] != "tests" or path.name.startswith("test_"))
            and path.stem not in self._imports_of(path.parent)
        )

    def _imports_of(self, folder):
        """What the files of a folder import from it: `from . import x`, `from .x import y`.

        A test counts only when __init__.py names it: else it never runs, without a word.
        """
        found = set()
        for path in (ROOT / folder).glob("__init__.py" if folder.name == "tests" else "*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.level == 1:
                    found |= {alias.name for alias in node.names}
                    found.add(node.module)
        return found

    def test_tools_know_no_odoo(self):
        self.assertNone(
            f"{path}:{line} imports {name}"
            for path, tree in trees("tools")
            for line, name in imported(tree)
            if name.split(".")[0] == "odoo" or name.startswith("..")
        )

    def test_a_file_brings_one_model(self):
        self.assertNone(
            f"{path} brings {', '.join(names)}"
            for path, tree in trees("models", "report", "wizards")
            if len(names := list(born(tree))) > 1
        )

    def test_a_model_has_at_most_25_methods_in_a_file(self):
        self.assertNone(
            f"{path}:{node.lineno} {node.name} has {count} methods"
            for path, tree in trees("models", "report", "wizards")
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and (count := sum(isinstance(item, ast.FunctionDef) for item in node.body))
            > MAX_METHODS
        )

    def test_files_keep_to_their_limits(self):
        self.assertNone(
            f"{path.relative_to(ROOT)} has {count} lines, {MAX_LINES[path.suffix]} are allowed"
            for folder in (*OURS, "views", "dev")
            for path in sorted((ROOT / folder).rglob("*"))
            if path.suffix in MAX_LINES
            and (count := len(path.read_text(encoding="utf-8").splitlines()))
            > MAX_LINES[path.suffix]
        )

    def test_sql_stands_in_its_rooms(self):
        self.assertNone(
            f"{path}:{node.lineno} is SQL outside of its rooms"
            for path, tree in trees("controllers", "migrations", "models", "report", "wizards")
            if not any(str(path).startswith(room) for room in SQL_ROOMS)
            for node in ast.walk(tree)
            if is_sql(node)
        )

    def test_every_sudo_says_why(self):
        self.assertNone(
            f"{path}:{number} has a sudo() without a comment in its statement or the line above it"
            for path, tree in trees("controllers", "migrations", "models", "report", "wizards")
            for number in self._bare_sudos(tree, (ROOT / path).read_text(encoding="utf-8"))
        )

    def _bare_sudos(self, tree, text):
        lines = text.splitlines()
        begins = {}  # line of a sudo(): where its innermost statement begins
        for statement in ast.walk(tree):
            if isinstance(statement, ast.stmt):
                for node in ast.walk(statement):
                    if self._raises_rights(node):
                        line = node.func.end_lineno
                        begins[line] = max(begins.get(line, 0), statement.lineno)
        for line, begin in begins.items():
            if not any("#" in text for text in lines[max(begin - 2, 0) : line]):
                yield line

    def _raises_rights(self, node):
        """sudo(), but not sudo(False), which gives them back."""
        if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") != "sudo":
            return False
        return not any(getattr(arg, "value", True) is False for arg in node.args)

    def test_names_say_what_a_file_is_for(self):
        vague = {"utils", "helpers", "misc", "base", "mixin", "common"}
        self.assertNone(
            str(path)
            for path, _tree in trees(*OURS)
            if path.stem in vague and str(path) != "tests/common.py"
        )

    def test_the_wheel_needs_what_the_manifest_needs(self):
        project = ROOT / "pyproject.toml"
        if not project.exists():
            self.skipTest("an installed wheel has no pyproject.toml")
        text = re.search(
            r"^dependencies = (\[.*?^\])", project.read_text(encoding="utf-8"), re.M | re.S
        )
        needs = ast.literal_eval(text.group(1))
        manifest = ast.literal_eval((ROOT / "__manifest__.py").read_text(encoding="utf-8"))
        from_oca = [name for name in manifest["depends"] if self._is_from_oca(name)]
        expected = ["odoo==19.0.*", *(f"odoo-addon-{name}==19.0.*" for name in from_oca)]
        expected += manifest.get("external_dependencies", {}).get("python", [])
        self.assertEqual(sorted(needs), sorted(expected))

    def _is_from_oca(self, name):
        try:
            return metadata.distribution(f"odoo-addon-{name}")
        except metadata.PackageNotFoundError:
            return None

    def test_errors_are_translatable_and_no_test_is_exported(self):
        self.assertNone(
            f"{path}:{node.lineno} marks a test's text for translation"
            for path, tree in trees("tests")
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "_lt")
        )

    def test_no_text_to_translate_stands_in_an_f_string(self):
        """The export of terms does not look into them, so it would stay English."""
        self.assertNone(
            f"{path}:{call.lineno}"
            for path, tree in trees("controllers", "models", "report", "wizards")
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "_"
        )

    def test_errors_tell_what_mends_them(self):
        """A second sentence, or what must hold, is needed, or is the only way."""
        self.assertNone(
            f"{path}:{node.lineno} {text}"
            for path, tree in trees("controllers", "models", "report", "wizards")
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise)
            for text in self._raised_texts(node)
            if not re.search(r"[.:] |\b(must|needs?|only)\b", text)
        )

    def _raised_texts(self, node):
        """The sentences that a raise shows; a single word names something in one."""
        calls = (one for one in ast.walk(node) if isinstance(one, ast.Call) and one.args)
        for call in calls:
            if getattr(call.func, "attr", "") == "_" and isinstance(call.args[0], ast.Constant):
                if call.args[0].value.endswith("."):
                    yield call.args[0].value

    def test_no_file_names_a_host_of_a_mirror(self):
        pattern = re.compile(
            r"https?://(?!127\.0\.0\.1|localhost)[\w.-]*(?:debian|pypi|mirror)[\w.-]*"
        )
        self.assertNone(
            f"{path.relative_to(ROOT)}: {match.group()}"
            for folder in ("dev", ".ci")
            for path in sorted((ROOT / folder).rglob("*"))
            if path.is_file() and (match := pattern.search(path.read_text(encoding="utf-8")))
        )

    def test_the_demo_names_the_logins_as_the_page_does(self):
        """Who tries it out is told the same roles in the terminal and in README."""
        script = (ROOT / "dev/demo.py").read_text(encoding="utf-8")
        printed = re.search(r"^ROLES = \{.*?^\}", script, re.MULTILINE | re.DOTALL)[0]
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        logins = readme[readme.index("Logins (") :].split(". ")[0]
        told = re.findall(r"`(\w+)`\s+([a-z ]+)", " ".join(logins.split()))
        self.assertEqual(re.findall(r'"(\w+)": "([a-z ]+)"', printed), told)
        self.assertEqual(len(told), 5)
