from odoo import api, models
from odoo.exceptions import UserError


class ReceiptNoteRecord(models.AbstractModel):
    """The receipt for a single settlement record: what a bank line or an entry brought as well."""

    _name = "report.commercial_contract.receipt_note_record"
    _inherit = ["report.commercial_contract.receipt_note"]
    _description = "Receipt Note of a Settlement Record"

    @api.model
    def _get_notes(self, docids):
        rows = self.env["commercial.contract.allocation"].browse(docids)
        rows.check_access("read")
        notes = []
        for row in rows:
            if row.kind != "cash":
                raise UserError(
                    self.env._(
                        "No money moved for %s. A receipt confirms payments only.",
                        row.display_name,
                    )
                )
            payer = row.payer_id or row.partner_id
            model = self._for_partner(payer)
            notes.append(
                model._get_receipt(
                    row.with_env(model.env),
                    payer,
                    row.company_id,
                    row.date,
                    abs(row.amount),
                    row.currency_id,
                    (row.direction == "sale") == (row.amount > 0),
                    row.contract_id.name,
                )
            )
        return notes
