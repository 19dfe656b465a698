from odoo import fields, models
from odoo.fields import Command


class CommercialContractPasteLine(models.TransientModel):
    """One pasted row as it was read: what it will become, or what is wrong with it."""

    _name = "commercial.contract.paste.line"
    _description = "Pasted Row"

    paste_id = fields.Many2one("commercial.contract.paste", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="paste_id.currency_id")
    number = fields.Integer(string="Row")
    name = fields.Char()
    product_id = fields.Many2one("product.product")
    model_number = fields.Char(string="Model No.")
    specification = fields.Char()
    quantity = fields.Float(digits="Product Unit")
    uom_id = fields.Many2one("uom.uom", string="Unit of Measure")
    price_unit = fields.Float(string="Unit Price", min_display_digits="Product Price")
    has_price = fields.Boolean(export_string_translation=False)
    tax_id = fields.Many2one("account.tax", string="Taxes")
    date_due = fields.Date(string="Due Date")
    percent = fields.Float()
    amount = fields.Monetary()
    fault = fields.Char(string="To Mend")
    remark = fields.Char()

    def _prepare_goods(self):
        """Return the values of a goods line; what was not pasted comes from the product."""
        self.ensure_one()
        values = {
            "name": self.name,
            "product_id": self.product_id.id,
            "specification": self.specification,
            "quantity": self.quantity,
        }
        if self.model_number:
            values["model_number"] = self.model_number
        if self.uom_id:
            values["uom_id"] = self.uom_id.id
        if self.has_price:
            values["price_unit"] = self.price_unit
        if self.tax_id:
            values["tax_ids"] = [Command.set(self.tax_id.ids)]
        return values

    def _prepare_settlement(self):
        """Return the values of a plan line; where both stand there, the amount counts."""
        self.ensure_one()
        values = {"date_due": self.date_due}
        if self.name:
            values["name"] = self.name
        if self.amount:
            values["amount"] = self.amount
        else:
            values["percent"] = self.percent
        return values
