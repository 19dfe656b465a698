from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.money import from_units
from .complete import Complete


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move"]

    commercial_contract_ids = fields.Many2many(
        "commercial.contract",
        string="Contracts",
        compute="_compute_commercial_contract_ids",
        compute_sudo=True,
        search="_search_commercial_contract_ids",
        help="The contracts that the lines of this document name.",
    )

    commercial_contract_difference = fields.Text(
        string="Difference from the Plan",
        compute="_compute_commercial_contract_difference",
        compute_sudo=True,
        help="Where a vendor's bill comes to another amount than the settlement plan.",
    )

    @api.depends("line_ids.commercial_settlement_id", "line_ids.price_total")
    @api.depends_context("lang")
    def _compute_commercial_contract_difference(self):
        for move in self:
            plan = move.line_ids.commercial_settlement_id
            texts = [line._get_difference_text() for line in plan if line.amount_difference]
            move.commercial_contract_difference = "\n".join(texts)

    @api.depends("line_ids.commercial_contract_id")
    @api.depends_context("uid")
    def _compute_commercial_contract_ids(self):
        """Computed as superuser, shown as far as the user may see them."""
        # sudo: back to the user, whose rights decide
        visible = self.line_ids.commercial_contract_id.sudo(False)._filtered_access("read")
        for move in self:
            move.commercial_contract_ids = move.line_ids.commercial_contract_id & visible

    def _search_commercial_contract_ids(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        domain = Domain("line_ids", "any", [("commercial_contract_id", operator, value)])
        if operator == "in" and False in value:
            value = [item for item in value if item]
            domain = Domain("line_ids", "any", [("commercial_contract_id", "in", value)])
            domain |= Domain("line_ids", "not any", [("commercial_contract_id", "!=", False)])
        return domain

    def _get_contract_worth(self, record, amount, exchange):
        """Return a part of this document in the currency of a contract, or of its plan line or goods.

        As its money counts (R11): by what the document is in the books, at its day. A plan line that
        this misses by no more than one unit of the document is billed whole.

        :param exchange: ``Exchange`` that keeps the rates, for the documents of a batch
        """
        currency, books = record.currency_id.id, self.company_currency_id.id
        at = self.company_id.id, self.invoice_date or self.date or fields.Date.context_today(self)
        if self.amount_total:
            rate = abs(self.amount_total_signed) / self.amount_total
        else:
            rate = exchange.rate(self.currency_id.id, books, *at)
        rate *= exchange.rate(books, currency, *at)
        planned = record.amount if record._name == "commercial.contract.settlement" else None
        one = self.currency_id.rounding * rate
        units = exchange.worth(amount * rate, currency, planned, one)
        return from_units(units, record.currency_id.rounding)

    def action_view_commercial_contracts(self):
        """Open the contracts that the lines of these documents name."""
        return self.env["commercial.contract"]._action_open(
            [("id", "in", self.commercial_contract_ids.ids)]
        )

    @api.model
    def _get_contract_documents(self, link, records, domain=Domain.TRUE):
        """Return {contract or plan line id: documents that the user may see}.

        :param link: name of the field of invoice lines that points to ``records``
        :param domain: condition on the documents
        """
        # sudo: what the user may not see is taken out below, instead of refusing him the contract
        items = self.env["account.move.line"].sudo()
        rows = items._read_group(
            [
                (link, "in", records._origin.ids),
                ("display_type", "=", "product"),
                ("move_id", "any", Domain("move_type", "!=", "entry") & domain),
            ],
            [link],
            ["move_id:recordset"],
        )
        documents = {record.id: moves.with_env(self.env) for record, moves in rows}
        if self.env.su or not documents:
            return documents
        visible = self.union(*documents.values())._filtered_access("read")
        return {key: moves & visible for key, moves in documents.items()}

    @api.model
    def _search_contract_documents(self, operator, value):
        """Return the domain of contracts or plan lines whose documents are searched for."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        billing = Domain("display_type", "=", "product") & Domain("move_type", "!=", "entry")
        domain = Domain("move_line_ids", "any", billing & Domain("move_id", operator, value))
        if operator == "in" and False in value:
            found = billing & Domain("move_id", "in", [item for item in value if item])
            domain = Domain("move_line_ids", "any", found)
            domain |= Domain("move_line_ids", "not any", billing)
        return domain

    @api.model
    def _create_complete(self, vals_list):
        """Create draft invoices of one company as ``create`` does; return them in the same order.

        All lines are worked out beforehand where that is known to give the same (see ``Complete``),
        which takes less than half of the time; Odoo's own check that entries balance stays.

        :param vals_list: values with ``invoice_line_ids``, as ``_prepare_invoices`` returns them
        """
        complete = Complete(self, self.env.company)
        fits = [complete.fits(vals) for vals in vals_list]
        # the note in the chatter is made below, for all at once
        quiet = self.with_context(mail_create_nolog=True)
        ready = [complete.prepare(vals) for vals, fit in zip(vals_list, fits, strict=True) if fit]
        plain = [vals for vals, fit in zip(vals_list, fits, strict=True) if not fit]
        made = {
            True: iter(quiet.with_context(skip_invoice_sync=True).create(ready)),
            False: iter(quiet.create(plain)),
        }
        moves = self.browse([next(made[fit]).id for fit in fits])
        moves._message_log_batch({move.id: move._creation_message() for move in moves})
        return moves
