from odoo import api, fields, models
from odoo.fields import Command

# What of the goods is edited here, beside their taxes.
EDITED = ("name", "quantity", "price_unit", "discount")


class CommercialContractAmendGoods(models.TransientModel):
    """Goods of a contract as they are to be: a copy of a goods line, or goods to be added."""

    _name = "commercial.contract.amend.goods"
    _inherit = ["commercial.contract.dialog"]
    _description = "Goods to Amend"
    _order = "sequence, id"

    amend_id = fields.Many2one(
        "commercial.contract.amend", string="Amending", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one("commercial.contract.line", string="Contract Goods")
    sequence = fields.Integer(default=1000)
    currency_id = fields.Many2one(related="amend_id.currency_id")
    product_id = fields.Many2one("product.product")
    name = fields.Char(string="Description")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    price_unit = fields.Float(string="Unit Price", min_display_digits="Product Price")
    discount = fields.Float(string="Discount (%)", digits="Discount")
    tax_ids = fields.Many2many("account.tax", string="Taxes")
    amount_before = fields.Monetary(related="line_id.price_total", string="Before")
    amount_after = fields.Monetary(string="After", compute="_compute_amount_after")

    @api.depends("quantity", "price_unit", "discount", "tax_ids", "amend_id.contract_id")
    def _compute_amount_after(self):
        for row in self:
            contract = row.amend_id.contract_id._origin
            values = {name: row[name] for name in ("quantity", "price_unit", "discount")}
            base_line = row.line_id._origin._prepare_base_line(
                contract,
                {**values, "tax_ids": row.tax_ids._origin, "product_id": row.product_id._origin},
            )
            *_parts, row.amount_after = row.line_id._get_totals(
                [base_line], contract.currency_id, contract.company_id
            )

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """Added goods get what the contract would have given them."""
        if self.product_id and not self.line_id:
            draft = self.line_id.new(
                {
                    "contract_id": self.amend_id.contract_id._origin.id,
                    "product_id": self.product_id._origin.id,
                }
            )
            for name in ("name", "price_unit"):
                self[name] = draft[name]
            self.tax_ids = draft.tax_ids._origin

    def _prepare_row(self, line):
        """Return the values that copy a goods line."""
        return {
            "line_id": line.id,
            "sequence": line.sequence,
            "product_id": line.product_id.id,
            **{name: line[name] for name in EDITED},
            "tax_ids": [Command.set(line.tax_ids.ids)],
        }

    def _prepare_commands(self, lines):
        """Return how these rows change the goods ``lines``, as commands."""
        commands = []
        for row in self:
            values = {name: row[name] for name in EDITED}
            values["tax_ids"] = [Command.set(row.tax_ids._origin.ids)]
            line = row.line_id._origin
            if line:
                commands.append(Command.update(line.id, values))
            elif row.product_id or row.name:
                values["product_id"] = row.product_id._origin.id
                commands.append(Command.create(values))
        gone = lines - self.line_id._origin
        return commands + [Command.delete(line.id) for line in gone]
