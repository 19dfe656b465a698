from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ReceiptNote(models.AbstractModel):
    """Confirms payments: from whom, how much, for which contracts and plan lines."""

    _name = "report.commercial_contract.receipt_note"
    _inherit = ["commercial.contract.note"]
    _description = "Receipt Note"

    @api.model
    def _get_notes(self, docids):
        payments = self.env["account.payment"].browse(docids)
        payments.check_access("read")
        for payment in payments:
            if payment.state not in ("in_process", "paid"):
                raise UserError(
                    self.env._(
                        "%s is not confirmed. Confirm it before you print a receipt.",
                        payment.display_name,
                    )
                )
        rows = self.env["commercial.contract.allocation"].search(
            Domain("payment_id", "in", payments.ids)
            | Domain("move_line_id.move_id", "in", payments.move_id.ids),
            order="contract_id, id",
        )
        notes = []
        for payment in payments:
            own = rows.filtered(
                lambda row, payment=payment: (
                    row.payment_id == payment
                    or (payment.move_id and row.entry_id == payment.move_id)
                )
            )
            model = self._for_partner(payment.partner_id)
            notes.append(
                model._get_receipt(
                    own.with_env(model.env),
                    payment.partner_id,
                    payment.company_id,
                    payment.date,
                    payment.amount,
                    payment.currency_id,
                    payment.payment_type == "inbound",
                    payment.name,
                )
            )
        return notes

    def _get_receipt(self, rows, partner, company, date, amount, currency, is_in, number):
        paper = self.env["report.commercial_contract.contract_paper"]
        return {
            "lang_code": self.env.lang,
            "company": company,
            "title": self.env._("Receipt Note") if is_in else self.env._("Payment Note"),
            "number": number or "",
            "facts": [
                (
                    self.env._("Received From") if is_in else self.env._("Paid To"),
                    partner.display_name or "",
                ),
                (self.env._("Date"), paper._get_date(date)),
            ],
            "columns": [
                (self.env._("Contract No."), 30, ""),
                (self.env._("Settlement Line"), 40, ""),
                (self.env._("Currency"), 12, ""),
                (self.env._("Amount"), 18, "number"),
            ],
            "rows": [
                [
                    row.contract_id.name,
                    row.settlement_name or "",
                    row.currency_id.name,
                    self._money(abs(row.amount), row.currency_id),
                ]
                for row in rows
            ],
            "total": [
                self.env._("Amount Received") if is_in else self.env._("Amount Paid Out"),
                "",
                currency.name,
                self._money(amount, currency),
            ],
            "words": paper._get_words(amount, currency),
            "foot": [],
            "seal": company.name,
        }
