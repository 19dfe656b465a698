from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list


class ContractPaymentRequest(models.AbstractModel):
    """The payment request for all that is due on contracts by today."""

    _name = "report.commercial_contract.contract_payment_request"
    _inherit = ["report.commercial_contract.payment_request"]
    _description = "Payment Request of Contracts"

    @api.model
    def _get_lines(self, docids):
        contracts = self.env["commercial.contract"].browse(docids)
        contracts.check_access("read")
        today = fields.Date.context_today(self)
        due = contracts.settlement_ids.filtered(
            lambda line: (
                line.date_due
                and line.date_due <= today
                and not line.is_cancelled
                and line.currency_id.compare_amounts(line.amount_residual, 0) > 0
            )
        )
        if not due:
            raise UserError(
                self.env._(
                    "Nothing is due on %s by today. To ask for money ahead, tick its lines in the"
                    " settlement list and print the payment request there.",
                    format_list(self.env, contracts.mapped("name")),
                )
            )
        return due
