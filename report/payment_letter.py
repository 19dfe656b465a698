from odoo import api, fields, models
from odoo.tools import format_date, format_list, get_lang


class PaymentLetter(models.AbstractModel):
    """A letter to a customer about overdue money: its words, a statement of the lines, where to pay."""

    _name = "report.commercial_contract.payment_letter"
    _inherit = ["report.commercial_contract.payment_request"]
    _description = "Payment Letter"

    @api.model
    def _get_notes(self, docids):
        rows = self.env["commercial.contract.letter.row"].browse(docids)
        rows.settlement_ids.check_access("read")
        return [
            self.with_context(lang=get_lang(self.env, row.lang).code)._get_letter(row)
            for row in rows
        ]

    def _get_letter(self, row):
        row = row.with_env(self.env)
        today, currency = fields.Date.context_today(self), row.currency_id
        lines = self._sort(row.settlement_ids)
        request = self._get_request(row.company_id, row.partner_id, currency, lines)
        titles = {
            "1": self.env._("Payment Reminder"),
            "2": self.env._("Second Payment Reminder"),
            "3": self.env._("Final Payment Reminder"),
        }
        late = [str((today - line.date_due).days) for line in lines]
        columns, total = request["columns"], request["total"]
        numbers = format_list(self.env, lines.contract_id.mapped("name"))
        return {
            **request,
            "title": titles[row.step],
            "number": format_date(self.env, today, date_format="long"),
            "text": row.body,
            "columns": [
                (columns[0][0], 15, ""),
                (columns[1][0], 14, ""),
                (columns[2][0], 15, ""),
                (self.env._("Days Late"), 8, "number"),
                *((label, 16, kind) for label, _percent, kind in columns[3:]),
            ],
            "rows": [
                [*cells[:3], days, *cells[3:]]
                for cells, days in zip(request["rows"], late, strict=True)
            ],
            "total": [*total[:3], "", *total[3:]],
            "foot": [*request["foot"], (self.env._("Payment Reference"), numbers)],
        }
