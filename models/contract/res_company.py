from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

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
    contract_no_gap = fields.Boolean(
        string="Numbers Without Gaps",
        compute="_compute_contract_no_gap",
        inverse="_inverse_contract_no_gap",
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

    def _compute_contract_no_gap(self):
        sequences = self._get_contract_sequences()
        for company in self:
            sequence = sequences[company.id]
            company.contract_no_gap = bool(sequence) and sequence.implementation == "no_gap"

    def _inverse_contract_no_gap(self):
        for gapless, companies in self.grouped("contract_no_gap").items():
            # sudo: whoever sets up the app need not hold rights on sequences
            sequences = companies.root_id.sudo()._find_contract_sequences()
            sequences._count_by("no_gap" if gapless else "standard")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        main = companies.filtered(lambda company: not company.parent_id)
        main._create_contract_sequences()
        # sudo: a category numbers in every company, those to come as well
        categories = self.env["commercial.contract.category"].sudo().with_context(active_test=False)
        categories.search([("number_prefix", "!=", False)])._create_contract_sequences(main)
        return companies

    def write(self, vals):
        if "currency_id" in vals:  # saving the settings writes the one that it has
            self.filtered(lambda c: c.currency_id.id != vals["currency_id"])._check_unsigned()
        return super().write(vals)

    def _check_unsigned(self):
        """Raise UserError where a contract of these companies is signed: its rate, and what it was worth
        at the time, are in the currency of the company."""
        # sudo: a contract that the user may not see counts as well
        contracts = self.env["commercial.contract"].sudo().with_context(active_test=False)
        for company in self:
            domain = [("company_id", "=", company.id), ("state", "not in", ("draft", "cancelled"))]
            if signed := contracts.search(domain, limit=1):
                raise UserError(
                    self.env._(
                        "The currency of %(company)s cannot change any more: %(contract)s is signed. Reset"
                        " such contracts to draft first, or make a new company.",
                        company=company.display_name,
                        contract=signed.display_name,
                    )
                )

    def unlink(self):
        # a sequence without its company would number the contracts of all others
        sequences = self._find_contract_sequences()
        result = super().unlink()
        sequences.unlink()
        return result

    def _find_contract_sequences(self):
        """Return what numbers contracts in these companies: their own and those of categories."""
        return self.env["ir.sequence"].search(
            Domain("company_id", "in", self.ids)
            & (Domain("code", "=", NUMBERS) | Domain("code", "=like", f"{NUMBERS}.%"))
        )

    def _create_contract_sequences(self):
        """Give each of these companies that has none a numbering of its own, made like the shared one;
        return the new sequences. A branch numbers with its main company, whose books it shares."""
        # sudo: whoever may create a company may not always write sequences
        Sequence = self.env["ir.sequence"].sudo().with_context(active_test=False)
        own = Sequence.search([("code", "=", NUMBERS), ("company_id", "in", self.ids)])
        shared = Sequence.search([("code", "=", NUMBERS), ("company_id", "=", False)], order="id")
        values = {name: shared[0][name] for name in DEFAULTS} if shared else DEFAULTS
        return self._create_sequences(
            [
                {**values, "code": NUMBERS, "implementation": "no_gap", "company_id": company.id}
                for company in self - own.company_id
            ]
        )

    def _create_sequences(self, vals_list):
        """Create sequences that number contracts; known by name as what the addon brought, so that they
        go with the addon."""
        # sudo: whoever may create a company or a category may not always write sequences
        created = self.env["ir.sequence"].sudo().create(vals_list)
        kinds = (one.code.removeprefix(NUMBERS).replace(".", "_") for one in created)
        # sudo: as above
        self.env["ir.model.data"].sudo()._update_xmlids(
            [
                {
                    "xml_id": f"commercial_contract.sequence_contract{kind}_{sequence.company_id.id}",
                    "record": sequence,
                    "noupdate": True,
                }
                for sequence, kind in zip(created, kinds, strict=True)
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
