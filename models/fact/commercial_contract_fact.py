from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..cash.commercial_contract_allocation import BOOKS
from ..contract.parts import GOODS

# The measure of each kind of fact: a column of the same name, in the money of the company.
KINDS = ("signed", "planned", "invoiced", "settled", "adjusted")


class CommercialContractFact(models.Model):
    """Each event of a contract, dated, with whom it concerned then. Rows are appended by the booking
    alone, never changed: what is undone is a row that takes back (DESIGN 8)."""

    _name = "commercial.contract.fact"
    _description = "Contract Event"
    _inherit = ["commercial.contract.sql"]
    _order = "date desc, id desc"
    _log_access = False  # date_booked tells it, and nobody writes one by hand

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

    # where it comes from; set null, for the books stay deletable and what was booked stays booked
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        readonly=True,
        index="btree_not_null",
    )
    line_id = fields.Many2one(
        "commercial.contract.line",
        string="Contract Goods",
        readonly=True,
        index="btree_not_null",
        groups=GOODS,
    )
    amendment_id = fields.Many2one(
        "commercial.contract.amendment", readonly=True, index="btree_not_null"
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        groups=BOOKS,
    )
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null", groups=BOOKS
    )
    invoice_id = fields.Many2one(
        "account.move",
        string="Through Invoice",
        readonly=True,
        index="btree_not_null",
        groups=BOOKS,
    )

    # The order of the list; and the first question that is asked: who, month by month.
    _order_idx = models.Index("(date, id)")
    _month_idx = models.Index("(date_month, user_id)")

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
        day = fields.Date.to_date(day)
        if not day:
            return Domain.FALSE
        ends = {}
        # sudo: the time zone of a company is no secret
        for company in self.env["res.company"].sudo().search(Domain.TRUE):
            zone = pytz.timezone(company.partner_id.tz or self.env.user.tz or "UTC")
            end = zone.localize(datetime.combine(day + timedelta(days=1), time.min))
            end = end.astimezone(pytz.utc).replace(tzinfo=None)
            ends.setdefault(end, []).append(company.id)
        return Domain.OR(
            Domain("company_id", "in", ids) & Domain("date_booked", "<", end)
            for end, ids in ends.items()
        )

    def action_open_source(self):
        """Open what this fact tells of: the payment or the document, the amendment, the settlement line,
        else the contract. The user's own rights hold.

        :raises UserError: the source was deleted since, or is closed to the user
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: only which record it is; whether it opens is asked below
        fact = self.sudo()
        entry = fact.move_line_id.move_id
        money = fact.payment_id or entry.origin_payment_id or entry
        for source in (
            money if fact.kind in ("settled", "adjusted") else fact.invoice_id,
            fact.amendment_id,
            fact.settlement_id if fact.kind == "planned" else fact.settlement_id.browse(),
            fact.contract_id,
        ):
            source = source.with_env(self.env)
            if source and source.has_access("read"):
                return source._get_records_action()
        raise UserError(
            self.env._(
                "What %s tells of is closed to you. Ask the responsible of the contract.",
                self.display_name,
            )
        )

    def _recompute_model(self, fnames=None):
        self._book_pending()
        return super()._recompute_model(fnames)

    def _recompute_recordset(self, fnames=None):
        self._book_pending()
        return super()._recompute_recordset(fnames)
