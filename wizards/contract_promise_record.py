from odoo import api, fields, models
from odoo.tools import formatLang


class CommercialContractPromiseRecord(models.TransientModel):
    """Asks until when which money was promised, by whom; the settlement lines record it."""

    _name = "commercial.contract.promise.record"
    _description = "Record a Promise"

    settlement_ids = fields.Many2many(
        "commercial.contract.settlement",
        "commercial_contract_promise_record_rel",
        string="Settlement Lines",
        readonly=True,
        required=True,
    )
    currency_id = fields.Many2one(related="settlement_ids.currency_id")
    partner_id = fields.Many2one(related="settlement_ids.partner_id", string="Customer or Vendor")
    date = fields.Date(string="Promised Date", required=True)
    amount = fields.Monetary(
        string="Promised Amount",
        compute="_compute_amount",
        store=True,
        readonly=False,
        compute_sudo=False,
        help="It goes to the lines in the order of their due dates.",
    )
    date_made = fields.Date(string="Promised On", required=True, default=fields.Date.context_today)
    promised_by = fields.Char(help="Who gave the word. Empty: the customer or vendor.")
    note = fields.Char()
    preview = fields.Text(compute="_compute_preview", export_string_translation=False)

    @api.depends("settlement_ids")
    def _compute_amount(self):
        for wizard in self:
            lines = wizard.settlement_ids
            wizard.amount = lines.currency_id[:1].round(sum(lines.mapped("amount_residual")))

    @api.depends("settlement_ids", "amount")
    def _compute_preview(self):
        for wizard in self:
            parts = wizard.settlement_ids._origin._spread_promise(wizard.amount)
            wizard.preview = "\n".join(
                self.env._(
                    "%(line)s: %(part)s of %(open)s",
                    line=line.display_name,
                    part=formatLang(self.env, part, currency_obj=line.currency_id),
                    open=formatLang(self.env, line.amount_residual, currency_obj=line.currency_id),
                )
                for line, part in parts.items()
            )

    def action_record(self):
        """Record the promise on the lines, oldest due first."""
        self.ensure_one()
        self.settlement_ids._promise(
            self.date, self.amount, self.promised_by, self.note, self.date_made
        )
        return {"type": "ir.actions.act_window_close"}
