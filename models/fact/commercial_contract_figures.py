from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..contract.parts import EXPENSES, GOODS

# The measure of each kind of fact: a column of the same name, in the money of the company.
KINDS = ("signed", "planned", "invoiced", "settled", "adjusted", "expense")
# A second measure on the same row: the same without tax, and of expenses what was bought under contracts.
BARE = {"signed": "signed_untaxed", "invoiced": "invoiced_untaxed", "expense": "purchased"}


class CommercialContractFigures(models.AbstractModel):
    """What is counted, when, and for whom: the columns that events and reports share."""

    _name = "commercial.contract.figures"
    _description = "Contract Figures"

    contract_id = fields.Many2one(
        "commercial.contract", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("signed", "Signing"),
            ("planned", "Planning"),
            ("invoiced", "Invoicing"),
            ("settled", "Settling"),
            ("adjusted", "Adjusting"),
            ("expense", "Expensing"),
        ],
        string="Kind of Event",
        required=True,
        readonly=True,
    )
    date = fields.Date(
        string="Event Date",
        readonly=True,
        help="The day of signing, the due date, the date of the invoice or of the money. A settlement"
        " line that waits for its event has none.",
    )
    date_month = fields.Date(string="Event Month", readonly=True)
    date_booked = fields.Datetime(
        string="Booked At",
        required=True,
        readonly=True,
        help="When this became known. Figures as of a day leave out what was booked later.",
    )
    date_as_of = fields.Date(
        string="As of Day",
        compute="_compute_date_as_of",
        search="_search_date_as_of",
        help="Searched for a day: what was booked by the end of it, in the time zone of the company.",
    )

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    direction = fields.Selection(
        [("sale", "Sales Contract"), ("purchase", "Purchase Contract")],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(
        string="Amount in Contract Currency",
        readonly=True,
        help="Tax included, in the currency of the contract. What is taken back is below zero.",
    )
    signed = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What was signed, tax included, in company currency at the rate of signing.",
    )
    planned = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What is due by the settlement plans, tax included, in company currency.",
    )
    invoiced = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="What posted invoices bill, credit notes taken off, tax included, in company currency.",
    )
    settled = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Money in the books that settles the plan, in company currency.",
    )
    adjusted = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Closed without money: written off, discounts, small differences; in company currency.",
    )

    expense = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        groups=EXPENSES,
        help="What is posted on the analytic account of the contract, invoices of sales contracts left out,"
        " without the tax that is deducted; in company currency. It counts under one contract of the account.",
    )
    purchased = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        groups=EXPENSES,
        help="Of the expenses, what was bought under purchase contracts; of a purchase contract, below zero,"
        " what counts as an expense of a sales contract.",
    )
    signed_untaxed = fields.Monetary(
        string="Signed, Tax Excluded",
        currency_field="company_currency_id",
        readonly=True,
        help="What was signed, without tax, in company currency at the rate of signing.",
    )
    invoiced_untaxed = fields.Monetary(
        string="Invoiced, Tax Excluded",
        currency_field="company_currency_id",
        readonly=True,
        help="What posted invoices bill, credit notes taken off, without tax, in company currency: what"
        " sales figures and the profit and loss show.",
    )

    # as they were at the event
    partner_id = fields.Many2one(
        "res.partner", string="Customer or Vendor", readonly=True, index="btree_not_null"
    )
    commercial_partner_id = fields.Many2one(
        "res.partner", string="Company of the Party", readonly=True, index="btree_not_null"
    )
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", string="Province", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    project_id = fields.Many2one("project.project", readonly=True)
    category_id = fields.Many2one(
        "commercial.contract.category", string="Contract Category", readonly=True
    )
    method_id = fields.Many2one(
        "commercial.settlement.method", string="Settlement Method", readonly=True
    )
    product_id = fields.Many2one("product.product", readonly=True, groups=GOODS)
    product_categ_id = fields.Many2one(
        "product.category", string="Product Category", readonly=True, groups=GOODS
    )
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        readonly=True,
        index="btree_not_null",
    )

    @api.depends("contract_id.name", "kind", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for fact in self:
            parts = (fact.contract_id.name, kinds.get(fact.kind), str(fact.date or ""))
            fact.display_name = " ".join(part for part in parts if part)

    @api.depends("date_booked")
    def _compute_date_as_of(self):
        for fact in self:
            fact.date_as_of = fact.date_booked

    def _search_date_as_of(self, operator, value):
        if operator not in ("in", "="):
            return NotImplemented
        days = value if operator == "in" else [value]
        return Domain.OR(self._get_as_of_domain(day) for day in days)

    @api.model
    def as_of(self, day):
        """Return the domain of the facts that were booked by the end of a day, in the time zone of each
        company: added up they are what the figures were on that day.

        :param day: date, or its text
        """
        return list(self._get_as_of_domain(day))

    def _get_as_of_domain(self, day):
        return Domain.OR(
            Domain("company_id", "in", ids) & Domain("date_booked", "<", end)
            for end, ids in self._get_ends(day).items()
        )

    def _get_ends(self, day):
        """Return {the moment when a day ends: ids of the companies where it ends then}."""
        day = fields.Date.to_date(day)
        ends = {}
        if not day:
            return ends
        # sudo: the time zone of a company is no secret
        for company in self.env["res.company"].sudo().search(Domain.TRUE):
            zone = pytz.timezone(company.partner_id.tz or self.env.user.tz or "UTC")
            end = zone.localize(datetime.combine(day + timedelta(days=1), time.min))
            end = end.astimezone(pytz.utc).replace(tzinfo=None)
            ends.setdefault(end, []).append(company.id)
        return ends
