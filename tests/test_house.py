from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestHouse(TransactionCase):
    def test_one(self):
        self.assertTrue(self.env["res.lang"]._lang_get("zh_CN"))
