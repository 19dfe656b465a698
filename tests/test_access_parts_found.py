from odoo.exceptions import AccessError
from odoo.tests import tagged

from .access_parts import BOOKS, PartsCase
from .common import ALL, OWN


@tagged("post_install", "-at_install")
class TestAccessPartsFound(PartsCase):
    """What is closed is neither found nor shown on the side."""

    def test_nothing_is_found_by_what_is_closed(self):
        """Neither the box nor a path leads round: who may not see goods finds no contract by them."""
        move = self.running.invoice_ids
        pay = self.running.tagged_payment_ids
        move.ref, pay.memo = "Ref-of-invoice", "Memo-of-payment"
        self.running._unlocked().note = "<p>Whalesong</p>"
        self.env.flush_all()
        words = {
            "goods": ("Pump", "P-100", "Pum"),
            "invoices": ("Ref-of-invoice",),
            "payments": ("Memo-of-payment",),
        }
        paths = {
            "goods": ("line_ids.name", "settlement_ids.line_ids.name"),
            "invoices": (
                "invoice_ids.ref",
                "move_line_ids.name",
                "settlement_ids.move_line_ids.name",
            ),
            "payments": (
                "allocation_ids.kind",
                "payment_ids.memo",
                "tagged_payment_ids.memo",
                "settlement_ids.allocation_ids.kind",
            ),
            "texts": ("note", "document_ids.name"),
        }
        seeing = self.make_user("seeing", ALL, *BOOKS)
        for part in (*words, "texts"):
            blind = self.make_blind(part, groups=(ALL, *BOOKS))
            for word in words.get(part, ()):
                with self.subTest(part=part, word=word):
                    for user, found in ((seeing, True), (blind, False)):
                        self.next_request()
                        mine = self.running.with_user(user)
                        by_box = mine.search([("found_by", "ilike", word)])
                        self.assertEqual(self.running.id in by_box.ids, found)
                        # a link is searched by name as superuser
                        names = mine.settlement_ids.search([("contract_id", "ilike", word)])
                        self.assertEqual(self.running in names.sudo().contract_id, found)
            for path in paths[part]:
                with self.subTest(part=part, path=path):
                    self.next_request()
                    mine = self.running.with_user(blind)
                    items = mine.env["account.move.line"]
                    for refused in (
                        lambda m=mine, p=path: m.search([(p, "ilike", "a")]),
                        lambda m=mine, p=path: m.settlement_ids.search(
                            [(f"contract_id.{p}", "ilike", "a")]
                        ),
                        lambda m=items, p=path: m.search(
                            [(f"commercial_contract_id.{p}", "ilike", "a")]
                        ),
                        lambda m=mine, p=path: m.formatted_read_group(
                            [(p, "ilike", "a")], [], ["__count"]
                        ),
                    ):
                        with self.assertRaises(AccessError):
                            refused()
        blind = self.make_user("all-else", ALL)
        self.assertIn(
            self.running, self.running.with_user(blind).search([("found_by", "ilike", "pump")])
        )

    def test_an_amendment_shows_no_goods_where_they_are_closed(self):
        blind = self.make_blind("goods", groups=(OWN,))
        self.running.user_id = blind
        amendment = self.running.amend({"date_end": "2030-12-31"}, "longer")
        paper = self.env["report.commercial_contract.amendment_paper"].with_user(blind)
        dialog = self.env["commercial.contract.amend"].with_user(blind)
        dialog = dialog.create({"contract_id": self.running.id})
        row = {"amend_id": dialog.id, "line_id": self.running.line_ids.id}
        for refused in (
            lambda: paper._get_report_values(amendment.ids),
            lambda: dialog.goods_ids.create(row),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                refused()
