from odoo import fields, models


class AccountPaymentRegister(models.TransientModel):
    _name = "account.payment.register"
    _inherit = ["account.payment.register", "commercial.exact"]

    commercial_contract_id = fields.Many2one(
        "commercial.contract",
        string="Contract",
        help="What the invoices leave over counts for it. Empty: the contract of the invoices, if they have just one.",
    )

    def _get_exact(self):
        """Odoo's own rounding holds for payments that no contract is concerned with."""
        # sudo: whoever registers the payment need not see the contract
        return self.filtered(
            lambda w: (
                w.commercial_contract_id
                or w.sudo().line_ids.move_id.line_ids.commercial_contract_id
            )
        )

    def _create_payments(self):
        # sudo: as above. Read for all batches at once, or each would cost queries of its own.
        contracts = self.sudo().line_ids.move_id.line_ids.commercial_contract_id
        contracts.settlement_ids.fetch(["opening_date", "opening_invoiced", "opening_settled"])
        return super()._create_payments()

    def _create_payment_vals_from_wizard(self, batch_result):
        values = super()._create_payment_vals_from_wizard(batch_result)
        return {**values, **self._prepare_contract_tag(batch_result["lines"])}

    def _create_payment_vals_from_batch(self, batch_result):
        values = super()._create_payment_vals_from_batch(batch_result)
        return {**values, **self._prepare_contract_tag(batch_result["lines"])}

    def _prepare_contract_tag(self, lines):
        """L4: tag the payment where all it pays is of one contract and the user named none.

        Without the tag, money that a later reversal of the invoice sets free is lost to the contract.
        """
        contract = self.commercial_contract_id
        if not contract:
            # sudo: whoever registers the payment need not see the contract
            products = lines.sudo().move_id.line_ids.filtered(
                lambda line: line.display_type == "product"
            )
            contract = products.commercial_contract_id
            if len(contract) != 1 or not all(line.commercial_contract_id for line in products):
                return {}
            opening = contract._get_opening_date()
            if opening and self.payment_date <= opening:
                return {}  # refused as a tag (R23), but it pays the invoice all the same
        return {"commercial_contract_id": contract.id}
