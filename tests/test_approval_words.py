import re
from pathlib import Path

import polib

from odoo.modules import Manifest
from odoo.tests import tagged

from .approvals import ApprovalCase

LENDER = "base_tier_validation"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OURS = Path(__file__).resolve().parent.parent / "i18n_extra/zh_CN.po"


def places(entries, translated=False):
    """Each term of a file with each place that it stands in."""
    return {
        (entry.msgid, place)
        for entry in entries
        if entry.msgstr or not translated
        for place, _line in entry.occurrences
    }


@tagged("post_install", "-at_install")
class TestApprovalWords(ApprovalCase):
    """A Chinese user meets no English of base_tier_validation: i18n_extra has what the OCA has not."""

    def chinese(self, model):
        return self.env[model].with_context(lang="zh_CN")

    def test_fields_choices_and_subtypes_speak_chinese(self):
        english = []
        for model, name in (
            ("ir.model.fields", "field_description"),
            ("ir.model.fields.selection", "name"),
            ("mail.message.subtype", "name"),
            ("mail.activity.type", "name"),
            ("ir.ui.menu", "name"),
            ("ir.model", "name"),
        ):
            known = self.env["ir.model.data"].search(
                [("module", "=", LENDER), ("model", "=", model)]
            )
            shown = self.chinese(model).browse(known.mapped("res_id")).mapped(name)
            english += [
                (model, text) for text in shown if not CHINESE.search(text) and text != "ID"
            ]
        self.assertEqual(english, [], "translate it in i18n_extra/zh_CN.po")

    def test_the_views_of_the_reviews_speak_chinese(self):
        views = self.env["ir.model.data"].search(
            [("module", "=", LENDER), ("model", "=", "ir.ui.view")]
        )
        for view in self.chinese("ir.ui.view").browse(views.mapped("res_id")):
            with self.subTest(view=view.name):
                terms = view._fields["arch_db"].get_trans_terms(view.arch_db)
                self.assertEqual([term for term in terms if not CHINESE.search(term)], [])

    def test_only_what_the_oca_leaves_open_is_translated_here(self):
        folder = Path(Manifest.for_addon(LENDER).path) / "i18n"
        theirs = places(polib.pofile(str(folder / "zh_CN.po")), translated=True)
        terms = places(polib.pofile(str(folder / f"{LENDER}.pot")))
        ours = places(polib.pofile(str(OURS)))
        self.assertEqual(ours & theirs, set(), "the OCA has Chinese for it now: take it out here")
        gone = {(term, place) for term, place in ours - terms if "__commercial_" not in place}
        self.assertEqual(gone, set(), "the OCA says it no more: take it out here")

    def test_what_is_written_to_people_is_chinese(self):
        """Notes, messages and faults of the approval, as a Chinese user causes and reads them."""
        self.over_100.write(
            {
                f"notify_on_{event}": True
                for event in ("create", "pending", "accepted", "rejected", "restarted")
            }
        )
        for user in (self.seller, self.boss):
            user.lang = "zh_CN"
        seen = self.env["mail.message"].search([], order="id desc", limit=1).id
        contract = self.draft(title="泵").with_context(lang="zh_CN")
        contract.action_request_approval()
        boss = contract.with_user(self.boss)
        boss.action_reject("太贵")
        contract.action_request_approval()
        boss.action_approve()
        contract.title = "阀门"
        texts = self.env["mail.message"].search(
            [
                ("id", ">", seen),
                ("model", "=", "commercial.contract"),
                ("res_id", "=", contract.id),
                ("body", "!=", ""),
            ]
        )
        self.assertGreaterEqual(len(texts), 7)
        for message in texts:
            self.assertRegex(message.body, CHINESE)
            self.assertNotRegex(message.body, r"(?i)review|valid|approv|request")
        for group in self.boss.with_context(lang="zh_CN").with_user(self.boss).review_user_count():
            self.assertRegex(group["name"], CHINESE)
