from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_round


class CommercialContractSourceLine(models.AbstractModel):
    """What sale and purchase order lines have in common: the goods line that they fulfil."""

    _name = "commercial.contract.source.line"
    _description = "Order Line under a Contract"

    commercial_contract_line_id = fields.Many2one(
        "commercial.contract.line",
        string="Contract Goods",
        copy=False,
        index="btree_not_null",
        help="The goods of the contract that this line orders. Ordered, delivered and invoiced"
        " quantities of the goods are read from here.",
    )

    @api.constrains("commercial_contract_line_id")
    def _check_commercial_contract_line_id(self):
        for line in self.filtered("commercial_contract_line_id"):
            line = line.sudo()  # sudo: whoever edits the order need not see the contract
            goods, contract = line.commercial_contract_line_id, line.order_id.commercial_contract_id
            if contract and goods.contract_id != contract:
                raise ValidationError(
                    self.env._(
                        "'%(line)s' of %(order)s names goods of %(other)s, but the order belongs to"
                        " %(contract)s. Choose goods of that contract.",
                        line=line.name,
                        order=line.order_id.display_name,
                        other=goods.contract_id.display_name,
                        contract=contract.display_name,
                    )
                )

    def _match_contract_lines(self):
        """Link lines to the goods of their order's contract where the product says which; drop what
        belongs to another contract."""
        lines_sudo = self.sudo()  # sudo: whoever edits the order need not see the contract
        by_contract = lines_sudo.grouped(lambda line: line.order_id.commercial_contract_id)
        for contract, lines in by_contract.items():
            goods = contract.line_ids.grouped("product_id")
            wanted = {}
            for line in lines:
                fits = goods.get(line.product_id, contract.line_ids.browse())
                kept = line.commercial_contract_line_id & contract.line_ids
                goods_line = kept or (fits if line.product_id and len(fits) == 1 else kept)
                wanted.setdefault(goods_line, lines.browse())
                wanted[goods_line] |= line
            for goods_line, part in wanted.items():
                moved = part.filtered(
                    lambda line, goods_line=goods_line: (
                        line.commercial_contract_line_id != goods_line
                    )
                )
                moved.commercial_contract_line_id = goods_line

    def _get_ordered_quantity(self):
        """In the unit of the line."""
        raise NotImplementedError

    def _prepare_contract_line(self):
        """Return the values of the goods line that this order line becomes.

        A returned quantity and a mark-up, which goods of a contract do not know, go into the price.
        """
        quantity, price, discount = self._get_ordered_quantity(), self.price_unit, self.discount
        if quantity < 0:
            quantity, price = -quantity, -price
        if discount < 0:
            price, discount = float_round(price * (1 - discount / 100), 6), 0.0
        return {
            "product_id": self.product_id.id,
            "name": self.name or self.product_id.display_name,
            "model_number": self.product_id.default_code,
            "quantity": quantity,
            "uom_id": self.product_uom_id.id,
            "price_unit": price,
            "discount": discount,
            "tax_ids": self.tax_ids.ids,
        }
