from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from .parts import GOODS, TEXTS


class CommercialContract(models.Model):
    _name = "commercial.contract"
    _description = "Contract"
    _inherit = ["mail.thread", "mail.activity.mixin", "portal.mixin", "commercial.contract.access"]
    _contract_key = "id"
    _order = "date_signed desc, id desc"
    _rec_names_search = ["name", "title", "partner_id.name"]
    _check_company_auto = True

    name = fields.Char(
        string="Contract No.",
        readonly=True,
        copy=False,
        index="trigram",
        default=lambda self: self.env._("New"),
    )
    title = fields.Char(string="Contract Title", index="trigram", tracking=True)
    partner_ref = fields.Char(
        string="Customer's Contract No.",
        copy=False,
        help="The number that the other party gave to the same contract.",
    )
    direction = fields.Selection(
        [("sale", "Sales Contract"), ("purchase", "Purchase Contract")],
        required=True,
        default="sale",
        index=True,
        help="Sales contracts bring money in, purchase contracts cost money.",
    )
    category_id = fields.Many2one(
        "commercial.contract.category", string="Contract Category", index="btree_not_null"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("active", "In Force"),
            ("done", "Completed"),
            ("terminated", "Terminated"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    active = fields.Boolean(default=True)

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer or Vendor",
        index=True,
        tracking=True,
        check_company=True,
        help="The other party of the contract.",
    )
    partner_phone = fields.Char(related="partner_id.phone", string="Phone of the Party")
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Company of the Party",
        store=True,
        index="btree_not_null",
    )
    payer_id = fields.Many2one(
        "res.partner",
        compute="_compute_payer_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Who sends the money. Money from this partner counts even if the customer is another one.",
    )
    invoice_partner_id = fields.Many2one(
        "res.partner",
        string="Invoice Recipient",
        compute="_compute_invoice_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Who gets the invoices of this contract.",
    )
    fiscal_position_id = fields.Many2one(
        "account.fiscal.position",
        compute="_compute_fiscal_position_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Maps the taxes of the goods to those of the customer's country.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        help="Gets the reminders, and the figures count for this person.",
    )
    deputy_ids = fields.Many2many(
        "res.users",
        "commercial_contract_deputy_rel",
        "contract_id",
        "user_id",
        string="Deputies",
        help="These people see and edit the contract like the responsible.",
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    project_id = fields.Many2one("project.project", index="btree_not_null", check_company=True)
    opportunity_id = fields.Many2one("crm.lead", index="btree_not_null", check_company=True)
    parent_id = fields.Many2one(
        "commercial.contract",
        string="Framework Contract",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_framework', '=', True), ('direction', '=', direction)]",
    )
    child_ids = fields.One2many("commercial.contract", "parent_id", string="Local Contracts")
    is_framework = fields.Boolean(
        string="Framework",
        copy=True,
        help="Terms only: the money stands on the local contracts below it.",
    )
    amount_ceiling = fields.Monetary(
        string="Ceiling",
        aggregator=None,
        help="What the local contracts may add up to. Going over it warns, it does not stop.",
    )

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    currency_rate = fields.Float(
        digits=0,
        readonly=True,
        copy=False,
        aggregator=None,
        help="Contract currency per unit of the company's currency, frozen at signing.",
    )
    date_signed = fields.Date(string="Signed On", copy=False, tracking=True)
    date_locked = fields.Datetime(
        string="First Signed At",
        readonly=True,
        copy=False,
        help="When the contract was first put in force here.",
    )
    date_start = fields.Date(string="Contract Start", tracking=True)
    date_end = fields.Date(string="Contract End", index="btree_not_null", tracking=True)
    date_notice = fields.Date(
        string="Notice By", help="Last day to give notice or to agree on an extension."
    )
    is_shared = fields.Boolean(
        string="Shared with the Customer",
        copy=False,
        help="The customer sees this contract in the portal.",
    )
    note = fields.Html(string="Notes", groups=TEXTS)

    line_ids = fields.One2many(
        "commercial.contract.line", "contract_id", string="Goods", copy=True, groups=GOODS
    )
    progress_ids = fields.One2many(
        "commercial.contract.progress", "contract_id", string="Progress Log"
    )
    progress = fields.Float(
        compute="_compute_progress", aggregator="avg", help="The newest entry of the progress log."
    )
    amount_untaxed = fields.Monetary(
        string="Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = fields.Monetary(string="Tax Amount", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(
        string="Contract Amount", compute="_compute_amounts", store=True, tracking=True
    )

    # The order of the list: its first page is read off, without sorting what there is.
    _order_idx = models.Index("(date_signed, id)")
    _amount_ceiling_positive = models.Constraint(
        "CHECK(amount_ceiling IS NULL OR amount_ceiling >= 0)",
        "The ceiling of a framework contract cannot be negative.",
    )

    @api.model
    def _group_expand_state(self, states, domain):
        """Put the columns of a kanban in the order of a contract's life."""
        return [key for key, _label in self._fields["state"].selection if key in states]

    @api.depends("name", "title")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = " ".join(
                part for part in (contract.name, contract.title) if part
            )

    @api.depends("partner_id")
    def _compute_payer_id(self):
        for contract in self:
            contract.payer_id = contract.partner_id

    @api.depends("partner_id")
    def _compute_invoice_partner_id(self):
        for contract in self:
            contract.invoice_partner_id = contract.partner_id

    @api.depends("partner_id", "company_id")
    def _compute_fiscal_position_id(self):
        FiscalPosition = self.env["account.fiscal.position"]
        for (partner, company), _contracts in self.grouped(
            lambda c: (c.partner_id, c.company_id)
        ).items():
            position = (
                FiscalPosition.with_company(company)._get_fiscal_position(partner)
                if partner
                else False
            )
            _contracts.fiscal_position_id = position

    @api.depends("company_id")
    def _compute_currency_id(self):
        for contract in self:
            contract.currency_id = (
                contract.currency_id
                or contract.company_id.currency_id
                or self.env.company.currency_id
            )

    @api.depends("user_id", "company_id")
    def _compute_department_id(self):
        # sudo: an employee's department is closed to people outside HR; only the id is taken
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", self.user_id.ids)])
        departments = {(e.user_id.id, e.company_id.id): e.department_id.id for e in employees}
        for contract in self:
            found = departments.get((contract.user_id.id, contract.company_id.id))
            contract.department_id = found or contract.department_id

    @api.depends("user_id")
    def _compute_team_id(self):
        for contract in self:
            team = contract.user_id.sale_team_id
            fits = not team.company_id or team.company_id == contract.company_id
            contract.team_id = team if team and fits else contract.team_id

    @api.depends("progress_ids.percent", "progress_ids.date")
    def _compute_progress(self):
        for contract in self:
            contract.progress = contract.progress_ids[:1].percent

    @api.depends(
        "currency_id",
        "company_id",
        "line_ids.price_unit",
        "line_ids.quantity",
        "line_ids.discount",
        "line_ids.tax_ids",
    )
    def _compute_amounts(self):
        for contract in self:
            company = contract.company_id or self.env.company
            contract.amount_untaxed, contract.amount_tax, contract.amount_total = (
                contract.line_ids._get_totals(
                    contract.line_ids._prepare_base_lines(),
                    contract.currency_id or company.currency_id,
                    company,
                )
            )

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for contract in self:
            if (
                contract.date_start
                and contract.date_end
                and contract.date_end < contract.date_start
            ):
                raise ValidationError(
                    self.env._(
                        "%(contract)s ends (%(end)s) before it starts (%(start)s). Correct one of the two dates.",
                        contract=contract.display_name,
                        end=format_date(self.env, contract.date_end),
                        start=format_date(self.env, contract.date_start),
                    )
                )

    @api.constrains("parent_id", "is_framework", "company_id", "direction")
    def _check_framework(self):
        for contract in self.filtered("parent_id"):
            parent = contract.parent_id
            if not parent.is_framework or contract.is_framework:
                raise ValidationError(
                    self.env._(
                        "%(contract)s cannot stand below %(parent)s: a local contract stands below one framework"
                        " contract, one level deep. Choose a framework contract, or take the tick off.",
                        contract=contract.display_name,
                        parent=parent.display_name,
                    )
                )
            if (
                parent.company_id.root_id != contract.company_id.root_id
                or parent.direction != contract.direction
            ):
                raise ValidationError(
                    self.env._(
                        "%(contract)s and its framework contract %(parent)s must have the same direction"
                        " and belong to the same group of books. Choose another framework contract.",
                        contract=contract.display_name,
                        parent=parent.display_name,
                    )
                )

    def _prepare_told(self, kind, user, note):
        """Return the values of an activity by which a job tells a user what it met on this contract."""
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "summary": kind.with_context(lang=user.lang).name,
            "note": note,
            "user_id": user.id,
            "automated": True,
        }
