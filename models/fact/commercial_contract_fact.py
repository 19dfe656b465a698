from odoo import fields, models
from odoo.exceptions import UserError

from ..cash.commercial_contract_allocation import BOOKS
from ..contract.parts import GOODS


class CommercialContractFact(models.Model):
    """Each event of a contract, dated, with whom it concerned then. Rows are appended by the booking
    alone, never changed: what is undone is a row that takes back (DESIGN 8)."""

    _name = "commercial.contract.fact"
    _inherit = ["commercial.contract.figures", "commercial.contract.sql"]
    _description = "Contract Event"
    _order = "date desc, id desc"
    _log_access = False  # date_booked tells it, and nobody writes one by hand

    # where it comes from; set null, for the books stay deletable and what was booked stays booked
    line_id = fields.Many2one(
        "commercial.contract.line",
        string="Contract Goods",
        readonly=True,
        index="btree_not_null",
        groups=GOODS,
    )
    amendment_id = fields.Many2one(
        "commercial.contract.amendment", readonly=True, index="btree_not_null"
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        groups=BOOKS,
    )
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null", groups=BOOKS
    )
    invoice_id = fields.Many2one(
        "account.move",
        string="Through Invoice",
        readonly=True,
        index="btree_not_null",
        groups=BOOKS,
    )

    # The order of the list; and the first question that is asked: who, month by month.
    _order_idx = models.Index("(date, id)")
    _month_idx = models.Index("(date_month, user_id)")

    def action_open_source(self):
        """Open what this fact tells of: the payment or the document, the amendment, the settlement line,
        else the contract. The user's own rights hold.

        :raises UserError: the source was deleted since, or is closed to the user
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: only which record it is; whether it opens is asked below
        fact = self.sudo()
        if fact.kind == "expense" and not fact.move_line_id:
            items = self._get_analytic_items()
            if items.has_access("read"):
                return items._get_records_action()
        entry = fact.move_line_id.move_id
        money = fact.payment_id or entry.origin_payment_id or entry
        for source in (
            money if fact.kind in ("settled", "adjusted", "expense") else fact.invoice_id,
            fact.amendment_id,
            fact.settlement_id if fact.kind == "planned" else fact.settlement_id.browse(),
            fact.contract_id,
        ):
            source = source.with_env(self.env)
            if source and source.has_access("read"):
                return source._get_records_action()
        raise UserError(
            self.env._(
                "What %s tells of is closed to you. Ask the responsible of the contract.",
                self.display_name,
            )
        )

    def _get_analytic_items(self):
        """Return what was booked on the analytic account that day without a journal item: hours, entries
        by hand."""
        account = self.sudo().contract_id.analytic_account_id  # sudo: as in action_open_source
        # sudo: which records they are; whether they open is asked by the caller
        items = self.env["account.analytic.line"].sudo()
        items = items.search(
            [
                (account.plan_id._column_name(), "=", account.id),
                ("date", "=", self.date),
                ("move_line_id", "=", False),
            ]
        )
        return items.sudo(False)

    def _recompute_model(self, fnames=None):
        self._book_pending()
        return super()._recompute_model(fnames)

    def _recompute_recordset(self, fnames=None):
        self._book_pending()
        return super()._recompute_recordset(fnames)
