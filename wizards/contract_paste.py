from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.cells import name_key
from ..tools.pasted import read_goods, read_plan

MOST_ROWS = 1000
MOST_FAULTS = 10


class CommercialContractPaste(models.TransientModel):
    """Takes rows that were copied from a spreadsheet, and shows what they will become."""

    _name = "commercial.contract.paste"
    _inherit = ["commercial.contract.dialog"]
    _description = "Paste Lines"

    contract_id = fields.Many2one("commercial.contract", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="contract_id.currency_id")
    target = fields.Selection(
        [("goods", "Goods"), ("plan", "Settlement Plan")], required=True, default="goods"
    )
    text = fields.Text(
        string="Copied Rows",
        help="Copy the rows in the spreadsheet and paste them here. A first row with heads says which"
        " column is which.",
    )
    line_ids = fields.One2many(
        "commercial.contract.paste.line",
        "paste_id",
        string="New Lines",
        compute="_compute_line_ids",
        store=True,
        compute_sudo=False,
    )
    fault_count = fields.Integer(
        string="Rows to Mend", compute="_compute_line_ids", store=True, compute_sudo=False
    )

    @api.depends("contract_id", "target", "text")
    def _compute_line_ids(self):
        for wizard in self:
            rows = wizard._prepare_rows()
            wizard.fault_count = sum(bool(row["fault"]) for row in rows)
            wizard.line_ids = [Command.clear(), *map(Command.create, rows)]

    def _prepare_rows(self):
        """Return the values of the preview, one row each; what cannot be read says so in its fault."""
        if self.target == "plan":
            rows = read_plan(self.text, self._is_day_first())[: MOST_ROWS + 1]
            return [self._prepare_plan_row(row) for row in rows]
        rows = read_goods(self.text)[: MOST_ROWS + 1]
        names = {
            row.values[key] for row in rows for key in ("model_number", "name") if key in row.values
        }
        products, units, taxes = self._find_products(names), self._find_units(), self._find_taxes()
        return [self._prepare_goods_row(row, products, units, taxes) for row in rows]

    def _is_day_first(self):
        """Whether 5/3/2026 is 5 March for this reader, as his language writes days."""
        form = self.env["res.lang"]._lang_get(self.env.lang or "en_US").date_format or ""
        return form.find("%d") < form.find("%m")

    def _prepare_plan_row(self, row):
        values = row.values
        faults = [self._tell_unread(*fault) for fault in row.faults]
        if not faults and not values.get("percent") and not values.get("amount"):
            faults.append(self.env._("No percent and no amount."))
        if values.get("amount", 0) < 0:
            faults.append(self.env._("The amount is below zero."))
        return {
            "number": row.number,
            "name": values.get("name"),
            "date_due": values.get("date_due"),
            "percent": float(values.get("percent", 0)),
            "amount": float(values.get("amount", 0)),
            "fault": " ".join(faults),
        }

    def _prepare_goods_row(self, row, products, units, taxes):
        values = row.values
        faults = [self._tell_unread(*fault) for fault in row.faults]
        product = products.get(name_key(values.get("model_number", "")))
        product = product or products.get(name_key(values.get("name", ""))) or False
        if not product and not values.get("name"):
            faults.append(self.env._("No name."))
        if values.get("quantity", 1) <= 0 and not row.faults:
            faults.append(self.env._("The quantity is not above zero."))
        tax = taxes.get(float(values["tax"])) if "tax" in values else False
        if tax is None:
            faults.append(
                self.env._("There is no tax of %s %% for this direction.", f"{values['tax']:f}")
            )
        unit = units.get(name_key(values.get("uom", "")))
        told = [self.env._("Unit '%s' is not set up: left out.", values["uom"])] if (
            values.get("uom") and not unit
        ) else []  # fmt: skip
        return {
            "number": row.number,
            "name": values.get("name") or (product and product.name),
            "product_id": product and product.id,
            "model_number": values.get("model_number"),
            "specification": values.get("specification"),
            "quantity": float(values.get("quantity", 1)),
            "uom_id": unit and unit.id,
            "price_unit": float(values.get("price_unit", 0)),
            "has_price": "price_unit" in values,
            "tax_id": tax and tax.id,
            "fault": " ".join(faults),
            "remark": " ".join(told),
        }

    def _tell_unread(self, name, cell):
        """Return what is wrong with a cell, and how it could be written."""
        if name == "date_due":
            return self.env._("'%s' is no day. Write it as 2026-03-31.", cell)
        if name in ("percent", "tax"):
            return self.env._("'%s' is no percent from 0 to 100.", cell)
        return self.env._("'%s' is no number.", cell)

    def _find_products(self, names):
        """Return {name key: product} by internal reference, then by name, in one query."""
        company = self.contract_id.company_id
        products = self.env["product.product"].search(
            Domain("company_id", "in", (company.id, False))
            & (Domain("default_code", "in", list(names)) | Domain("name", "in", list(names))),
            order="id desc",
        )
        found = {name_key(product.name): product for product in products}
        found.update({name_key(p.default_code): p for p in products if p.default_code})
        found.pop("", None)
        return found

    def _find_units(self):
        """Return {name key: unit}, by the names in the reader's language and in English."""
        units = self.env["uom.uom"].search([("active", "=", True)])
        found = {name_key(unit.name): unit for unit in units.with_context(lang="en_US")}
        found.update({name_key(unit.name): unit for unit in units})
        found.pop("", None)
        return found

    def _find_taxes(self):
        """Return {percent: tax} of the contract's direction; prices without tax inside come first."""
        taxes = self.env["account.tax"].search(
            [
                ("company_id", "parent_of", self.contract_id.company_id.id),
                ("type_tax_use", "=", self.contract_id.direction),
                ("amount_type", "=", "percent"),
            ]
        )
        found = {}
        for tax in taxes.sorted(lambda tax: (tax.price_include, tax.sequence)):
            found.setdefault(tax.amount, tax)
        return found

    def action_paste(self):
        """Add the rows that are shown to the contract, behind the lines that it has.

        :raises UserError: nothing pasted, more than 1,000 rows, or rows that cannot be read: all
            are named, and nothing is written
        """
        self.ensure_one()
        contract = self.contract_id
        if not self.line_ids:
            raise UserError(
                self.env._("Nothing to add to %s. Paste some rows first.", contract.display_name)
            )
        if len(self.line_ids) > MOST_ROWS:
            raise UserError(
                self.env._(
                    "More than %(most)s rows for %(contract)s. Paste them in parts.",
                    most=MOST_ROWS,
                    contract=contract.display_name,
                )
            )
        contract._raise_faults(
            self.env._("Row %(number)s: %(fault)s", number=line.number, fault=line.fault)
            for line in self.line_ids
            if line.fault
        )
        lines = contract.settlement_ids if self.target == "plan" else contract.line_ids
        first = max(lines.mapped("sequence"), default=0)
        prepare = "_prepare_settlement" if self.target == "plan" else "_prepare_goods"
        lines.create(
            [
                {
                    "contract_id": contract.id,
                    "sequence": first + 10 * place,
                    **getattr(line, prepare)(),
                }
                for place, line in enumerate(self.line_ids, 1)
            ]
        )
        return {"type": "ir.actions.act_window_close"}
