from collections import defaultdict

from lxml import etree

from odoo.tests import TransactionCase, tagged

MODULE = "commercial_contract"
# English words that Chinese says alike in every place they stand in; a further one was read there.
ALIKE = {
    "Activity",
    "Amendments",
    "Complete",
    "Contract Categories",
    "Contracts",
    "Due Soon",
    "Due and Not Invoiced",
    "Goods",
    "Invoiced, Not Settled",
    "Invoices",
    "Local Contracts",
    "Manager of the Department",
    "Manager of the Responsible",
    "Over the Ceiling",
    "Overdue",
    "Payment",
    "Progress Log",
    "Promises to Pay",
    "Reminder Rules",
    "Reject",
    "Responsible",
    "Settled, Not Invoiced",
    "Settlement Methods",
    "Settlement Plan",
    "Suspend",
    "Terminate",
    "To Invoice",
    "Unallocated",
    "Without Text",
}


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
        self.assertEqual(loose, {}, "give each meaning its own English, or add the word to ALIKE")
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
        for model, kind in (("ir.ui.menu", "menu"), ("ir.ui.view", "")):
            data = env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
            for record in env[model].browse(data.mapped("res_id")):
                if kind:
                    yield kind, record.name
                    continue
                for node in etree.fromstring(record.arch).iter("button", "field"):
                    yield node.tag, node.get("string")
