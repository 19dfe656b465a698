import importlib.util

from psycopg2.errors import UniqueViolation

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_path

from .common import ContractCase


class NumberingCase(ContractCase):
    """Two companies, both switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_company("Second Trading")
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": (cls.company | cls.second).ids}
        )


@tagged("post_install", "-at_install")
class TestNumbering(NumberingCase):
    """Each company numbers its contracts by itself, anew every year, and none gets a number that is in use."""

    def draft(self, date=None, company=None, **values):
        company = company or self.company
        return self.env["commercial.contract"].create(
            {"title": "N", "company_id": company.id, "date_signed": date, **values}
        )

    def names(self, *rows):
        return [self.draft(*row).name for row in rows]

    def test_each_company_and_each_year_begins_at_one(self):
        found = self.names(
            ("2031-05-01",),
            ("2031-05-02", self.second),
            ("2032-01-01",),
            ("2031-12-31",),
            ("2032-01-01", self.second),
            ("2031-01-01", self.second),
        )
        self.assertEqual(
            found,
            [
                "HT-2031-0001",
                "HT-2031-0001",
                "HT-2032-0001",
                "HT-2031-0002",
                "HT-2032-0001",
                "HT-2031-0002",
            ],
        )

    @freeze_time("2033-07-01")
    def test_without_a_date_the_year_is_the_current_one(self):
        self.assertEqual(self.names((), (None, self.second)), ["HT-2033-0001", "HT-2033-0001"])

    def test_a_company_that_comes_later_and_one_that_goes(self):
        company = self.env["res.company"].create({"name": "Third"})
        sequence = company._get_contract_sequences()[company.id]
        self.assertEqual(sequence.company_id, company)
        self.assertEqual(
            self.names(("2031-01-01", company), ("2031-01-01", company)),
            ["HT-2031-0001", "HT-2031-0002"],
        )
        going = self.env["res.company"].create({"name": "Fourth"})
        own = going._get_contract_sequences()[going.id]
        going.unlink()
        self.assertFalse(own.exists())

    def test_a_branch_numbers_with_its_main_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.second.id})
        found = self.names(
            ("2031-01-01", self.second), ("2031-01-01", branch), ("2031-01-01", self.second)
        )
        self.assertEqual(found, ["HT-2031-0001", "HT-2031-0002", "HT-2031-0003"])

    def test_without_any_of_its_own_the_shared_one_numbers(self):
        self.env["ir.sequence"].search(
            [("code", "=", "commercial.contract"), ("company_id", "!=", False)]
        ).unlink()
        self.assertEqual(
            self.names(("2031-01-01",), ("2031-01-01", self.second)),
            ["HT-2031-0001", "HT-2031-0002"],
        )

    def test_numbers_in_use_are_passed_over(self):
        for number in (1, 2, 3, 5):
            self.draft("2031-01-01", name=f"HT-2031-000{number}")
        self.draft("2031-01-01", self.second, name="HT-2031-0004")
        self.assertEqual(
            self.names(*[("2031-01-01",)] * 3), ["HT-2031-0004", "HT-2031-0006", "HT-2031-0007"]
        )

    def test_numbers_typed_in_the_same_batch_are_passed_over(self):
        values = {"title": "N", "company_id": self.company.id, "date_signed": "2031-01-01"}
        found = self.env["commercial.contract"].create(
            [
                values,
                {**values, "name": "HT-2031-0002"},
                values,
                {**values, "date_signed": "2032-01-01"},
            ]
        )
        self.assertEqual(
            found.mapped("name"), ["HT-2031-0001", "HT-2031-0002", "HT-2031-0003", "HT-2032-0001"]
        )

    def test_what_is_rolled_back_leaves_no_gap(self):
        with self.env.cr.savepoint() as savepoint:
            self.assertEqual(self.draft("2031-01-01").name, "HT-2031-0001")
            savepoint.rollback()
        self.assertEqual(self.draft("2031-01-01").name, "HT-2031-0001")

    def test_odoos_standard_way_and_a_prefix_by_month(self):
        sequence = self.second._get_contract_sequences()[self.second.id]
        sequence.implementation = "standard"
        self.draft("2031-01-01", self.second, name="HT-2031-0002")
        rows = [("2031-01-01", self.second)] * 2
        self.assertEqual(self.names(*rows), ["HT-2031-0001", "HT-2031-0003"])
        sequence.write({"implementation": "no_gap", "prefix": "C%(year)s%(month)s/", "padding": 2})
        self.assertEqual(
            self.names(("2034-03-01", self.second), ("2034-11-01", self.second)),
            ["C203403/01", "C203411/02"],
        )

    def test_a_number_that_is_taken_is_named(self):
        contracts = self.env["commercial.contract"]
        self.draft(name="TAKEN-1")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation) as error:
            with self.env.cr.savepoint():
                self.draft(name="TAKEN-1")
        self.assertIn("TAKEN-1", contracts._sql_error_to_message(error.exception))
        with mute_logger("odoo.sql_db"):
            [message] = contracts.load(["name", "title"], [["TAKEN-1", "N"]])["messages"]
        self.assertIn("TAKEN-1", message["message"])

    def test_many_cost_no_more_queries_than_a_few(self):
        def cost(count):
            rows = [{"date_signed": "2031-01-01", "company_id": self.company.id}] * count
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["commercial.contract"]._number(rows)
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(300))

    def test_the_settings_show_it_and_take_nothing(self):
        self.draft("2031-01-01", self.second)
        with freeze_time("2031-02-01"):
            settings = self.env["res.config.settings"].with_company(self.second).create({})
            self.assertEqual(settings.contract_prefix, "HT-2031-")
            self.assertEqual(settings.contract_next_name, "HT-2031-0002")
            action = settings.action_open_contract_sequence()
        self.assertEqual(self.env["ir.sequence"].browse(action["res_id"]).company_id, self.second)
        with freeze_time("2035-02-01"):
            settings = self.env["res.config.settings"].with_company(self.second).create({})
            self.assertEqual(settings.contract_next_name, "HT-2035-0001")
        self.assertEqual(self.names(("2035-01-01", self.second)), ["HT-2035-0001"])

    def test_an_upgrade_goes_on_where_the_shared_one_stood(self):
        sequences = self.env["ir.sequence"].search([("code", "=", "commercial.contract")])
        shared = sequences.filtered(lambda sequence: not sequence.company_id)
        (sequences - shared).unlink()
        shared.implementation = "standard"  # as it was
        old = self.names(("2031-01-01",), ("2031-01-01",), ("2032-01-01",))
        self.assertEqual(old, ["HT-2031-0001", "HT-2031-0002", "HT-2032-0001"])
        last = self.env["commercial.contract"].search([("name", "=", "HT-2031-0002")])
        last.unlink()  # a number that was given, if to nobody any more
        path = file_path("commercial_contract/migrations/19.0.1.3.0/post-numbering.py")
        spec = importlib.util.spec_from_file_location("post_numbering", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual(
            self.names(
                ("2031-01-01",),
                ("2031-01-01", self.second),
                ("2032-01-01",),
                ("2033-01-01",),
            ),
            ["HT-2031-0003", "HT-2031-0001", "HT-2032-0002", "HT-2033-0001"],
        )


@tagged("post_install", "-at_install")
class TestNumberingCategories(NumberingCase):
    """A category with a prefix numbers by itself, and so do the ones below it that have none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["commercial.contract.category"]
        cls.buying = categories.create({"name": "Buying", "number_prefix": "CG-%(range_year)s-"})
        cls.steel = categories.create({"name": "Steel", "parent_id": cls.buying.id})
        cls.plain = categories.create({"name": "Plain"})

    def names(self, *rows, **values):
        return (
            self.env["commercial.contract"]
            .create(
                [
                    {
                        "title": "N",
                        "category_id": category.id,
                        "company_id": (company or self.company).id,
                        "date_signed": date,
                        **values,
                    }
                    for category, date, company in rows
                ]
            )
            .mapped("name")
        )

    def test_each_category_company_and_year_counts_by_itself(self):
        found = self.names(
            (self.buying, "2031-05-01", None),
            (self.plain, "2031-05-01", None),
            (self.steel, "2031-06-01", None),
            (self.buying, "2031-06-01", self.second),
            (self.buying, "2032-06-01", None),
            (self.plain.browse(), "2031-07-01", None),
        )
        self.assertEqual(
            found,
            [
                "CG-2031-0001",
                "HT-2031-0001",
                "CG-2031-0002",
                "CG-2031-0001",
                "CG-2032-0001",
                "HT-2031-0002",
            ],
        )

    def test_the_nearest_prefix_counts_and_a_branch_counts_with_its_company(self):
        self.steel.number_prefix = "GC"
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.second.id})
        rows = [(self.steel, "2031-05-01", self.second), (self.steel, "2032-05-01", branch)]
        self.assertEqual(self.names(*rows), ["GC0001", "GC0002"])

    def test_a_category_that_the_context_proposes(self):
        contracts = self.env["commercial.contract"].with_context(default_category_id=self.buying.id)
        self.assertEqual(
            contracts.create({"title": "N", "date_signed": "2031-01-01"}).name, "CG-2031-0001"
        )

    def test_a_prefix_changed_and_cleared_goes_on(self):
        row = (self.buying, "2031-05-01", None)
        self.assertEqual(self.names(row), ["CG-2031-0001"])
        self.buying.number_prefix = "PO-%(range_year)s-"
        self.assertEqual(self.names(row), ["PO-2031-0002"])
        self.buying.number_prefix = False
        self.assertEqual(self.names(row), ["HT-2031-0001"])
        self.buying.number_prefix = "CG-%(range_year)s-"
        self.assertEqual(self.names(row), ["CG-2031-0003"])

    def test_a_company_that_comes_later_and_a_category_that_goes(self):
        third = self.env["res.company"].create({"name": "Third"})
        self.assertEqual(self.names((self.buying, "2031-05-01", third)), ["CG-2031-0001"])
        going = self.buying.create({"name": "Going", "number_prefix": "X-"})
        sequences = going._find_sequences()
        self.assertEqual(
            len(sequences), self.env["res.company"].search_count([("parent_id", "=", False)])
        )
        going.unlink()
        self.assertFalse(sequences.exists())

    def test_a_prefix_that_cannot_be_read_is_refused(self):
        self.assertRefused(
            lambda: self.plain.write({"number_prefix": "A-%(jahr)s-"}), "A-%(jahr)s-", "Plain"
        )

    def test_gaps_are_the_choice_of_the_company(self):
        settings = self.env["res.config.settings"].with_company(self.company)
        rows = [(self.buying, "2031-05-01", None), (self.plain, "2031-05-01", None)]
        self.assertTrue(settings.create({}).contract_no_gap)
        self.assertEqual(self.names(*rows), ["CG-2031-0001", "HT-2031-0001"])
        self.env["commercial.contract"].search([("title", "=", "N")]).unlink()
        settings.create({"contract_no_gap": False}).execute()
        self.assertFalse(settings.create({}).contract_no_gap)
        self.assertTrue(settings.with_company(self.second).create({}).contract_no_gap)
        self.assertEqual(self.names(*rows), ["CG-2031-0002", "HT-2031-0002"])
        settings.create({"contract_no_gap": True}).execute()
        self.env["commercial.contract"].search([("title", "=", "N")]).unlink()
        self.assertEqual(self.names(*rows), ["CG-2031-0003", "HT-2031-0003"])

    def test_many_cost_no_more_queries_than_a_few(self):
        def cost(count):
            rows = [
                {
                    "date_signed": "2031-01-01",
                    "company_id": self.company.id,
                    "category_id": category.id,
                }
                for category in (self.steel, self.buying, self.plain)
            ] * count
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["commercial.contract"]._number(rows)
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(200))
