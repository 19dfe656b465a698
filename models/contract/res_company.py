from odoo import api, fields, models
from odoo.exceptions import ValidationError

NUMBERS = "commercial.contract"  # the code of the sequences that number contracts
DEFAULTS = {
    "name": "Contract",
    "prefix": "HT-%(range_year)s-",
    "suffix": False,
    "padding": 4,
    "number_increment": 1,
    "use_date_range": True,
}


class ResCompany(models.Model):
    _inherit = "res.company"

    contract_due_soon_days = fields.Integer(
        string="Due Soon (Days)",
        default=7,
        help="A settlement line counts as due soon this many days before its due date.",
    )

    @api.constrains("contract_due_soon_days")
    def _check_contract_due_soon_days(self):
        for company in self:
            if company.contract_due_soon_days < 0:
                raise ValidationError(
                    self.env._(
                        "The number of days before the due date of %s cannot be negative. Enter 0 or more.",
                        company.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered(lambda company: not company.parent_id)._create_contract_sequences()
        return companies

    def unlink(self):
        # a sequence without its company would number the contracts of all others
        sequences = self.env["ir.sequence"].search(
            [("code", "=", NUMBERS), ("company_id", "in", self.ids)]
        )
        result = super().unlink()
        sequences.unlink()
        return result

    def _create_contract_sequences(self):
        """Give each of these companies that has none a numbering of its own, made like the shared one;
        return the new sequences. A branch numbers with its main company, whose books it shares."""
        # sudo: whoever may create a company may not always write sequences
        Sequence = self.env["ir.sequence"].sudo().with_context(active_test=False)
        own = Sequence.search([("code", "=", NUMBERS), ("company_id", "in", self.ids)])
        shared = Sequence.search([("code", "=", NUMBERS), ("company_id", "=", False)], order="id")
        values = {name: shared[0][name] for name in DEFAULTS} if shared else DEFAULTS
        created = Sequence.create(
            [
                {**values, "code": NUMBERS, "implementation": "no_gap", "company_id": company.id}
                for company in self - own.company_id
            ]
        )
        # known by name as what the addon brought, so that it goes with the addon
        self.env["ir.model.data"].sudo()._update_xmlids(
            [
                {
                    "xml_id": f"commercial_contract.sequence_contract_{sequence.company_id.id}",
                    "record": sequence,
                    "noupdate": True,
                }
                for sequence in created
            ]
        )
        return created

    def _get_contract_sequences(self):
        """Return {company id: ir.sequence}: its own, that of its main company, else the shared one."""
        # sudo: users hold no rights on sequences
        found = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", NUMBERS), ("company_id", "in", [*(self | self.root_id).ids, False])],
                order="id desc",
            )
        )
        by_company = {sequence.company_id.id: sequence for sequence in found}
        none = found.browse()
        return {
            company.id: by_company.get(company.id)
            or by_company.get(company.root_id.id)
            or by_company.get(False, none)
            for company in self
        }

    def _get_todays(self):
        """Return {today: companies}: the day in each company's time zone, else in that of the user."""
        found = {}
        for zone, companies in self.grouped(lambda company: company.partner_id.tz).items():
            today = fields.Date.context_today(self.with_context(tz=zone or self.env.user.tz))
            found[today] = found.get(today, self.browse()) | companies
        return found
