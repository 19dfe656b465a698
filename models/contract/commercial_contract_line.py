from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What may still change on the goods of a signed contract: it is not part of what was agreed.
FREE = {"sequence"}


class CommercialContractLine(models.Model):
    _name = "commercial.contract.line"
    _description = "Contract Goods Line"
    _inherit = ["commercial.contract.child"]
    _order = "contract_id, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10, aggregator=None)
    product_id = fields.Many2one("product.product", index="btree_not_null", check_company=True)
    name = fields.Text(
        string="Description",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    model_number = fields.Char(
        string="Model No.",
        compute="_compute_model_number",
        store=True,
        readonly=False,
        precompute=True,
    )
    specification = fields.Char()
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit of Measure",
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    price_unit = fields.Float(
        string="Unit Price",
        min_display_digits="Product Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        aggregator=None,
    )
    discount = fields.Float(string="Discount (%)", digits="Discount", aggregator=None)
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        context={"active_test": False},
    )
    price_subtotal = fields.Monetary(string="Subtotal", compute="_compute_prices", store=True)
    price_total = fields.Monetary(string="Amount incl. Tax", compute="_compute_prices", store=True)
    is_cancelled = fields.Boolean(
        string="Taken Out",
        readonly=True,
        copy=False,
        help="Taken out of the contract by an amendment: nothing of it is owed any more.",
    )
    product_categ_id = fields.Many2one(related="product_id.categ_id", string="Product Category")
    direction = fields.Selection(related="contract_id.direction")
    state = fields.Selection(related="contract_id.state", string="Contract Status")

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            product = line.product_id.with_context(lang=line.contract_id.partner_id.lang)
            if product and not line.name:
                line.name = product.name
            else:
                line.name = line.name or (product.name if product else False)

    @api.depends("product_id")
    def _compute_model_number(self):
        for line in self:
            line.model_number = line.product_id.default_code or line.model_number

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id.uom_id or line.uom_id

    @api.depends("product_id")
    def _compute_price_unit(self):
        for line in self:
            if not line.product_id:
                line.price_unit = line.price_unit or 0.0
                continue
            contract = line.contract_id
            company = contract.company_id or self.env.company
            product = line.product_id.with_company(company)
            price = (
                product.lst_price if contract.direction != "purchase" else product.standard_price
            )
            line.price_unit = product.currency_id._convert(
                price,
                contract.currency_id or company.currency_id,
                company,
                contract.date_signed or fields.Date.context_today(line),
                round=False,
            )

    @api.depends(
        "product_id",
        "contract_id.fiscal_position_id",
        "contract_id.company_id",
        "contract_id.direction",
    )
    def _compute_tax_ids(self):
        for line in self:
            contract = line.contract_id
            if contract.state not in (False, "draft") and line._origin.id:
                line.tax_ids = line.tax_ids  # as it was signed; added goods get theirs
                continue
            company = contract.company_id or self.env.company
            product = line.product_id.with_company(company)
            if product:
                taxes = (
                    product.supplier_taxes_id
                    if contract.direction == "purchase"
                    else product.taxes_id
                )
                taxes = taxes._filter_taxes_by_company(company)
            else:
                taxes = line.tax_ids._origin
            line.tax_ids = contract.fiscal_position_id.map_tax(taxes)

    @api.depends("quantity", "discount", "price_unit", "tax_ids", "contract_id.currency_id")
    def _compute_prices(self):
        AccountTax = self.env["account.tax"]
        for line in self:
            [base_line] = line._prepare_base_lines()
            company = line.company_id or self.env.company
            AccountTax._add_tax_details_in_base_line(base_line, company)
            AccountTax._round_base_lines_tax_details([base_line], company)
            line.price_subtotal = base_line["tax_details"]["total_excluded_currency"]
            line.price_total = base_line["tax_details"]["total_included_currency"]

    def _prepare_base_lines(self):
        """Return one base line of Odoo's tax engine a goods line, in the contract's currency."""
        return [
            line._prepare_base_line(
                line.contract_id,
                {name: line[name] for name in ("quantity", "price_unit", "discount", "tax_ids")},
            )
            for line in self
        ]

    def _prepare_base_line(self, contract, values):
        """Return the base line of one goods line (none: goods to be added) with these values.

        :param values: ``quantity``, ``price_unit``, ``discount``, ``tax_ids`` (records), and what
            else of the line is to be taken for other than it is
        """
        company = contract.company_id or self.env.company
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self or {},
            partner_id=contract.invoice_partner_id or contract.partner_id,
            currency_id=contract.currency_id or company.currency_id,
            rate=contract.currency_rate or 1.0,
            **values,
        )

    @api.model
    def _get_totals(self, base_lines, currency, company):
        """Return (untaxed, tax, total) of goods, as Odoo's own orders and invoices add them up."""
        AccountTax = self.env["account.tax"]
        AccountTax._add_tax_details_in_base_lines(base_lines, company)
        AccountTax._round_base_lines_tax_details(base_lines, company)
        totals = AccountTax._get_tax_totals_summary(
            base_lines=base_lines, currency=currency, company=company
        )
        return tuple(totals[f"{name}_amount_currency"] for name in ("base", "tax", "total"))

    @api.constrains("quantity", "discount", "uom_id", "product_id")
    def _check_line(self):
        for line in self:
            names = {"line": line.name, "contract": line.contract_id.display_name}
            if line.quantity <= 0 and not line.is_cancelled:
                raise ValidationError(
                    self.env._("'%(line)s' of %(contract)s needs a quantity above zero.", **names)
                )
            if not 0 <= line.discount <= 100:
                raise ValidationError(
                    self.env._(
                        "The discount of '%(line)s' of %(contract)s must lie from 0 to 100 %%.",
                        **names,
                    )
                )
            # Odoo converts between units that have nothing in common without a word
            if (
                line.product_id
                and line.uom_id
                and not line.uom_id._has_common_reference(line.product_id.uom_id)
            ):
                raise ValidationError(
                    self.env._(
                        "'%(line)s' of %(contract)s is sold in %(unit)s, which cannot be converted to %(own)s."
                        " Choose a unit of the product.",
                        unit=line.uom_id.name,
                        own=line.product_id.uom_id.name,
                        **names,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_contract_open()
        return lines

    def copy_data(self, default=None):
        """Return nothing for goods that were taken out: they are not agreed anew."""
        rows = super().copy_data(default)
        return [None if line.is_cancelled else row for line, row in zip(self, rows, strict=True)]

    def write(self, vals):
        if not FREE.issuperset(vals):
            self._check_contract_open()
        result = super().write(vals)
        if "contract_id" in vals:  # goods that come from another contract change this one too
            self._check_contract_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_contract_open()

    def _check_contract_open(self):
        """Raise UserError where the contract is signed: its goods change by an amendment only."""
        if self.contract_id._is_unlocked() or self.env["commercial.contract"]._is_unlocked():
            return
        for contract in self.contract_id:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is signed: its goods cannot change any more. Change it by an amendment.",
                        contract.display_name,
                    )
                )
