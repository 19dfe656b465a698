from odoo import api, fields, models
from odoo.tools import SQL

VALUES = ("date", "amount", "amount_company")
# People without rights on the books see the amounts of their contracts, and nothing of the books.
BOOKS = "account.group_account_readonly,account.group_account_invoice"
KEY = ("contract_id", "settlement_id", "kind", "move_line_id", "payment_id", "invoice_id")


class CommercialContractAllocation(models.Model):
    """Which money settles which plan line. Derived from the ledger: the engine alone writes it, no
    access right lets a user do so."""

    _name = "commercial.contract.allocation"
    _description = "Settlement Record"
    _inherit = ["commercial.contract.fed", "commercial.contract.child"]
    _order = "date desc, id desc"

    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        required=True,
        index=True,
        ondelete="cascade",
    )
    settlement_name = fields.Char(related="settlement_id.label", string="Name of the Line")
    kind = fields.Selection(
        [
            ("cash", "Received or Paid"),
            ("netting", "Netting"),
            ("writeoff", "Write-off"),
            ("opening", "Before Odoo"),
        ],
        required=True,
    )
    date = fields.Date(required=True, index=True)
    amount = fields.Monetary(help="In the currency of the contract; money paid back is negative.")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount_company = fields.Monetary(
        string="Amount in Company Currency", currency_field="company_currency_id"
    )
    # cascade: the books must stay deletable; the ORM marks the contract before the source goes
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        index="btree_not_null",
        ondelete="cascade",
        groups=BOOKS,
    )
    payment_id = fields.Many2one(
        "account.payment", index="btree_not_null", ondelete="cascade", groups=BOOKS
    )
    invoice_id = fields.Many2one(
        "account.move",
        string="Through Invoice",
        index="btree_not_null",
        ondelete="cascade",
        groups=BOOKS,
    )
    entry_id = fields.Many2one(
        related="move_line_id.move_id", string="Journal Entry", related_sudo=False, groups=BOOKS
    )
    payer_id = fields.Many2one("res.partner", string="Payer or Payee", compute="_compute_payer_id")
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer or Vendor")
    user_id = fields.Many2one(related="contract_id.user_id", string="Responsible")
    project_id = fields.Many2one(related="contract_id.project_id")
    category_id = fields.Many2one(related="contract_id.category_id")
    direction = fields.Selection(related="contract_id.direction")

    @api.depends("move_line_id", "payment_id")
    def _compute_payer_id(self):
        for row in self:
            # sudo: people without rights on the books see who paid for their own contracts (DESIGN 7)
            source = row.sudo()
            row.payer_id = source.move_line_id.partner_id or source.payment_id.partner_id

    @api.depends("contract_id.name", "settlement_id.label", "date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = " ".join(
                part
                for part in (row.contract_id.name, row.settlement_id.label, str(row.date or ""))
                if part
            )

    def action_open_source(self):
        """Open what brought this money: the payment, else the entry; before Odoo there is none."""
        self.ensure_one()
        self.check_access("read")
        source = self.payment_id or self.move_line_id.payment_id or self.entry_id
        return source._get_records_action() if source else False

    @api.model
    def _apply(self, contracts, wanted):
        """Make the rows of ``contracts`` equal ``wanted``: ``{KEY values: VALUES values}``.

        Writes only what differs, with a number of statements that does not grow with the contracts.
        """
        stored = self._stored_rows(contracts)
        gone, fixed = [], {}
        for key, rows in stored.items():
            keep = rows[0] if key in wanted else None
            gone += [row[0] for row in rows if row is not keep]
            if keep and keep[1:] != wanted[key]:
                fixed[keep[0]] = wanted[key]
        new = [
            dict(zip((*KEY, *VALUES), (*key, *values), strict=True))
            for key, values in wanted.items()
            if key not in stored
        ]
        if gone:
            # not unlink(): it flushes everything and so re-enters the engine for other contracts
            self.env.cr.execute(
                SQL("DELETE FROM commercial_contract_allocation WHERE id = ANY(%s)", gone)
            )
        if new:
            self.create(new)
        for row_id, values in fixed.items():
            self.browse(row_id).write(dict(zip(VALUES, values, strict=True)))
        if gone:
            self.browse(gone).invalidate_recordset(flush=False)
            for model in ("commercial.contract", "commercial.contract.settlement"):
                self.env[model].invalidate_model(["allocation_ids"], flush=False)

    def _stored_rows(self, contracts):
        self.flush_model()  # rows of this transaction may wait in the cache
        found = {}
        for row_id, *row in self.env.execute_query(
            SQL(
                "SELECT id, contract_id, settlement_id, kind, move_line_id, payment_id, invoice_id, date, amount,"
                " amount_company FROM commercial_contract_allocation WHERE contract_id = ANY(%s) ORDER BY id",
                contracts.ids,
            )
        ):
            key = tuple(value or False for value in row[: len(KEY)])
            found.setdefault(key, []).append(
                (row_id, row[-3], float(row[-2] or 0), float(row[-1] or 0))
            )
        return found
