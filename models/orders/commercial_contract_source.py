from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class CommercialContractSource(models.AbstractModel):
    """What sale and purchase orders have in common: the contract above them, and the way to it."""

    _name = "commercial.contract.source"
    _description = "Order under a Contract"
    _contract_direction = "sale"

    commercial_contract_id = fields.Many2one(
        "commercial.contract",
        string="Contract",
        copy=False,
        index="btree_not_null",
        domain=lambda self: [
            ("direction", "=", self._contract_direction),
            ("is_framework", "=", False),
        ],
        help="Once this contract is signed and invoiced by plan, the invoices are made from its"
        " plan, not from this order.",
    )

    @api.constrains("commercial_contract_id", "company_id")
    def _check_commercial_contract_id(self):
        for order in self.filtered("commercial_contract_id"):
            # sudo: whoever edits the order need not see the contract
            contract = order.commercial_contract_id.sudo()
            names = {"order": order.display_name, "contract": contract.display_name}
            if contract.company_id.root_id != order.company_id.root_id:
                raise ValidationError(
                    self.env._(
                        "%(order)s belongs to %(company)s, but %(contract)s to %(other)s."
                        " Choose a contract of the same group of books.",
                        company=order.company_id.display_name,
                        other=contract.company_id.display_name,
                        **names,
                    )
                )
            if contract.direction != self._contract_direction or contract.is_framework:
                raise ValidationError(
                    self.env._(
                        "%(order)s cannot stand under %(contract)s: sales orders stand under sales"
                        " contracts, purchase orders under purchase contracts, and none under a"
                        " framework contract. Choose another contract.",
                        **names,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.env["commercial.contract"]._check_link(vals.get("commercial_contract_id"))
        orders = super().create(vals_list)
        orders.filtered("commercial_contract_id")._follow_contract()
        return orders

    def write(self, vals):
        contract = vals.get("commercial_contract_id")
        # sudo: an order that is linked already is edited by people who need not see the contract
        if contract and any(order.sudo().commercial_contract_id.id != contract for order in self):
            self.env["commercial.contract"]._check_link(contract)
        result = super().write(vals)
        if "commercial_contract_id" in vals:
            self._follow_contract()
        return result

    def _follow_contract(self):
        """Bring the order lines to the goods of the contract that the order names now."""
        self.order_line._match_contract_lines()

    def action_create_contract(self):
        """Open the contract of this order; make it first, as a draft, where there is none."""
        self.ensure_one()
        if not self.commercial_contract_id:
            self._check_contract_goods()
            self._create_contract()
        return self.commercial_contract_id._get_records_action()

    def _check_contract_goods(self):
        if self.state == "cancel":
            raise UserError(
                self.env._(
                    "%s is cancelled. Set it back to quotation, then create the contract.",
                    self.display_name,
                )
            )
        if not self._get_goods_lines():
            raise UserError(
                self.env._(
                    "%s has no products. Add what was agreed, then create the contract.",
                    self.display_name,
                )
            )

    def _create_contract(self):
        goods = self._get_goods_lines()
        values = self._prepare_contract(goods)
        rows = values.pop("line_ids")
        contract = self.env["commercial.contract"].with_company(self.company_id).create(values)
        # sudo: these are the goods of an order that the user sees, whoever sees those of contracts
        whole = contract.sudo()
        whole.line_ids = rows
        pairs = zip(goods, whole.line_ids.sorted("sequence"), strict=True)
        self.write(
            {
                "commercial_contract_id": contract.id,
                "order_line": [
                    Command.update(line.id, {"commercial_contract_line_id": row.id})
                    for line, row in pairs
                ],
            }
        )
        if contract.payment_term_id and contract.amount_total > 0:
            start = fields.Datetime.context_timestamp(self, self.date_order).date()
            contract.plan_from_term(contract.payment_term_id, start)
        contract.message_post_with_source(
            "mail.message_origin_link",
            render_values={"self": contract, "origin": self},
            subtype_xmlid="mail.mt_note",
        )
        return contract

    def _get_goods_lines(self):
        """The lines that become goods: no sections, notes or down payments."""
        return self.order_line.filtered(
            lambda line: (
                not line.display_type and not line.is_downpayment and line._get_ordered_quantity()
            )
        )

    def _prepare_contract(self, goods):
        """Return the values of the contract that this order becomes.

        :param goods: the order lines that become its goods, in their order
        """
        return {
            "direction": self._contract_direction,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "payment_term_id": self.payment_term_id.id,
            "line_ids": [
                Command.create({"sequence": 10 * number, **line._prepare_contract_line()})
                for number, line in enumerate(goods, 1)
            ],
            # these columns come with addons of Odoo that may be off
            **{
                name: self[name].id
                for name in ("opportunity_id", "project_id")
                if name in self._fields
            },
        }

    def _billed_by_plan(self):
        """Those of these orders whose invoices are made from the plan of their contract (B6)."""
        # sudo: whether an order may be invoiced does not depend on who looks
        return self.filtered(lambda order: order.sudo().commercial_contract_id._is_billed_by_plan())

    def _check_billed_by_orders(self):
        """Raise UserError where the plan of a contract makes the invoices of these orders (B6)."""
        self.env["commercial.contract"]._raise_faults(
            self.env._(
                "%(order)s belongs to %(contract)s, which is invoiced from its settlement plan."
                " Create the invoice there.",
                order=order.display_name,
                contract=order.sudo().commercial_contract_id.display_name,  # sudo: as above
            )
            for order in self._billed_by_plan()
        )
