from odoo import api, fields, models
from odoo.tools import float_compare

# What the order lines of each side call these quantities, and the state of an order that counts.
SALE = ("sale.order.line", "sale", ("product_uom_qty", "qty_delivered", "qty_invoiced"))
PURCHASE = ("purchase.order.line", "purchase", ("product_qty", "qty_received", "qty_invoiced"))
QUANTITIES = (
    "uom_id",
    *(f"sale_line_ids.{name}" for name in (*SALE[2], "product_uom_id", "state")),
    *(f"purchase_line_ids.{name}" for name in (*PURCHASE[2], "product_uom_id", "state")),
)


class CommercialContractLine(models.Model):
    """What orders say about the goods of a contract."""

    _name = "commercial.contract.line"
    _inherit = ["commercial.contract.line"]

    sale_line_ids = fields.One2many(
        "sale.order.line", "commercial_contract_line_id", string="Sales Order Lines"
    )
    purchase_line_ids = fields.One2many(
        "purchase.order.line", "commercial_contract_line_id", string="Purchase Order Lines"
    )
    qty_ordered = fields.Float(
        string="Ordered",
        digits="Product Unit",
        compute="_compute_quantities",
        help="Quantity on confirmed orders, in the unit of this line.",
    )
    qty_delivered = fields.Float(
        string="Delivered", digits="Product Unit", compute="_compute_quantities"
    )
    qty_invoiced = fields.Float(
        string="Invoiced Quantity", digits="Product Unit", compute="_compute_quantities"
    )

    date_delivered = fields.Date(
        string="Delivered On",
        compute="_compute_date_delivered",
        store=True,
        copy=False,
        help="The day on which all of it was delivered, as soon as the orders say so.",
    )

    @api.depends(*QUANTITIES)
    def _compute_quantities(self):
        found = self._get_order_quantities()
        for line in self:
            quantities = found.get(line._origin, (0.0, 0.0, 0.0))
            line.qty_ordered, line.qty_delivered, line.qty_invoiced = quantities

    @api.depends("quantity", *QUANTITIES)
    def _compute_date_delivered(self):
        """Stored, so that the ORM tells the moment when an order is delivered, whatever did it."""
        found = self._get_order_quantities()
        today = fields.Date.context_today(self)
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        changed = self.browse()
        for line in self:
            _ordered, delivered, _invoiced = found.get(line._origin, (0.0, 0.0, 0.0))
            whole = delivered and float_compare(delivered, line.quantity, digits) >= 0
            before = line._origin.date_delivered
            line.date_delivered = whole and (before or today)
            if line.date_delivered != before:
                changed |= line._origin
        changed.contract_id._note_delivery()

    def _get_order_quantities(self):
        """Return {goods line: (ordered, delivered, invoiced)} of confirmed orders.

        The quantities are in the unit of the goods line.
        """
        found = {}
        for model, state, names in (SALE, PURCHASE):
            # sudo: who sees the goods sees how far they are, also without rights on orders
            lines = self.env[model].sudo()
            rows = lines._read_group(
                [("commercial_contract_line_id", "in", self._origin.ids), ("state", "=", state)],
                ["commercial_contract_line_id", "product_uom_id"],
                [f"{name}:sum" for name in names],
            )
            for line, unit, *quantities in rows:
                line = line.with_env(self.env)
                before = found.get(line, (0.0, 0.0, 0.0))
                found[line] = tuple(
                    old + line._in_own_unit(quantity or 0.0, unit)
                    for old, quantity in zip(before, quantities, strict=True)
                )
        return found

    def _in_own_unit(self, quantity, unit):
        # Odoo converts between units that have nothing in common without a word
        if not self.uom_id or not unit or not unit._has_common_reference(self.uom_id):
            return quantity
        return unit._compute_quantity(quantity, self.uom_id, round=False)
