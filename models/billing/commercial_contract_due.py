from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class CommercialContract(models.Model):
    """What is due and not on an invoice yet: the next step of a contract in force."""

    _name = "commercial.contract"
    _inherit = ["commercial.contract"]

    amount_to_invoice = fields.Monetary(
        string="To Invoice",
        compute="_compute_amount_to_invoice",
        help="Plan lines that are due by today and not on an invoice yet, drafts included.",
    )

    @api.depends("settlement_ids.amount_to_invoice", "settlement_ids.date_due", "state")
    def _compute_amount_to_invoice(self):
        for contract in self:
            due = contract._get_lines_to_invoice()
            contract.amount_to_invoice = sum(due.mapped("amount_to_invoice"))

    def _get_lines_to_invoice(self):
        """Return the plan lines of running contracts that are due by today and not invoiced whole."""
        today = fields.Date.context_today(self)
        return self.settlement_ids.filtered(
            lambda line: (
                line.contract_id._is_running()
                and not line.is_cancelled
                and line.date_due
                and line.date_due <= today
                and line._is_left_to_invoice()
            )
        )

    def action_create_invoice(self):
        """Invoice all that is due on these contracts, as ``action_bill`` of the plan lines does."""
        lines = self._get_lines_to_invoice()
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing on %s is due and without invoice. To invoice a line before its day,"
                    " use the button on the line.",
                    format_list(self.env, self.mapped("display_name")),
                )
            )
        return lines.action_bill()
