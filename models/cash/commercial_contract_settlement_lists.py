from odoo import api, fields, models

# Places in Odoo's palette of calendars: red, orange, blue, green, none.
COLORS = {"overdue": 1, "soon": 2, "later": 8, "settled": 10, "cancelled": 0}


class CommercialContractSettlement(models.Model):
    """What the lists and the calendar of due money show beside the figures."""

    _name = "commercial.contract.settlement"
    _inherit = ["commercial.contract.settlement"]

    invoice_state = fields.Selection(
        [
            ("to_invoice", "To Invoice"),
            ("draft", "Draft Invoice"),
            ("partial", "Partly Invoiced"),
            ("invoiced", "Fully Invoiced"),
            ("none", "Not Invoiced"),
        ],
        string="Invoice Status",
        compute="_compute_invoice_state",
        help="To Invoice: due, and not all of it on an invoice.",
    )
    due_color = fields.Integer(compute="_compute_due_color", export_string_translation=False)

    @api.depends(
        "is_to_invoice", "amount", "amount_invoiced", "amount_to_invoice", "opening_invoiced"
    )
    def _compute_invoice_state(self):
        for line in self:
            compare = line.currency_id.compare_amounts
            posted = line.amount_invoiced + line.opening_invoiced
            if line.is_to_invoice:
                state = "to_invoice"
            elif line.amount and compare(posted, line.amount) >= 0:
                state = "invoiced"
            # sudo: what is invoiced is told to whom the invoices themselves are closed
            elif line.sudo().invoice_ids.filtered(lambda move: move.state == "draft"):
                state = "draft"
            else:
                state = "partial" if compare(posted, 0) > 0 else "none"
            line.invoice_state = state

    @api.depends("due_status", "state")
    def _compute_due_color(self):
        """The calendar wants a number for its colour; the word stands beside it."""
        for line in self:
            line.due_color = COLORS.get(line.due_status) or COLORS.get(line.state, 0)
