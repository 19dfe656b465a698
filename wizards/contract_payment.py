from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date, formatLang


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
        help="Money from this partner settles the lines even if the customer is another one. Empty:"
        " each payer of the contracts makes a payment of his own.",
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
    payment_currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_payment_currency_id",
        store=True,
        compute_sudo=False,
        readonly=False,
        help="What the money came in or goes out as: the bank account's own currency, else that of"
        " the invoices.",
    )
    is_foreign = fields.Boolean(compute="_compute_is_foreign", export_string_translation=False)
    amount_paid = fields.Monetary(
        string="Paid Amount",
        currency_field="payment_currency_id",
        compute="_compute_amount_paid",
        store=True,
        compute_sudo=False,
        readonly=False,
        help="What was paid. An invoice in another currency than its contract counts at its own rate,"
        " all else at the rate of the day.",
    )
    # in which the paid amount was typed; empty: nobody typed it
    typed_currency_id = fields.Many2one("res.currency", export_string_translation=False)
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

    amount_difference = fields.Monetary(
        string="Difference",
        compute="_compute_amount_difference",
        help="What the lines that are paid have open after this payment.",
    )
    difference_handling = fields.Selection(
        [("open", "Keep the rest open"), ("close", "Close with the difference")],
        default="open",
        required=True,
        help="Closing writes the difference off: the lines are settled, and nobody is asked for it again.",
    )
    writeoff_account_id = fields.Many2one(
        "account.account",
        string="Difference Account",
        compute="_compute_writeoff_account_id",
        store=True,
        compute_sudo=False,
        readonly=False,
        check_company=True,
        domain="[('internal_group', 'in', ('income', 'expense'))]",
        help="Where the difference is booked: a discount granted, a rounding, a loss.",
    )
    writeoff_label = fields.Char(
        string="Difference Label", help="Shown on the journal item of the difference."
    )
    rate_text = fields.Char(compute="_compute_rate_text", export_string_translation=False)
    confirm_text = fields.Char(compute="_compute_confirm_text", export_string_translation=False)

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

    @api.depends("settlement_ids", "journal_id")
    def _compute_payment_currency_id(self):
        for wizard in self:
            lines, journal = wizard.settlement_ids._origin, wizard.journal_id
            wizard.payment_currency_id = lines._get_payment_currency(journal)

    @api.depends("settlement_ids", "payment_currency_id")
    def _compute_is_foreign(self):
        """Whether what is paid and what it settles are two amounts."""
        for wizard in self:
            other = wizard.payment_currency_id != wizard.currency_id
            lines = wizard.settlement_ids._origin
            wizard.is_foreign = wizard.payment_currency_id and (
                other or lines._has_foreign_documents()
            )

    @api.depends("settlement_ids")
    def _compute_amount_paid(self):
        for wizard in self:
            wizard.amount_paid = wizard._get_price()

    def _get_price(self):
        """Return what all that is open costs in the currency of the payment."""
        if not self.is_foreign or not self.date:
            return 0.0
        return self.settlement_ids._origin._get_price(self.payment_currency_id, self.date)

    @api.depends("settlement_ids")
    def _compute_amount(self):
        for wizard in self:
            if wizard.is_foreign and wizard.date:
                wizard.amount = wizard._get_worth()
            else:
                wizard.amount = sum(wizard.settlement_ids._get_open().mapped("amount_residual"))

    def _get_worth(self):
        """Return what the paid amount settles, in the currency of the contract."""
        return self.settlement_ids._origin._get_worth(
            self.amount_paid, self.payment_currency_id, self.date
        )

    @api.onchange("date", "payment_currency_id")
    def _onchange_rate(self):
        """No compute: it would lay the parts again that somebody typed, whenever the day changes."""
        if self.is_foreign and self.date:
            if self.typed_currency_id != self.payment_currency_id:
                self.amount_paid = self._get_price()
            self.amount = self._get_worth()

    @api.onchange("amount_paid")
    def _onchange_amount_paid(self):
        if self.is_foreign and self.date:
            currency = self.payment_currency_id
            typed = currency.compare_amounts(self.amount_paid, self._get_price())
            self.typed_currency_id = currency if typed else False
            self.amount = self._get_worth()

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

    @api.depends("line_ids.amount", "line_ids.amount_after")
    def _compute_amount_difference(self):
        for wizard in self:
            paid = wizard.line_ids.filtered(lambda line: line.amount > 0 < line.amount_after)
            wizard.amount_difference = sum(paid.mapped("amount_after"))

    @api.depends("settlement_ids")
    def _compute_writeoff_account_id(self):
        """What Odoo books differences of cash on."""
        for wizard in self:
            company = wizard.company_id
            wizard.writeoff_account_id = (
                company.default_cash_difference_income_account_id
                if wizard.direction == "purchase"
                else company.default_cash_difference_expense_account_id
            )

    @api.depends("amount", "amount_paid", "date", "settlement_ids", "payment_currency_id")
    def _compute_rate_text(self):
        for wizard in self:
            own = wizard.company_id.currency_id
            # in the currency of the books nothing is converted but what the contract counts it as
            foreign = (wizard.payment_currency_id | wizard.currency_id) - own
            wizard.rate_text = wizard.date and bool(foreign) and wizard._tell_rate(foreign[:1])

    def _tell_rate(self, currency):
        """Return what is paid in the books, and by which rate; nothing without a rate."""
        company = self.company_id
        if not self.settlement_ids.contract_id._has_rate(currency, self.date):
            return False
        paid = self._get_paid()
        worth = self.payment_currency_id._convert(paid, company.currency_id, company, self.date)
        rate = currency._get_conversion_rate(currency, company.currency_id, company, self.date)
        return self.env._(
            "%(amount)s in the books: 1 %(foreign)s = %(rate)s %(own)s on %(date)s",
            amount=formatLang(self.env, worth, currency_obj=company.currency_id),
            foreign=currency.name,
            rate=formatLang(self.env, rate, digits=6),
            own=company.currency_id.name,
            date=format_date(self.env, self.date),
        )

    def _get_paid(self):
        """Return the amount of the payment in its own currency."""
        return self.amount_paid if self.is_foreign else self.amount

    @api.depends("amount", "amount_paid", "direction", "currency_id", "payment_currency_id")
    def _compute_confirm_text(self):
        """The button says what it books."""
        for wizard in self:
            currency = wizard.payment_currency_id or wizard.currency_id
            amount = formatLang(wizard.env, wizard._get_paid(), currency_obj=currency)
            if wizard.direction == "purchase":
                wizard.confirm_text = wizard.env._("Make Payment of %s", amount)
            else:
                wizard.confirm_text = wizard.env._("Receive %s", amount)

    def _get_close(self):
        """Return (account, label) of the write-off, or nothing where the rest stays open."""
        if self.difference_handling != "close" or not self.amount_difference:
            return None
        if not self.writeoff_account_id:
            raise UserError(
                self.env._(
                    "The difference of %(amount)s has no account. Choose the account on which it is"
                    " booked, or keep the rest open.",
                    amount=formatLang(
                        self.env, self.amount_difference, currency_obj=self.currency_id
                    ),
                )
            )
        return (self.writeoff_account_id, self.writeoff_label)

    def action_register(self):
        """Book the payment as shown and say which one it became."""
        self.ensure_one()
        payments = self._register_part(self.line_ids, self.payer_id, whole=True)
        return self._prepare_notification(payments)

    def _register_part(self, rows, payer, whole=False):
        """Book what these rows say, from one payer; return the payments.

        :param whole: these are all rows, and what no row takes is booked as well
        """
        paid = self.amount_paid if whole and self.is_foreign else None
        return rows.settlement_id._register_payment(
            self.amount if whole else None,
            journal=self.journal_id,
            date=self.date,
            payer=payer,
            memo=self.memo,
            split={row.settlement_id: row.amount for row in rows},
            close=self._get_close(),
            currency=self.payment_currency_id,
            paid=paid,
        )

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
