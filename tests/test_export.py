from odoo.tests import tagged

from .common import ContractCase

LISTS = {
    "commercial.contract": ["name", "partner_id", "amount_total", "amount_settled"],
    "commercial.contract.line": ["contract_id/name", "name", "price_total"],
    "commercial.contract.settlement": ["contract_id/name", "label", "date_due", "amount"],
    "commercial.contract.allocation": ["contract_id/name", "settlement_name", "date", "amount"],
}


@tagged("post_install", "-at_install")
class TestExport(ContractCase):
    """Odoo's own export of each list holds what the user may see, and nothing of others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # an administrator grants the export to whom he likes; the rules hold for each of them
        cls.seller.group_ids += cls.env.ref("base.group_allow_export")
        cls.mine = cls.contract(100, [("A", 100, "2026-01-31")])
        cls.others = cls.contract(70, [("B", 70, "2026-01-31")])
        cls.others._unlocked().user_id = cls.seller2
        for contract, amount in ((cls.mine, 25), (cls.others, 30)):
            cls.payment(cls, amount, contract=contract)

    def export(self, model, domain=()):
        """Return the rows that a user without wider rights gets for a whole list."""
        records = self.env[model].with_user(self.seller).search(list(domain))
        return records.export_data(LISTS[model])["datas"]

    def test_export_of_each_list_stays_within_the_rights(self):
        for model, names in LISTS.items():
            rows = self.export(model)
            texts = " ".join(str(value) for row in rows for value in row)
            self.assertIn(self.mine.name, texts, model)
            self.assertNotIn(self.others.name, texts, model)
            self.assertTrue(all(len(row) == len(names) for row in rows))

    def test_export_shows_the_figures_of_the_books(self):
        [[name, _partner, total, settled]] = self.export("commercial.contract")
        self.assertEqual((name, total, settled), (self.mine.name, 100.0, 25.0))
        [row] = self.export("commercial.contract.allocation")
        self.assertEqual(row[3], 25.0)
