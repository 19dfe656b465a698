from odoo import api, fields, models
from odoo.exceptions import UserError


class CommercialContractPaymentLine(models.TransientModel):
    _name = "commercial.contract.payment.line"
    _description = "Part of a Contract Payment"
    _inherit = ["commercial.exact", "commercial.contract.dialog"]
    _order = "id"

    payment_id = fields.Many2one("commercial.contract.payment", required=True, ondelete="cascade")
    settlement_id = fields.Many2one(
        "commercial.contract.settlement",
        string="Settlement Line",
        required=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    date_due = fields.Date(related="settlement_id.date_due")
    amount_open = fields.Monetary(related="settlement_id.amount_residual", string="Open Amount")
    amount = fields.Monetary(string="This Payment")
    amount_after = fields.Monetary(string="Open After", compute="_compute_amount_after")
    payer_id = fields.Many2one(related="settlement_id.contract_id.payer_id")
    # written by whoever books the row: a batch that comes twice books it once
    is_booked = fields.Boolean(export_string_translation=False)
    fault = fields.Char(export_string_translation=False)

    @api.depends("amount", "amount_open")
    def _compute_amount_after(self):
        for line in self:
            line.amount_after = line.amount_open - line.amount

    def register_batch(self):
        """Book the payments of these rows, those of each payer as a whole or not at all.

        What is booked already stays as it is. A payer whose payments cannot be booked is set aside.

        :returns: dict of ``made``: ids of payments; ``aside``: ids of these rows that were left
        :raises AccessError: the user may not register payments
        """
        self.settlement_id._check_payment_rights()
        waiting = self.filtered(lambda row: not row.is_booked)
        # two runs of one batch collide here: the later one is tried again and finds it booked
        waiting.write({"is_booked": True, "fault": False})
        self.env.flush_all()
        payments, aside = self.env["account.payment"], self.browse()
        for payer, rows in waiting.grouped("payer_id").items():
            try:
                with self.env.cr.savepoint():
                    payments |= rows.payment_id._register_part(rows, payer)
            except UserError as error:
                rows.write({"is_booked": False, "fault": str(error)})
                aside |= rows
        return {"made": payments.ids, "aside": aside.ids}

    def finish_register_batches(self, result):
        """Return the action that opens the payments, and tells what was left.

        What the rows say counts, not the client: an answer that was lost on the way was booked.

        :param result: dict of ids: ``made`` of payments; of these rows ``done``, ``aside``, and
            ``left`` where the run was stopped
        """
        rows = self.browse(result["done"] + result["aside"] + result["left"])
        rows.settlement_id._check_payment_rights()
        done = rows.filtered("is_booked")
        left = self.browse(result["left"]) - done
        aside = rows - done - left
        names = {"count": len(done), "aside": len(aside), "left": len(left)}
        if left:
            message = self.env._(
                "Stopped: %(count)s settlement lines paid, %(aside)s set aside, %(left)s left.",
                **names,
            )
        elif aside:
            message = self.env._("%(count)s settlement lines paid, %(aside)s set aside.", **names)
        else:
            message = self.env._("%(count)s settlement lines paid.", **names)
        faults = list(dict.fromkeys(filter(None, aside.mapped("fault"))))
        then = rows.payment_id._open_payments(result["made"])
        return (aside | left).settlement_id._tell_batches(" ".join([message, *faults[:3]]), then)
