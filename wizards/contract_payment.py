from odoo import api, fields, models
from odoo.fields import Command


class CommercialContractPayment(models.TransientModel):
    """Shows which lines a payment settles before it is booked; the settlement lines book it."""

    _name = "commercial.contract.payment"
    _description = "Contract Payment"
    _inherit = ["commercial.exact"]
    _check_company_auto = True

    settlement_ids = fields.Many2many(
        "commercial.contract.settlement", string="Settlement Lines", readonly=True
    )
    company_id = fields.Many2one("res.company", compute="_compute_contract")
    currency_id = fields.Many2one("res.currency", compute="_compute_contract")
    direction = fields.Selection(
        [("sale", "Sales Contract"), ("purchase", "Purchase Contract")], compute="_compute_contract"
    )
    payer_id = fields.Many2one(
        "res.partner",
        compute="_compute_payer_id",
        store=True,
        compute_sudo=False,
        readonly=False,
        help="Money from this partner settles the lines even if the customer is another one.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        compute="_compute_journal_id",
        store=True,
        compute_sudo=False,
        readonly=False,
        domain="[('type', 'in', ('bank', 'cash', 'credit')), ('company_id', 'parent_of', company_id)]",
        help="Where the money came in or goes out.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        compute_sudo=False,
        readonly=False,
        help="What was paid. It is laid on the lines again, oldest due first, when it changes.",
    )
    date = fields.Date(string="Payment Date", required=True, default=fields.Date.context_today)
    memo = fields.Char(help="Shown on the payment. Empty: the invoices or lines that it pays.")
    line_ids = fields.One2many(
        "commercial.contract.payment.line",
        "payment_id",
        string="It Settles",
        compute="_compute_line_ids",
        store=True,
        compute_sudo=False,
        readonly=False,
    )
    amount_unallocated = fields.Monetary(
        string="Unallocated",
        compute="_compute_amount_unallocated",
        help="What no line takes. It stays with the contract, where its whole plan is settled.",
    )

    @api.depends("settlement_ids")
    def _compute_contract(self):
        for wizard in self:
            contract = wizard.settlement_ids.contract_id[:1]
            wizard.company_id = contract.company_id
            wizard.currency_id = contract.currency_id
            wizard.direction = contract.direction

    @api.depends("settlement_ids")
    def _compute_payer_id(self):
        for wizard in self:
            payers = wizard.settlement_ids.contract_id.payer_id
            wizard.payer_id = payers if len(payers) == 1 else wizard.payer_id

    @api.depends("settlement_ids")
    def _compute_journal_id(self):
        for wizard in self:
            wizard.journal_id = wizard.settlement_ids._get_payment_journal()

    @api.depends("settlement_ids")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.settlement_ids._get_open().mapped("amount_residual"))

    @api.depends("settlement_ids", "amount")
    def _compute_line_ids(self):
        for wizard in self:
            split = wizard.settlement_ids._origin._get_open()._spread_payment(wizard.amount)
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create({"settlement_id": line.id, "amount": part})
                    for line, part in split.items()
                ),
            ]

    @api.depends("amount", "line_ids.amount")
    def _compute_amount_unallocated(self):
        for wizard in self:
            wizard.amount_unallocated = wizard.amount - sum(wizard.line_ids.mapped("amount"))

    def action_register(self):
        """Book the payment as shown and say which one it became."""
        self.ensure_one()
        payments = self.line_ids.settlement_id._register_payment(
            self.amount,
            journal=self.journal_id,
            date=self.date,
            payer=self.payer_id,
            memo=self.memo,
            split={line.settlement_id: line.amount for line in self.line_ids},
        )
        return self._prepare_notification(payments)

    def _prepare_notification(self, payments):
        # sudo: names only; who may not open payments gets no link
        names = payments.sudo().mapped("display_name")
        links = []
        if payments.has_access("read"):
            links = [
                {"label": name, "url": f"/odoo/account.payment/{payment.id}"}
                for name, payment in zip(names, payments, strict=True)
            ]
        message = ", ".join(["%s"] * len(links)) if links else ", ".join(names)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Payment made")
                if self.direction == "purchase"
                else self.env._("Payment received"),
                "message": message,
                "links": links,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
