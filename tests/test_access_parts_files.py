from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .access_parts import PartsCase

NAME = "Whalesong.txt"


@tagged("post_install", "-at_install")
class TestAccessPartsFiles(PartsCase, HttpCase):
    """To whom the part Texts is closed, the files of contracts are: also those that stand in the chatter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file, cls.scan = cls.env["ir.attachment"].create(
            [
                {"name": NAME, "raw": b"x", "res_model": record._name, "res_id": record.id}
                for record in (cls.running, cls.running.settlement_ids[0])
            ]
        )
        cls.message = cls.running.message_post(body="signed", attachment_ids=cls.file.ids)

    def setUp(self):
        super().setUp()
        self.blind = self.make_blind("texts")
        self.seeing = self.make_user("seeing", "commercial_contract.group_contract_all")

    def as_user(self, records, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(user)

    def chatter(self, user, message=None):
        """Return what the chatter shows of a message and of the files of the contract, as one text."""
        running = self.as_user(self.running, user)
        store = Store().add(self.as_user(message or self.message, user))
        return str(store.add(running, as_thread=True, request_list=["attachments"]).get_result())

    def found(self, user):
        """Return how many files and messages each way of looking finds."""
        files = self.as_user(self.file, user)
        mine = [("name", "=", NAME)]
        place = [("res_model", "=", "commercial.contract"), ("res_id", "=", self.running.id)]
        fetched = files.env["mail.message"]._message_fetch(
            None, thread=self.running.with_user(user), search_term=NAME
        )
        return [
            files.search_count(mine),
            len(files.search(place)),
            len(files.search([("id", "=", self.file.id)])),
            len(files.name_search(NAME)),
            fetched["count"],
        ]

    def test_files_are_neither_found_nor_read(self):
        self.assertEqual(self.found(self.seeing), [2, 1, 1, 2, 1])
        self.assertEqual(self.found(self.blind), [0, 0, 0, 0, 0])
        for file in (self.file, self.scan):
            mine = self.as_user(file, self.blind)
            self.assertFalse(mine.has_access("read"))
            for refused in (
                lambda m=mine: m.read(["name"]),
                lambda m=mine: m.raw,
                lambda m=mine: m.export_data(["name"]),
                lambda m=mine: m.write({"name": "a"}),
                mine.copy,
                mine.unlink,
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    refused()
            self.assertEqual(self.as_user(file, self.seeing).raw, b"x")

    def test_the_chatter_hands_out_no_key(self):
        for user, seen in ((self.seeing, True), (self.blind, False)):
            shown = self.chatter(user)
            self.assertIn("signed", shown)
            self.assertEqual(NAME in shown, seen)
            self.assertEqual("raw_access_token" in shown, seen)
        for user, status in ((self.seeing, 200), (self.blind, 404)):
            self.authenticate(user.login, user.login)
            for path in (f"/web/content/{self.file.id}", f"/web/image/{self.scan.id}?download=1"):
                self.assertEqual(self.url_open(path).status_code, status, path)

    def test_no_file_is_sent_on_unread(self):
        mine = self.as_user(self.running, self.blind)
        with self.assertRaisesRegex(AccessError, "part 'Texts' of contracts is closed"):
            mine.message_post(body="to me", attachment_ids=self.file.ids)

    def test_what_is_his_own_or_addressed_to_him_stays_open(self):
        mine = self.as_user(self.running, self.blind)
        own = mine.message_post(body="look", attachments=[("own.txt", b"y")])
        self.assertIn("own.txt", self.chatter(self.blind, own))
        self.assertEqual(self.as_user(own.attachment_ids, self.blind).raw, b"y")
        told = self.running.message_post(
            body="for you", partner_ids=self.blind.partner_id.ids, attachments=[("told.txt", b"z")]
        )
        self.assertIn("told.txt", self.chatter(self.blind, told))
        self.assertFalse(self.as_user(told.attachment_ids, self.blind).has_access("read"))

    def test_an_administrator_is_told_so(self):
        for user, files in ((self.blind, 0), (self.seeing, 1)):
            wizard = self.env["commercial.contract.view.as"].with_user(self.manager)
            self.assertEqual(wizard.create({"user_id": user.id}).document_count, files)
