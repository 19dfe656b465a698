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
            Domain("kind", "=", "cash")  # what is written off is no money
            & (
                Domain("payment_id", "in", payments.ids)
                | Domain("move_line_id.move_id", "in", payments.move_id.ids)
            ),
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
            "rows": self._get_receipt_rows(rows, amount, currency),
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

    def _get_receipt_rows(self, records, amount, currency):
        """Return a row for each plan line, and one for what no plan line took: they add up."""
        rows = []
        for line, part in records.grouped("settlement_id").items():
            laid = abs(sum(part.mapped("amount")))
            unit = line.currency_id
            rows.append(
                [
                    line.contract_id.name,
                    part[0].settlement_name or "",
                    unit.name,
                    self._money(laid, unit),
                ]
            )
            amount -= laid
        # in another currency the rows are not parts of the sum
        if records.currency_id <= currency and currency.compare_amounts(amount, 0) > 0:
            rest = [self.env._("Unallocated"), "", currency.name, self._money(amount, currency)]
            rows.append(rest)
        return rows
