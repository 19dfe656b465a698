import re

from odoo import api, fields, models


def _taken_message(env, diagnostics):
    """Name the number that is taken: PostgreSQL says "Key (company_id, name)=(1, HT-1) ..."."""
    found = re.search(r"\)=\(\d+, (.*)\) ", (diagnostics and diagnostics.message_detail) or "")
    if not found:
        return env._("This contract number is taken. Choose another one.")
    return env._("Contract No. %s is taken in this company. Choose another one.", found[1])


class CommercialContract(models.Model):
    """The number of a contract: its company's own, counted anew in each year."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    _name_unique = models.UniqueIndex("(company_id, name)", _taken_message)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._number(vals_list))

    def _number(self, vals_list):
        """Return the values, each with the next number of its category's or its company's sequence where
        it has none.

        The year is that in which the contract is signed, else the current one. Numbers that are in use
        in these companies, as those of contracts that were taken over, are passed over.
        """
        today = fields.Date.context_today(self)
        default = self.default_get(["category_id", "company_id"])
        company_id, category_id = default.get("company_id"), default.get("category_id")
        numbered = [
            vals if vals.get("company_id") else {**vals, "company_id": company_id}
            for vals in vals_list
        ]
        bare = [place for place, vals in enumerate(numbered) if not vals.get("name")]
        companies = self.env["res.company"].browse(
            {numbered[place]["company_id"] for place in bare}
        )
        kinds = {place: numbered[place].get("category_id", category_id) for place in bare}
        categories = self.env["commercial.contract.category"].browse(
            {*kinds.values()} - {None, False}
        )
        sequences = companies._get_contract_sequences()
        own = categories._get_contract_sequences(companies)
        places = {}
        for place, kind in kinds.items():
            company = numbered[place]["company_id"]
            places.setdefault(own.get((company, kind)) or sequences[company], []).append(place)
        typed = {vals["name"] for vals in numbered if vals.get("name")}
        for sequence, drawn_for in places.items():
            dates = [
                fields.Date.to_date(numbered[place].get("date_signed")) or today
                for place in drawn_for
            ]
            ids = [numbered[place]["company_id"] for place in drawn_for]

            def find_taken(texts, ids=ids):
                return self._find_taken(texts, ids) | typed.intersection(texts)

            texts = sequence._draw(dates, find_taken) if sequence else ()
            for place, text in zip(drawn_for, texts, strict=False):
                numbered[place] = {**numbered[place], "name": text}
        return numbered

    @api.model
    def _find_taken(self, texts, company_ids):
        # sudo: a number is taken by contracts that this user does not see as well
        contracts = self.sudo().with_context(active_test=False)
        domain = [("name", "in", texts), ("company_id", "in", company_ids)]
        return {name for (name,) in contracts._read_group(domain, ["name"])}
