from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..models.contract.batches import run_batches

BATCH = 10  # payers whose payments one transaction books; of more it is told how far they are


class CommercialContractPayment(models.TransientModel):
    """Lines of several payers at once: the money of each is a payment of its own.

    The money of one payer came in one go, and is booked as a whole or not at all. Between two payers a
    run may stop.
    """

    _name = "commercial.contract.payment"
    _inherit = ["commercial.contract.payment"]

    has_payers = fields.Boolean(compute="_compute_has_payers", export_string_translation=False)

    @api.depends("settlement_ids")
    def _compute_has_payers(self):
        """Whether the money is that of several, unless somebody says who pays all of it."""
        for wizard in self:
            wizard.has_payers = len(wizard.settlement_ids.contract_id.payer_id) > 1

    def action_register(self):
        """Book the payments of each payer; many in batches by the client, which shows how far they are."""
        self.ensure_one()
        if not self.has_payers or self.payer_id:
            return super().action_register()
        self._check_payers()
        parts = list(self.line_ids.filtered("amount").grouped("payer_id").items())
        if len(parts) > BATCH:
            return self._run_batches([rows for _payer, rows in parts])
        payments = self.env["account.payment"].union(
            *(self._register_part(rows, payer) for payer, rows in parts)
        )
        return self._prepare_notification(payments)

    def _check_payers(self):
        """Refuse what the payment of each payer cannot be read from the rows."""
        if self.currency_id.is_zero(self.amount_unallocated) and not self.typed_currency_id:
            return
        raise UserError(
            self.env._(
                "These lines have several payers, and their parts do not add up to the amount that was"
                " typed (%(amount)s). Enter who pays, or change the parts until they do.",
                amount=formatLang(
                    self.env,
                    self._get_paid(),
                    currency_obj=self.payment_currency_id or self.currency_id,
                ),
            )
        )

    def _run_batches(self, parts):
        """Return the client action that books these parts, each the rows of one payer."""
        purchase = self.direction == "purchase"
        batches = [
            [row.id for part in parts[start : start + BATCH] for row in part]
            for start in range(0, len(parts), BATCH)
        ]
        name = self.env._("Make Payment") if purchase else self.env._("Receive Payment")
        return run_batches(
            name, self.line_ids, "register_batch", batches, "finish_register_batches"
        )

    def _open_payments(self, ids):
        """Return the action that lists these payments; None where there are none to see."""
        payments = self.env["account.payment"].browse(ids)
        if not payments or not payments.has_access("read"):
            return None
        purchase = payments[0].payment_type == "outbound"
        name = self.env._("Payments") if purchase else self.env._("Receipts")
        return payments._get_records_action(name=name)
