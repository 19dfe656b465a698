import ast
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import ContractCase

MODULE = "odoo.addons.commercial_contract.models.search.commercial_contract"


def patch_nearest(count):
    """Show so many of the nearest contracts."""
    return patch(f"{MODULE}.NEAREST", count)


@tagged("post_install", "-at_install")
class TestSearch(ContractCase):
    """One box that finds a contract by whatever somebody remembers of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steel = cls.env["res.partner"].create(
            {"name": "本溪钢铁集团", "ref": "BXSTEEL", "is_company": True}
        )
        cls.project = cls.env["project.project"].create({"name": "Harbour Crane"})
        cls.plates = cls.contract(
            1130000,
            [("Advance", 1130000, "2026-11-20")],
            title="设备采购安装合同",
            partner_id=cls.steel.id,
            project_id=cls.project.id,
            date_signed="2026-10-03",
        )
        cls.supply = cls.contract(
            420.5,
            [("All", 420.5, "2026-03-31")],
            title="Supply agreement",
            user_id=cls.seller2.id,
            payer_id=cls.payer.id,
            goods=[(cls.pump, 1, 420.5)],
            signed=False,
        )
        cls.supply.line_ids.write({"model_number": "QR-77/B", "specification": "DN50 flanged"})
        cls.supply.action_sign()
        cls.both = cls.plates | cls.supply

    def find(self, typed, user=None):
        """Return which of the two contracts are found, by the box and by a many2one field alike."""
        contracts = self.env["commercial.contract"].with_user(user or self.staff)
        found = contracts.search([("found_by", "ilike", typed)]) & self.both
        named = {row[0] for row in contracts.name_search(typed, limit=None)} & set(self.both.ids)
        self.assertEqual(set(found.ids), named, typed)
        return found

    def assertFinds(self, contract, *typed):
        for text in typed:
            with self.subTest(text):
                self.assertEqual(self.find(text), contract)

    def test_names_of_all_kinds(self):
        self.assertFinds(
            self.plates,
            "本溪钢铁集团",
            "钢铁",
            "bxsteel",
            "Harbour Cr",
            "采购安装",
            self.plates.name,
        )
        self.assertFinds(
            self.supply,
            "pays for",
            "qr-77",
            "QR77B",
            "ＱＲ－７７",
            "flanged dn50",
            "agreement supply",
        )

    def test_a_number_without_its_separators(self):
        squeezed = "".join(sign for sign in self.plates.name if sign.isalnum())
        self.assertFinds(self.plates, squeezed, self.plates.name.lower())

    def test_typing_mistakes(self):
        self.assertFinds(self.supply, "Suply agrement", "Supply agreemnet", "supplly")
        self.assertFinds(self.plates, "设备采构安装", "设备购安装", "本钢", "本溪钢铁集因")

    def test_amounts_as_people_type_them(self):
        self.assertFinds(self.plates, "1130000", "1,130,000", "1,130,000.00", "113万", "1.13m")
        self.assertFinds(self.supply, "420.5", "420", "420.50")

    def test_months_of_signature_and_of_due_dates(self):
        self.assertFinds(self.plates, "2026-10", "2026年11月", "11/2026", "2026/11")
        self.assertFinds(self.supply, "2026年3月")

    def test_days_and_what_is_half_typed(self):
        self.assertFinds(self.plates, "2026-10-03", "2026年10月3日", "2026-10-0", "2026.10.3")
        self.assertFinds(self.supply, "2026-03-31", "2026-03-3", "2026/3/31")
        self.assertFalse(self.find("2026-10-04") | self.find("2026-02-3"))

    def test_numbers_of_others_and_codes(self):
        self.plates.partner_ref = "BX/采-0815"
        self.supply._unlocked().invoice_partner_id = self.env["res.partner"].create(
            {"name": "Shared Service Centre", "ref": "SSC-4"}
        )
        self.pump.default_code = "ART-5501"
        self.env.flush_all()
        self.assertFinds(self.plates, "采-0815", "bx采0815")
        self.assertFinds(self.supply, "service centre", "ssc4", "art-5501")

    def test_the_nearest_in_spite_of_many_mistakes(self):
        self.assertFinds(self.supply, "suply agremnt", "suplyy agremet")
        self.assertFinds(self.plates, "设备采够按装")

    def test_numbers_must_be_right_where_words_are_not(self):
        self.assertFinds(self.supply, "agremnt qr-77")
        self.assertFalse(self.find("agremnt qr-9911") | self.find("1130001") | self.find("421"))

    def test_nothing_fits(self):
        self.assertFalse(self.find("zzzzqqqqxxxx"))
        self.assertEqual(self.find("  "), self.both)

    def test_signs_of_like_mean_nothing(self):
        self.assertFalse(self.find("%%%%%%%%") & self.both)

    def test_invoice_and_payment(self):
        invoice = self.invoice(self.plates.settlement_ids)
        payment = self.pay(invoice)
        payment.memo = "TT889900123"
        self.env.flush_all()
        self.assertFinds(self.plates, invoice.name, "TT889900123")

    def test_without_is_the_complement(self):
        contracts = self.env["commercial.contract"].with_user(self.staff)
        found = contracts.search([("found_by", "not ilike", "Supply")]) & self.both
        self.assertEqual(found, self.plates)

    def test_plan_lines_are_found_through_the_contract(self):
        lines = self.env["commercial.contract.settlement"].with_user(self.staff)
        for text in ("钢铁", "设备采构安装"):
            found = lines.search([("contract_id", "ilike", text)])
            self.assertEqual(found & self.both.settlement_ids, self.plates.settlement_ids)

    def found(self, model, typed, user=None):
        """Return what the box of a list finds, of the parts of the two contracts."""
        records = (
            self.env[model].with_user(user or self.staff).search([("found_by", "ilike", typed)])
        )
        return records.filtered(lambda record: record.contract_id in self.both)

    def test_plan_lines_by_what_stands_on_them_or_on_the_contract(self):
        model, [own] = "commercial.contract.settlement", self.plates.settlement_ids
        for text in (
            "advance", "advance 钢铁", "1130000", "113万", "2026-11-20", "2026-11", "harbour",
            self.plates.name, "设备采构安装",
        ):  # fmt: skip
            with self.subTest(text):
                self.assertEqual(self.found(model, text), own)
        for text in ("advance flanged", "2026-10", "2026-11-21", "zzzzqqqqxxxx"):
            with self.subTest(text):  # a signature dates no plan line
                self.assertFalse(self.found(model, text))
        self.assertEqual(self.found(model, "420.5", self.seller2), self.supply.settlement_ids)
        self.assertFalse(self.found(model, "420.5", self.seller))
        self.assertFalse(self.found(model, "suply", self.seller))

    def test_settlement_records(self):
        self.pay(self.invoice(self.plates.settlement_ids), 1000, date="2026-11-03")
        model = "commercial.contract.allocation"
        [row] = self.plates.allocation_ids
        for text in ("1000", "2026-11-03", "advance", "钢铁", "本溪钢铁集因"):
            with self.subTest(text):
                self.assertEqual(self.found(model, text), row)
        self.assertFalse(self.found(model, "1001") | self.found(model, "supply"))
        self.assertFalse(self.found(model, "1000", self.seller2))

    def test_progress_log(self):
        model = "commercial.contract.progress"
        row = self.env[model].create(
            {
                "contract_id": self.plates.id,
                "name": "Crane erected",
                "note": "rain on the third day",
                "date": "2026-11-05",
                "percent": 40,
            }
        )
        for text in ("crane", "rain 钢铁", "2026-11-05", "设备采构安装"):
            with self.subTest(text):
                self.assertEqual(self.found(model, text), row)
        self.assertFalse(self.found(model, "crane supply") | self.found(model, "2026-11-06"))
        self.assertFalse(self.found(model, "crane", self.seller2))

    def test_what_is_renamed_is_found_by_its_new_name_only(self):
        self.steel.name = "Anshan Works"
        self.project.name = "Bridge"
        self.payer.ref = "PAYREF9"
        self.env.flush_all()
        self.assertFinds(self.plates, "anshan", "bridge")
        self.assertFinds(self.supply, "payref9")
        self.assertFalse(self.find("本溪钢铁集团"))

    def test_each_user_finds_own_contracts(self):
        """A contract of somebody else neither shows nor keeps the nearest own one away."""
        self.assertEqual(self.find("supply", self.seller2), self.supply)
        self.assertFalse(self.find("supply", self.seller))
        self.plates._unlocked().title = "Suply of plates"
        self.env.flush_all()
        self.assertEqual(self.find("suply", self.seller), self.plates)
        self.assertEqual(self.find("suply", self.seller2), self.supply)

    def test_the_nearest_are_of_what_the_user_sees(self):
        """Of forty places none goes to a contract of somebody else, however near it is."""
        self.assertEqual(self.find("suplyy agremet", self.seller2), self.supply)
        self.assertFalse(self.find("suplyy agremet", self.seller))
        self.plates._unlocked().title = "Suplied agreements"
        self.env.flush_all()
        with patch_nearest(1):
            self.assertEqual(self.find("suplyy agremet"), self.supply)
            self.assertEqual(self.find("suplyy agremet", self.seller), self.plates)

    def test_what_fits_is_looked_for_once_while_nothing_is_written(self):
        contracts = self.env["commercial.contract"].with_user(self.staff)
        find = type(contracts)._find_by_words
        with (
            patch.object(type(contracts), "_reads_repeat", return_value=True),
            patch.object(
                type(contracts), "_find_by_words", autospec=True, side_effect=find
            ) as asked,
        ):
            for _time in range(2):
                self.assertIn(self.supply, contracts.search([("found_by", "ilike", "suply")]))
                contracts.search_count([("found_by", "ilike", "suply")])
            self.assertEqual(asked.call_count, 1)
            contracts.with_user(self.seller).search([("found_by", "ilike", "suply")])
            self.assertEqual(asked.call_count, 2)

    def test_what_is_written_in_between_is_found(self):
        self.assertEqual(self.find("suply"), self.supply)
        self.supply._unlocked().title = "Something else"  # not even flushed
        self.assertFalse(self.find("suply"))
        self.assertFalse(self.env["commercial.contract"]._reads_repeat())

    def test_a_transaction_that_only_reads_remembers(self):
        with self.registry.cursor() as cr:
            contracts = self.env(cr=cr)["commercial.contract"]
            self.assertTrue(contracts._reads_repeat())
            first, second = (self.cost_of(contracts) for _time in range(2))
            self.assertLess(second, first)
            cr.execute("CREATE TABLE search_written (id int)")
            self.assertFalse(contracts._reads_repeat())
            cr.rollback()

    def cost_of(self, contracts):
        before = contracts.env.cr.sql_log_count
        contracts.search([("found_by", "ilike", "zzzzqqqqxxxx")])
        return contracts.env.cr.sql_log_count - before

    def test_without_trigrams_words_and_mistakes_are_found(self):
        self.patch(self.env.registry, "has_trigram", False)
        self.assertFinds(self.supply, "Supply", "Suply", "supplyed agreemennts")
        self.assertFalse(self.find("zzzzqqqqxxxx"))

    def test_the_text_costs_no_query_per_contract(self):
        def cost(count):
            partner = self.env["res.partner"].create({"name": f"Customer of {count}"})
            values = [{"title": f"T {n}", "partner_id": partner.id} for n in range(count)]
            contracts = self.env["commercial.contract"].create(values)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partner.name = f"Renamed {count}"
            self.env.flush_all()
            self.assertIn(f"renamed {count}", contracts.mapped("search_text")[-1])
            return self.env.cr.sql_log_count - before

        cost(2)
        small, large = cost(5), cost(50)
        self.assertLessEqual(abs(large - small), 3, f"5 contracts: {small}, 50: {large}")

    def filtered(self, name):
        """Return which of the two contracts a filter of the search view shows."""
        [domain] = [
            node.get("domain")
            for node in self._search_arch().iter("filter")
            if node.get("name") == name
        ]
        return (
            self.env["commercial.contract"].with_user(self.staff).search(ast.literal_eval(domain))
            & self.both
        )

    def _search_arch(self):
        view = self.env.ref("commercial_contract.commercial_contract_view_search")
        return self.env["commercial.contract"]._get_view(view.id, "search")[0]

    def test_filters_of_what_is_missing(self):
        self.assertFalse(self.filtered("invoiced_not_settled") | self.filtered("without_plan"))
        invoice = self.invoice(self.plates.settlement_ids)
        self.assertEqual(self.filtered("invoiced_not_settled"), self.plates)
        self.pay(invoice)
        self.advance(self.supply, 100)
        self.assertFalse(self.filtered("invoiced_not_settled"))
        self.assertEqual(self.filtered("settled_not_invoiced"), self.supply)
        self.supply.settlement_ids.is_disputed = True
        self.assertEqual(self.filtered("in_dispute"), self.supply)
        self.assertEqual(self.filtered("without_text"), self.both)
        self.env["ir.attachment"].create(
            {"name": "signed.pdf", "res_model": "commercial.contract", "res_id": self.plates.id}
        )
        self.assertEqual(self.filtered("without_text"), self.supply)
        self.assertEqual(self.filtered("not_done"), self.both)
        self.assertFalse(self.filtered("done"))

    def test_question_1_contracts_of_a_project_and_of_a_customer(self):
        contracts = self.env["commercial.contract"].with_user(self.staff)
        for domain in (
            [("project_id", "ilike", "Harbour")],
            [("partner_id", "child_of", self.steel.id)],
        ):
            self.assertEqual(contracts.search(domain), self.plates)

    def test_question_2_only_a_part_is_known(self):
        invoice = self.invoice(self.plates.settlement_ids)
        self.assertFinds(self.plates, "采购", "本溪", invoice.name)
        self.assertFinds(self.supply, "qr77")

    def test_question_3_several_conditions_at_once(self):
        found = (
            self.env["commercial.contract"]
            .with_user(self.staff)
            .search(
                [
                    ("user_id", "=", self.seller.id),
                    ("state", "=", "active"),
                    ("date_signed", ">=", "2026-10-01"),
                    ("date_signed", "<", "2026-11-01"),
                    ("amount_total", ">=", 1000000),
                    ("amount_total", "<=", 2000000),
                    ("found_by", "ilike", "钢铁"),
                ]
            )
        )
        self.assertEqual(found, self.plates)

    def test_question_8_ending_soon_and_started_late(self):
        """Ends in ten days, and in forty; started two days before it was signed."""
        today = fields.Date.today()
        self.env.cr.execute(
            "UPDATE commercial_contract SET date_end = %s, date_start = %s, date_signed = %s WHERE id = %s",
            [
                fields.Date.add(today, days=10),
                fields.Date.subtract(today, days=32),
                fields.Date.subtract(today, days=30),
                self.plates.id,
            ],
        )
        self.env.cr.execute(
            "UPDATE commercial_contract SET date_end = %s, date_start = date_signed WHERE id = %s",
            [fields.Date.add(today, days=40), self.supply.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.filtered("ends_soon"), self.plates)
        self.assertEqual(self.filtered("started_late"), self.plates)
        self.assertEqual(self.both.filtered("is_started_late"), self.plates)
