from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .res_company import NUMBERS


class CommercialContractCategory(models.Model):
    """Categories whose contracts are numbered by themselves: in each company, anew in each year."""

    _name = "commercial.contract.category"
    _inherit = ["commercial.contract.category"]

    number_prefix = fields.Char(
        help="Contracts of this category and of those below it are numbered by themselves, in each"
        " company. %(range_year)s stands for the year, in which the numbers begin anew. Left empty,"
        " they are numbered with the other contracts of the company.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        categories = super().create(vals_list)
        categories._number_by_themselves()
        return categories

    def write(self, vals):
        result = super().write(vals)
        if "number_prefix" in vals:
            self._number_by_themselves()
        return result

    def unlink(self):
        sequences = self._find_sequences()
        result = super().unlink()
        sequences.unlink()
        return result

    @api.constrains("number_prefix")
    def _check_number_prefix(self):
        today = fields.Date.context_today(self)
        for category in self.filtered("number_prefix"):
            try:
                self.env["ir.sequence"].new({"prefix": category.number_prefix})._get_prefix(today)
            except UserError as error:
                raise ValidationError(
                    self.env._(
                        "The number prefix '%(prefix)s' of %(category)s cannot be read."
                        " Write it like CG-%%(range_year)s-.",
                        prefix=category.number_prefix,
                        category=category.display_name,
                    )
                ) from error

    def _number_by_themselves(self):
        """Let the sequences of these categories follow their prefix. One that is cleared keeps its
        counter, so that it goes on behind the numbers that were given."""
        named = self.filtered("number_prefix")
        named._create_contract_sequences(
            # sudo: a category belongs to no company, and numbers in all of them
            self.env["res.company"].sudo().search([("parent_id", "=", False)])
        )
        by_code = {category._get_sequence_code(): category for category in named}
        for sequence in named._find_sequences():
            category = by_code[sequence.code]
            if sequence.prefix != category.number_prefix:
                sequence.write(category._get_sequence_values())

    def _get_sequence_code(self):
        return f"{NUMBERS}.{self.id}"

    def _get_sequence_values(self):
        return {
            "name": self.complete_name,
            "prefix": self.number_prefix,
            "use_date_range": "%(" in self.number_prefix,
        }

    def _find_sequences(self):
        # sudo: users hold no rights on sequences
        sequences = self.env["ir.sequence"].sudo().with_context(active_test=False)
        codes = [category._get_sequence_code() for category in self]
        return sequences.search([("code", "in", codes)])

    def _create_contract_sequences(self, companies):
        """Give each of these categories a sequence in each company that has none for it yet.

        The rest is as in the company's own: digits, step, suffix, and whether it leaves no gap.

        :param companies: main companies; a branch numbers with its main company
        """
        there = {(one.code, one.company_id) for one in self._find_sequences()}
        patterns = companies._get_contract_sequences()
        missing = [
            (category, company)
            for category in self
            for company in companies
            if patterns[company.id] and (category._get_sequence_code(), company) not in there
        ]
        same = ("implementation", "number_increment", "padding", "suffix")
        companies._create_sequences(
            [
                {
                    **{name: patterns[company.id][name] for name in same},
                    **category._get_sequence_values(),
                    "code": category._get_sequence_code(),
                    "company_id": company.id,
                }
                for category, company in missing
            ]
        )

    def _get_contract_sequences(self, companies):
        """Return {(company id, category id): ir.sequence} where a category, or the nearest one above
        it that has a prefix, numbers by itself."""
        # sudo: a contract is numbered by rules that its author need not read
        ways = {
            category: self.sudo().browse(map(int, category.parent_path.split("/")[-2::-1]))
            for category in self.sudo()
        }
        named = {
            category: way.filtered("number_prefix")[:1]
            for category, way in ways.items()
            if any(way.mapped("number_prefix"))
        }
        found = {
            (one.code, one.company_id): one for one in self.union(*named.values())._find_sequences()
        }
        # sudo: whose books a company shares; only ids come out
        sequences = {
            (company.id, category.id): found.get((one._get_sequence_code(), company.root_id))
            for category, one in named.items()
            for company in companies.sudo()  # sudo: as above
        }
        return {key: sequence for key, sequence in sequences.items() if sequence}
