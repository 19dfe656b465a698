"""Every control of our screens has a name for who cannot see it (screens 5.3)."""

from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged

MODULE = "commercial_contract"
SOURCES = Path(__file__).parent.parent / "static" / "src"
NAMES = ("title", "aria-label", "string", "t-att-title", "t-att-aria-label", "t-attf-aria-label")
TEXTS = ("t-out", "t-esc", "t-field")
NAMING_LISTS = (
    "contract_list",
    "contract_money_list",
    "contract_cash_list",
    "contract_bank_list",
)
# they draw their own name: a group of radio buttons, the bar of states
NAMED_WIDGETS = ("radio", "statusbar")


def name_of(node, *more):
    return any(node.get(name) for name in (*NAMES, *more))


def shows_text(node):
    """Whether a person who cannot see icons is told something by what the node holds."""
    if (node.text or "").strip() or any(node.get(name) for name in TEXTS):
        return True
    return any(
        child.tag == "field"
        or (isinstance(child.tag, str) and shows_text(child))
        or (child.tail or "").strip()
        for child in node
    )


def is_icon(node):
    # an icon whose class is worked out begins with its own word
    classes = f"{node.get('class', '')} {node.get('t-attf-class', '')}".split()
    return node.tag in ("i", "span") and any(word in ("fa", "oi") for word in classes)


def is_hidden(node):
    return any(one.get("aria-hidden") == "true" for one in (node, *node.iterancestors()))


@tagged("post_install", "-at_install")
class TestReadable(TransactionCase):
    def archs(self):
        """{name: tree} of our views, as they were written, and of our JavaScript templates."""
        found = {}
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(data.mapped("res_id"))
        for view in views.filtered(lambda view: view.type != "qweb"):
            found[view.xml_id] = etree.fromstring(view.arch)
        for path in SOURCES.rglob("*.xml"):
            found[path.name] = etree.parse(path).getroot()
        return found

    def assertNone(self, wrong):
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def find(self, wanted, *tags):
        return [
            f"{name}:{node.sourceline} <{node.tag} {node.get('name') or node.get('class') or ''}>"
            for name, tree in self.archs().items()
            for node in tree.iter(*tags)
            if not node.get("position") and wanted(node)  # else it only says where
        ]

    def test_there_is_something_to_read(self):
        archs = self.archs()
        self.assertGreater(len(archs), 60)
        self.assertIn("overview.xml", archs)

    def test_a_button_or_link_says_what_it_does(self):
        self.assertNone(self.find(lambda n: not name_of(n) and not shows_text(n), "button", "a"))

    def test_a_button_that_shows_only_its_icon_has_a_title(self):
        """Its name is not seen, so the pointer must tell it."""
        self.assertNone(
            self.find(
                lambda n: "o_contract_icon" in n.get("class", "") and not n.get("title"), "button"
            )
        )

    def test_an_icon_has_a_name_or_is_hidden(self):
        def nameless(node):
            told = node.getparent() is not None and name_of(node.getparent())
            return is_icon(node) and not (is_hidden(node) or name_of(node) or told)

        self.assertNone(self.find(nameless, "i", "span"))

    def test_an_image_has_an_alternative(self):
        self.assertNone(self.find(lambda n: not name_of(n, "alt", "t-att-alt"), "img"))

    def test_an_input_has_a_label(self):
        def nameless(node):
            key = (node.get("id") or "").strip("'")
            labels = node.getroottree().getroot().iter("label")
            return not name_of(node) and not any(key and one.get("for") == key for one in labels)

        self.assertNone(self.find(nameless, "input", "select", "textarea", "AutoComplete"))

    def test_a_progress_bar_says_how_far(self):
        def mute(node):
            return node.get("role") == "progressbar" and not (
                name_of(node) and (node.get("aria-valuenow") or node.get("t-att-aria-valuenow"))
            )

        self.assertNone(self.find(mute, "div", "span"))

    def test_only_what_is_wrong_interrupts(self):
        """A screen reader reads an alert at once; what is only told waits for its turn (screens 5.3)."""
        told = {"alert-info", "alert-success", "alert-secondary"}
        self.assertNone(
            self.find(
                lambda n: told & set(n.get("class", "").split()) and n.get("role") == "alert",
                "div",
                "p",
            )
        )

    def test_a_landmark_has_a_name(self):
        self.assertNone(self.find(lambda n: not name_of(n, "aria-labelledby"), "nav", "section"))

    def test_a_field_that_is_typed_into_has_a_label(self):
        """Groups label their fields, and lists their columns; elsewhere it must be written."""
        wrong = []
        for name, tree in self.archs().items():
            if name.endswith(".xml"):
                continue
            fields = self.env[self.env.ref(name).model]._fields
            for form in tree.iter("form"):
                labels = {label.get("for") for label in form.iter("label")}
                wrong += [
                    f"{name} {node.get('name')}"
                    for node in form.iter("field")
                    if self._needs_label(node)
                    and node.get("name") not in labels
                    and not fields[node.get("name")].readonly
                ]
        self.assertNone(wrong)

    def test_a_row_that_is_typed_into_names_its_inputs(self):
        """Odoo's own list editor leaves them nameless; our lists give them the heads of their columns."""

        def nameless(node):
            if not node.get("editable") and not node.get("multi_edit"):
                return False
            field = node.getparent()
            if field is None or field.tag != "field":
                return node.get("js_class") not in NAMING_LISTS
            return field.get("widget") != "contract_lines"

        self.assertNone(self.find(nameless, "list"))

    def test_a_date_of_another_year_can_be_read(self):
        """2025年12月31日 needs 115 px in one line; our own widget writes it in figures."""

        def narrow(node):
            width = int((node.get("width") or "999px").removesuffix("px"))
            wraps = "text-wrap" in (node.get("class") or "").split()
            return width < 115 and not wraps and not node.get("widget")

        wrong = []
        for name, tree in self.archs().items():
            if name.endswith(".xml"):
                continue
            fields = self.env[self.env.ref(name).model]._fields
            for node in tree.iter("field"):
                field = self._get_field(fields, node)
                if field is not None and field.type == "date" and narrow(node):
                    wrong.append(f"{name}:{node.sourceline} {node.get('name')}")
        self.assertNone(wrong)

    def test_nobody_makes_a_user_by_a_typing_mistake(self):
        path = ".//field[@name='user_ids'][@widget='many2many_tags_avatar']"
        wrong = [
            f"{name}:{node.sourceline}"
            for name, tree in self.archs().items()
            for node in tree.iterfind(path)
            if "no_create" not in node.get("options", "") and not node.get("readonly")
        ]
        self.assertNone(wrong)

    def _get_field(self, fields, node):
        """The field of a node, below the fields in which it stands."""
        outer = [one.get("name") for one in node.iterancestors("field")]
        for name in reversed(outer):
            if name not in fields or not fields[name].comodel_name:
                return None
            fields = self.env[fields[name].comodel_name]._fields
        return fields.get(node.get("name"))

    def _needs_label(self, node):
        inside = [one.tag for one in node.iterancestors()]
        view = next((tag for tag in inside if tag in ("form", "list", "kanban", "field")), "form")
        if view != "form" or node.get("widget") in NAMED_WIDGETS or len(node):
            return False
        if node.get("readonly") in ("1", "True") or node.get("invisible") in ("1", "True"):
            return False
        return inside[0] != "group" or node.get("nolabel") == "1"
