from odoo import models


class AccountPayment(models.Model):
    """What the engine asks of the status of payments, without a path to it.

    It counts for payments without journal entry alone (R13), yet hangs on what each payment settles:
    named among the engine's paths it doubled the triggers that Odoo looks at for every journal item.
    """

    _name = "account.payment"
    _inherit = ["account.payment"]

    def _compute_state(self):
        loose = self.filtered(lambda payment: not payment.move_id)
        result = super()._compute_state()
        loose._mark_ledger()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.filtered(lambda payment: not payment.move_id)._mark_ledger()
        return result

    def _mark_ledger(self):
        """Mark the contracts that these payments name, and those of the documents that they pay."""
        payments = self.sudo()  # sudo: what is settled does not depend on who pays
        contracts = payments.commercial_contract_id
        contracts |= payments.invoice_ids.line_ids.commercial_contract_id
        self.env.add_to_compute(contracts._fields["ledger_version"], contracts)
