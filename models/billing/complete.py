"""An invoice's tax and term lines, worked out before the invoice is made.

Odoo makes an invoice of its product lines and then adds the other lines by several writes, which is
more than half of the time that an invoice takes. The same tax engine gives the same lines on plain
values. Where that was not proved to be the same to the cent and the tag, ``fits`` says no.
"""

from odoo import fields
from odoo.fields import Command
from odoo.tools import float_round

from ...tools.money import from_units, prorate, to_units

ACCOUNTS = {"out_invoice": "income", "in_invoice": "expense"}
# What makes the lines of an invoice in Odoo: where another addon extends one of these, its lines
# would be missing here.
MAKERS = (
    "_compute_needed_terms",
    "_get_invoice_currency_rate_date",
    "_get_sync_stack",
    "_sync_dynamic_lines",
    "_sync_invoice",
    "_sync_rounding_lines",
    "_sync_tax_lines",
)
DIGITS = ("quantity", "price_unit", "discount")


class Complete:
    """The lines of many invoices of one company; what they have in common is looked up once."""

    def __init__(self, moves, company):
        self.env, self.company = moves.env, company
        self.items, self.engine = self.env["account.move.line"], self.env["account.tax"]
        self.found = {}
        makers = (getattr(type(moves), name).__module__ for name in MAKERS)
        self.possible = (
            all(maker == "odoo.addons.account.models.account_move" for maker in makers)
            and not company.account_storno
            and not moves.default_get(["invoice_cash_rounding_id"]).get("invoice_cash_rounding_id")
        )

    def fits(self, vals):
        """Whether the lines of this invoice are known to come out as Odoo's own."""
        rows = [row for _create, _id, row in vals["invoice_line_ids"]]
        taxes = self.engine.browse({tax for row in rows for tax in row["tax_ids"]})
        return bool(
            self.possible
            and rows
            and vals["move_type"] in ACCOUNTS
            and vals.get("invoice_payment_term_id") is False
            and not vals.get("invoice_cash_rounding_id")
            and all(tax.amount_type == "percent" for tax in taxes)
            and not (
                any(row.get("discount") for row in rows)
                and (
                    self.company.account_discount_expense_allocation_id
                    or self.company.account_discount_income_allocation_id
                )
            )
            and all(self._get_account(vals, row) for row in rows)
        )

    def prepare(self, vals):
        """Return the values of the invoice with all of its lines in ``line_ids``."""
        rows = [row for _create, _id, row in vals["invoice_line_ids"]]
        base_lines = [self._prepare_base_line(vals, row) for row in rows]
        self.engine._add_tax_details_in_base_lines(base_lines, self.company)
        self.engine._round_base_lines_tax_details(base_lines, self.company)
        self.engine._add_accounting_data_in_base_lines_tax_details(base_lines, self.company)
        result = self.engine._prepare_tax_lines(base_lines, self.company)
        lines = [
            {
                **row,
                **amounts,
                "display_type": "product",
                "account_id": base_line["account_id"].id,
                "partner_id": base_line["partner_id"].id,
                "currency_id": vals["currency_id"],
                "analytic_distribution": base_line["analytic_distribution"],
            }
            for row, (base_line, amounts) in zip(rows, result["base_lines_to_update"], strict=True)
        ]
        lines += [{**row, "display_type": "tax"} for row in result["tax_lines_to_add"]]
        parts = self._split_by_date(vals, base_lines)
        lines += self._prepare_terms(vals, lines, parts)
        complete = {**vals, "line_ids": [Command.create(row) for row in lines]}
        del complete["invoice_line_ids"]
        return complete

    def _split_by_date(self, vals, base_lines):
        """Return {due date: what of the invoice is due then}: one date, or those of the plan lines
        where the company wants it so (B5)."""
        settlements = self.env["commercial.contract.settlement"]
        parts = {}
        for (_create, _id, row), base_line in zip(
            vals["invoice_line_ids"], base_lines, strict=True
        ):
            date = vals["invoice_date_due"]
            if self.company.contract_invoice_dates == "parts":
                date = settlements.browse(row.get("commercial_settlement_id")).date_due or date
            details = base_line["tax_details"]
            net = details["total_excluded_currency"] + details["delta_total_excluded_currency"]
            tax = sum(data["tax_amount_currency"] for data in details["taxes_data"])
            parts[date] = parts.get(date, 0.0) + net + tax
        return parts

    def _prepare_terms(self, vals, lines, parts):
        """Return what is to be paid: one line a due date, split like the ``parts``."""
        currency = self.env["res.currency"].browse(vals["currency_id"])
        weights = [to_units(part, currency.rounding) for part in parts.values()]
        amounts = []
        for name, unit in (
            ("balance", self.company.currency_id.rounding),
            ("amount_currency", currency.rounding),
        ):
            total = to_units(sum(row[name] for row in lines), unit)
            amounts.append([from_units(-part, unit) for part in prorate(total, weights)])
        return [
            {
                "display_type": "payment_term",
                "partner_id": self._get_partner(vals).id,
                "currency_id": currency.id,
                "date_maturity": date,
                "balance": balance,
                "amount_currency": amount,
            }
            for date, balance, amount in zip(parts, *amounts, strict=True)
        ]

    def _prepare_base_line(self, vals, row):
        product = self.env["product.product"].browse(row["product_id"])
        account = self._get_account(vals, row)
        partner = self._get_partner(vals)
        values = {
            "product_id": product,
            "product_uom_id": self.env["uom.uom"].browse(row["product_uom_id"]),
            "tax_ids": self.engine.browse(row["tax_ids"]),
            "currency_id": self.env["res.currency"].browse(vals["currency_id"]),
            "partner_id": partner,
            "account_id": account,
            "rate": self._get_rate(vals),
            "sign": -1 if vals["move_type"] == "out_invoice" else 1,
            "name": row["name"],
            "extra_tax_data": row.get("extra_tax_data"),
            "analytic_distribution": row.get("analytic_distribution")
            or self._get_distribution(product, partner, account),
            # the engine taxes what it is given, the database keeps so many digits
            **{name: self._round(name, row.get(name) or 0.0) for name in DIGITS},
        }
        return self.engine._prepare_base_line_for_taxes_computation({}, **values)

    def _round(self, name, value):
        digits = self._once(name, lambda: self.items._fields[name].get_digits(self.env))
        return float_round(value, precision_digits=digits[1]) if digits else value

    def _get_partner(self, vals):
        return self.env["res.partner"].browse(vals["partner_id"]).commercial_partner_id

    def _get_rate(self, vals):
        date = fields.Date.to_date(vals["invoice_date"]) or fields.Date.context_today(self.items)
        return self._once(
            ("rate", vals["currency_id"], date),
            lambda: self.env["res.currency"]._get_conversion_rate(
                self.company.currency_id,
                self.env["res.currency"].browse(vals["currency_id"]),
                self.company,
                date,
            ),
        )

    def _get_account(self, vals, row):
        key = ("account", vals["journal_id"], vals["fiscal_position_id"], row["product_id"])
        if not row["product_id"]:
            key += (vals["partner_id"],)
        return self._once(key, lambda: self._find_account(vals, row))

    def _find_account(self, vals, row):
        Account = self.env["account.account"]
        found = Account
        if row["product_id"]:
            position = self.env["account.fiscal.position"].browse(vals["fiscal_position_id"] or [])
            product = self.env["product.product"].browse(row["product_id"])
            accounts = product.product_tmpl_id.get_product_accounts(fiscal_pos=position)
            found = accounts[ACCOUNTS[vals["move_type"]]]
        else:
            frequent = Account._get_most_frequent_account_for_partner(
                company_id=self.company.id,
                partner_id=self._get_partner(vals).id,
                move_type=vals["move_type"],
            )
            found = Account.browse(frequent or [])
        return found or self.env["account.journal"].browse(vals["journal_id"]).default_account_id

    def _get_distribution(self, product, partner, account):
        """What the company's analytic distribution models give, as the invoice line would find it."""
        if self._once("no models", self._has_no_distribution_models):
            return False
        return self._once(
            ("distribution", product.id, partner.id, account.id),
            lambda: self._find_distribution(product, partner, account),
        )

    def _has_no_distribution_models(self):
        return not self.env["account.analytic.distribution.model"].search_count([], limit=1)

    def _find_distribution(self, product, partner, account):
        move = self.env["account.move"].new({"company_id": self.company.id})
        item = self.items.new(
            {
                "move_id": move,
                "product_id": product.id,
                "partner_id": partner.id,
                "account_id": account.id,
            }
        )
        arguments = item._get_analytic_distribution_arguments(self.env["account.analytic.plan"])
        return self.env["account.analytic.distribution.model"]._get_distribution(arguments) or False

    def _once(self, key, find):
        if key not in self.found:
            self.found[key] = find()
        return self.found[key]
