from odoo import api, fields, models

DELIVERED = "commercial_contract.delivered"  # key in the data of the cursor's precommit


class CommercialContract(models.Model):
    """The orders under a contract."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    order_ids = fields.One2many("sale.order", "commercial_contract_id", string="Sales Orders")
    purchase_order_ids = fields.One2many("purchase.order", "commercial_contract_id")
    order_count = fields.Integer(string="Sales Order Count", compute="_compute_order_count")
    purchase_order_count = fields.Integer(compute="_compute_order_count")

    @api.depends("order_ids", "purchase_order_ids")
    def _compute_order_count(self):
        for name, model in (
            ("order_count", "sale.order"),
            ("purchase_order_count", "purchase.order"),
        ):
            orders = self.env[model].sudo()  # sudo: who sees the contract may count its orders
            rows = orders._read_group(
                [("commercial_contract_id", "in", self._origin.ids)],
                ["commercial_contract_id"],
                ["__count"],
            )
            counts = dict(rows)
            for contract in self:
                contract[name] = counts.get(contract._origin, 0)

    def action_view_orders(self):
        """Open the orders of these contracts: purchase orders of purchase contracts."""
        purchase = set(self.mapped("direction")) == {"purchase"}
        action = "purchase.purchase_form_action" if purchase else "sale.action_orders"
        values = self.env["ir.actions.act_window"]._for_xml_id(action)
        values.update(domain=[("commercial_contract_id", "in", self.ids)], context={})
        orders = self.purchase_order_ids if purchase else self.order_ids
        if len(orders) == 1:
            values.update(views=[(False, "form")], res_id=orders.id)
        return values

    def _note_delivery(self):
        """Have the plan follow the deliveries of these contracts once, at the end of the transaction:
        a due date and its message have no place in the middle of a flush."""
        precommit = self.env.cr.precommit
        noted = precommit.data.setdefault(DELIVERED, set())
        if self and not noted:
            precommit.add(self.browse()._follow_deliveries)
        noted.update(self.ids)

    def _follow_deliveries(self):
        noted = self.env.cr.precommit.data.pop(DELIVERED, set())
        # sudo: who delivers goods need not see their contract
        lines = self.env["commercial.contract.settlement"].sudo()
        domain = [("contract_id", "in", list(noted)), ("trigger", "=", "delivery")]
        lines.search(domain)._follow_triggers()

    def _is_billed_by_plan(self):
        """Whether the plan makes the invoices, and the orders make none (B6): from signing on, and
        for good. A draft holds no order up, since it may never be signed."""
        return self.billing_policy == "plan" and self.state not in ("draft", "cancelled")
